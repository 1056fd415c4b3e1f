"""Codes in photos of what hangs on walls: whether each of them is one of ours.

Independent of what made them, like preflight: nothing here knows how a page is built.
"""

from generator.verify.report import PhotoCode, PhotoReport, verify

__all__ = ["PhotoCode", "PhotoReport", "verify"]
