"""That no content makes a file invalid: made-up documents and whole reports, each held against both standards.

What fails says the seed that it was made from: `generated(seed)` is the same every time.
"""

import random
from typing import Any

import page
import pytest
from django.utils.html import escape

from reporting.reports.contents.snapshots.taking import take
from reporting.reports.paper.pdf import Printed, render_pdf
from reporting.reports.paper.printing import html
from tests.making import Making
from tests.reporting.conftest import TAKEN_AT
from tests.reporting.reports.contents.test_snapshots import OPEN
from tests.reporting.reports.paper.test_pdf import everything

HUNDREDS = [range(start, start + 100) for start in range(0, 500, 100)]
TEXTS = [
    *("Åsa Öberg", "slut\\", ")(()\\", 'R&D <x> ]]> "q"', "Ö" * 90, "mi\u00adgra\u00adtion " * 9),
    *(" ", "\u00a0", "\u2003"),
    *("a\x01b\x0bc\x7f\x85", "en\u2028två\u2029tre", "\uf0b7 punkt", "\ue000\uffff\U0001ffff", "\ufeffx\u200b\u2060y"),
    *("😀 \U0001f469\u200d\U0001f467 🇸🇪", "国际移民组织", "المنظمة الدولية", "שלום", "สวัสดี", "नमस्ते", "ሰላም"),
    *("A\u030asa x\u0301 e\u0301\u0323", "\u0301", "office ﬁ ŋ", "∑ → ≤ ★ ☐ 𝒜", "\U0001fbff", "\ufffd", "1" * 40),
    *("a\rb\r\nc", "%PDF-1.7 1 0 obj stream"),
]
DOCUMENT = """<!doctype html><html lang="sv"><head><title>Titel {0}</title><meta name="author" content="{1}">
<meta name="description" content="{2}"><meta name="dcterms.created" content="{3}">
<meta name="dcterms.modified" content="{3}"></head><body data-identity="{2}" data-marking="{1}">
<h1>{0}</h1><h2>{1}</h2><p lang="en">{2} {4}</p><p><a href="https://iom.int/{6}">{4}</a></p>
<table><caption>{5}</caption><thead><tr><th scope="col">{4}</th><th scope="col"></th></tr></thead>
<tbody>{7}</tbody></table>
<ul><li>{5}</li></ul></body></html>"""
ROW = "<tr><td></td><td></td></tr>"


def generated(seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311 - the same each time is what is wanted

    def text() -> str:
        common = "".join(chance.choices("abcdeåäö ,.()0123", k=chance.randint(0, 60)))
        pieces = [common, *chance.choices(TEXTS, k=chance.randint(0, 2))]
        return escape("".join(chance.sample(pieces, k=len(pieces))))

    moment = f"{chance.randint(2020, 2035)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T00:00:00+00:00"
    rows = "".join(f"<tr><td>{text()}</td><td>{text()}</td></tr>" for _row in range(chance.randint(1, 4)))
    return DOCUMENT.format(text(), text(), text(), moment, text(), text(), seed, rows)


def require_valid(printed: Printed, made_from: object) -> None:
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        result = page.validate_pdf_bytes(printed.content, profile=profile)
        assert result.is_compliant, f"{made_from}: {result}"


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.long
def test_whatever_is_pasted_alone(text: str) -> None:
    said = escape(text)
    filled = DOCUMENT.format(said, said, said, "2022-02-15T10:30:00+00:00", said, said, 0, ROW)
    require_valid(render_pdf(filled, "0"), ascii(text))


@pytest.mark.parametrize("seeds", [range(3), *(pytest.param(hundred, marks=pytest.mark.long) for hundred in HUNDREDS)])
def test_made_up_documents_are_valid(seeds: range) -> None:
    for seed in seeds:
        require_valid(render_pdf(generated(seed), f"{seed:064x}"), f"generated({seed})")


def test_everything_that_breaks_a_file_at_once() -> None:
    said = escape(" ".join(TEXTS))
    filled = DOCUMENT.format(said[:200], "", said, "2022-02-15T10:30:00+00:00", said, said, 0, ROW)
    require_valid(render_pdf(filled, "0"), "all of TEXTS")


REPORTS = [
    *(("yearly", audience, "sv", 2021) for audience in ("internal", "internal-secret", "external")),
    *(("yearly", audience, "en", 2020) for audience in ("internal", "agencies", "external")),
    ("yearly", "agencies", "sv", 2022),
    *(("consultation", audience, "sv", 2022) for audience in ("internal", "internal-secret", "agencies")),
    *(("briefing", audience, "en", 2022) for audience in ("internal", "internal-secret")),
    *((kind, audience, "sv", 2021) for kind in ("short", "assessment") for audience in ("internal", "external")),
    ("short assessment", "external", "en", 2021),
]


@pytest.mark.long
@pytest.mark.parametrize(("kind", "audience", "language", "year"), REPORTS)
def test_whole_reports_are_valid_with_odd_texts_in_them(
    make: Making, kind: str, audience: str, language: str, year: int
) -> None:
    chosen: dict[str, Any] = {"audience": audience, "language": language, "year": year}
    named = everything(make)[kind]
    odd = "\n\n".join(TEXTS)
    make.assessment("ii.1", happened=odd, public_text=odd, state="approved", **OPEN)
    make.intervention(make.event(title="😀 Åsa \x0b ሰላም", **OPEN), message=odd, response=odd, **OPEN)
    report = make.report(**(named | chosen))
    snapshot = take(report, TAKEN_AT)
    require_valid(render_pdf(html(snapshot.content), snapshot.sha256), f"{kind} {chosen}")


@pytest.mark.long
@pytest.mark.parametrize("audience", ["internal", "external"])
def test_a_report_on_a_year_of_which_nothing_is_written_is_valid(make: Making, audience: str) -> None:
    snapshot = take(make.report(audience=audience), TAKEN_AT)
    require_valid(render_pdf(html(snapshot.content), snapshot.sha256), audience)
