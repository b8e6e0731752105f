from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from dialogue.files import mails
from dialogue.files.mails import Mail
from dialogue.files.uploads import admit
from tests.making_files import attach_to, compound, mail, outlook_mail, package, photo, workbook

HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Fr=?utf-8?q?=C3=A5ga?=\r\nMIME-Version: 1.0\r\n"
CHECKED = b"Content-Disposition: attachment; filename=brev.pdf\r\n\r\n%PDF-1.7\r\n"


def take(content: bytes) -> Mail:
    admitted = admit(ContentFile(content, "mejl.eml"))
    assert admitted.content.open().read() == content  # byte for byte
    assert admitted.mail is not None
    return admitted.mail


def refused(content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        take(content)
    return str(error.value.messages[0])


def with_body(kind: str, body: bytes, *more: str) -> bytes:
    fields = "".join(f"{field}\r\n" for field in [f"Content-Type: {kind}", *more]).encode()
    return HEAD + fields + b"\r\n" + body


def of_parts(*parts: bytes, kind: str = "mixed") -> bytes:
    body = b"".join(b"--zq\r\n" + part + b"\r\n" for part in parts)
    return with_body(f"multipart/{kind}; boundary=zq", body + b"--zq--\r\n")


def message(text: str = "Hej") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = "a@example.org", "Fråga"
    made.set_content(text)
    return made


# ------------------------------------------------------------------ what is shown


def test_a_mail_shows_its_sender_subject_moment_and_text() -> None:
    moment = datetime(2022, 2, 7, 9, 5, tzinfo=UTC)
    shown = Mail("Åsa Öberg <asa@example.org>", "Fråga om återtagande", moment, "Hej, här kommer underlaget.")
    assert take(mail()) == shown


def test_a_mail_without_a_day_is_taken() -> None:
    shown = take(HEAD + "\r\nHej, här kommer underlaget.\r\n".encode())
    assert shown == Mail("a@example.org", "Fråga", None, "Hej, här kommer underlaget.")


@pytest.mark.parametrize(
    ("fields", "sender"),
    [
        (b"From: =?iso-8859-1?Q?=C5sa?= <asa@example.org>", "Åsa <asa@example.org>"),
        ("From: Åsa <asa@example.org>".encode(), "Åsa <asa@example.org>"),
        ("From: Åsa <asa@example.org>".encode("cp1252"), "Åsa <asa@example.org>"),
        (b"From: =?unknown?b?xxx?= <a@example.org>", "\ufffd <a@example.org>"),
        (b"From: \r\n a@example.org", "a@example.org"),
        (b"from: a@example.org", "a@example.org"),
        (b"Sender: a@example.org", "a@example.org"),
        (b"From: <<<>>>,;:@\\", None),
        (b"From: " + b"(" * 5_000, None),
        (b"From: =?utf-8?q?=E2=80=AEgro?= <a@example.org>", "gro <a@example.org>"),
        (b"X-Mailer: x", ""),
    ],
)
def test_a_sender_is_read_as_far_as_it_goes(fields: bytes, sender: str | None) -> None:
    shown = take(fields + b"\r\nTo: b@example.org\r\nSubject: x\r\n\r\nHej")
    assert shown.text == "Hej"
    assert len(shown.sender) <= 300
    if sender is not None:
        assert shown.sender == sender


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("Mon, 07 Feb 2022 10:05:00 +0100", datetime(2022, 2, 7, 9, 5, tzinfo=UTC)),
        ("7 Feb 2022 10:05 -0000", datetime(2022, 2, 7, 10, 5, tzinfo=UTC)),
        ("Mon, 07 Feb 2022 10:05:00 GMT (kommentar)", datetime(2022, 2, 7, 10, 5, tzinfo=UTC)),
        ("i måndags", None),
        ("Mon, 99 Feb 2022 10:05:00 +0100", None),
        ("1 Jan 1901 00:00:00 +0100", None),
        ("31 Dec 9999 23:59:59 -2300", None),
        ("7 Feb 2022 10:05:00 +9999", None),
        ("", None),
    ],
)
def test_a_day_that_is_none_is_left_out(day: str, moment: datetime | None) -> None:
    assert take(b"From: a@example.org\r\nSubject: x\r\nDate: " + day.encode() + b"\r\n\r\nHej").sent_at == moment


