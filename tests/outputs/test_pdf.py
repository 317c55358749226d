"""The report as PDF: whole pages, or one sentence on what to install."""

import builtins

import pytest

from nightwalk.base.errors import RunError
from nightwalk.outputs import folder as study
from nightwalk.outputs.pdf import check_pdf, pdf_of
from nightwalk.outputs.report import write_report


def test_without_the_library_the_sentence_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name == "plutoprint":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(RunError, match=r'pip install "nightwalk\[pdf\]"'):
        check_pdf()


def test_a_page_becomes_a_pdf_in_greek():
    pytest.importorskip("plutoprint")
    made = pdf_of("<html lang='el'><body><p>Ασφάλεια</p></body></html>")
    assert made.startswith(b"%PDF")
    assert b"DejaVu" in made


def test_the_first_page_of_the_report_is_one_sheet(made, tmp_path):
    plutoprint = pytest.importorskip("plutoprint")
    from nightwalk.outputs.pdf import _fonts

    folder = tmp_path / "study"
    study.begin(folder)
    for key, run in made.runs.items():
        run.save_part(study.part_path(folder, *key))
    study.finish(folder, study.merge_parts(folder, made.study, made.shapes))
    path = write_report(folder, "el", pdf=True)
    assert path.name == "report.el.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    page = (folder / "report.el.html").read_text(encoding="utf-8")
    first = page.partition('<section class="new-page">')[0]
    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4, media=plutoprint.MEDIA_TYPE_PRINT)
    book.load_html(f"{first}</main></body></html>", user_style=_fonts())
    assert book.get_page_count() == 1
