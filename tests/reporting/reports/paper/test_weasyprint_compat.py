"""What we expect of the insides of WeasyPrint that we lean on: where one fails, its version has changed them."""

import re
from pathlib import Path

from django.conf import settings
from weasyprint import HTML
from weasyprint.pdf import tags

from reporting.reports.paper.weasyprint_compat import followed, structure_recorded

TWO_PAGES = (
    '<!doctype html><html lang="sv"><title>T</title>'
    '<body><h1>Ett</h1><p style="break-before: page">Två <b>ord</b></p></body></html>'
)


def test_every_element_of_the_structure_is_told_with_the_html_that_it_comes_from() -> None:
    build = tags._build_box_tree
    with structure_recorded() as structure:
        HTML(string=TWO_PAGES).write_pdf(pdf_variant="pdf/ua-1")
    told = {(str(element["S"]), source.tag) for element, source in structure.made if source is not None}
    assert {("/H1", "h1"), ("/P", "p")} <= told
    assert len({element.number for element, _source in structure.made}) == len(structure.made)
    assert tags._build_box_tree is build


def test_each_page_is_named_in_the_log_as_its_layout_begins() -> None:
    begun: list[int] = []
    with followed(begun.append):
        HTML(string=TWO_PAGES).render()
    assert begun[:2] == [1, 2]


def test_no_other_file_of_ours_reaches_into_it() -> None:
    inside = re.compile(r"weasyprint\.pdf|weasyprint\.progress|\btags\._")
    files = Path(settings.BASE_DIR, "reporting").rglob("*.py")
    assert [path.name for path in files if inside.search(path.read_text(encoding="utf-8"))] == ["weasyprint_compat.py"]