QP, B64 = "Content-Transfer-Encoding: quoted-printable", "Content-Transfer-Encoding: base64"
HTML = (
    "<html><head><title>Rubrik</title><style>p { color: red }</style></head><!--[if mso]><p>Nej</p><![endif]-->"
    '<body><p class="x">Hej&nbsp;Åsa!<br>Rad\n två: 1 &lt; 2</p><div>En</div><div>Två<br></div><ul><li>a</li><li>b</ul>'
    "<table><tr><td>x</td><td>y</td></tr></table><script>alert(1)</script></body></html>"
)
TEXT = "Hej\xa0Åsa!\nRad två: 1 < 2\n\nEn\nTvå\n\n• a\n• b\n\nx\ty"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (with_body("text/plain; charset=utf-8", "Möte – 5 €".encode()), "Möte – 5 €"),
        (with_body("text/plain; charset=windows-1252", "Möte – 5 €".encode("cp1252")), "Möte – 5 €"),
        (with_body("text/plain; charset=iso-8859-1", "Möte – 5 €".encode("cp1252")), "Möte – 5 €"),
        (with_body("text/plain; charset=us-ascii", "Möte".encode()), "Möte"),
        (with_body("text/plain; charset=finns-inte", "Möte".encode("cp1252")), "Möte"),
        (with_body("text/plain; charset=utf-8", "Möte".encode("cp1252")), "Möte"),
        (with_body("text/plain; charset=rot13", b"Hej"), "Hej"),
        (with_body("text/plain; charset=punycode", b"Hej"), "Hej"),
        (with_body("text/plain; charset=utf-16", "Möte".encode("utf-16")), "Möte"),
        (with_body("text/plain; charset=utf-8", b"M=C3=B6te =E2=80=\r\n=93 x", QP), "Möte – x"),
        (with_body("text/plain; charset=windows-1252", b"M=F6te =96 x", QP), "Möte – x"),
        (with_body("text/plain; charset=utf-8", b"TcO2dGU=", B64), "Möte"),
        (with_body("text/plain; charset=utf-8", b"TcO2dGU", B64), "Möte"),
        (with_body("text/plain", b"Rad 1\r\n\r\nRad 2\rRad 3\nRad 4"), "Rad 1\n\nRad 2\nRad 3\nRad 4"),
        (with_body("text/plain; charset=utf-8", "o\u0308ppen\u200b\u202e\x00\x07".encode()), "öppen"),
        (with_body("text/html; charset=utf-8", HTML.encode()), TEXT),
        (with_body("text/html", b"<p>Hej <b>du</b><p>1 < 2 <!-- nej"), "Hej du\n\n1 < 2"),
        (
            of_parts(
                b"Content-Type: text/plain\r\n\r\nRen", b"Content-Type: text/html\r\n\r\n<p>Html", kind="alternative"
            ),
            "Ren",
        ),
        (
            of_parts(
                b"Content-Type: text/plain\r\n\r\n \r\n", b"Content-Type: text/html\r\n\r\n<p>Html", kind="alternative"
            ),
            "Html",
        ),
        (of_parts(b"Content-Type: text/plain\r\n\r\nEtt", b"Content-Type: text/plain\r\n\r\nTv=\xe5"), "Ett\n\nTv=å"),
        (of_parts(b"\r\nHej", CHECKED), "Hej"),
        (with_body("nonsens", b"Hej"), "Hej"),
        (b"\xef\xbb\xbf\r\n" + HEAD + b"\r\nHej", "Hej"),
        (b"From a@example.org Mon Feb  7 10:05:00 2022\n" + HEAD + b"\r\nHej", "Hej"),
        (HEAD.replace(b"\r\n", b"\n") + b"\nHej", "Hej"),
        (HEAD, ""),
    ],
)
def test_a_mail_says_its_text_whatever_it_is_written_in(content: bytes, text: str) -> None:
    assert take(content).text == text


def test_a_long_text_is_cut_and_says_so() -> None:
    text = take(HEAD + b"\r\n" + b"ord " * 50_000).text
    assert (len(text), text[-4:]) == (100_004, "\n[…]")


# ------------------------------------------------------------------ what is attached


def test_a_mail_with_files_of_kinds_that_are_taken_is_taken() -> None:
    made = message()
    attach_to(made, "foto.jpg", photo(), "image/jpeg")
    attach_to(made, "brev.docx", package())
    attach_to(made, "tabell.xlsx", workbook())
    attach_to(made, "anteckning från besöket.txt", "Läget".encode("cp1252"), "text/plain")
    attach_to(made, "rapport.pdf", b"%PDF-1.7")
    attach_to(made, "gammalt.msg", outlook_mail())
    attach_to(made, "inre.eml", mail(foto_png=photo("PNG")))
    made.add_attachment(message("Det inre"))
    assert take(made.as_bytes()).text == "Hej"


def test_what_belongs_to_a_mail_itself_is_no_attachment() -> None:
    signed = (
        b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIIC"
    )
    called = b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR"
    nothing = b"Content-Type: text/plain; name=ATT00001.txt\r\nContent-Disposition: attachment\r\n\r\n"
    assert take(of_parts(b"\r\nHej", called, nothing, signed)).text == "Hej"


