"""Pictures of finished files, to look at before printing."""

from generator.preview.pictures import write_pictures

__all__ = ["write_pictures"]
