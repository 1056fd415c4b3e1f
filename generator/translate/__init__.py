"""Translations of a guide: as gettext PO files for translators' tools, and as a table of how they stand."""

from __future__ import annotations

from generator.translate.exporting import export_po
from generator.translate.importing import Imported, import_po
from generator.translate.stamping import stamp
from generator.translate.table import LanguageRow, language_table

__all__ = ["Imported", "LanguageRow", "export_po", "import_po", "language_table", "stamp"]