GIF, SCRIPT, EXE = b"GIF89a\x01\x00", b"alert(1)", b"MZ\x90\x00"
FETCHING = package(ties={"attachedTemplate": "https://elsewhere.example/mall.dotm"})


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("program.exe", EXE, "Filen är ett program"),
        ("brev.pdf", EXE, "Filen är ett program"),
        ("skript.js", SCRIPT, "namnet slutar inte på .txt"),
        ("sida.html", b"<html></html>", "en webbsida"),
        ("logga.gif", GIF, "Bilder i formatet GIF"),
        ("allt.zip", package("x.txt"), "Filen är ett arkiv"),
        ("brev.docx", FETCHING, "hämtar innehåll från en annan plats"),
        ("brev.docx", compound("EncryptedPackage"), "skyddad med lösenord"),
        ("foto.jpg", photo()[:200], "går inte att läsa"),
        ("text.txt", b"\x00\x01", "styrtecken"),
        ("mejl.eml", b"Bara text", "innehåll är TXT"),
    ],
)
def test_a_mail_is_refused_with_a_file_in_it_by_its_name_and_true_reason(
    name: str, content: bytes, reason: str
) -> None:
    made = message()
    attach_to(made, "rapport.pdf", b"%PDF-1.7", "application/pdf")
    attach_to(made, name, content)
    outer, file = message(), message()
    outer.add_attachment(made)
    attach_to(file, "inre.eml", made.as_bytes())
    for sent in (made, outer, file):  # in it, in a mail that is attached, and in one that is attached as a file
        said = refused(sent.as_bytes())
        assert said.startswith(f"Mejlet innehåller ”{name}”, som inte tas emot. ")
        assert reason in said


def part(fields: str, body: bytes = SCRIPT) -> bytes:
    return f"{fields}\r\n\r\n".encode() + body


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            of_parts(part("Content-Type: image/gif\r\nContent-Disposition: inline", GIF)),
            "”bilaga”, som inte tas emot. Bild",
        ),
        (
            of_parts(part("Content-Type: image/png", photo())),
            "”bilaga.png”, som inte tas emot. Filens innehåll är JPG",
        ),
        (of_parts(part("Content-Type: text/html; name=sida.html")), "”sida.html”"),
        (of_parts(part("Content-Type: text/html\r\nContent-Disposition: attachment")), "”bilaga”"),
        (of_parts(part("Content-Type: text/javascript")), "”bilaga”"),
        (of_parts(part("Content-Disposition: attachment; filename*=utf-8''%C3%A5.js")), "”å.js”"),
        (of_parts(part("Content-Type: text/plain; name==?utf-8?q?=C3=A5=2Ejs?=")), "”å.js”"),
        (
            of_parts(part("Content-Type: text/plain; name=a.js\r\nContent-Disposition: attachment; filename=a.txt")),
            "”a.js”",
        ),
        (of_parts(part('Content-Disposition: attachment; filename="..\\x\\a.js"')), "”a.js”"),
        (of_parts(part("Content-Type: application/pkcs7-signature; name=a.js")), "”a.js”"),
        (with_body("application/pdf; name=a.exe", EXE), "”a.exe”"),
        (of_parts(part("Content-Type: application/pkcs7-mime; name=smime.p7m")), "Mejlet är krypterat"),
        (
            of_parts(part("Content-Type: message/external-body; access-type=URL")),
            "hämtar en bilaga från en annan plats",
        ),
        (of_parts(part("Content-Type: message/partial; id=x; number=1")), "går inte att läsa i sin helhet"),
        (of_parts(part(f"Content-Type: message/rfc822\r\n{B64}", b"RnJvbTogYQ==")), "går inte att läsa i sin helhet"),
        (of_parts(part("Content-Type: message/rfc822; name=a.js", b"Subject: x\r\n\r\nHej")), "går inte att läsa"),
        (with_body("multipart/mixed; boundary=zq", b"Inga delar"), "går inte att läsa i sin helhet"),
        (with_body("multipart/mixed", b"--zq\r\n\r\nHej"), "går inte att läsa i sin helhet"),
        (of_parts(*[CHECKED] * 31), "fler än 30 filer"),
        (of_parts(*[b"\r\nHej"] * 1_001), "för invecklat"),
        (of_parts(*[b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n--x--"] * 41), "för invecklat"),
        (HEAD + b"\r\n" + b"\n" * 800_001, "för invecklat"),
    ],
)
def test_a_mail_that_cannot_be_looked_into_or_hides_a_program_is_refused(content: bytes, reason: str) -> None:
    assert reason in refused(content)


def test_thirty_files_are_taken() -> None:
    assert take(of_parts(b"\r\nHej", *[CHECKED] * 30)).text == "Hej"


def test_an_end_is_looked_for_in_time() -> None:
    """What readers of mail and of HTML take minutes for."""
    long = HEAD + b"Content-Type: text/plain; " + b"a=b; " * 1_000_000 + b"\r\n\r\nHej"
    assert take(long).text == "Hej"
    assert take(with_body("text/html", b"<div>" * 500_000 + b"Hej")).text == "Hej"
    assert take(with_body("text/html", b"<a " + b"b=1 " * 500_000 + b">Hej")).text == "Hej"
    assert take(with_body("text/html", b"<!--" * 500_000 + b"-->Hej")).text == "Hej"


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"Hej: jag\n", b"From: a\n", b":\n\n", b"\xff\xfe\x00\x01"])
def test_what_has_no_header_fields_is_no_mail(content: bytes) -> None:
    assert not mails.is_mail(content)
