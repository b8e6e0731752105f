from collections.abc import Callable
from io import BytesIO

import docx
import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from reporting.requests.letter import letter_html
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db


def test_a_request_is_a_letter_to_each_registry(make: Making, cast: Cast, browse: Callable[[User], Client]) -> None:
    answer = make.request(["scb"], background="Inför höstens samråd.").answers.get()
    html = letter_html(answer)
    for words in ("Statistiska centralbyrån", "Hur fungerar samordningen?", "Inför höstens samråd.", "Svar senast"):
        assert words in html, words
    response = browse(cast.officer).get(reverse("reporting:request-letter", args=[answer.pk]))
    assert response.headers["Content-Type"] == "application/pdf"
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined] # a file
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.Lang == "sv"


def test_the_letter_in_word_says_the_same_with_headings_and_a_numbered_list(
    make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    answer = make.request(["scb"], background="Inför höstens samråd.").answers.get()
    response = browse(cast.officer).get(reverse("reporting:request-letter-in-word", args=[answer.pk]))
    assert response.headers["Content-Disposition"].endswith('.docx"')
    document = docx.Document(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined] # a file
    styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]  # type: ignore[union-attr]
    assert styles[0] == ("Title", "Frågor inför samrådet")
    assert [text for style, text in styles if style == "Heading 1"] == ["Varför vi frågar", "Frågor", "Så svarar ni"]
    assert [text for style, text in styles if style == "List Number"] == answer.request.numbered
    assert ("Normal", "Till: Statistiska centralbyrån, registrator") in styles
    assert document.core_properties.language == "sv-SE"
