"""The text of mails, as several programs write them, against what their makers show."""

from base64 import encodebytes
from email.message import EmailMessage

from strategy.texts.word import WordDocument
from tests.dialogue.files.test_texts import by_weasyprint, taken
from tests.making_files import photo

SAID = "Översynen ska ta igen de tolv granskningar som inte blev av, sade chefen – nio är planerade."
ANSWERED = "IOM:s administration svarade att de tre sista kräver pengar som inte finns i budgeten för året."
HEAD = """From: =?{charset}?Q?=C5sa_=D6berg?= <asa@example.org>\r
To: "Enheten" <enheten@example.org>\r
Subject: =?{charset}?Q?Hemrapport_fr=E5n_SCPF?=\r
Date: Tue, 15 Feb 2022 17:05:00 +0100\r
MIME-Version: 1.0\r
"""


def mail(body: str, *, charset: str = "utf-8", head: str = "iso-8859-1") -> str:
    """The text taken out of a mail whose fields after the usual ones are the body's first."""
    written = HEAD.format(charset=head) + body.replace("\n", "\r\n")
    return taken(written.encode(charset), "hemrapport.eml")


def test_python() -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Åsa <a@example.org>", "b@example.org", "Hemrapport från SCPF"
    message.set_content(f"{SAID}\n\n{ANSWERED}\n\n- ett\n- två\n", cte="base64")
    assert taken(bytes(message), "hem.eml") == f"{SAID}\n\n{ANSWERED}\n\n- ett\n- två"
    message.add_alternative("<p>Html</p>", subtype="html")
    assert taken(bytes(message), "hem.eml") == f"{SAID}\n\n{ANSWERED}\n\n- ett\n- två"


OUTLOOK = """Content-Language: sv-SE
X-MS-Has-Attach:
Content-Type: multipart/alternative;
\tboundary="_000_AM0PR05MB4567_"

--_000_AM0PR05MB4567_
Content-Type: text/html; charset="Windows-1252"
Content-Transfer-Encoding: quoted-printable

<html xmlns:o=3D"urn:schemas-microsoft-com:office:office" xmlns=3D"http://w=
ww.w3.org/TR/REC-html40">
<head>
<meta http-equiv=3D"Content-Type" content=3D"text/html; charset=3DWindows-1=
252">
<style><!--
/* Font Definitions */
p.MsoNormal {margin:0cm;}
--></style><!--[if gte mso 9]><xml>
<o:shapedefaults v:ext=3D"edit" spidmax=3D"1026" />
</xml><![endif]-->
</head>
<body lang=3D"SV" link=3D"#0563C1">
<div class=3D"WordSection1">
<p class=3D"MsoNormal"><span style=3D"mso-fareast-language:EN-US">=D6versynen ska ta=
 igen de tolv granskningar som inte blev av, sade chefen =96 nio =E4r planerade.<o:p></o:p></span></p>
<p class=3D"MsoNormal"><o:p>&nbsp;</o:p></p>
<p class=3D"MsoListParagraph" style=3D"text-indent:-18.0pt"><![if !supportLists]><span
style=3D"font-family:Symbol"><span style=3D"mso-list:Ignore">=B7<span
style=3D"font:7.0pt &quot;Times New Roman&quot;">&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Reformfonden</p>
<p class=3D"MsoListParagraph"><![if !supportLists]><span style=3D"mso-list:Ignore">1.<span>&nbsp;&nbsp;&nbsp;&nbsp;
</span></span><![endif]>K=E4rnst=F6det</p>
<table class=3D"MsoNormalTable"><tbody><tr><td><p class=3D"MsoNormal">M=E5l</p></td><td><p
class=3D"MsoNormal">Svar</p></td></tr><tr><td><p class=3D"MsoNormal">i.3</p></td><td><p class=3D"MsoNormal">En plan
</p></td></tr></tbody></table>
<p class=3D"MsoNormal">H=E4lsningar<br>
=C5sa</p>
</div>
</body>
</html>

--_000_AM0PR05MB4567_--
"""


