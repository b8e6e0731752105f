"""What is backed up comes back, on both databases and across, without what was to stay gone: all of it or nothing."""

import os
import shutil
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from dialogue.meetings.models.events import Event
from reporting.archive.disposal.models import DisposalDecision
from reporting.backup import tables
from reporting.calendar.services import make_feed
from strategy.accounts.entry.models import Session
from strategy.administration.invitations.models import Invitation
from strategy.notices import letters
from strategy.notices.models import Letter, MailHold, Notice, NoticeKind
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.installed_triggers import installed
from strategy.records.log.models import AuditEntry
from strategy.search.index import rebuild
from strategy.search.models import SearchEntry
from tests.conftest import Cast
from tests.databases import Databases
from tests.effort import often
from tests.making import Making, make_invitation
from tests.reporting.archive.disposal.test_disposal import carry_out, remove
from tests.reporting.backup.archives import files_of, members_of, unchanged, what_stands
from tests.test_kills import database_address

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]

KEY = pyrage.x25519.Identity.generate()


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text(f"# made for a test\n{KEY}\n")
    return path


def backup(path: Path, *options: str) -> Path:
    call_command("backup", path, *(options or ("--to", str(KEY.to_public()))), verbosity=0)
    return path


def restore(path: Path, key_file: Path) -> None:
    call_command("restore", path, identity=key_file, verbosity=0)


