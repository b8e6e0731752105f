import io

import pytest

from strategy.web.downloads import clean_name, download


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("läget i Juba.txt", "läget i Juba.txt"),
        ("../../etc/läget.txt", "läget.txt"),
        ("C:\\Users\\nn\\läget.txt", "läget.txt"),
        ("la\u0308get.txt", "läget.txt"),
        ("rad\r\nSet-Cookie: x.txt", "rad Set-Cookie x.txt"),
        ("gpj.\u202etxt", "gpj.txt"),
        ("a\x00b\u200b.txt", "ab.txt"),
        (' "a" <b>|?*.txt. ', "a b.txt"),
        (".htaccess", "htaccess"),
        ("", "fil"),
        ("...", "fil"),
        ("a" * 300 + ".txt", "a" * 196 + ".txt"),
    ],
)
def test_a_name_is_cleaned(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_a_download_is_never_a_page() -> None:
    headers = download(io.BytesIO(b"x"), filename="läget.txt", content_type="text/plain").headers

    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''l%C3%A4get.txt"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
