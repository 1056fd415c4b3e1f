"""The structure of every file for the web, what it says, and what it says of itself, by checks of our own."""

from __future__ import annotations

import pytest

from tests.accessibility.checks import faults
from tests.accessibility.web_files import FORMATS, GUIDES, guide_of, web_file


@pytest.mark.parametrize("name", ["en", "ja", *GUIDES])
def test_files_are_as_they_should_be(name: str) -> None:
    found = {format: faults(web_file(name, format), guide_of(name), format) for format in FORMATS}
    assert found == {format: {} for format in FORMATS}


@pytest.mark.parametrize("name", ["en", "ja", "lanes-first"])
def test_so_they_are_for_pdf_ua_2(name: str) -> None:
    found = {format: faults(web_file(name, format, ua=2), guide_of(name), format) for format in FORMATS}
    assert found == {format: {} for format in FORMATS}