def test_outlook() -> None:
    assert mail(OUTLOOK, charset="cp1252") == (
        f"{SAID}\n\n• Reformfonden\n\n1. Kärnstödet\n\nMål\tSvar\ni.3\tEn plan\n\nHälsningar\nÅsa"
    )


APPLE = """Content-Type: multipart/mixed;
\tboundary="Apple-Mail=_1D0F"
Mime-Version: 1.0 (Mac OS X Mail 15.0 \\(3693.60.0.1.1\\))
X-Mailer: Apple Mail (2.3693.60.0.1.1)

--Apple-Mail=_1D0F
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain;
\tcharset=utf-8;
\tdelsp=yes;
\tformat=flowed

=C3=96versynen ska ta igen de tolv granskningar som inte blev av, =20
sade chefen =E2=80=93 nio =C3=A4r planerade.

> Vad sade =20
> de om i.3?
Se bifogad bild.

--Apple-Mail=_1D0F
Content-Disposition: inline;
\tfilename=bild.jpg
Content-Type: image/jpeg;
\tname="bild.jpg"
Content-Transfer-Encoding: base64

{photo}
--Apple-Mail=_1D0F
Content-Transfer-Encoding: 7bit
Content-Type: text/plain;
\tcharset=us-ascii

Mer efter bilden.
--Apple-Mail=_1D0F--
"""


def test_apple_mail() -> None:
    assert mail(APPLE.replace("{photo}", encodebytes(photo()).decode())) == (
        f"{SAID}\n\n> Vad sade de om i.3?\nSe bifogad bild.\n\nMer efter bilden."
    )


THUNDERBIRD = """User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:91.0) Gecko/20100101 Thunderbird/91.5.0
Content-Type: text/plain; charset=UTF-8; format=flowed
Content-Transfer-Encoding: 8bit

Översynen ska ta igen de tolv granskningar som inte blev av, sade
chefen – nio är planerade.

  indraget
 >ingen fråga
>> Ett äldre svar
>> i två rader.
> Ett svar.
--{blank}
Åsa
"""


def test_thunderbird() -> None:
    body = THUNDERBIRD.replace("sade\n", "sade \n").replace("svar\n>>", "svar \n>>").replace("{blank}", " ")
    assert mail(body) == (f"{SAID}\n\n indraget\n>ingen fråga\n>> Ett äldre svar i två rader.\n> Ett svar.\n--\nÅsa")


GMAIL = """Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: 8bit

<div dir="ltr"><div>Hej,</div><div><br></div><div>Det h&auml;r sades:</div>
<ol start="3"><li>ett</li><li>två<ul><li>under
</li></ul></li></ol><pre class="moz-quote-pre" wrap="">som det
  skrevs</pre><blockquote class="gmail_quote">Vad sade de?</blockquote></div>
"""


def test_gmail_and_html_of_others() -> None:
    assert mail(GMAIL) == ("Hej,\n\nDet här sades:\n\n3. ett\n4. två\n• under\n\nsom det\nskrevs\n\nVad sade de?")


def test_what_is_attached_is_read_after_the_mail() -> None:
    document = WordDocument("Hemrapport", "sv-SE")
    document.typed(f"{SAID}\n\n1. ett")
    scan = by_weasyprint("<svg width='90' height='90'><rect width='90' height='90'/></svg>")
    inner = EmailMessage()
    inner["From"], inner["Subject"], inner["Date"] = "geneve@example.org", "Fråga", "Tue, 15 Feb 2022 17:05:00 +0100"
    inner.set_content("Inre text.")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Hemrapport"
    message.set_content("Se bifogad fil.")
    message.add_attachment(document.file().getvalue(), maintype="application", subtype="x", filename="hemrapport.docx")
    message.add_attachment(photo(), maintype="image", subtype="jpeg", filename="bild.jpg")
    message.add_attachment(scan, maintype="application", subtype="pdf", filename="skannad.pdf")
    message.add_attachment(inner)
    assert taken(bytes(message), "mejl.eml") == (
        "Se bifogad fil.\n\nMejl från geneve@example.org: Fråga\n\nInre text.\n\n"
        f"Bilaga: hemrapport.docx\n\nHemrapport\n\n{SAID}\n\n1. ett"
    )
