"""Every table that names a person stands in the declaration; a closed account's name stays in the archive."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import EmailField, Model
from django.test import Client
from django.urls import reverse

from dialogue.meetings.models.events import Event, EventCounterpart
from dialogue.observations.models import Observation
from reporting.disclosures.models import DisclosureRequest
from strategy.accounts.own_data_export import fields_to_persons
from strategy.accounts.personal_data import DECLARATION, covering
from strategy.people.models import Membership, User
from strategy.records.log.models import AuditEntry, Verb
from strategy.records.services import save_record
from tests.conftest import ROLES, Cast
from tests.making import Making

Browse = Callable[[User], Client]


def personal() -> Iterator[tuple[type[Model], str]]:
    """Ties to persons, addresses and names of persons, in every table of every app, the histories' too."""
    for model in apps.get_models(include_auto_created=True):
        for name in fields_to_persons(model):
            yield model, name
        for field in model._meta.concrete_fields:
            if isinstance(field, EmailField) or (field.name, model._meta.model_name) == ("name", "user"):
                yield model, field.name


def test_every_table_that_names_a_person_is_declared() -> None:
    assert [f"{model._meta.label_lower}.{name}" for model, name in personal() if not covering(model, name)] == []


def test_the_look_finds_what_is_not_declared() -> None:
    assert covering(User, "email")
    assert not covering(Membership.strategy.field.related_model, "friend")
    assert (User, "email") in set(personal())
    assert (AuditEntry, "by") in set(personal())


def test_everybody_reads_what_is_kept_and_why(cast: Cast, browse: Browse) -> None:
    for role in ROLES:
        page = browse(cast[role]).get(reverse("strategy:personal-data"))
        assert page.status_code == 200
        assert all(str(text) in page.text for kept in DECLARATION for text in (kept.why, kept.how_long))
    assert reverse("strategy:personal-data") in browse(cast.contact).get("/", follow=True).text


def test_what_a_kind_of_record_tells_of_persons_stands_there_once(cast: Cast, browse: Browse) -> None:
    page = browse(cast.reader).get(reverse("strategy:personal-data")).text
    for what in ("Namn i möten", "Vem observationen är avstämd med", "Begäran om utlämnande"):
        assert page.count(f"{what}") == 1, what
    assert {Event, EventCounterpart, Observation, DisclosureRequest} <= {
        model for model in apps.get_models() if getattr(model, "PERSONAL_DATA", None)
    }


def test_ones_own_data_is_ones_own_without_anybodys_words(make: Making, cast: Cast, browse: Browse) -> None:
    own = make.observation(title="Mina egna ord")
    make.observation(cast.other_contact)
    client = browse(cast.contact)

    response: Any = client.post(reverse("strategy:own-data"))
    data = response.json()

    assert response.headers["Content-Disposition"].startswith('attachment; filename="mina-uppgifter-')
    assert (data["account"]["name"], data["account"]["email"]) == ("Contact", "contact@test.example")
    assert [(held["role"], held["organisation"]) for held in data["memberships"]] == [("contact", "migrationsverket")]
    assert len(data["sessions"]) == 1
    assert {"kind": "dialogue.observation", "as": "author", "numbers": [own.pk]} in data["written"]
    assert [line["did"] for line in data["log"]] == ["created", "signed-in", "exported"]
    assert "Mina egna ord" not in response.text
    assert client.session.session_key not in response.text
    assert AuditEntry.objects.get(verb=Verb.EXPORTED).thing == cast.contact


def test_fetching_ones_own_data_is_a_form_and_nobody_elses(cast: Cast, browse: Browse, client: Client) -> None:
    address = reverse("strategy:own-data")
    assert browse(cast.contact).get(address).status_code == 405
    assert client.post(address).status_code == 302


# ------------------------------------------------------------------ a closed account


@pytest.fixture
def gone(make: Making, cast: Cast) -> User:
    """An officer who has written, approved nothing, and whose account is closed."""
    event = make.event(by=cast.colleague, title="SCPF 29")
    save_record(record=event, by=cast.colleague)
    cast.colleague.is_active = False
    cast.colleague.save()
    return cast.colleague


def test_the_name_stays_in_history_log_and_what_was_approved(
    gone: User, make: Making, cast: Cast, browse: Browse
) -> None:
    client = browse(cast.officer)
    event = AuditEntry.objects.filter(by=gone).latest("pk").thing
    assert event is not None
    history = client.get(reverse("reporting:history", args=["event", event.pk]))
    log = client.get(reverse("reporting:log", args=[make.strategy.slug]))
    assessment = make.assessment(state="approved", approved_by=gone)

    assert [version.who for version in history.context["versions"]] == ["Colleague", "Colleague"]
    assert "Colleague" in {line.who for line in log.context["lines"]}
    assert "Colleague" in client.get(assessment.get_absolute_url()).text


def test_the_name_is_offered_nowhere(gone: User, make: Making, cast: Cast, browse: Browse, tmp_path: Any) -> None:
    log = browse(cast.officer).get(reverse("reporting:log", args=[make.strategy.slug]))
    offered = {name for _value, name in log.context["filter"].form.fields["by"].choices}

    assert {"Officer", "Head"} <= offered
    assert "Colleague" not in offered
    assert gone not in User.objects.active()
    assert gone not in {held.user for held in Membership.objects.in_force()}
    wish = {"strategy": make.strategy.slug, "year": 2021, "format": "json", "output": tmp_path / "report.json"}
    with pytest.raises(CommandError):
        call_command("make_report", maker=gone.email, **wish)
