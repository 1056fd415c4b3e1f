"""The proof report: one page, with what was looked at and what was found."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from building import LINK, built_in, handouts, text_of


def report(tmp_path: Path, name: str, data: bytes) -> str:
    """The text of the report about a file with these bytes; it has one page, with a picture of each of the file's."""
    file, proof = tmp_path / name, tmp_path / "proof.pdf"
    file.write_bytes(data)
    handouts("preflight", file, "--proof", proof)
    document = pypdfium2.PdfDocument(proof.read_bytes())
    assert len(document) == 1
    pictures = [item for item in document[0].get_objects(max_depth=4) if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert len(pictures) == min(10, len(pypdfium2.PdfDocument(data)) if data.startswith(b"%PDF") else 0)
    return " ".join(text_of(proof.read_bytes()).split())


def test_a_good_file(tmp_path: Path) -> None:
    said = report(tmp_path, "sign.pdf", built_in()["mfa-authenticator.flyer.a4.en.pdf"])
    assert said.startswith("sign.pdf Proof passed")
    assert LINK in said
    assert "quiet zone 4.0 modules" in said
    assert "Nothing was found that speaks against printing it." in said
    assert "not an ISO/IEC 15415 grade, not a phone test" in said


def test_many_pages_stand_in_one_report(tmp_path: Path) -> None:
    said = report(tmp_path, "booklet.pdf", built_in("office", single_pages=True)["mfa-authenticator.booklet.a5.ja.pdf"])
    assert "Pages: the first 10 of 20" in said


def test_what_is_no_pdf_has_a_report_too(tmp_path: Path) -> None:
    said = report(tmp_path, "broken.pdf", b"no PDF at all")
    assert "Proof failed" in said
    assert "There is no code in this file." in said


def test_one_report_is_about_one_file(tmp_path: Path) -> None:
    file = tmp_path / "sign.pdf"
    file.write_bytes(built_in()["mfa-authenticator.flyer.a4.en.pdf"])
    assert handouts("preflight", file, file, "--proof", tmp_path / "proof.pdf").code == 2
    assert not (tmp_path / "proof.pdf").exists()
