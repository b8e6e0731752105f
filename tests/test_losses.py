"""Each way to lose what one has typed, tried on every form: nothing is lost, and nothing is done twice.

One that is not in `tests.every_form.FORMS` fails. Whatever a request changes is undone before the next.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from strategy.accounts.entry.models import Session
from strategy.people.models import User
from strategy.sending.drafts import KEY
from tests.access_rows import ROWS, route
from tests.effort import IN_PROOF
from tests.every_form import NAMES, SHOWING, Filled, World, forms_by_turns
from tests.found_forms import Form
from tests.strategy.accounts.entry.steps import PASSWORD
from tests.test_access import media_folder  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db  # within what the module has made

NOT_SHOWN = {
    "dialogue:goal-suggestions",  # buttons in other forms
    "reporting:assessment-proposal",  # the assessment's own form has a button for it
    "reporting:overall-assessment-proposal",
    "dialogue:decision-draft-confirmation",  # the same
    # Buttons without words, in states that nothing here is in.
    "reporting:evidence-removal",
    "reporting:evidence-stance",
    "reporting:disclosure-item-renewal",
    "reporting:disclosure-rendering",
    "reporting:disclosure-reopening",
    "reporting:handover-rendering",
    "strategy:letters-letting-go",
}
# Without a key that is sent once: the way in and each person's own sign-in, where passwords and codes are typed and
# nothing is kept, and the choice of language.
KEYLESS = {
    "strategy/notices/unsubscribing.html",  # sent by mail programs, too
    "_account.html",
    "_language.html",
    "strategy/administration/invitations/acceptance.html",
    *(
        f"strategy/accounts/entry/{name}.html"
        for name in ("activate_app", "add_key", "ask_for_link", "change_password")
    ),
    *(
        f"strategy/accounts/entry/{name}.html"
        for name in ("choose_password", "confirm", "confirm_by_key", "deactivate_app")
    ),
    *(
        f"strategy/accounts/entry/{name}.html"
        for name in ("forgotten_password", "link_is_over", "new_recovery_codes", "remove_key")
    ),
    *(
        f"strategy/accounts/entry/{name}.html"
        for name in ("second_factor_code", "sessions", "sign_in", "sign_in_by_link")
    ),
}
# With a file or nothing to send, on pages that are for everybody.
WORDLESS = {
    *(f"strategy/notices/{name}.html" for name in ("choices", "notices")),
    "reporting/calendar/feed.html",
    "strategy/accounts/personal_data.html",
    "reporting/reports/report_check.html",
    "strategy/administration/invitations/invitation_refused.html",
}
FORM = re.compile(r'<form\b[^<]*method="post".*?</form>', re.DOTALL)

OF_A_FILE = {"dialogue:framework-list-new"}  # tests/dialogue/framework_lists/
NEVER_WRONG = {  # a text of any length, and nothing else
    *("dialogue:event-texts", "dialogue:observation-decline", "dialogue:observation-return"),
    *("dialogue:observation-withdrawal", "priorities:activity-cancellation"),
    "priorities:work-plan-proposal-refusal",
    *("reporting:report-organisation-text", "reporting:report-text"),
    *("reporting:assessment-decision", "reporting:overall-assessment-decision", "reporting:report-return"),
}


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
    with_text = {name for name, forms in world.shown.items() if any(takes_text(form) for _role, _page, form in forms)}
    assert with_text - OF_A_FILE == set(NAMES)


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


@forms_by_turns(0)
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


@forms_by_turns(1)
def test_when_its_token_is_too_old_it_opens_again_with_everything(name: str, world: World) -> None:
    form = world.fill(name).but(csrfmiddlewaretoken="x" * 64)
    with world.undone(form.role) as client, unchanged():
        client.handler.enforce_csrf_checks = True
        assert form.lost(form.send(client, follow=True)) == []


@forms_by_turns(2)
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


@forms_by_turns(3)
def test_when_it_is_sent_twice_the_second_makes_nothing_and_leads_to_the_same(name: str, world: World) -> None:
    form = world.fill(name)
    with world.undone(form.role) as client:
        first = form.send(client)
        with unchanged():
            second = form.send(client)
    assert second.status_code == 302
    assert name in SHOWING or second["Location"] == first["Location"]


@forms_by_turns(4)
def test_when_it_is_sent_again_with_other_content_that_is_shown_and_overwrites_nothing(name: str, world: World) -> None:
    form = world.fill(name)
    with world.undone(form.role) as client:
        form.send(client)
        with unchanged():
            other = form.otherwise()
            assert other.lost(other.send(client, follow=True)) == []


# ------------------------------------------------------------------ not sent


@forms_by_turns(5)
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
