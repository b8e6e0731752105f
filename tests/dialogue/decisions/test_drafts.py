"""An administrator reads a decision in on the web, and its officer and they mark it until it is in force."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dialogue.decisions.models import DecisionDraft
from priorities.goals.models import Goal
from strategy.decision.models import Paragraph, Strategy
from strategy.decision.parsing import parse
from strategy.people.models import User
from tests.conftest import Cast
from tests.strategy.decision.parsing.decisions import SMALL

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
NEW, LIST = "/administration/decisions/new/", "/administration/decisions/"
SLUG = "manen"
PROGRAM = SimpleUploadedFile("x.exe", b"MZ")
SAMPLES = Path(__file__).parent / "samples"
TEXT = """# Strategi för Sveriges samarbete med Månen 2031–2034

Inledning.

## Område 1: Tystnad

Sverige ska bidra till:

- Mindre buller.
- Färre raketer.

## Område 2: Hav

Sverige ska bidra till:

- Mer vatten.
"""


def started(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"slug": SLUG, "short_name": "Månen", "officer": cast.reader.pk, "text": TEXT} | more


def begin(browse: Browse, cast: Cast, **more: Any) -> DecisionDraft:
    answered = browse(cast.admin).post(NEW, started(cast, **more))
    assert answered.status_code == 302, answered.context["form"].errors
    return DecisionDraft.objects.get(strategy__slug=SLUG, removed_at=None)


def typed(draft: DecisionDraft, **more: Any) -> dict[str, Any]:
    """What the page sends as it stands, but for what is named: `role_3` for the role of the piece at place 3."""
    sent: dict[str, Any] = {"version": draft.version, "start": draft.start, "end": draft.end}
    for piece in draft.read():
        sent[f"role-{piece.key}"] = piece.role
        if piece.role == "goal":
            sent[f"actor-{piece.key}"] = piece.actor or "organisation"
    named = {f"{name.rpartition('_')[0]}-{name.rpartition('_')[2]}": value for name, value in more.items()}
    return sent | {"references": draft.references} | named


def place(draft: DecisionDraft, words: str) -> int:
    return next(place for place, piece in enumerate(draft.read()) if words in piece.text)


def address(draft: DecisionDraft) -> str:
    return f"/decisions/{draft.pk}/"


def goals() -> list[tuple[str, str]]:
    return list(Goal.objects.filter(strategy__slug=SLUG).values_list("code", "text"))


def test_a_pasted_decision_is_confirmed_as_it_was_found(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast)
    officer = browse(cast.reader)
    page = officer.get(address(draft)).text
    assert "Mindre buller." in page
    assert "2 fokusområden" in " ".join(page.split())
    assert draft.strategy.status == Strategy.Status.DRAFT
    assert goals() == []

    answered = officer.post(f"{address(draft)}confirmation/", typed(draft))
    assert answered["Location"] == f"/strategies/{SLUG}/text/"
    draft.strategy.refresh_from_db()
    assert draft.strategy.status == Strategy.Status.IN_FORCE
    assert (str(draft.strategy.start), str(draft.strategy.end)) == ("2031-01-01", "2034-12-31")
    assert goals() == [("1.1", "Mindre buller."), ("1.2", "Färre raketer."), ("2.1", "Mer vatten.")]
    assert not DecisionDraft.objects.present().exists()
    assert officer.get(address(draft)).status_code == 404


@pytest.mark.parametrize("name", ["iom-2020-2022.docx", "iom-2020-2022.pdf", "iom-2020-2022-columns.pdf"])
def test_a_file_gives_what_the_command_gives(name: str, cast: Cast, browse: Browse) -> None:
    file = SimpleUploadedFile(name, (SAMPLES / name).read_bytes())
    draft = begin(browse, cast, text="", file=file)
    decision = parse((Path(__file__).parents[3] / "fixtures/strategy/iom-2020-2022.txt").read_text())
    texts = [goal.text for area in decision.focus_areas for goal in area.goals]
    assert [goal.text for area in draft.document.focus_areas for goal in area.goals] == texts
    assert draft.file_name == name


@pytest.mark.parametrize(
    ("name", "wrong", "sentence"),
    [
        ("text", {"text": " "}, "Klistra in beslutet, eller välj det som fil."),
        ("slug", {"slug": "iom-2020-2022"}, "Det finns redan en strategi med kortnamnet ”iom-2020-2022”."),
        ("start", {"text": TEXT.replace(" 2031–2034", "")}, "Texten anger ingen period. Skriv första och sista dagen."),
        ("end", {"start": "2034-01-01", "end": "2031-01-01"}, "Sista dagen ligger före den första."),
        (
            "file",
            {"text": "", "file": PROGRAM},
            "Filen är ett program, och sådana tas inte emot.",
        ),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    name: str, wrong: dict[str, Any], sentence: str, cast: Cast, browse: Browse
) -> None:
    answered = browse(cast.admin).post(NEW, started(cast, **wrong))
    assert answered.status_code == 422
    assert sentence in " ".join(answered.context["form"].errors[name])
    assert not DecisionDraft.objects.exists()


def test_a_text_without_goals_can_be_marked_by_hand(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast, text="Strategi för Månen 2031–2034\n\nDet ska bli tystare på månen.\n")
    admin = browse(cast.admin)
    refused = admin.post(f"{address(draft)}confirmation/", typed(draft))
    assert refused.status_code == 422
    assert "Inga mål hittades" in refused.text
    goal = place(draft, "tystare")
    assert admin.post(f"{address(draft)}confirmation/", typed(draft, **{f"role_{goal}": "goal"})).status_code == 302
    assert goals() == [("1", "Det ska bli tystare på månen.")]


def test_marks_are_moved_added_and_taken_away(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast)
    admin = browse(cast.admin)
    heading, first, last = place(draft, "Område 2"), place(draft, "Inledning"), place(draft, "Färre")
    changes = {f"role_{heading}": "heading", f"role_{first}": "goal", f"role_{last}": "nothing"}
    assert admin.post(address(draft), typed(draft, **changes)).status_code == 302
    draft.refresh_from_db()
    areas = [(area.code, [goal.text for goal in area.goals]) for area in draft.document.focus_areas]
    assert areas == [("", ["Inledning."]), ("1", ["Mindre buller.", "Mer vatten."])]
    admin.post(f"{address(draft)}confirmation/", typed(draft))
    texts = Paragraph.objects.filter(strategy__slug=SLUG).values_list("text", flat=True)
    assert "Färre raketer." not in texts
    assert Goal.objects.get(text="Mer vatten.").sub_area == "Område 2: Hav"


def test_a_paragraph_is_divided_and_each_half_has_a_role_of_its_own(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast, text=TEXT.replace("Inledning.", "Inledning. Allt ska bli tyst."))
    admin = browse(cast.admin)
    refused = admin.post(address(draft), typed(draft) | {"divided": "bidra"})
    assert refused.status_code == 422
    assert "precis ett ställe" in str(refused.context["form"].errors["divided"])
    assert admin.post(address(draft), typed(draft) | {"divided": "Allt ska"}).status_code == 302
    draft.refresh_from_db()
    whole, rest = (next(one for one in draft.read() if words in one.text) for words in ("Inledning", "Allt ska"))
    assert (whole.text, rest.text) == ("Inledning.", "Allt ska bli tyst.")
    admin.post(address(draft), {**typed(draft), f"role-{rest.key}": "goal"})
    draft.refresh_from_db()
    assert draft.document.focus_areas[0].goals[0].text == "Allt ska bli tyst."


def test_goals_get_short_titles_actor_and_translation(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast)
    admin, goal = browse(cast.admin), place(draft, "Mindre")
    words = {"short_title": "Buller", "short_title_en": "Noise", "text_en": "Less noise.", "actor": "donors"}
    admin.post(address(draft), typed(draft, **{f"{name}_{goal}": value for name, value in words.items()}))
    draft.refresh_from_db()
    admin.post(f"{address(draft)}confirmation/", typed(draft, **{f"{name}_{goal}": v for name, v in words.items()}))
    made, other = Goal.objects.filter(strategy__slug=SLUG)[:2]
    assert {name: getattr(made, name) for name in words} == words
    assert (other.short_title, other.actor) == ("Färre raketer.", "organisation")


def test_what_is_uncertain_is_settled_by_reading_it(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast, text=TEXT.replace("\n- Mer vatten.", "\nMer vatten.\n\nMer is."))
    admin, unsure = browse(cast.admin), place(draft, "Mer vatten")
    assert draft.read()[unsure].doubts
    assert "2 ställen att se över" in " ".join(admin.get(address(draft)).text.split())
    admin.post(address(draft), typed(draft, **{f"settled_{unsure}": "on"}))
    assert "1 ställe att se över" in " ".join(admin.get(address(draft)).text.split())


def test_two_who_mark_at_once_lose_nothing_and_overwrite_nothing_unseen(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast)
    first, last = place(draft, "Inledning"), place(draft, "Färre")
    officer, admin = browse(cast.reader), browse(cast.admin)
    theirs = typed(draft, **{f"role_{first}": "heading", f"role_{last}": "nothing"})
    mine = typed(draft, **{f"role_{last}": "list_item"})
    assert officer.post(address(draft), theirs).status_code == 302
    answered = admin.post(address(draft), mine)
    assert answered.status_code == 409
    form = answered.context["form"]
    assert form.data[f"role-{first}"] == "heading"
    assert "”ingenting” här" in str(form.errors[f"role-{last}"])
    again = mine | {name: form.data[name] for name in (f"role-{first}", "version")}
    assert admin.post(address(draft), again).status_code == 302
    draft.refresh_from_db()
    assert [draft.read()[at].role for at in (first, last)] == ["heading", "list_item"]


def test_it_is_seen_by_the_administrator_and_the_officer_alone(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast)
    seen = {"officer", "head", "reader", "contact", "admin", "outsider"}
    assert {name for name in seen if browse(cast[name]).get(address(draft)).status_code == 200} == {"reader", "admin"}
    assert {name for name in seen if browse(cast[name]).get(LIST).status_code == 200} == {"admin"}


def test_the_officer_finds_it_among_what_waits(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast)
    assert f'href="{address(draft)}"' in browse(cast.reader).get(f"/strategies/{SLUG}/").text


def test_history_tells_what_was_marked(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast)
    officer = browse(cast.reader)
    officer.post(address(draft), typed(draft, **{f"role_{place(draft, 'Inledning')}": "heading"}))
    page = officer.get(f"/history/decision-draft/{draft.pk}/").text
    assert "uppmärkning" in page.lower()
    assert "<ins>rubrik" in page


def test_one_that_is_thrown_away_leaves_room_for_another(cast: Cast, browse: Browse) -> None:
    draft = begin(browse, cast)
    admin = browse(cast.admin)
    assert admin.post(NEW, started(cast)).status_code == 422
    assert admin.post(f"{address(draft)}removal/").status_code == 302
    assert admin.get(address(draft)).status_code == 404
    other = begin(browse, cast, text=SMALL)
    assert other.strategy == draft.strategy
    assert other.document.title.startswith("Strategi för samarbetet med Världsbiblioteket")


def test_a_large_decision_asks_the_database_no_more_than_a_small_one(
    cast: Cast, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    goals = "".join(f"- Mål nummer {number} för månen.\n" for number in range(200))
    draft = begin(browse, cast, text=f"{TEXT}{goals}")
    admin = browse(cast.admin)
    admin.get(address(draft))
    with django_assert_max_num_queries(14):
        page = admin.get(address(draft)).text
    assert page.count("<details") > 200
    assert page.count('<details class="marked-group">') == 3
