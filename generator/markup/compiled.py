"""The program's own templates compiled to Python code, which is kept where Python keeps that of modules: in `__pycache__`.

Compiling them takes longer than filling them. A template of the user's is compiled every time: a file beside it that
claims to be its code could be anybody's, and would run outside the sandbox.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache, compiler
from jinja2.bccache import Bucket

from generator import resources


class CompiledTemplates(BytecodeCache):
    """Jinja's cache of code, one file a template. `options` is what the code depends on besides Jinja and the source."""

    def __init__(self, options: object) -> None:
        made_by = os.stat(compiler.__file__)
        self._made_by = f"{made_by.st_mtime_ns} {made_by.st_size} {options}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The template's path, or "" for one whose code is not kept."""
        return filename if filename and resources.is_own(Path(filename)) else ""

    def get_source_checksum(self, source: str) -> str:
        """Tells whether kept code is still that of this source."""
        return super().get_source_checksum(self._made_by + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read the code; what cannot be read, or is not whole, is compiled anew."""
        if bucket.key:
            try:
                bucket.bytecode_from_string(_kept(bucket.key).read_bytes())
            except Exception:  # a damaged file fails in many ways
                bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code, as Python does: whole or not at all, and only where that is possible and wanted."""
        if not bucket.key or sys.dont_write_bytecode:
            return
        path = _kept(bucket.key)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(bucket.bytecode_to_string())
            os.replace(draft, path)


def _kept(template: str) -> Path:
    """Where a template's code is kept: `templates/__pycache__/flyer.xml.cpython-311.pyc`."""
    return Path(cache_from_source(template))
