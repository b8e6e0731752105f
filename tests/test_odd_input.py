"""Whatever is sent to a form, as a field or as a file, the answer is never that we failed. `make proof` tries more."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from dialogue.attachments.models import Attachment
from strategy.people.models import User
from strategy.web.downloads import clean_name
from tests.access_rows import ROWS, THINGS, of, route
from tests.access_things import Things
from tests.conftest import Cast
from tests.effort import IN_PROOF, often
from tests.found_forms import Form, forms_on
from tests.making import Making
from tests.making_files import mail, outlook_mail, package, photo, photo_with_position, workbook

UNGUESSABLE = re.compile(r"attachments/\d{4}/[\w-]{43}\.\w+")  # 256 random bits, and nothing of the name it came with

EXAMPLES = often(gate=40, proof=1000)
ODD = tried(
    max_examples=EXAMPLES,
    derandomize=not IN_PROOF,  # the gate says the same each time; the proof looks further
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)

TEXTS = [
    *("\x00", "a\x00b", "\ud800", "\udfff\ud800", "\ufeff", "\u202e", "\U0010ffff", "\uffff", "%00", "\r\n\r\n", " "),
    *("x" * 201, "å" * 70_000, "'\"<>&;--", "{{ 7*7 }}", "${7*7}", "../../etc/passwd", "=1+1", "`$(id)`"),
]
NUMBERS = [
    *("-1", "0", "1", "2021", "-0", "1.5", "1,5", "1e400", "-1e400", "1e-400", "NaN", "sNaN", "Infinity", "0x10"),
    *(str(2**31), str(2**63), str(2**64), str(-(2**63) - 1), str(10**30), "9" * 5_000, "٣", "²", "1_000", "+1", "１２"),
]
DAYS = [
    *("0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2021-02-30", "2021-06-28T10:00", "28/6", "20210628"),
    *("-2021-06-28", "2021-06-28", "2022-12-31", "1e3-01-01", "٢٠٢١-٠٦-٢٨"),
]
VALUES = st.one_of(st.sampled_from(TEXTS + NUMBERS + DAYS), st.text(max_size=40), st.integers().map(str))
NAMES = [
    *("page", "on", "state", "kind", "year", "event", "goal", "version", "next", "action", "q", "prepared", "by"),
    *("language", "audience", "organisation", "area", "conflict-title", "merged-title", "form_key", "Ω", "\x00"),
]
SENT = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, min_size=1, max_size=3), max_size=3)


def encoded(fields: dict[str, list[str]]) -> str:
    """As a browser sends it, and as none would: halves of characters too."""
    pairs = [(name, value) for name, values in fields.items() for value in values]
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs)


def quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def ask(client: Client, method: str, path: str, fields: dict[str, list[str]]) -> int:
    """What is changed is undone: the next one finds everything as it was."""
    with transaction.atomic():
        if method == "get":
            response = client.get(path, QUERY_STRING=encoded(fields))
        else:
            response = client.post(path, encoded(fields), content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return response.status_code


def everything(make: Making) -> Things:
    """One of each thing that an address leads to."""
    things = Things(make)
    for name in {row.of for row in THINGS.values()}:
        things[name]
    return things


def all_forms(make: Making, cast: Cast, browse: Callable[[User], Client]) -> list[tuple[Client, Form]]:
    """Those of every page, as the first role that it is for is shown them, and those that no page shows."""
    things = everything(make)
    clients = {role: browse(cast[role]) for role in ("officer", "contact", "head", "admin")}
    found: dict[tuple[str, str], tuple[Client, Form]] = {}
    for name, row in ROWS.items():
        address = of(name, things)
        for role in [role for role in clients if role in (row.get or ())][:1]:
            response = clients[role].get(address)
            for form in [] if response.streaming else forms_on(address, response.content.decode()):
                found.setdefault((form.route, form.method), (clients[role], form))
    for name, row in ROWS.items():
        if row.post is not None and (route(name), "post") not in found:
            client = next(clients[role] for role in clients if role in row.post)
            data = {key: [str(value)] for key, value in row.data}
            found[route(name), "post"] = (client, Form(of(name, things), "post", fields=data))
    return [found[key] for key in sorted(found)]


def test_no_form_makes_us_fail(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    forms = all_forms(make, cast, browse)
    assert {route(name) for name, row in ROWS.items() if row.post} <= {form.route for _client, form in forms}

    @ODD
    @given(st.data())
    def send(data: st.DataObject) -> None:
        client, form = data.draw(st.sampled_from(forms))
        fields = dict(form.fields)
        if fields:
            for name in data.draw(st.lists(st.sampled_from(sorted(fields)), max_size=len(fields), unique=True)):
                fields[name] = data.draw(st.lists(VALUES, max_size=3))
        fields |= data.draw(SENT)
        assert ask(client, form.method, form.path, fields) < 500

    send()


def test_no_address_makes_us_fail(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    things = everything(make)
    addresses = sorted({of(name, things) for name, row in ROWS.items() if row.get is not None})
    clients = [browse(cast[role]) for role in ("officer", "contact")]
    numbers = st.sampled_from(["0", "1", str(2**31), str(2**63), str(10**30), "9" * 4_000, "٣"])

    @ODD
    @given(st.sampled_from(addresses), st.sampled_from(clients), SENT, st.none() | numbers)
    def open_page(address: str, client: Client, fields: dict[str, list[str]], number: str | None) -> None:
        parts = address.split("/")
        path = "/".join(number if number and part.isdecimal() else part for part in parts)
        assert ask(client, "get", path, fields) < 500

    open_page()


# ------------------------------------------------------------------ files

WHOLE = {
    ".jpg": photo_with_position(),
    ".jpeg": photo(),
    ".png": photo("PNG"),
    ".docx": package(),
    ".xlsx": workbook(),
    ".pdf": b"%PDF-1.7\n%%EOF",
    ".txt": "Läget".encode(),
    ".eml": mail(foto_jpg=photo()),
    ".msg": outlook_mail(),
}
SUFFIXES = [*WHOLE, ".svg", ".exe", "", ".txt\x00.exe", ".PDF"]


@st.composite
def sent_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """Mostly a file of a kind that we take, whole, cut, lengthened or with some bytes changed, and rightly named."""
    suffix = draw(st.sampled_from(sorted(WHOLE)))
    content = bytearray(WHOLE[suffix])
    damage = draw(st.sampled_from(["none", "some", "some", "other"]))
    if damage == "some":
        for at in draw(st.lists(st.integers(0, len(content) - 1), max_size=6)):
            content[at] = draw(st.integers(0, 255))
        content = content[: draw(st.integers(0, len(content)))] + draw(st.binary(max_size=20))
    if damage == "other":
        content = bytearray(draw(st.binary(max_size=300) | st.text(max_size=50).map(str.encode)))
    name = draw(st.text(max_size=30) | st.sampled_from(TEXTS))
    return name + draw(st.sampled_from([suffix, suffix, suffix, *SUFFIXES])), bytes(content)


def multipart(name: str, files: list[tuple[str, bytes]], fields: dict[str, str]) -> bytes:
    parts = [f'name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
    for file_name, content in files:
        shown = file_name.encode("utf-8", "surrogatepass").replace(b'"', b"%22")
        parts.append(b'name="%s"; filename="%s"\r\nContent-Type: x/y\r\n\r\n%s' % (name.encode(), shown, content))
    return b"".join(b"--zq9\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--zq9--\r\n"


def test_no_file_makes_us_fail(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    event = f"/meetings/{make.event().pk}/attachments/"
    observation = f"/strategies/{make.strategy.slug}/observations/new/"
    written = {"title": "Kö", "text": "Lång kö.", "observed_on": "2021-06-28", "source": "meeting", "confidence": "low"}
    ways: list[tuple[Client, str, str, dict[str, str]]] = [
        (browse(cast.officer), event, "file", {}),
        (browse(cast.contact), observation, "documents", written | {"classification": "open"}),
    ]
    kept: list[str] = []

    def post(way: tuple[Client, str, str, dict[str, str]], files: list[tuple[str, bytes]]) -> None:
        client, path, name, fields = way
        with transaction.atomic():
            response = client.generic("POST", path, multipart(name, files, fields), "multipart/form-data; boundary=zq9")
            assert response.status_code < 500
            for attachment in Attachment.objects.all():
                assert_kept_well(client, attachment)
                kept.append(attachment.content_type)
            transaction.set_rollback(True)

    @ODD
    @given(st.sampled_from(ways), st.lists(sent_files(), max_size=3))
    def send(way: tuple[Client, str, str, dict[str, str]], files: list[tuple[str, bytes]]) -> None:
        post(way, files)

    send()
    for suffix, content in WHOLE.items():
        post(ways[0], [(f"hel{suffix}", content)])
    assert len(set(kept)) == 8  # every kind is let in when it is whole


def assert_kept_well(client: Client, attachment: Any) -> None:
    assert attachment.name == clean_name(attachment.name)
    response = client.get(f"/attachments/{attachment.pk}/")
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    content = b"".join(response)
    assert len(content) == attachment.size
    assert UNGUESSABLE.fullmatch(attachment.file.name)