def wipe() -> None:
    """As after a machine that died: tables without rows, and no files."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in tables.all_tables().values()]
    with connection.cursor() as cursor:
        for name, table in installed(connection):
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
        with transaction.atomic():
            for name in names:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - our own names
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def test_after_a_wipe_everything_is_as_it_was(make: Making, tmp_path: Path, key_file: Path) -> None:
    event = make.event(title="Möte med bilaga")
    file = make.attachment(event)
    gone = make.event()
    highest = gone.pk
    Event._base_manager.filter(pk=gone.pk).delete()
    path = backup(tmp_path / "one.backup")
    before, sealed, index = members_of(path, [KEY]), sorted(installed(connection)), rebuild()
    assert b"M\xc3\xb6te med bilaga" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    wipe()

    restore(path, key_file)

    after = members_of(backup(tmp_path / "two.backup"), [KEY])
    assert unchanged(after) == unchanged(before)
    assert files_of(after) == files_of(before) == {f"files/{file.file.name}": b"underlag"}
    assert sorted(installed(connection)) == sealed
    assert SearchEntry.objects.count() == index
    assert make.event().pk > highest  # no number is given twice
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.update(verb="changed")
    assert AuditEntry.objects.latest("pk").verb in {"created", "restored"}


def test_it_goes_from_one_database_to_the_other_and_back(make: Making, tmp_path: Path, key_file: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("on PostgreSQL, which has SQLite beside it")
    make.attachment(make.event(title="Över och åter"))
    first = backup(tmp_path / "postgresql.backup")
    sqlite = Databases("sqlite")
    with sqlite.locked():
        shutil.copyfile(sqlite.template("empty"), tmp_path / "other.sqlite3")
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}",
        "ALLOW_SQLITE": "1",
        "MEDIA_ROOT": str(tmp_path / "other-files"),
    }
    command = [sys.executable, "manage.py"]
    for arguments in (
        ("restore", first, "--identity", key_file),
        ("backup", tmp_path / "sqlite.backup", "--to", str(KEY.to_public())),
    ):
        subprocess.run([*command, *map(str, arguments)], cwd=settings.BASE_DIR, env=environment, check=True)
    assert unchanged(members_of(tmp_path / "sqlite.backup", [KEY])) == unchanged(members_of(first, [KEY]))
    wipe()

    restore(tmp_path / "sqlite.backup", key_file)

    again = members_of(backup(tmp_path / "again.backup"), [KEY])
    assert unchanged(again) == unchanged(members_of(first, [KEY]))
    assert files_of(again) == files_of(members_of(first, [KEY]))


def test_ways_in_are_dead_and_letters_wait(
    make: Making, cast: Cast, browse: Any, tmp_path: Path, key_file: Path
) -> None:
    client = browse(cast.officer)
    assert client.get("/account/").status_code == 200
    token = make_feed(user=cast.officer)
    sida = Organisation.objects.get(key="sida")
    invitation = make_invitation(cast.officer, make.strategy, sida).invitation
    notice = Notice.objects.create(
        user=cast.officer,
        strategy=make.strategy,
        kind=NoticeKind.DUE,
        model="dialogue.event",
        key=make.event().pk,
        at=timezone.now(),
        frequency="at_once",
    )
    digest, signed_in = invitation.token_digest, User.objects.get(pk=cast.officer.pk).last_login
    path = backup(tmp_path / "a.backup")
    assert b"token" not in b"".join(content for name, content in members_of(path, [KEY]) if "calendarfeed" in name)

    restore(path, key_file)

    assert Session.objects.count() == 0
    assert client.get("/account/").status_code == 302
    assert client.get(f"/calendar/{token}.ics").status_code == 404
    assert Invitation.objects.get(pk=invitation.pk).token_digest != digest
    assert User.objects.get(pk=cast.officer.pk).last_login != signed_in
    letters.gather()
    assert (Letter.objects.count(), MailHold.objects.in_force().count()) == (0, 1)
    letters.let_go(by=cast.admin)
    letters.gather()
    notice.refresh_from_db()
    assert notice.letter is not None


def test_what_was_disposed_of_since_is_gone_again(make: Making, cast: Cast, tmp_path: Path, key_file: Path) -> None:
    gone, stays = make.event(title="Ska gallras"), make.event(title="Ligger kvar")
    hanging = make.intervention(gone)
    file = make.attachment(gone)
    path = backup(tmp_path / "a.backup")
    remove(make, gone)
    decision = make.disposal()
    carry_out(decision, cast.head)
    names = {str(gone.pk)} & set(Event._base_manager.values_list("pk", flat=True))
    assert not names

    restore(path, key_file)

    assert not Event._base_manager.filter(pk=gone.pk).exists()
    assert not type(hanging)._base_manager.filter(pk=hanging.pk).exists()
    assert not Event.history.filter(id=gone.pk).exists()
    assert not default_storage.exists(str(file.file.name))
    assert Event._base_manager.filter(pk=stays.pk).exists()
    again = DisposalDecision.objects.get(pk=decision.pk)
    assert (again.state, again.name, again.confirmed_by_id) == ("done", decision.name, cast.head.pk)
    assert make.disposal().pk > decision.pk
    assert not AuditEntry.objects.filter(label__contains="Ska gallras").exists()


def test_the_list_beside_a_backup_serves_where_the_store_is_gone(
    make: Making, cast: Cast, tmp_path: Path, key_file: Path
) -> None:
    gone = make.event(title="Ska gallras")
    path = backup(tmp_path / "old.backup")
    remove(make, gone)
    carry_out(make.disposal(), cast.head)
    backup(tmp_path / "new.backup")
    shutil.rmtree(settings.MEDIA_ROOT)

    restore(path, key_file)

    assert not Event._base_manager.filter(pk=gone.pk).exists()


def test_what_is_written_meanwhile_is_in_the_next(
    make: Making, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup sees one moment, and holds nobody up."""
    make.event(title="Förut")
    whole = tables.lines_of

    def with_a_write(model: type[models.Model], using: str) -> Any:
        if model is Event and not Event._base_manager.filter(title="Medan").exists():
            make.event(title="Medan")
        yield from whole(model, using)

    monkeypatch.setattr(tables, "lines_of", with_a_write)

    titles = [
        content.decode()
        for name, content in members_of(backup(tmp_path / "a.backup", "--plain"))
        if "dialogue.event/" in name
    ]

    assert Event._base_manager.filter(title="Medan").exists()
    assert "Förut" in titles[0]
    assert "Medan" not in titles[0]


