"""An archive that is not whole, not ours or of another version is refused in a sentence, and changes nothing."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from reporting.backup import archive
from strategy.decision.models import Strategy
from tests.config.operations.test_views import without_database
from tests.reporting.backup.archives import Member, manifest_of, members_of, put_together, what_stands

pytestmark = [pytest.mark.both, pytest.mark.django_db]

KEY, OTHER = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
FILE: Member = ("files/attachments/2026/bilaga.txt", b"bilaga")
Damage = Callable[[Path, list[Member]], Any]


@pytest.fixture(scope="module")
def good(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> list[Member]:
    """A true backup of the strategies, and a file."""
    path = tmp_path_factory.mktemp("good") / "good.backup"
    with django_db_blocker.unblock():
        call_command("backup", path, plain=True, verbosity=0)
    return [*members_of(path), FILE]


def plain(path: Path, members: list[Member]) -> bytes:
    return put_together(path, members).read_bytes()


def with_head(members: list[Member], **changes: Any) -> list[Member]:
    head = json.loads(members[0][1]) | changes
    return [(archive.HEAD, json.dumps(head).encode()), *members[1:]]


def truncated(path: Path, members: list[Member]) -> None:
    path.write_bytes(plain(path, members)[:-500])


def truncated_encrypted(path: Path, members: list[Member]) -> None:
    path.write_bytes(pyrage.encrypt(plain(path, members), [KEY.to_public()])[:-500])


def flipped(path: Path, members: list[Member], *, encrypted: bool = False) -> None:
    content = plain(path, members)
    changed = bytearray(pyrage.encrypt(content, [KEY.to_public()]) if encrypted else content)
    changed[len(changed) // 2] ^= 1
    path.write_bytes(changed)


def flipped_encrypted(path: Path, members: list[Member]) -> None:
    flipped(path, members, encrypted=True)


def to_another(path: Path, members: list[Member]) -> None:
    path.write_bytes(pyrage.encrypt(plain(path, members), [OTHER.to_public()]))


def foreign_file(path: Path, members: list[Member]) -> None:
    path.write_bytes(b"PK\x03\x04 something else altogether")


def foreign_archive(path: Path, members: list[Member]) -> None:
    put_together(path, [("letter.txt", b"not ours")])


def empty(path: Path, members: list[Member]) -> None:
    path.write_bytes(b"")


def newer_format(path: Path, members: list[Member]) -> None:
    put_together(path, with_head(members, format=2))


def newer_tables(path: Path, members: list[Member]) -> None:
    migrations = json.loads(members[0][1])["migrations"]
    put_together(path, with_head(members, migrations=[*migrations, "strategy.9999_later"]))


def older_tables(path: Path, members: list[Member]) -> None:
    put_together(path, with_head(members, migrations=json.loads(members[0][1])["migrations"][:-1]))


def missing_file(path: Path, members: list[Member]) -> None:
    put_together(path, members[:-1], manifest_of(members))


def extra_file(path: Path, members: list[Member]) -> None:
    put_together(path, [*members, ("files/extra.txt", b"extra")], manifest_of(members))


def same_name_twice(path: Path, members: list[Member]) -> None:
    put_together(path, [*members, FILE])


def wrong_checksum(path: Path, members: list[Member]) -> None:
    put_together(path, [*members[:-1], (FILE[0], b"BILAGA")], manifest_of(members))


def path_that_climbs(path: Path, members: list[Member]) -> None:
    put_together(path, [*members, ("files/../../outside.txt", b"x")])


def absolute_path(path: Path, members: list[Member]) -> None:
    put_together(path, [*members, ("files//etc/outside.txt", b"x")])


def unknown_table(path: Path, members: list[Member]) -> None:
    put_together(path, [*members, ("tables/strategy.session/000000.jsonl", b"[]\n")])


def row_of_another_shape(path: Path, members: list[Member]) -> None:
    put_together(path, [*members, ("tables/strategy.user/000009.jsonl", b"[1]\n")])


def row_that_leads_nowhere(path: Path, members: list[Member]) -> None:
    """A row that the database itself refuses: no such account."""
    columns = json.loads(members[0][1])["tables"]["account.emailaddress"]
    known = {"id": 999, "user_id": 123456, "email": "a@b.example", "verified": True, "primary": True}
    row = [known[column] for column in columns]
    put_together(path, [*members, ("tables/account.emailaddress/000009.jsonl", json.dumps(row).encode() + b"\n")])


def link(path: Path, members: list[Member]) -> None:
    """In place of a file, with a manifest that knows of nothing wrong."""
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for name, content in members:
            told = tarfile.TarInfo(name)
            told.size = len(content)
            tar.addfile(told, io.BytesIO(content))
        tied = tarfile.TarInfo("files/link.txt")
        tied.type, tied.linkname = tarfile.SYMTYPE, "/etc/hostname"
        tar.addfile(tied)


def no_manifest(path: Path, members: list[Member]) -> None:
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for name, content in members:
            told = tarfile.TarInfo(name)
            told.size = len(content)
            tar.addfile(told, io.BytesIO(content))


def something_after(path: Path, members: list[Member]) -> None:
    path.write_bytes(plain(path, members) + b"and more")


DAMAGED: dict[Damage, str] = {
    truncated: "skadad",
    truncated_encrypted: "går inte att dekryptera",
    flipped: "skadad",
    flipped_encrypted: "går inte att dekryptera",
    to_another: "en annan nyckel",
    foreign_file: "ingen säkerhetskopia från Verka",
    foreign_archive: "ingen säkerhetskopia från Verka",
    empty: "ingen säkerhetskopia från Verka",
    newer_format: "nyare version",
    newer_tables: "nyare version",
    older_tables: "äldre version",
    missing_file: "andra delar än förteckningen",
    extra_file: "andra delar än förteckningen",
    same_name_twice: "hör hemma",
    wrong_checksum: "bilaga.txt",
    path_that_climbs: "hör hemma",
    absolute_path: "hör hemma",
    unknown_table: "strategy.session",
    row_of_another_shape: "skadad",
    row_that_leads_nowhere: "raderna går inte att läsa in",
    link: "hör hemma",
    no_manifest: "förteckningen saknas",
    something_after: "skadad",
}


@pytest.mark.parametrize("damage", DAMAGED, ids=lambda damage: damage.__name__)
def test_it_is_refused_and_what_stood_stands(
    damage: Damage, good: list[Member], strategy: Strategy, tmp_path: Path, media_folder: Path
) -> None:
    default_storage.save("attachments/standing.txt", ContentFile(b"standing"))
    path, key = tmp_path / "a.backup", tmp_path / "key"
    key.write_text(str(KEY))
    damage(path, good)
    stood = what_stands()

    with pytest.raises(CommandError, match=DAMAGED[damage]) as refused:
        call_command("restore", path, identity=key)

    assert len(str(refused.value).splitlines()) == 1
    assert what_stands() == stood
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.backup", "key", "media"]


def test_the_one_that_they_are_made_of_is_taken(good: list[Member], strategy: Strategy, tmp_path: Path) -> None:
    call_command("restore", put_together(tmp_path / "a.backup", good), verbosity=0)
    with default_storage.open("attachments/2026/bilaga.txt") as content:
        assert content.read() == b"bilaga"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_database_that_is_away_is_told_in_a_line(command: str, good: list[Member], tmp_path: Path) -> None:
    path = tmp_path / "new.backup" if command == "backup" else put_together(tmp_path / "a.backup", good)
    options = {"plain": True} if command == "backup" else {}
    with without_database(), pytest.raises(CommandError, match="Databasen svarar inte") as refused:
        call_command(command, path, **options)
    assert len(str(refused.value).splitlines()) == 1
    assert not (tmp_path / "new.backup").exists()


def test_a_file_that_is_not_there_is_told_in_a_line(strategy: Strategy, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("restore", tmp_path / "none.backup")
    (tmp_path / "key").write_text("nothing secret")
    with pytest.raises(CommandError, match="ingen hemlig age-nyckel"):
        call_command("restore", tmp_path / "none.backup", identity=tmp_path / "key")
