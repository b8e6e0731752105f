from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from strategy.people.models import User
from strategy.records.services import save_record
from tests.conftest import Cast
from tests.making import Making


def typed(assessment: Assessment, **changes: Any) -> dict[str, Any]:
    """What the form sends."""
    names = ("attainment", "development", "effort", "happened", "contribution", "next_steps", "public_text")
    kept = {name: getattr(assessment, name) for name in (*names, "version", "classification")}
    return {**kept, "assessed_on": assessment.assessed_on.isoformat(), **changes}


def test_judging_a_goal_begins_a_draft_once(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    path = reverse("reporting:assessment-new", args=[make.goal().pk, 2021])

    first, second = browse(cast.officer).post(path), browse(cast.colleague).post(path)

    draft = Assessment.objects.get(round=make.round(), goal=make.goal())
    assert first.headers["Location"] == second.headers["Location"] == draft.get_absolute_url()
    assert draft.created_by == cast.officer


@pytest.mark.parametrize("year", [2019, 2023])
def test_years_outside_the_strategy_are_not_judged(
    year: int, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    before = Assessment.objects.count()

    browse(officer).post(reverse("reporting:assessment-new", args=[make.goal().pk, year]))

    assert Assessment.objects.count() == before


def test_saving_keeps_a_draft(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    draft = make.assessment(attainment="", development="", effort="", happened="")

    response = browse(officer).post(draft.get_absolute_url(), typed(draft, happened="Bara en mening."))

    saved = Assessment.objects.get(pk=draft.pk)
    assert response.status_code == 302
    assert (saved.happened, saved.state, saved.version, saved.updated_by) == ("Bara en mening.", "draft", 2, officer)


def test_save_and_propose(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    draft = make.assessment()

    browse(officer).post(draft.get_absolute_url(), typed(draft, happened="Klart.", propose="1"))

    saved = Assessment.objects.get(pk=draft.pk)
    assert (saved.happened, saved.state) == ("Klart.", "proposed")


def test_what_cannot_be_proposed_is_saved_and_told(
    make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    draft = make.assessment()

    response = browse(officer).post(
        draft.get_absolute_url(), typed(draft, attainment="attained", happened="Sparat ändå.", propose="1")
    )

    saved = Assessment.objects.get(pk=draft.pk)
    assert response.status_code == 422
    assert "Lägg till minst ett underlag" in response.content.decode()
    assert (saved.happened, saved.state) == ("Sparat ändå.", "draft")


def test_a_conflict_shows_both_texts(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    draft = make.assessment()
    sent = typed(draft, happened="Det jag skrev.")
    theirs = Assessment.objects.get(pk=draft.pk)
    theirs.happened = "Det kollegan skrev."
    save_record(record=theirs, by=cast.colleague)

    response = browse(cast.officer).post(draft.get_absolute_url(), sent)
    page = response.content.decode()

    assert response.status_code == 409
    assert "Någon annan har ändrat posten sedan du öppnade den." in page
    assert "Det jag skrev." in page
    assert "Det kollegan skrev." in page
    assert Assessment.objects.get(pk=draft.pk).happened == "Det kollegan skrev."


def test_after_a_conflict_the_same_form_saves_over_what_one_has_seen(
    make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    draft = make.assessment()
    sent = typed(draft, happened="Det jag skrev.")
    save_record(record=Assessment.objects.get(pk=draft.pk), by=cast.colleague)
    client = browse(cast.officer)
    form = client.post(draft.get_absolute_url(), sent).context["form"]

    response = client.post(draft.get_absolute_url(), sent | {"version": form["version"].value()})

    assert response.status_code == 302
    assert Assessment.objects.get(pk=draft.pk).happened == "Det jag skrev."


def test_a_secret_marking_asks_for_its_ground(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    draft = make.assessment()

    response = browse(officer).post(draft.get_absolute_url(), typed(draft, classification="secret"))

    assert response.status_code == 422
    assert response.content.decode().count("Behövs för en sekretessmarkering.") == 6  # above, and at each field


@pytest.mark.parametrize("state", ["proposed", "approved"])
def test_no_longer_a_draft_is_no_longer_a_form(
    state: str, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    assessment = make.assessment(state=state)
    client = browse(officer)
    assert client.get(assessment.get_absolute_url()).context["form"] is None

    response = client.post(assessment.get_absolute_url(), typed(assessment, happened="Ändå."))

    assert response.status_code == 422
    assert Assessment.objects.get(pk=assessment.pk).happened == assessment.happened


def test_evidence_is_added_and_taken_away(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    draft, said = make.assessment(), make.intervention()
    client, path = browse(officer), reverse("reporting:evidence-list", args=[draft.pk])

    client.post(path, {"intervention": said.pk, "stance": "supports"})
    client.post(path, {"document": "IOM:s årsrapport", "stance": "contradicts"})

    pieces = Evidence.objects.present().filter(assessment=draft)
    assert list(pieces.values_list("number", "intervention", "document", "stance")) == [
        (1, said.pk, "", "supports"),
        (2, None, "IOM:s årsrapport", "contradicts"),
    ]
    client.post(reverse("reporting:evidence-removal", args=[pieces.get(number=1).pk]))
    assert [piece.number for piece in pieces.all()] == [2]


@pytest.mark.parametrize("chosen", ["nothing", "two things", "other goal", "not accepted"])
def test_evidence_is_one_thing_about_the_goal(
    chosen: str, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    draft = make.assessment()
    choices: dict[str, dict[str, Any]] = {
        "nothing": {},
        "two things": {"intervention": make.intervention().pk, "document": "Och en rapport"},
        "other goal": {"intervention": make.intervention(goal="i.2").pk},
        "not accepted": {"observation": make.observation(state="submitted").pk},
    }

    response = browse(officer).post(
        reverse("reporting:evidence-list", args=[draft.pk]), {"stance": "supports", **choices[chosen]}
    )

    assert response.status_code == 422
    assert not draft.evidence.exists()


def test_readers_read_the_approved_without_the_way_there(
    make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    assessment = make.assessment(state="approved", happened="Det gick framåt.")
    make.assessment_step(assessment, "returned", reason="Alltför ljus bild.")

    pages = {
        role: browse(cast[role]).get(assessment.get_absolute_url()).content.decode() for role in ("reader", "officer")
    }

    assert all("Det gick framåt." in page for page in pages.values())
    assert "Alltför ljus bild." in pages["officer"]
    assert "Alltför ljus bild." not in pages["reader"]
