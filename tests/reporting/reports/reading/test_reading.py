"""A report in the browser: the same HTML as its files, section by section, for those who may have the files."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html as parser

from reporting.reports.contents.snapshots.taking import take
from reporting.reports.models import Report
from reporting.reports.paper.printing import html
from reporting.reports.publishing import write_file
from reporting.reports.reading.sections import Sections
from reporting.reports.services import next_version
from strategy.jobs.models import Job
from strategy.records.log.models import AuditEntry, Verb
from tests.conftest import ROLES, Cast
from tests.making import Making

Browse = Callable[..., Client]
STOOD = "Översynen av den interna kontrollen stod helt still under året."
MOVED = "Översynen av den interna kontrollen kom i gång under året."


def made(report: Report) -> Report:
    """With its snapshot and the file of it; what is laid out is made of the same."""
    snapshot = take(report, timezone.now())
    snapshot.save()
    content = snapshot.content.encode()
    write_file(report=report, snapshot=snapshot, job=Job(pk=report.pk), format="json", content=content).save()
    return report


def words(content: str) -> str:
    return " ".join(parser.fromstring(content).text_content().split())


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


@pytest.fixture
def draft(make: Making) -> Report:
    make.assessment(
        "i.3",
        attainment="none",
        happened=STOOD,
        state="approved",
    )
    return made(make.report(state="draft"))


def test_every_word_of_the_print_stands_in_one_section(draft: Report) -> None:
    printed = html(draft.snapshots.get().content)
    sections = Sections(printed)
    read = " ".join(words(section.content) for section in sections.all)
    main = parser.document_fromstring(printed).find("body/main").text_content()
    assert sorted(read.split()) == sorted(main.split())
    assert [section.key for section in sections.all][:4] == ["laget", "omrade-i", "mal-i.1", "mal-i.2"]


def test_a_goal_is_a_section_and_what_it_refers_to_is_led_to(browse: Browse, cast: Cast, draft: Report) -> None:
    page = text(browse(cast.officer).get(f"/reports/{draft.pk}/reading/?section=mal-i.3"))
    assert STOOD in page
    assert 'rel="prev" href="?section=mal-i.2"' in page
    assert 'rel="next" href="?section=mal-i.4"' in page
    first = text(browse(cast.officer).get(f"/reports/{draft.pk}/reading/?section=no-such-place"))
    assert 'href="?section=mal-i.3#mal-i.3"' in first


@pytest.mark.parametrize("role", ROLES)
def test_whoever_may_have_the_file_may_read_and_no_one_else(
    browse: Browse, cast: Cast, draft: Report, role: str
) -> None:
    client = browse(cast[role])
    allowed = client.get(f"/reports/{draft.pk}/files/json/").status_code
    assert client.get(f"/reports/{draft.pk}/reading/").status_code == allowed
    assert (client.get(f"/reports/{draft.pk}/changes/").status_code == 200) is (allowed == 200)


def test_reading_stands_in_the_log_as_a_download_does(browse: Browse, cast: Cast, draft: Report) -> None:
    client = browse(cast.officer)
    client.get(f"/reports/{draft.pk}/files/json/")
    client.get(f"/reports/{draft.pk}/reading/")
    entries = AuditEntry.objects.filter(verb=Verb.DOWNLOADED).order_by("pk")
    assert [entry.details for entry in entries] == [
        {"format": "json", "audience": "internal"},
        {"format": "html", "audience": "internal"},
    ]


def test_the_goal_page_leads_to_the_goal_in_the_latest_report_one_may_read(
    browse: Browse, cast: Cast, make: Making, draft: Report
) -> None:
    goal = make.goal("i.3").get_absolute_url()
    link = f"/reports/{draft.pk}/reading/?section=mal-i.3"
    assert link in text(browse(cast.officer).get(goal))
    assert "/reading/" not in text(browse(cast.reader).get(goal))
    newer = made(next_version_of(draft))
    assert f"/reports/{newer.pk}/reading/?section=mal-i.3" in text(browse(cast.officer).get(goal))


def next_version_of(report: Report, **other: Any) -> Report:
    """Saved as a draft."""
    edition = {name: getattr(report, name) for name in ("strategy", "year", "audience", "language", "evidence_until")}
    newer = next_version(**edition | other)
    newer.state = "draft"
    newer.save()
    return newer


def test_what_changed_tells_figures_from_old_to_new_and_texts_word_by_word(
    browse: Browse, cast: Cast, make: Making, draft: Report
) -> None:
    make.contribution(year=2021, amount=Decimal("5000000"), currency="SEK", stage="paid")
    judged = make.assessment(
        "i.3",
        attainment="partial",
        happened=MOVED,
        state="approved",
    )
    make.evidence(judged)
    newer = made(next_version_of(draft))
    page = browse(cast.officer).get(f"/reports/{newer.pk}/changes/")
    assert page.context["other"] == draft
    told = words(text(page))
    assert "Ingen → Viss" in told
    assert "<del>stod helt still</del>" in text(page)
    assert "<ins>kom i gång</ins>" in text(page)
    figures = next(table for table in page.context["tables"] if table.title == "Nyckeltal")
    changed = {name: (found[0].before, found[0].after) for name, found in figures.changed}
    assert changed["Kärnstöd under året, kronor"] == ("0", "5\xa0000\xa0000")


def test_a_version_one_may_not_read_is_not_compared_with(
    browse: Browse, cast: Cast, make: Making, draft: Report
) -> None:
    newer = made(next_version_of(draft))
    hidden = made(make.report(state="draft", audience="external"))
    client = browse(cast.officer)
    assert client.get(f"/reports/{newer.pk}/changes/?with={hidden.pk}").status_code == 404  # another edition
    Report.objects.filter(pk=newer.pk).update(state="released", approved_by=cast.head, approved_at=timezone.now())
    page = browse(cast.reader).get(f"/reports/{newer.pk}/changes/")
    assert (page.status_code, page.context["other"]) == (200, None)
    assert browse(cast.reader).get(f"/reports/{newer.pk}/changes/?with={draft.pk}").status_code == 404


def test_last_years_text_stands_beside_and_fills_the_box_without_being_saved(
    browse: Browse, cast: Cast, make: Making, draft: Report
) -> None:
    last = make.report(state="draft", year=2020)
    last.texts.create(strategy=last.strategy, key="summary", text="Ett trögt år.")
    made(last)
    client, address = browse(cast.officer), f"/reports/{draft.pk}/texts/summary/"
    assert "Ett trögt år." in text(client.get(address))
    begun = client.post(address, {"text": "Mina ord.", "begin": "before"})
    assert begun.status_code == 200
    assert begun.context["form"]["text"].value() == "Mina ord.\n\nEtt trögt år."
    assert not draft.texts.exists()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_claim_whose_evidence_an_edition_hides_is_pointed_out_before_it_is_made(
    browse: Browse, cast: Cast, make: Making
) -> None:
    event = make.event(classification="secret")
    judged = make.assessment(
        "i.3",
        attainment="partial",
        happened="Det gick bra. Vi fick besked i enrum [1]. Sen var det tyst.",
        state="approved",
        classification="open",
    )
    make.evidence(judged, intervention=make.intervention(event=event, goal="i.3"))
    query = "?kind=yearly&year=2021&audience=agencies&language=sv"
    page = browse(cast.officer).get(f"/strategies/{judged.strategy.slug}/reports/new/review/{query}")
    assert [(claim.goal, claim.text) for claim in page.context["claims"]] == [("i.3", "Vi fick besked i enrum [1].")]
    assert "sekretess enligt" in page.context["claims"][0].hidden[0].ground
    assert "Påståenden utan sitt underlag" in text(page)