def test_a_file_that_stands_with_other_content_stays_until_the_restored_one_is_in_place(
    make: Making, tmp_path: Path, key_file: Path
) -> None:
    file = make.attachment(make.event())
    name = str(file.file.name)
    path = backup(tmp_path / "a.backup")
    default_storage.save(name, ContentFile(b"rotten"))

    restore(path, key_file)

    file.refresh_from_db()
    assert file.file.name != name
    assert file.file.read() == b"underlag"
    assert not default_storage.exists(name)


def test_a_file_that_is_missing_is_told_and_the_rest_is_written(make: Making, tmp_path: Path) -> None:
    file = make.attachment(make.event())
    default_storage.delete(str(file.file.name))
    with pytest.raises(CommandError, match="1 filer saknades redan") as refused:
        backup(tmp_path / "a.backup", "--plain")
    assert refused.value.returncode == 4
    assert "dialogue.attachment" in unchanged(members_of(tmp_path / "a.backup"))


def test_nothing_is_written_unencrypted_unasked(tmp_path: Path, strategy: Any) -> None:
    with pytest.raises(CommandError, match="Ange --to eller BACKUP_RECIPIENTS"):
        call_command("backup", tmp_path / "a.backup")
    with pytest.raises(CommandError, match="ingen publik age-nyckel"):
        call_command("backup", tmp_path / "a.backup", to=["age1wrong"])
    (tmp_path / "there").write_text("x")
    with pytest.raises(CommandError, match="finns redan"):
        call_command("backup", tmp_path / "there", plain=True)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["there"]


def test_a_key_is_made_that_a_backup_can_be_opened_with(strategy: Any, tmp_path: Path) -> None:
    said = StringIO()
    call_command("backup_key", tmp_path / "key", stdout=said)
    path = backup(tmp_path / "a.backup", "--to", said.getvalue().strip())
    restore(path, tmp_path / "key")
    with pytest.raises(CommandError, match="File exists"):
        call_command("backup_key", tmp_path / "key")


@pytest.mark.long
def test_what_is_killed_in_the_middle_changes_nothing(make: Making, tmp_path: Path, key_file: Path) -> None:
    """Backups leave no file under the name that was asked for; a restoring leaves what stood, or has ended."""
    make.attachment(make.event(title="Före"))
    good = backup(tmp_path / "good.backup")
    make.attachment(make.event(title="Efter"))
    environment = os.environ | {"DATABASE_URL": database_address(), "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    command = [sys.executable, "manage.py"]
    for number in range(often(gate=2, proof=20)):
        stood = what_stands()
        for arguments in (
            ("backup", tmp_path / f"{number}.backup", "--to", str(KEY.to_public())),
            ("restore", good, "--identity", key_file),
        ):
            process = subprocess.Popen(
                [*command, *map(str, arguments)], cwd=settings.BASE_DIR, env=environment | {"ALLOW_SQLITE": "1"}
            )
            time.sleep(1 + number / 4)
            process.send_signal(signal.SIGKILL)
            process.wait()
            connection.close()
            if process.returncode == 0:
                return  # it was done before the blow: later ones would be as well
            written = tmp_path / f"{number}.backup"
            assert not written.exists() or members_of(written, [KEY])
            rows, files = what_stands()
            assert rows == stood[0]
            assert stood[1].items() <= files.items()


def test_whatever_lets_somebody_in_is_left_out() -> None:
    """A table with a token or a digest of one says that it is in no backup, or is seen to after a restoring."""
    seen_to = {"strategy.invitation"}
    of_contents = {"strategy.sending", "reporting.disclosureitem", "reporting.historicaldisclosureitem"}
    counted = {"axes.accessattempt", "axes.accesslog"}  # how somebody tried to come in, by fingerprints
    suspect = {
        name
        for name, model in tables.kept_tables().items()
        if any(
            "token" in field.name or "digest" in field.name or "session" in field.name
            for field in tables.fields_of(model)
        )
    }
    assert suspect - seen_to - of_contents - counted == set()
    assert tables.LEFT_OUT - tables.all_tables().keys() == set()
