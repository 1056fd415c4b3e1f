"""Themes and organisations' profiles: TOML files, laid one over the other."""

from generator.theme.load import load_theme, theme_names
from generator.theme.model import Organisation, Script, Theme, TypeStyle

__all__ = ["Organisation", "Script", "Theme", "TypeStyle", "load_theme", "theme_names"]
