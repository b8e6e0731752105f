"""The log: every change, every look at something secret, whatever leaves; and that the database keeps it as it is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue.meetings.models.events import Event
from dialogue.meetings.services import minute_event
from dialogue.observations.services import save_draft, submit_observation
from reporting.archive.disposal.models import DisposalDecision
from reporting.reports.releases import release_report
from strategy.administration.invitations.services import revoke
from strategy.administration.people.accounts import deactivate, reactivate
from strategy.administration.people.roles import end_role
from strategy.decision.models import Strategy
from strategy.jobs import services as jobs
from strategy.jobs.services import JobHandler, Run
from strategy.people.models import Membership, User
from strategy.records import installed_triggers
from strategy.records.log import audit
from strategy.records.log.models import AuditEntry, Verb
from strategy.records.log.sealing import SEAL
from strategy.records.services import advance, move_to_bin, restore_from_bin, save_record
from tests.conftest import Cast
from tests.making import Making, make_invitation

pytestmark = pytest.mark.both

Browse = Callable[[User], Client]


def entries(**fields: Any) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(**fields).order_by("pk"))


def of(thing: Any) -> list[AuditEntry]:
    return list(AuditEntry.objects.of_things(type(thing), [thing.pk]).order_by("pk"))


# ------------------------------------------------------------------ changes


def test_every_step_of_a_records_life_is_told_with_who_and_which_version(make: Making, cast: Cast) -> None:
    event = make.event(state="planned")
    event.title = "SCPF 29"
    save_record(record=event, by=cast.colleague)
    advance(record=event, to="held", by=cast.officer)
    move_to_bin(record=event, by=cast.delegation, expected_version=event.version)
    restore_from_bin(record=event, by=cast.officer)

    told = of(event)

    assert [(entry.verb, str(entry.by), entry.version) for entry in told] == [
        ("created", "Officer", 1),
        ("changed", "Colleague", 2),
        ("advanced", "Officer", 3),
        ("removed", "Delegation", 4),
        ("restored", "Officer", 5),
    ]
    assert [entry.label for entry in told[:2]] == ["SCPF:s möte i juni", "SCPF 29"]
    assert told[2].details == {"from": "planned", "to": "held"}
    assert {entry.strategy for entry in told} == {make.strategy}
    rows = {row.version: row.history_id for row in Event.history.filter(id=event.pk)}
    assert [entry.history_id for entry in told] == [rows[entry.version] for entry in told]


def test_what_is_refused_leaves_no_entry(make: Making, cast: Cast) -> None:
    event = make.event(state="planned")
    before = AuditEntry.objects.count()
    with pytest.raises(Exception, match="Läget har ändrats"):
        minute_event(event=event, by=cast.officer)
    assert AuditEntry.objects.count() == before


def test_a_secret_thing_is_not_named_and_nor_is_what_hangs_on_it(make: Making) -> None:
    event = make.event(title="Hemligt möte", classification="secret")
    item = make.agenda_item(event, title="Hemlig punkt")
    assert [entry.label for thing in (event, item) for entry in of(thing)] == ["", ""]


def test_a_draft_is_its_writers_alone_in_the_log_too_and_stays_so(make: Making, cast: Cast) -> None:
    draft = make.observation(state="draft", title="Mitt utkast")
    make.attachment(draft)
    submit_observation(observation=draft, goals=[], mandate_areas=[], by=cast.contact)
    submitted = of(draft)[-1]

    assert {entry.label for entry in entries(is_private=True)} == {""}
    assert [(entry.verb, entry.is_private) for entry in of(draft)] == [
        ("created", True),
        ("changed", True),
        ("advanced", False),
    ]
    assert set(AuditEntry.objects.visible_to(cast.officer).of_things(type(draft), [draft.pk])) == {submitted}


def test_details_take_no_contents() -> None:
    with pytest.raises(ValueError, match="no contents"):
        audit.safe({"text": "x" * 101})
    with pytest.raises(ValueError, match="no contents"):
        audit.safe({"nested": {"deep": [object()]}})
    assert audit.safe({"to": "held", "organisations": ["sida"]}) == {"to": "held", "organisations": ["sida"]}


def test_releasing_is_told_with_to_whom(make: Making, cast: Cast) -> None:
    report = make.report(state="approved", audience="agencies")
    sida = make.organisation("sida")
    make.review(report, by=cast.head)
    release_report(report=report, organisations=[sida], by=cast.head, expected_version=report.version)
    assert of(report)[-1].verb == Verb.RELEASED
    assert of(report)[-1].details == {"audience": "agencies", "organisations": ["sida"]}


def test_a_contact_saving_a_draft_is_told_by_whom(make: Making, cast: Cast) -> None:
    draft = make.observation(state="draft")
    save_draft(observation=draft, goals=[], mandate_areas=[], by=cast.contact)
    assert [str(entry.by) for entry in of(draft)] == ["Contact", "Contact"]


# ------------------------------------------------------------------ by what means


def test_a_page_a_command_and_a_task_are_told_apart(
    make: Making, cast: Cast, browse: Browse, settings: Any, tmp_path: Any
) -> None:
    event = make.event(state="planned")
    browse(cast.officer).post(reverse("dialogue:event-holding", args=[event.pk]), {"version": event.version})
    settings.JOBS = settings.JOBS | {"trial": f"{__name__}.Handler"}
    job = jobs.enqueue(kind="trial", subject_id=event.pk, strategy=make.strategy, by=cast.officer, aloud=False)
    jobs.execute(job.pk)
    wish = {"strategy": make.strategy.slug, "year": 2021, "format": "json"}
    call_command("make_report", output=tmp_path / "report.json", **wish)

    held, noted = of(event)[1:]
    assert (held.verb, held.through, held.program, held.operator) == ("advanced", "page", "", "")
    assert (noted.verb, noted.through, noted.program) == ("changed", "task", "trial")
    made = entries(program="make_report")
    assert {(entry.through, entry.operator) for entry in made} == {("command", audit.operator())}
    assert [entry.verb for entry in made] == ["created", "advanced", "advanced"]


class Handler(JobHandler):
    def run(self, run: Run) -> None:
        event = Event.objects.get(pk=run.job.subject_id)
        with run.finishing():
            save_record(record=event, by=run.job.created_by)


def test_an_import_is_told(tmp_path: Any, strategy: Strategy) -> None:
    text = "\n".join(
        open(f"fixtures/strategy/{strategy.slug}.txt", encoding="utf-8").read().splitlines()  # noqa: PTH123, SIM115
    )
    file = tmp_path / "decision.txt"
    file.write_text(text, encoding="utf-8")
    call_command("import_strategy", file, slug="annan")
    made = AuditEntry.objects.get(program="import_strategy")
    assert (made.verb, made.strategy and made.strategy.slug, made.by) == ("created", "annan", None)


# ------------------------------------------------------------------ reading


def test_looking_at_a_secret_thing_is_one_entry_a_page(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event(classification="secret")
    make.intervention(event)
    client = browse(cast.delegation)
    before = AuditEntry.objects.count()

    client.get(reverse("dialogue:event", args=[event.pk]))

    assert AuditEntry.objects.count() == before + 1
    read = of(event)[-1]
    assert (read.verb, read.by, read.label, read.version) == ("read", cast.delegation, "", event.version)
    assert read.details["page"] == "dialogue:event"
    assert read.details["secret"]["event"] == [event.pk]


def test_a_list_with_secret_titles_is_one_entry_that_names_the_list(make: Making, cast: Cast, browse: Browse) -> None:
    secret = [make.event(classification="secret", title=f"Möte {number}") for number in range(3)]
    make.event()
    browse(cast.officer).get(reverse("dialogue:events", args=[make.strategy.slug]))

    listed = AuditEntry.objects.get(verb=Verb.LISTED)
    assert listed.details == {
        "page": "dialogue:events",
        "secret": {"event": sorted(event.pk for event in secret)},
        "count": 3,
    }
    assert (listed.strategy, listed.content_type, listed.about_account) == (make.strategy, None, False)


def test_what_is_open_or_hidden_or_refused_is_no_entry(make: Making, cast: Cast, browse: Browse) -> None:
    opened, secret = make.event(), make.event(classification="secret")
    reader = browse(cast.reader)
    before = AuditEntry.objects.count()
    reader.get(reverse("dialogue:event", args=[opened.pk]))
    assert reader.get(reverse("dialogue:event", args=[secret.pk])).status_code == 404
    reader.get(reverse("dialogue:events", args=[make.strategy.slug]))
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(("typed", "status"), [({"title": ""}, 422), ({"title": "Min punkt"}, 409)])
def test_a_form_that_comes_back_shows_what_is_secret_too(
    typed: dict[str, str], status: int, make: Making, cast: Cast, browse: Browse
) -> None:
    item = make.agenda_item(make.event(classification="secret"))
    item.title = "Deras punkt"
    save_record(record=item, by=cast.colleague)

    answer = browse(cast.officer).post(reverse("dialogue:agenda-item", args=[item.pk]), typed | {"version": "1"})

    assert answer.status_code == status
    assert AuditEntry.objects.get(verb=Verb.LISTED).details["secret"] == {"event": [item.event_id]}


def test_the_history_of_what_was_secret_is_secret_too(make: Making, cast: Cast, browse: Browse) -> None:
    event, never = make.event(classification="secret"), make.event()
    item = make.agenda_item(event)
    lower(event, make.officer)
    client = browse(cast.officer)
    for kind, thing in (("event", event), ("agenda-item", item), ("event", never)):
        client.get(reverse("reporting:history", args=[kind, thing.pk]))
    assert [entry.verb for entry in (of(event)[-1], of(item)[-1])] == ["read", "read"]
    assert of(never)[-1].verb == "created"


def lower(event: Event, by: User) -> None:
    event.classification, event.lowering_reason = "open", "Det är känt."
    event.secrecy_provision, event.secrecy_marked_on, event.secrecy_authority = None, None, ""
    save_record(record=event, by=by)


def test_the_page_of_an_edition_with_secrets_is_secret(make: Making, cast: Cast, browse: Browse) -> None:
    secret = make.report(state="draft", audience="internal-secret")
    other = make.report(state="draft")
    for report in (secret, other):
        browse(cast.officer).get(report.get_absolute_url())
    assert (of(secret)[-1].verb, of(other)[-1].verb) == ("read", "created")


def test_an_open_page_that_shows_something_secret_says_so(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event()
    said = make.intervention(event, classification="secret")
    browse(cast.officer).get(reverse("dialogue:event", args=[event.pk]))
    told = of(event)[-1]
    assert (told.verb, told.label, told.details["secret"]) == ("listed", str(event), {"intervention": [said.pk]})


# ------------------------------------------------------------------ accounts


def test_what_is_done_with_accounts_has_its_own_words_and_no_address(make: Making, cast: Cast) -> None:
    issued = make_invitation(cast.officer, make.strategy, make.organisation("sida"))
    revoke(invitation=issued.invitation, by=cast.officer)
    deactivate(user=cast.contact, reason="Slutat.", by=cast.officer)
    reactivate(user=cast.contact, reason="Åter.", by=cast.officer)
    end_role(membership=cast.contact.memberships.get(), by=cast.officer)
    told = [(entry.verb, entry.label) for entry in entries(by=cast.officer, about_account=True)]
    assert told[:2] == [("invited", "kontaktperson"), ("ended", "kontaktperson")]
    assert {verb for verb, _label in told[2:]} >= {"deactivated", "reactivated", "ended"}
    assert not any("@" in label for _verb, label in told)


def test_officers_see_their_invitations_and_nobodys_account_who_has_become_more(make: Making, cast: Cast) -> None:
    issued = make_invitation(cast.officer, make.strategy, make.organisation("sida"))
    audit.note(verb=Verb.REFUSED, thing=cast.contact, by=None)

    def seen(person: User) -> set[tuple[str, int | None]]:
        return {(entry.verb, entry.object_id) for entry in AuditEntry.objects.visible_to(person)}

    assert {("invited", issued.invitation.pk), ("refused", cast.contact.pk)} <= seen(cast.officer)
    Membership.objects.create(user=cast.contact, role="admin", strategy=None, since="2020-01-01")
    officer = User.objects.get(pk=cast.officer.pk)
    assert ("refused", cast.contact.pk) not in seen(officer)
    assert ("refused", cast.contact.pk) in seen(cast.admin)


# ------------------------------------------------------------------ files, comings and goings


def test_a_download_is_told(make: Making, cast: Cast, browse: Browse) -> None:
    attachment = make.attachment(make.event())
    browse(cast.reader).get(reverse("dialogue:attachment", args=[attachment.pk]))
    assert (of(attachment)[-1].verb, of(attachment)[-1].by) == (Verb.DOWNLOADED, cast.reader)


def test_coming_going_and_being_refused_are_told_without_what_was_typed(cast: Cast, client: Client) -> None:
    cast.contact.set_password("ett långt lösenord")
    cast.contact.save()
    door = reverse("strategy:sign-in")

    client.post(door, {"login": "Contact@test.example", "password": "fel"})
    client.post(door, {"login": "hemligt@nowhere.example", "password": "fel"})
    client.post(door, {"login": "contact@test.example", "password": "ett långt lösenord"})
    client.post(reverse("strategy:sign-out"))

    told = [(entry.verb, entry.by, entry.object_id, entry.label, entry.details) for entry in entries(through="page")]
    assert told == [
        ("refused", None, cast.contact.pk, "Contact", {}),
        ("refused", None, None, "", {}),
        ("signed-in", cast.contact, cast.contact.pk, "Contact", {}),
        ("signed-out", cast.contact, cast.contact.pk, "Contact", {}),
    ]
    assert {entry.about_account for entry in entries(through="page")} == {True}


# ------------------------------------------------------------------ append-only, in the database itself


def decided(make: Making, cast: Cast, kind: str, **fields: Any) -> DisposalDecision:
    decision = DisposalDecision(
        strategy=make.strategy,
        name="Gallring 1",
        registry_number="Ju2030/1",
        decided_on=timezone.localdate(),
        kind=kind,
        older_than=timezone.localdate() + timedelta(days=1),
        proposed_by=cast.officer,
        **{"state": "under_way", "confirmed_by": cast.head, "confirmed_at": timezone.now()} | fields,
    )
    decision.clean()
    decision.save()
    return decision


def refused(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError as error:
        return SEAL.name in str(error)
    return False


def test_the_database_refuses_to_change_an_entry(make: Making) -> None:
    make.event()
    everything = AuditEntry.objects.all()
    assert refused(lambda: everything.update(label="Något annat"))
    assert refused(lambda: everything.update(label=""))
    assert refused(lambda: everything.update(by=None))


def test_the_database_refuses_to_remove_an_entry(make: Making) -> None:
    make.event()
    assert refused(lambda: AuditEntry.objects.all()._raw_delete("default"))
    with connection.cursor() as cursor:
        assert refused(lambda: cursor.execute("DELETE FROM strategy_auditentry"))
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # it truncates nothing while any check is to come
            assert refused(lambda: cursor.execute("TRUNCATE strategy_auditentry"))


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("log", {"state": "proposed", "confirmed_by": None}),
        ("log", {"state": "done", "ended_at": timezone.now()}),
        ("bin", {}),
        ("sign-ins", {}),
    ],
)
def test_another_decision_opens_nothing(kind: str, fields: dict[str, Any], make: Making, cast: Cast) -> None:
    make.event()
    decided(make, cast, kind, **fields)
    assert refused(lambda: AuditEntry.objects.filter(strategy=make.strategy)._raw_delete("default"))


def test_a_decision_under_way_opens_its_own_strategys_log_up_to_its_day(
    make: Making, make_foreign: Making, cast: Cast
) -> None:
    make.event()
    foreign = make_foreign.event()
    decision = decided(make, cast, "log")
    DisposalDecision.objects.filter(pk=decision.pk).update(cutoff=timezone.now() - timedelta(hours=1))
    assert refused(lambda: AuditEntry.objects.filter(strategy=make.strategy)._raw_delete("default"))

    DisposalDecision.objects.filter(pk=decision.pk).update(cutoff=timezone.now() + timedelta(hours=1))
    AuditEntry.objects.filter(strategy=make.strategy)._raw_delete("default")

    assert not AuditEntry.objects.filter(strategy=make.strategy).exists()
    assert refused(lambda: AuditEntry.objects.of_things(type(foreign), [foreign.pk])._raw_delete("default"))


def test_a_decision_under_way_lets_a_name_go_and_nothing_else(make: Making, cast: Cast) -> None:
    event = make.event()
    decided(make, cast, "bin")
    own = AuditEntry.objects.of_things(Event, [event.pk])
    assert refused(lambda: own.update(label="", verb="read"))
    assert refused(lambda: own.update(label="Något annat"))
    own.update(label="")
    assert [entry.label for entry in of(event)] == [""]


def test_the_seal_is_off_while_tables_migrate_and_on_again_after(make: Making) -> None:
    make.event()
    installed_triggers.clear(connection, "strategy")
    assert not refused(lambda: AuditEntry.objects.update(label="x"))
    installed_triggers.install(connection, [SEAL])
    assert refused(lambda: AuditEntry.objects.update(label="y"))
