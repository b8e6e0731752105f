"""Each way to lose what one has typed, tried on every form: nothing is lost, and nothing is done twice.

The forms are those that the pages of the URL table show, to whoever may open them and in the states that make further
forms appear. One that is not in `FORMS` fails. Whatever a request changes is undone before the next.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from reporting.models import ReportFile
from strategy.access import Role
from strategy.models import Session, Strategy, User
from strategy.sending.drafts import KEY
from strategy.services.accounts import deactivate
from tests.access_rows import ROWS, address, route
from tests.access_things import Things
from tests.conftest import FOREIGN_SLUG, SLUG, load_strategies, make_cast
from tests.effort import IN_PROOF
from tests.found_forms import Control, Form, forms_on
from tests.making import Making, make_user
from tests.strategy.entry.steps import PASSWORD, with_password
from tests.test_access import media_folder, signed_in  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db  # within what the module has made
ROLES = ("officer", "head", "contact", "admin")
NEITHER = {"strategy", "everywhere"}  # a thing

# Those with a text that somebody types, by their addresses.
FORMS = {
    "dialogue": """agenda-item agenda-items commitment-edit commitment-resolution event-commitments event-counterparts
        event-edit event-new event-new-counterparts event-texts intervention interventions observation-acceptance
        observation-decline observation-edit observation-new observation-registration observation-return
        observation-withdrawal prepared-goal prepared-goals""",
    "priorities": """activity-cancellation activity-completion activity-deadline activity-edit activity-new
        activity-notes contribution-edit contribution-new indicator-edit indicator-new measurement-edit measurements
        posting-edit posting-new work-plan-adoption""",
    "reporting": """assessment disclosure-edit disclosure-item disclosure-new disclosure-outcome disclosure-words
        disposal-new evidence-list overall-assessment overall-assessment-new registry report-new
        report-organisation-text report-review report-review-new report-summary report-text round-decision""",
    "strategy": """contact-invitation-new deputies invitation-new organisation organisation-new person-deactivation
        person-name person-reactivation""",
}
EVERY_FORM = pytest.mark.parametrize(
    "name", [f"{app}:{word}" for app, words in FORMS.items() for word in words.split()]
)

NOT_SHOWN = {
    "reporting:assessment-proposal",  # the assessment's own form has a button for it
    "reporting:overall-assessment-proposal",
    # Buttons without words, in states that nothing here is in.
    "reporting:disclosure-item-renewal",
    "reporting:disclosure-rendering",
    "reporting:disclosure-reopening",
}
# Without a key that is sent once: the way in and each person's own sign-in, where passwords and codes are typed and
# nothing is kept, and the choice of language.
KEYLESS = {
    "_account.html",
    "_language.html",
    *(f"strategy/{name}.html" for name in ("acceptance", "activate_app", "add_key", "ask_for_link", "change_password")),
    *(f"strategy/{name}.html" for name in ("choose_password", "confirm", "confirm_by_key", "deactivate_app")),
    *(f"strategy/{name}.html" for name in ("forgotten_password", "link_is_over", "new_recovery_codes", "remove_key")),
    *(f"strategy/{name}.html" for name in ("second_factor_code", "sessions", "sign_in", "sign_in_by_link")),
}
# With a file or nothing to send, on pages that are for everybody.
WORDLESS = {"reporting/personal_data.html", "reporting/report_check.html", "strategy/invitation_refused.html"}
FORM = re.compile(r'<form\b[^<]*method="post".*?</form>', re.DOTALL)

QUERIES = {
    "reporting:disclosure-records": ["?kind=event&first=2020-01-01&last=2022-12-31"],
    "reporting:report-new": ["", "?kind=consultation", "?kind=briefing"],
    "reporting:report-review-new": ["?kind=yearly&year=2021&audience=external&language=sv"],
}
# What a form wants that its fields do not say.
PARTICULAR = {
    "dialogue:intervention": {"lean": ["positive"]},
    "dialogue:interventions": {"lean": ["positive"]},
    "dialogue:prepared-goals": {"goal": ["9"]},  # not prepared yet
    "reporting:disclosure-outcome": {"outcome": ["part"], "provision": [""]},
    "reporting:evidence-list": {
        name: [""] for name in ("intervention", "commitment", "observation", "measurement", "contribution", "activity")
    },
    "reporting:report-new": {"evidence_until": [""]},
    "reporting:round-decision": {"decision": ["returned"]},
    "strategy:deputies": {"user": [""], "email": ["foreign-head@test.example"], "until": ["2026-12-24"]},
    "strategy:organisation-new": {"key": ["verk-4"]},
}
# Answered with a page and not led anywhere: a link that is seen once.
SHOWING = {"strategy:contact-invitation-new", "strategy:invitation-new"}
NEVER_WRONG = {  # a text of any length, and nothing else
    *("dialogue:event-texts", "dialogue:observation-decline", "dialogue:observation-return"),
    *("dialogue:observation-withdrawal", "priorities:activity-cancellation"),
    *("reporting:report-organisation-text", "reporting:report-summary", "reporting:report-text"),
}


class Variants(Things):
    """One of each thing, and of some another in each further state that has forms of its own."""

    def __init__(self, make: Making) -> None:
        super().__init__(make, area="ii")
        self.all = [getattr(self, name) for name in sorted({row.of for row in ROWS.values()} - NEITHER)]
        file = {"file": ContentFile(b"%PDF", "file.pdf"), "size": 4, "pages": 1, "sha256": "0" * 64}
        snapshot = make.snapshot(self.draft_report)
        ReportFile.objects.create(report=self.draft_report, snapshot=snapshot, format="pdf", **file)
        self.all += self.in_other_states()

    def in_other_states(self) -> Iterator[Any]:
        make, asked = self.make, self.make.disclosure_request(registry_number="Ju2021/00001")
        make.disclosure_item(self.observation, asked, outcome="whole")
        make.assessment("i.5", 2020, state="proposed")
        planned, held = make.event(state="planned"), make.event()
        make.agenda_item(planned, title="Övriga frågor")
        make.prepared_goal(make.agenda_item(planned), "i.3")
        item = make.agenda_item(held)
        make.prepared_goal(item, "i.3")
        make.prepared_goal(item, "i.4", not_raised=True)
        yield from (asked, planned, held, make.event(state="cancelled"))
        yield make.activity(state="done")
        yield make.commitment(state="fulfilled", resolution="Den är uppfylld.", resolved_on="2021-06-28")
        yield make.report(state="failed", year=2022)
        yield make.report(state="queued", audience="external")
        closed = make_user("closed", Role.CONTACT, make.strategy, make.organisation("sida"))
        deactivate(user=closed, reason="Har slutat.", by=make.head)
        yield closed

    def like(self, name: str) -> list[int]:
        """Every thing of the same kind."""
        kind = type(getattr(self, name))
        return list(dict.fromkeys(thing.pk for thing in self.all if type(thing) is kind))


@dataclass(frozen=True)
class Filled:
    """A form as somebody who may has it before them, and what they send."""

    role: str
    page: str
    form: Form
    sent: dict[str, list[str]]

    @property
    def texts(self) -> dict[str, str]:
        texts = (name for name, control in self.form.controls.items() if control.is_text)
        return {name: self.sent[name][0] for name in texts if any(self.sent[name])}

    def but(self, **fields: str) -> "Filled":
        return replace(self, sent=self.sent | {name: [value] for name, value in fields.items()})

    def otherwise(self) -> "Filled":
        """With another text in each field."""
        return self.but(**{name: re.sub("verk|foreign", "hus", text, count=1) for name, text in self.texts.items()})

    def send(self, client: Client, **more: Any) -> Any:
        return client.post(self.form.address, self.sent, **more)

    def lost(self, response: Any) -> list[str]:
        """The texts that do not stand on the page, line by line."""
        page = unescape(response.text)
        return [name for name, text in self.texts.items() if not all(line in page for line in text.split("\r\n"))]


def filled(form: Form, particular: dict[str, list[str]]) -> dict[str, list[str]]:
    """What stands in it stays, but for texts: each is new, and like no other."""
    numbers = count(1)
    typed = {name: plausible(control, form.fields[name], numbers) for name, control in form.controls.items()}
    return typed | particular


def plausible(control: Control, there: list[str], numbers: "count[int]") -> list[str]:
    if control.is_text:
        word = f"verk{next(numbers)}"
        text = {"email": f"{word}@test.example", "textarea": f"Läget i {word}.\r\n\r\nÅtertagandet."}
        return [text.get(control.kind, f"Åtgärd-{word}")[: control.maxlength or None]]
    if any(there) or control.kind in {"hidden", "file", "button"}:
        return there
    if control.kind in {"day", "number"}:
        return ["2021-06-28" if control.kind == "day" else "2021"]
    if control.kind == "checkbox" and not control.required and len(control.choices) < 2:
        return []
    return [choice for choice in control.choices if choice][:1]


class World:
    def __init__(self) -> None:
        load_strategies()
        strategy, foreign = (Strategy.objects.get(slug=slug) for slug in (SLUG, FOREIGN_SLUG))
        self.cast = make_cast(strategy, foreign)
        make_user("foreign-head", Role.HEAD, foreign)
        self.things = Variants(Making(strategy, self.cast.officer, self.cast.head, self.cast.contact))
        for role in (*ROLES, "reader"):
            with_password(self.cast[role])
        self.clients = {role: signed_in(self.cast[role]) for role in ROLES}
        self.templates: set[str] = set()
        self.shown: dict[str, list[tuple[str, str, Form]]] = {}
        self.filled: dict[str, Filled] = {}
        for path, role in self.pages():
            for form in self.forms_on(path, role):
                self.shown.setdefault(form.route, []).append((role, path, form))

    def pages(self) -> Iterator[tuple[str, str]]:
        for name, row in ROWS.items():
            things = [None] if row.of in NEITHER else self.things.like(row.of)
            for role in [role for role in ROLES if role in (row.get or ())]:
                for pk in things:
                    for query in QUERIES.get(name, [""]):
                        yield address(name, self.things.make, pk) + query, role

    def forms_on(self, path: str, role: str) -> list[Form]:
        with self.undone(role) as client:
            response: Any = client.get(path)
        if response.status_code != 200 or response.streaming:
            return []
        self.templates |= {template.name for template in response.templates}
        return [form for form in forms_on(path, response.text) if form.method == "post"]

    def fill(self, name: str) -> Filled:
        """The form there, where it has most fields, that is taken as it is filled in."""
        if name not in self.filled:
            shown = sorted(self.shown[name], key=lambda one: -len(one[2].controls))
            tried = (Filled(role, page, form, filled(form, PARTICULAR.get(name, {}))) for role, page, form in shown)
            self.filled[name] = next(one for one in tried if self.is_taken(one, 200 if name in SHOWING else 302))
        return self.filled[name]

    def is_taken(self, form: Filled, status: int) -> bool:
        with self.undone(form.role) as client:
            return bool(form.send(client).status_code == status)

    @contextmanager
    def undone(self, role: str) -> Iterator[Client]:
        client = self.clients[role]
        session = client.cookies["sessionid"].value
        try:
            with transaction.atomic():
                yield client
                transaction.set_rollback(True)
        finally:
            client.cookies = SimpleCookie({"sessionid": session})
            client.handler.enforce_csrf_checks = False


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, media_folder: Path) -> Iterator[World]:  # noqa: F811
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with quick, django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


APPS = {"strategy", "priorities", "dialogue", "reporting"}
NOTES = {f"strategy_{name}" for name in ("session", "auditentry", "ratewindow", "sending", "draft")}
COMING = {"strategy_user"}  # when somebody signed in last


def standing() -> dict[str, list[Any]]:
    """Every row of ours, but for what is noted of who came and what they asked for."""
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if table.partition("_")[0] in APPS]
        found = {}
        for table in set(tables) - NOTES - COMING:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')  # noqa: S608 - a table of ours
            found[table] = cursor.fetchall()
    return found


@contextmanager
def unchanged() -> Iterator[None]:
    before = standing()
    yield
    after = standing()
    assert {table for table in before if before[table] != after[table]} == set()


# ------------------------------------------------------------------ every form is here


def test_every_form_that_takes_a_text_is_tried(world: World) -> None:
    tried = {f"{app}:{word}" for app, words in FORMS.items() for word in words.split()}
    with_text = {name for name, forms in world.shown.items() if any(takes_text(form) for _role, _page, form in forms)}
    assert with_text == tried


def takes_text(form: Form) -> bool:
    return any(control.is_text for control in form.controls.values())


def test_every_address_that_takes_a_form_is_shown_with_one(world: World) -> None:
    assert {route(name) for name, row in ROWS.items() if row.post is not None} - set(world.shown) == NOT_SHOWN


def test_every_form_of_the_templates_is_sent_once_but_those_of_the_way_in(world: World) -> None:
    folder = settings.BASE_DIR / "templates"
    forms = {str(path.relative_to(folder)): FORM.findall(path.read_text()) for path in folder.rglob("*.html")}
    assert {name for name, found in forms.items() if any("{% form_key %}" not in one for one in found)} == KEYLESS
    assert {name for name, found in forms.items() if found} - world.templates - KEYLESS == WORDLESS
    keyless = {name for name, found in world.shown.items() if any(KEY not in form.controls for *_where, form in found)}
    assert keyless == {"strategy:language", "strategy:sign-out"}


# ------------------------------------------------------------------ not taken


@EVERY_FORM
def test_when_the_session_has_ended_it_waits_for_whoever_wrote_it_and_for_nobody_else(name: str, world: World) -> None:
    form = world.fill(name)
    with world.undone(form.role) as client:
        client.get(form.page)
        with unchanged():
            Session.objects.all().delete()
            refused = form.send(client)
            assert (refused.status_code, set(form.lost(refused))) == (401, set(form.texts))
            kept = re.findall(r'name="kept" value="([^"]+)"', refused.text)[0]

            other = Client()
            sign_in(other, world.cast.reader, kept)
            assert set(form.lost(other.get(form.form.address, follow=True))) == set(form.texts)

            sign_in(client, world.cast[form.role], kept)
            assert form.lost(client.get("/", follow=True)) == []


def sign_in(client: Client, user: User, kept: str) -> None:
    answered = client.post("/sign-in/", {"login": user.email, "password": PASSWORD, "kept": kept})
    assert answered.status_code == 302


@EVERY_FORM
def test_when_its_token_is_too_old_it_opens_again_with_everything(name: str, world: World) -> None:
    form = world.fill(name).but(csrfmiddlewaretoken="x" * 64)
    with world.undone(form.role) as client, unchanged():
        client.handler.enforce_csrf_checks = True
        assert form.lost(form.send(client, follow=True)) == []


@EVERY_FORM
def test_when_something_else_in_it_is_wrong_every_text_still_stands_there(name: str, world: World) -> None:
    form = world.fill(name)
    refused = set()
    for field, value in wrongs(form):
        wrong = form.but(**{field: value})
        with world.undone(form.role) as client:
            answered = wrong.send(client)
            if answered.status_code == 422:
                kept = repr(standing()) if name == "reporting:registry" else ""  # which saves the rows that are right
                assert [lost for lost in wrong.lost(answered) if wrong.texts[lost] not in kept] == []
                refused.add(field)
    assert bool(refused) == (name not in NEVER_WRONG)


def wrongs(form: Filled) -> Iterator[tuple[str, str]]:
    """Of each kind one, in the gate."""
    kinds: set[str] = set()
    for name, control in form.form.controls.items():
        kind = "choice" if control.kind in {"select", "radio", "checkbox"} else control.kind
        if kind in {"hidden", "button", "file"} or (kind in kinds and not IN_PROOF):
            continue
        kinds.add(kind)
        if control.is_text and control.maxlength:
            yield name, form.sent[name][0] + "é" * control.maxlength
        elif not control.is_text:
            yield name, "no such"
        if control.required and (len(form.texts) > 1 or not control.is_text):
            yield name, ""


# ------------------------------------------------------------------ taken, and sent again


@EVERY_FORM
def test_when_it_is_sent_twice_the_second_makes_nothing_and_leads_to_the_same(name: str, world: World) -> None:
    form = world.fill(name)
    with world.undone(form.role) as client:
        first = form.send(client)
        with unchanged():
            second = form.send(client)
    assert second.status_code == 302
    assert name in SHOWING or second["Location"] == first["Location"]


@EVERY_FORM
def test_when_it_is_sent_again_with_other_content_that_is_shown_and_overwrites_nothing(name: str, world: World) -> None:
    form = world.fill(name)
    with world.undone(form.role) as client:
        form.send(client)
        with unchanged():
            other = form.otherwise()
            assert other.lost(other.send(client, follow=True)) == []


# ------------------------------------------------------------------ not sent


@EVERY_FORM
def test_when_it_was_never_sent_the_draft_is_offered_until_it_is(name: str, world: World) -> None:
    form = world.fill(name)
    path, (key,) = form.form.path, form.sent[KEY]
    with world.undone(form.role) as client:
        with unchanged():
            client.post("/drafts/saving/", form.sent | {"draft-address": path, "draft-key": key})
            (draft,) = client.get("/drafts/", {"address": path}).json()["drafts"]
            assert [field for field, text in form.texts.items() if [field, text] not in draft["typed"]] == []
            assert form.lost(client.get(path, {"draft": draft["number"]})) == []
        form.send(client)
        assert client.get("/drafts/", {"address": path}).json() == {"drafts": []}
