import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from priorities.goals.models import Goal
from reporting.assessments import services
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
    assert [*response.context["form"].errors] == ["attainment"]
    assert "Lägg till minst ett underlag" in response.text
    assert "Bedömningen är sparad men kan inte föreslås än" in response.text
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
    assert 'name="happened"' not in client.get(assessment.get_absolute_url()).text

    response = client.post(assessment.get_absolute_url(), typed(assessment, happened="Ändå."))

    assert response.status_code == 422
    assert Assessment.objects.get(pk=assessment.pk).happened == assessment.happened


def test_evidence_is_ticked_and_taken_away(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    draft, said = make.assessment(), make.intervention()
    client, path = browse(officer), reverse("reporting:evidence-list", args=[draft.pk])

    client.post(path, {"piece": f"intervention-{said.pk}"})
    client.post(path, {"document": "IOM:s årsrapport", "stance": "contradicts"})

    pieces = Evidence.objects.present().filter(assessment=draft)
    assert list(pieces.values_list("number", "intervention", "document", "stance")) == [
        (1, said.pk, "", "supports"),
        (2, None, "IOM:s årsrapport", "contradicts"),
    ]
    first = pieces.get(number=1)
    client.post(reverse("reporting:evidence-stance", args=[first.pk]), {"stance": "contradicts"})
    assert Evidence.objects.get(pk=first.pk).stance == "contradicts"
    client.post(reverse("reporting:evidence-removal", args=[first.pk]))
    assert [piece.number for piece in pieces.all()] == [2]


def test_a_tick_with_htmx_answers_the_list_and_the_number_and_saves_no_text(
    make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    draft, said = make.assessment(), make.intervention()
    client, path = browse(officer), reverse("reporting:evidence-list", args=[draft.pk])
    asked = {"HX-Request": "true", "HX-Target": "pieces"}

    ticked = client.post(path, {"piece": f"intervention-{said.pk}", "happened": "Se [2]."}, headers=asked)

    assert ticked.headers["HX-Trigger-After-Swap"] == '{"numbered": {"number": 3}}'
    assert ticked.text.count("<html") == 0
    assert "Underlaget har nummer [3]." in ticked.text
    removal = reverse("reporting:evidence-removal", args=[draft.evidence.get().pk])
    gone = client.post(removal, {"happened": "Se [3]."}, headers=asked)
    assert "Underlag [3] är borttaget. [3] står kvar i texten." in gone.text
    assert Assessment.objects.get(pk=draft.pk).version == draft.version


def test_a_tick_without_htmx_saves_what_was_typed_around_it(
    make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    draft, said = make.assessment(), make.intervention()
    client, path = browse(officer), reverse("reporting:evidence-list", args=[draft.pk])
    sent = typed(draft, happened="Ett svar kom.") | {"piece": f"intervention-{said.pk}"}

    response = client.post(path, sent, follow=True)

    assert [str(message) for message in response.context["messages"]] == ["Underlaget har nummer [1]."]
    assert Assessment.objects.get(pk=draft.pk).happened == "Ett svar kom."
    again = typed(Assessment.objects.get(pk=draft.pk), happened="Och mer [7].")
    refused = client.post(reverse("reporting:evidence-removal", args=[draft.evidence.get().pk]), again)
    assert (refused.status_code, ">\nOch mer [7].</" in refused.text) == (422, True)


@pytest.mark.parametrize("chosen", ["nothing", "two things", "other goal", "not accepted", "nonsense"])
def test_evidence_is_one_thing_about_the_goal(
    chosen: str, make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    draft = make.assessment()
    choices: dict[str, dict[str, Any]] = {
        "nothing": {},
        "two things": {"piece": f"intervention-{make.intervention().pk}", "document": "Och en rapport"},
        "other goal": {"piece": f"intervention-{make.intervention(goal='i.2').pk}"},
        "not accepted": {"piece": f"observation-{make.observation(state='submitted').pk}"},
        "nonsense": {"piece": "paragraph-1"},
    }

    response = browse(officer).post(
        reverse("reporting:evidence-list", args=[draft.pk]), {"stance": "supports", **choices[chosen]}
    )

    assert response.status_code == 422
    assert not draft.evidence.exists()


def test_beside_the_text_stands_the_year_and_what_is_looked_for(
    make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    """What was said, promised, seen, measured, given and done; the rest is told by its number."""
    draft = make.assessment()
    year = {
        "intervention": make.intervention(make.event(starts_on=date(2021, 5, 3))),
        "commitment": make.commitment(due_on=date(2021, 5, 2)),
        "observation": make.observation(state="accepted", observed_on=date(2021, 5, 1)),
        "activity": make.activity(due_on=date(2021, 4, 30)),
    }
    old = make.intervention(make.event(starts_on=date(2020, 5, 3)), message="Sverige bad om en karta över Aden.")
    make.observation(state="submitted", observed_on=date(2021, 5, 1))
    client = browse(officer)

    make.intervention(make.event(starts_on=date(2022, 1, 1)))

    def keys(query: str = "") -> tuple[list[str], list[str]]:
        shown = client.get(draft.get_absolute_url() + query).context["pieces"]
        return [piece.key for piece in shown.of_year], [piece.key for piece in shown.earlier]

    of_year, earlier = keys()
    assert of_year == [f"{name}-{thing.pk}" for name, thing in year.items()]
    assert earlier[0] == f"intervention-{old.pk}"  # then what the decision itself has measured
    assert keys("?q=kartor+Aden") == ([f"intervention-{old.pk}"], [])
    assert keys("?q=ingenting+alls") == ([], [])
    for day in range(1, 10):
        make.intervention(make.event(starts_on=date(2021, 6, day)))
    shown = client.get(draft.get_absolute_url()).context["pieces"]
    assert (len(shown.of_year), shown.more, shown.total) == (8, 8, 13)
    assert [len(part) for part in keys("?most=16")] == [13, 3]


def test_the_year_before_is_marked_on_the_scale_and_nothing_is_chosen(
    make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    make.assessment(year=2020, state="approved", attainment="substantial", development="forward", effort="limited")
    draft = make.assessment(attainment="", development="", effort="", happened="")

    page = browse(officer).get(draft.get_absolute_url()).text

    assert re.findall(r'chosen-before">(\w+)', page) == ["God", "Framåt", "Begränsat"]
    assert "Streck under: bedömningen 2020," in page
    assert not re.search(r'type="radio" name="(attainment|development|effort)"[^>]*checked', page)


def test_last_years_text_is_begun_with(make: Making, officer: User, browse: Callable[[User], Client]) -> None:
    make.assessment(year=2020, state="approved", happened="Det rörde sig [1].")
    draft = make.assessment(happened="")

    browse(officer).post(draft.get_absolute_url(), typed(draft, effort="high", begin="previous"))

    saved = Assessment.objects.get(pk=draft.pk)
    assert (saved.happened, saved.effort, saved.state) == ("Det rörde sig.", "high", "draft")


def test_to_propose_leads_on_to_the_next_goal_that_is_left(
    make: Making, officer: User, browse: Callable[[User], Client]
) -> None:
    """Past those that are done, begun where it is not; to the round from the last."""
    make.assessment("i.2", state="proposed")
    draft, last = make.assessment("i.1"), make.assessment("iii.6")
    client = browse(officer)

    response = client.post(draft.get_absolute_url(), typed(draft, propose="next"))

    begun = Assessment.objects.get(goal=make.goal("i.3"), round=make.round())
    assert response.headers["Location"] == f"{begun.get_absolute_url()}#id_attainment"
    assert (begun.attainment, begun.state, begun.created_by) == ("", "draft", officer)
    for code in [goal.code for goal in Goal.objects.filter(strategy=make.strategy).exclude(code="iii.6")][3:]:
        make.assessment(code, state="proposed")
    services.save_assessment(assessment=complete(begun), by=officer, expected_version=1)
    services.propose(assessment=begun, by=officer)
    response = client.post(last.get_absolute_url(), typed(last, propose="next"))
    assert response.headers["Location"] == make.round().get_absolute_url()


def complete(assessment: Assessment) -> Assessment:
    for name, value in {
        "attainment": "none",
        "development": "unchanged",
        "effort": "none",
        "happened": "Inget.",
    }.items():
        setattr(assessment, name, value)
    return assessment


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
