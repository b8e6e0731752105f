"""Observations in a file: all of them or none, what is wrong told cell by cell, sent by one confirmation."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from dialogue.observations.columns import TEMPLATE_COLUMNS
from dialogue.observations.models import Observation, ObservationStep
from dialogue.observations.sets import ObservationSet
from strategy.decision.models import Strategy
from strategy.jobs import services as jobs
from strategy.jobs.models import Job
from strategy.people.models import User
from strategy.records.log.models import AuditEntry
from strategy.records.models import SecrecyProvision
from strategy.web.tables import Table
from tests.conftest import SLUG, Cast

Browse = Callable[[User], Client]
LIST = f"/strategies/{SLUG}/observations/"
NEW = f"{LIST}sets/new/"
HEADINGS = [str(column.heading) for column in TEMPLATE_COLUMNS]
GOOD = {
    "Rubrik": "Samordningen på plats",
    "Vad ni såg": "Mötena hålls nu varje vecka.",
    "Land": "Kenya",
    "Plats": "Nairobi",
    "När": date(2021, 3, 7),
    "Mål": "i.3, ii.5",
    "Del av IOM:s uppdrag": "1, 4",
    "Slags källa": "dokument",
    "Hur säkert": "säker",
    "Ert diarienummer": "2021-17",
    "Stämt av med": "enhetschefen",
    "Markering": "offentlig",
}
SECRET = {
    "Markering": "sekretessmarkerad",
    "Bestämmelse": "OSL 15:1",
    "Sekretessmarkerad den": "8 mars 2021",
    "Myndighet som har satt markeringen": "Migrationsverket",
}


def workbook(*rows: dict[str, Any], headings: list[str] = HEADINGS) -> SimpleUploadedFile:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Observationer")
    for row in [headings, *([row.get(heading) for heading in headings] for row in rows)]:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile("mars.xlsx", content.getvalue())


def send(client: Client, file: SimpleUploadedFile) -> Any:
    file.seek(0)
    return client.post(NEW, {"file": file})


def told(response: Any) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.sentence) for problem in response.context["problems"]]


def test_a_file_becomes_drafts_that_one_confirmation_sends(cast: Cast, browse: Browse, contact: User) -> None:
    client = browse(contact)
    response = send(client, workbook(GOOD, {}, GOOD | SECRET | {"Rubrik": "Hemligt", "När": "7/3-21"}))
    first, second = Observation.objects.order_by("pk")
    found = ObservationSet.objects.get()

    assert response.headers["Location"] == found.get_absolute_url()
    assert (found.rows, found.state, found.file_name, found.content) == (2, "ready", "mars.xlsx", None)
    assert (first.title, first.country, first.observed_on, first.source) == (
        "Samordningen på plats",
        "Kenya",
        date(2021, 3, 7),
        "document",
    )
    assert (first.state, first.author, first.organisation.key) == ("draft", contact, "migrationsverket")
    assert [goal.code for goal in first.goals.all()] == ["i.3", "ii.5"]
    assert [area.number for area in first.mandate_areas.all()] == [1, 4]
    assert (second.observed_on, second.secrecy_marked_on) == (date(2021, 3, 7), date(2021, 3, 8))
    assert second.effective_classification == "secret"
    page = client.get(found.get_absolute_url())
    assert "Skicka in alla 2 observationer" in page.text
    assert f'<a href="{found.get_absolute_url()}">mars.xlsx</a>' in client.get(LIST).text
    assert AuditEntry.objects.filter(verb="created", is_private=True).count() == 2

    assert client.post(f"{found.get_absolute_url()}sending/").status_code == 302
    found.refresh_from_db()
    assert found.state == "sent"
    assert ObservationStep.objects.filter(to_state="submitted", by=contact).count() == 2
    assert {seen.state for seen in Observation.objects.all()} == {"submitted"}
    assert "Allt är inskickat" in client.get(found.get_absolute_url()).text
    assert "mars.xlsx" not in client.get(LIST).text
    assert browse(cast.officer).get(LIST).context["page"].paginator.count == 2


def test_the_same_file_twice_makes_one_set_until_its_drafts_are_thrown_away(
    cast: Cast, browse: Browse, contact: User
) -> None:
    client, file = browse(contact), workbook(GOOD)
    first = send(client, file).headers["Location"]
    assert send(client, file).headers["Location"] == first
    assert send(browse(cast.other_contact), file).headers["Location"] != first
    assert Observation.objects.written_by(contact).count() == 1

    assert client.post(f"{first}removal/").status_code == 302
    assert "Utkasten är kastade" in client.get(first).text
    again = send(client, file).headers["Location"]
    assert again != first
    assert Observation.objects.visible_to(contact).count() == 1
    assert ObservationSet.objects.of(contact).count() == 1


def test_what_has_been_sent_or_thrown_away_by_itself_is_let_be(browse: Browse, contact: User) -> None:
    client = browse(contact)
    found = send(client, workbook(*(GOOD | {"Rubrik": f"Nummer {number}"} for number in range(3))))
    sent, thrown, _left = Observation.objects.order_by("pk")
    client.post(f"/observations/{thrown.pk}/removal/")
    typed = {"title": sent.title, "text": sent.text, "observed_on": "2021-03-07", "version": sent.version}
    choices = {"source": "partner", "confidence": "low", "classification": "open", "action": "submit"}
    assert client.post(f"/observations/{sent.pk}/edit/", typed | choices).status_code == 302

    client.post(f"{found.headers['Location']}sending/")
    assert list(Observation.objects.order_by("pk").values_list("state", "version")) == [
        ("submitted", sent.version + 2),
        ("draft", thrown.version + 1),
        ("submitted", sent.version + 1),
    ]
    assert client.post(f"{found.headers['Location']}sending/", follow=True).text.count("Läget har ändrats") == 1


# One known error in each row: the heading, what is written, and how the sentence begins that says what would be right.
WRONG: list[tuple[str, Any, str]] = [
    ("Rubrik", None, "Skriv rubrik."),
    ("Rubrik", "x" * 201, "Säkerställ att detta värde har som mest 200"),
    ("Vad ni såg", None, "Skriv vad ni såg."),
    ("När", None, "Skriv en dag, till exempel 7 mars 2021."),
    ("När", "i våras", "Skriv dagen som 2021-03-07 eller 7 mars 2021."),
    ("När", "31 februari 2021", "Den dagen finns inte i almanackan."),
    ("När", "7 mars 2201", "Menade du 2021?"),
    ("När", date(2019, 1, 1) + timedelta(9000), "Dagen ska ligga nära strategins tid"),
    ("Mål", "i.3, i.9", "Det finns inget mål i.9. Skriv beteckningar som i.3, med komma emellan."),
    ("Mål", "öronmärkning", "Det finns inget mål öronmärkning."),
    ("Del av IOM:s uppdrag", "12", "Uppdraget har ingen del 12. Skriv nummer från 1 till 8, med komma emellan."),
    ("Slags källa", "hörsägen", "”hörsägen” finns inte. Skriv något av: egen iakttagelse, uppgift från partner, dokum"),
    ("Hur säkert", "kanske", "”kanske” finns inte. Skriv något av: osäker, ganska säker, säker."),
    ("Markering", "hemlig", "”hemlig” finns inte. Skriv något av: offentlig, arbetsmaterial, sekretessmarkerad."),
    ("Bestämmelse", "OSL 99:9", "”OSL 99:9” finns inte. Skriv något av: OSL 15:1"),
    ("Land", "x" * 101, "Säkerställ att detta värde har som mest 100"),
]


def test_of_500_rows_37_errors_are_told_exactly_and_nothing_is_changed(browse: Browse, contact: User) -> None:
    rows = [GOOD | {"Rubrik": f"Nummer {number}"} for number in range(500)]
    expected = []
    for number in range(37):
        heading, written, sentence = WRONG[number % len(WRONG)]
        place = 13 * number
        rows[place] = rows[place] | {heading: written}
        expected.append((place + 2, heading, sentence))
    client = browse(contact)
    before = (AuditEntry.objects.count(), Job.objects.count())

    response = send(client, workbook(*rows))

    assert response.status_code == 422
    problems = told(response)
    assert [problem[:2] for problem in problems] == [problem[:2] for problem in expected]
    assert [
        problem for problem, right in zip(problems, expected, strict=True) if not problem[2].startswith(right[2])
    ] == []
    assert "Det är 37 fel i filen. Ingenting är inläst." in response.text
    assert (Observation.objects.count(), ObservationSet.objects.count()) == (0, 0)
    assert (AuditEntry.objects.count(), Job.objects.count()) == before


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (workbook(headings=["Rubrik", "När"]), "Första raden saknar Vad ni såg."),
        (workbook(headings=[*HEADINGS, "Namn"]), "Mallen har ingen kolumn som heter Namn."),
        (workbook(headings=[*HEADINGS, "rubrik "]), "Kolumnen rubrik finns två gånger."),
        (workbook(), "Det finns inga rader under rubrikerna."),
        (SimpleUploadedFile("a.csv", b"\n"), "Tabellen är tom."),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7\n1 0 obj"), "Skicka en Excelfil"),
    ],
)
def test_what_is_not_the_template_is_refused(
    file: SimpleUploadedFile, sentence: str, browse: Browse, contact: User
) -> None:
    response = send(browse(contact), file)
    assert response.status_code == 422
    assert sentence in response.text


def test_a_secret_without_ground_or_to_be_kept_elsewhere_is_told_where(
    browse: Browse, contact: User, settings: Any
) -> None:
    client = browse(contact)
    without = send(client, workbook(GOOD | {"Markering": "sekretessmarkerad"}))
    assert [problem[:2] for problem in told(without)] == [(2, heading) for heading in list(SECRET)[1:]]
    settings.SECRET_CONTENT = "reference"
    assert [problem[:2] for problem in told(send(client, workbook(GOOD | SECRET)))] == [
        (2, heading) for heading in ("Vad ni såg", "Land", "Plats", "Stämt av med")
    ]


def test_a_closed_strategy_takes_no_file(browse: Browse, contact: User) -> None:
    Strategy.objects.filter(slug=SLUG).update(status="closed")
    response = send(browse(contact), workbook(GOOD))
    assert response.status_code == 422
    assert Observation.objects.count() == 0


def test_the_template_is_what_is_read_and_says_what_to_write(browse: Browse, contact: User) -> None:
    response: Any = browse(contact).get(f"{LIST}template/")
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["Observationer", "Så fyller du i"]
    assert [cell.value for cell in book.worksheets[0][1]] == HEADINGS
    guide = {row[0].value: str(row[1].value) for row in book.worksheets[1].iter_rows()}
    assert guide["Rubrik"].startswith("Behövs.")
    assert guide["Hur säkert"] == "Osäker, ganska säker, säker"
    assert "4. " in guide["Del av IOM:s uppdrag"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_export_of_ones_own_can_be_brought_in_again(
    form: str, language: str, cast: Cast, browse: Browse, contact: User
) -> None:
    User.objects.filter(pk=contact.pk).update(language=language)
    client, other = browse(contact), browse(cast.other_contact)
    odd = {
        "Rubrik": "+46 är landsnumret",
        "Vad ni såg": "Rad ett\n- rad två; och ”citat”",
        "Mål": None,
        "När": "2021-03-08",
    }
    send(client, workbook(GOOD, GOOD | odd, GOOD | SECRET))

    taken: Any = client.get(LIST, {"format": form, "sort": "receipt"})
    file = SimpleUploadedFile(f"ut.{form}", b"".join(taken.streaming_content))
    assert send(other, file).status_code == 302
    mine, theirs = (cells_of(user) for user in (contact, cast.other_contact))
    assert mine == theirs
    assert len(mine) == 3


def cells_of(user: User) -> list[list[object]]:
    rows = Observation.objects.visible_to(user).written_by(user).in_full().order_by("pk")
    return list(Table("", TEMPLATE_COLUMNS, rows).cells())


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialogue.observations.bulk_services.MOST_AT_ONCE", 2)
    monkeypatch.setattr("dialogue.observations.bulk_services.MOST_STEPS_AT_ONCE", 2)


@pytest.mark.both
@pytest.mark.usefixtures("few_at_once")
def test_a_long_file_is_read_and_sent_by_jobs(browse: Browse, contact: User) -> None:
    client = browse(contact)
    file = workbook(*(GOOD | {"Rubrik": f"Nummer {number}"} for number in range(3)))
    address = send(client, file).headers["Location"]
    assert send(client, file).headers["Location"] == address
    assert "Väntar på sin tur." in client.get(address).text
    assert "<h2>Läses in</h2>" in client.get(address, headers={"HX-Request": "true"}).text

    jobs.execute(Job.objects.get().pk)
    found = ObservationSet.objects.get()
    assert (found.state, found.content, found.observations.count()) == ("ready", None, 3)
    assert "HX-Refresh" in client.get(address, headers={"HX-Request": "true"}).headers

    client.post(f"{address}sending/")
    sending = Job.objects.get(kind="observations-step")
    assert client.post(f"{address}sending/", follow=True).text.count("Läget har ändrats") == 1
    jobs.execute(sending.pk)
    jobs.execute(sending.pk)
    found.refresh_from_db()
    assert found.state == "sent"
    assert ObservationStep.objects.filter(to_state="submitted").count() == 3


@pytest.mark.usefixtures("few_at_once")
def test_a_long_file_that_is_wrong_tells_of_it_and_can_be_sent_again(browse: Browse, contact: User) -> None:
    client = browse(contact)
    address = send(client, workbook(GOOD, GOOD, GOOD | {"Mål": "x.1"})).headers["Location"]
    jobs.execute(Job.objects.get().pk)
    page = client.get(address)
    assert told(page) == [(4, "Mål", "Det finns inget mål x.1. Skriv beteckningar som i.3, med komma emellan.")]
    assert Observation.objects.count() == 0

    assert send(client, workbook(GOOD, GOOD)).status_code == 302
    assert [found.state for found in ObservationSet.objects.all()] == ["ready"]


@pytest.mark.usefixtures("few_at_once")
def test_a_job_that_fails_leaves_nothing_half_done(
    browse: Browse, contact: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browse(contact)
    address = send(client, workbook(GOOD, GOOD, GOOD)).headers["Location"]

    def break_down(*_told: Any, **_named: Any) -> Iterator[Any]:
        yield from ()
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("dialogue.observations.bulk.Reader.read", break_down)
        jobs.execute(Job.objects.get().pk)
    assert Observation.objects.count() == 0
    assert "Filen kunde inte sparas" in client.get(address).text


def test_nobody_else_sees_the_set(cast: Cast, browse: Browse, contact: User) -> None:
    address = send(browse(contact), workbook(GOOD)).headers["Location"]
    for role in ("other_contact", "officer", "head", "reader", "admin", "outsider"):
        assert browse(cast[role]).get(address).status_code == 404


@pytest.mark.long
def test_ten_thousand_rows_go_in_and_come_out_the_same(browse: Browse, contact: User) -> None:
    """By a job in, by the export out: the template's columns are the same, cell by cell."""
    client = browse(contact)
    reference = SecrecyProvision.objects.get(reference="OSL 15:1").reference
    secret = SECRET | {"Bestämmelse": reference}
    rows = [
        GOOD
        | (secret if number % 7 == 0 else {})
        | {"Rubrik": f"Nummer {number:05}", "När": date(2020, 1, 1) + timedelta(number % 700)}
        for number in range(10_000)
    ]
    assert send(client, workbook(*rows)).status_code == 302
    jobs.execute(Job.objects.get().pk)
    assert ObservationSet.objects.get().state == "ready"

    response: Any = client.get(LIST, {"format": "xlsx", "sort": "title"})
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content)), read_only=True).worksheets[0]
    heading, *out = (list(row[: len(HEADINGS)]) for row in sheet.iter_rows(values_only=True))
    assert heading == HEADINGS
    assert [as_sent(row) for row in out] == [as_sent([row.get(name) for name in HEADINGS]) for row in rows]


def as_sent(row: list[Any]) -> list[str]:
    """Days however they were written: as a day, as a moment, in words."""
    return ["2021-03-08" if cell == "8 mars 2021" else str(cell or "").removesuffix(" 00:00:00") for cell in row]
