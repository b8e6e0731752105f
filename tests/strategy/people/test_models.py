"""Rules that a row keeps by itself, in the database too."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.goals.models import FocusArea, Goal
from strategy.access import Classification, Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.models import SecrecyProvision
from tests.conftest import Cast
from tests.making import DAY, MOMENT, Making, make_user

pytestmark = pytest.mark.both


def messages(invalid: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return invalid.value.messages


# ------------------------------------------------------------------ marking


@pytest.mark.parametrize(
    ("parent", "own", "effective"),
    [
        ("open", "open", "open"),
        ("open", "working", "working"),
        ("open", "secret", "secret"),
        ("working", "open", "working"),
        ("working", "working", "working"),
        ("working", "secret", "secret"),
        ("secret", "open", "secret"),
        ("secret", "working", "secret"),
        ("secret", "secret", "secret"),
    ],
)
def test_a_child_is_never_more_open_than_its_parent(parent: str, own: str, effective: str, make: Making) -> None:
    event = make.event(classification=parent)
    observation = make.observation(classification=parent)
    children = [
        make.intervention(event, classification=own),
        make.commitment(event, classification=own),
        make.attachment(event, classification=own),
        make.attachment(observation, classification=own),
    ]

    assert [child.classification for child in children] == [own] * 4
    assert [child.effective_classification for child in children] == [effective] * 4
    assert [child.is_secret for child in children] == [effective == "secret"] * 4


@pytest.mark.parametrize(
    ("own", "effective", "kept"),
    [
        ("open", "open", True),
        ("open", "working", True),
        ("open", "secret", True),
        ("working", "open", False),
        ("working", "working", True),
        ("working", "secret", True),
        ("secret", "open", False),
        ("secret", "working", False),
        ("secret", "secret", True),
    ],
)
def test_database_refuses_an_effective_marking_weaker_than_the_own(
    own: str, effective: str, kept: bool, make: Making
) -> None:
    row = Event.objects.filter(pk=make.event(classification=own).pk)

    if kept:
        assert row.update(effective_classification=effective) == 1
    else:
        with pytest.raises(IntegrityError, match="effective_not_weaker"), transaction.atomic():
            row.update(effective_classification=effective)


@pytest.mark.parametrize("missing", ["secrecy_provision", "secrecy_marked_on", "secrecy_authority"])
def test_secret_needs_provision_day_and_authority(missing: str, make: Making) -> None:
    grounds: dict[str, Any] = {
        "secrecy_provision": SecrecyProvision.objects.get(reference="OSL 15:1"),
        "secrecy_marked_on": DAY,
        "secrecy_authority": "Justitiedepartementet",
    }
    grounds[missing] = "" if missing == "secrecy_authority" else None
    event = make.event()
    for name, value in {"classification": Classification.SECRET, **grounds}.items():
        setattr(event, name, value)
    event.classify()

    with pytest.raises(ValidationError) as invalid:
        event.full_clean()
    assert messages(invalid) == ["Ange bestämmelse, datum och myndighet för sekretessmarkeringen."]
    with pytest.raises(IntegrityError, match="secret_has_ground"), transaction.atomic():
        event.save()


def test_working_material_is_the_default(make: Making) -> None:
    assert make.event().effective_classification == "working"


def test_secrecy_provisions_begin_with_foreign_affairs(strategy: Strategy) -> None:
    provisions = SecrecyProvision.objects.all()

    assert [str(provision) for provision in provisions] == [
        "OSL 15:1 – utrikessekretess",
        "OSL 21:5 – utlänningars säkerhet",
        "OSL 37:1 – verksamhet om utlänningar",
        "OSL 15:2 – försvarssekretess",
        "OSL 18:8 – säkerhets- och bevakningsåtgärder",
    ]


# ------------------------------------------------------------------ one strategy


def test_ties_between_two_strategies_are_refused(make: Making, make_foreign: Making) -> None:
    own, foreign = make.event(), make_foreign.event()
    foreign_item = make_foreign.agenda_item(foreign)
    foreign_counterpart = make_foreign.counterpart()
    assessment = make.assessment()
    attempts: list[tuple[str, Callable[[], object]]] = [
        ("event", lambda: make.intervention(foreign)),
        ("goal", lambda: make_with_goal(make, own, make_foreign.goal())),
        ("counterpart", lambda: make.intervention(own, counterpart=foreign_counterpart)),
        ("agenda_item", lambda: make.intervention(own, agenda_item=foreign_item)),
        ("event", lambda: make.commitment(foreign)),
        ("event", lambda: make.agenda_item(foreign)),
        ("event", lambda: make.attachment(foreign)),
        ("agenda_item", lambda: make.prepared_goal(foreign_item)),
        ("intervention", lambda: make.evidence(assessment, intervention=make_foreign.intervention(foreign))),
        ("round", lambda: make.assessment("i.2", round=make_foreign.round(2031))),
        ("focus_area", lambda: make_with_area(make, make_foreign.focus_area())),
    ]
    for field, attempt in attempts:
        with pytest.raises(ValidationError) as invalid:
            attempt()
        assert invalid.value.message_dict[field] == ["Hör till en annan strategi."], field


def make_with_goal(make: Making, event: Event, goal: Goal) -> None:
    make.save(Intervention(strategy=make.strategy, event=event, goal=goal, message="Till fel strategi."))


def make_with_area(make: Making, area: FocusArea) -> None:
    overall = make.overall()
    overall.focus_area = area
    overall.full_clean()


# ------------------------------------------------------------------ what each row must hold


def test_event_ends_after_it_starts(make: Making) -> None:
    with pytest.raises(ValidationError) as invalid:
        make.event(starts_on=date(2021, 6, 2), ends_on=date(2021, 6, 1))

    assert messages(invalid) == ["Sista dagen ligger före den första."]


def test_an_answer_that_leans_has_words(make: Making) -> None:
    with pytest.raises(ValidationError) as invalid:
        make.intervention(lean="positive")

    assert messages(invalid) == ["Skriv svaret, eller välj ”inget svar”."]


def test_a_commitment_of_theirs_names_whose_it_is(make: Making) -> None:
    with pytest.raises(ValidationError) as invalid:
        make.commitment(counterpart=None)
    own = make.commitment(whose=Commitment.Whose.SWEDEN, counterpart=None)

    assert messages(invalid) == ["Ange vems utfästelse det är."]
    assert own.get_whose_display() == "uppföljningspunkt"


def test_what_was_submitted_never_leaves_by_the_bin(make: Making) -> None:
    sent = Observation.objects.filter(pk=make.observation().pk)

    with pytest.raises(IntegrityError, match="observation_submitted_stays"), transaction.atomic():
        sent.update(removed_at=MOMENT)


def test_an_attachment_belongs_to_one_thing(make: Making) -> None:
    attachment = make.attachment(make.event())
    attachment.observation = make.observation()

    with pytest.raises(ValidationError) as invalid:
        attachment.full_clean()
    assert messages(invalid) == ["Bilagan hör till ett möte, en hemrapport eller något som har skickats in."]


def test_goals_and_wording_are_required(strategy: Strategy) -> None:
    with pytest.raises(IntegrityError, match="goal_text_stated"), transaction.atomic():
        Goal.objects.filter(strategy=strategy, code="i.1").update(text="")


# ------------------------------------------------------------------ people


@pytest.mark.parametrize(
    ("role", "has_strategy", "has_organisation", "message"),
    [
        (Role.OFFICER, False, False, "Alla roller utom administratör gäller en strategi."),
        (Role.ADMIN, True, False, "Alla roller utom administratör gäller en strategi."),
        (Role.CONTACT, True, False, "Kontaktpersoner och delegation hör till en organisation."),
        (Role.DELEGATION, True, False, "Kontaktpersoner och delegation hör till en organisation."),
    ],
)
def test_membership_fits_its_role(
    role: Role, has_strategy: bool, has_organisation: bool, message: str, strategy: Strategy
) -> None:
    organisation = Organisation.objects.get(key="sida") if has_organisation else None

    with pytest.raises(ValidationError) as invalid:
        make_user("somebody", role, strategy if has_strategy else None, organisation)
    assert messages(invalid) == [message]


def test_one_active_membership_per_strategy_and_role(cast: Cast, strategy: Strategy) -> None:
    for user, tied_to in [(cast.officer, strategy), (cast.admin, None)]:
        again = Membership(user=user, strategy=tied_to, role=user.memberships.get().role, since=DAY)
        with pytest.raises(ValidationError):
            again.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()


def test_a_role_that_has_ended_may_begin_again(cast: Cast, strategy: Strategy) -> None:
    cast.officer.memberships.update(until=DAY)
    again = Membership(user=cast.officer, strategy=strategy, role=Role.OFFICER, since=DAY)

    again.full_clean()
    again.save()

    assert cast.officer.memberships_today == [again]


def test_membership_ends_after_it_begins(strategy: Strategy) -> None:
    with pytest.raises(ValidationError) as invalid:
        make_user("somebody", Role.OFFICER, strategy, since=DAY, until=date(2020, 1, 1))

    assert messages(invalid) == ["Slutdagen ligger före startdagen."]


def test_addresses_are_one_whatever_their_case(officer: User) -> None:
    assert User.objects.get_by_natural_key("OFFICER@test.EXAMPLE") == officer
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("Officer@TEST.example", "Another")


# ------------------------------------------------------------------ the strategy


def test_strategy_counts_its_years(strategy: Strategy) -> None:
    assert strategy.years == [2020, 2021, 2022]
    assert strategy.baseline_year == 2019


def test_demonstration_stands_on_its_own_day(strategy: Strategy) -> None:
    strategy.demonstration_on = date(2022, 2, 15)

    assert strategy.is_demonstration
    assert strategy.today() == date(2022, 2, 15)


@pytest.mark.parametrize(
    ("status", "takes_dialogue", "is_read_only"),
    [("draft", True, False), ("in_force", True, False), ("closed", False, False), ("archived", False, True)],
)
def test_status_decides_what_may_be_written(
    status: str, takes_dialogue: bool, is_read_only: bool, strategy: Strategy
) -> None:
    strategy.status = status

    assert strategy.takes_dialogue == takes_dialogue
    assert strategy.is_read_only == is_read_only


def test_strategy_ends_after_it_starts(strategy: Strategy) -> None:
    strategy.end = date(2019, 12, 31)

    with pytest.raises(ValidationError) as invalid:
        strategy.full_clean()
    assert messages(invalid) == ["Sista dagen ligger före den första."]
