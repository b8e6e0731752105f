"""An administrator loads a list from a file, or an operator by the command."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook, load_workbook

from priorities.frameworks.models import Framework, FrameworkItem
from strategy.people.models import User
from tests.conftest import SLUG, Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
LOADING = f"/strategies/{SLUG}/framework-lists/new/"
SAID = {"kind": "assessment", "name": "MOPAN", "release": "3.1", "publisher": "MOPAN", "source": "mopan.org, 2020"}
ROWS = [["Beteckning", "Namn på engelska"], ["A", "First"], ["A.1", "=Second"]]


def workbook(rows: list[list[Any]]) -> SimpleUploadedFile:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr] # a new book has a sheet
    for line in book.active.iter_rows():  # type: ignore[union-attr]
        for cell in line:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(file)
    return SimpleUploadedFile("lista.xlsx", file.getvalue())


def text(rows: list[list[str]]) -> SimpleUploadedFile:
    file = StringIO()
    csv.writer(file, delimiter=";").writerows(rows)
    return SimpleUploadedFile("lista.csv", file.getvalue().encode("cp1252"))


@pytest.mark.parametrize("form", [workbook, text])
def test_an_administrator_loads_a_list_with_its_source(
    form: Callable[[list[list[str]]], SimpleUploadedFile], cast: Cast, browse: Browse
) -> None:
    client = browse(cast.admin)
    response = client.post(LOADING, SAID | {"file": form(ROWS)}, follow=True)

    framework = Framework.objects.get()
    assert response.redirect_chain == [(framework.get_absolute_url(), 302)]
    assert "Listan är inläst: 2 nya punkter och 0 ändrade." in response.text
    assert (str(framework), framework.source, framework.created_by) == ("MOPAN, 3.1", "mopan.org, 2020", cast.admin)
    assert [str(item) for item in framework.items.all()] == ["A First", "A.1 =Second"]
    again = client.post(LOADING, SAID | {"file": form(ROWS)}, follow=True)
    assert "Listan är inläst. Inget i den var nytt." in again.text
    shorter = client.post(LOADING, SAID | {"file": form(ROWS[:2])}, follow=True)
    assert "1 punkt finns inte i filen och står kvar." in shorter.text
    assert (Framework.objects.count(), FrameworkItem.objects.count()) == (1, 2)


def test_what_is_wrong_stands_by_row_and_nothing_is_loaded(cast: Cast, browse: Browse) -> None:
    response = browse(cast.admin).post(LOADING, SAID | {"file": text([*ROWS, ["A", "Again"], ["", "Nameless"]])})

    assert response.status_code == 422
    assert "Det är 2 fel i filen. Ingenting är inläst." in response.text
    assert "Beteckningen A finns två gånger." in response.text
    assert 'value="mopan.org, 2020"' in response.text
    assert not Framework.objects.exists()


def test_without_a_source_or_a_table_it_is_refused(cast: Cast, browse: Browse) -> None:
    client = browse(cast.admin)
    sourceless = client.post(LOADING, SAID | {"source": "", "file": text(ROWS)})
    assert "Ange källan. En lista utan källa kan inte läsas in." in sourceless.text
    strange = client.post(LOADING, SAID | {"file": text([["Kolumn"], ["A"]])})
    assert "Första raden saknar Beteckning." in strange.text
    assert (sourceless.status_code, strange.status_code) == (422, 422)


def test_what_is_exported_can_be_loaded_again(make: Making, cast: Cast, browse: Browse) -> None:
    make.crosswalk(make.framework_item(name="Ordnad"))
    framework = Framework.objects.get()
    response: Any = browse(cast.officer).get(framework.get_absolute_url(), {"format": "xlsx"})
    file = SimpleUploadedFile("lista.xlsx", b"".join(response.streaming_content))
    said = {name: getattr(framework, name) for name in SAID}

    told = browse(cast.officer).post(LOADING, said | {"file": file}, follow=True)
    assert "Inget i den var nytt." in told.text


def test_the_template_says_what_to_write(cast: Cast, browse: Browse) -> None:
    response: Any = browse(cast.admin).get(f"/strategies/{SLUG}/framework-lists/template/")
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))

    assert [cell.value for cell in book.worksheets[0][1]] == ["Beteckning", "Namn", "Namn på engelska", "Överordnad"]
    assert str(book.worksheets[1]["B1"].value).startswith("Behövs. Som utgivaren skriver den")


def test_the_command_loads_the_same_and_says_what_is_wrong(
    make: Making, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "lista.csv"
    file.write_bytes(text(ROWS).read())
    said = [f"--{name}={value}" for name, value in SAID.items()]
    call_command("load_framework", str(file), f"--strategy={SLUG}", *said)
    assert capsys.readouterr().out == "MOPAN, 3.1: 2 nya, 0 ändrade, 0 kvar\n"

    file.write_bytes(text([*ROWS, ["A", "Again"]]).read())
    with pytest.raises(CommandError, match=r"Rad 4, Beteckning: Beteckningen A finns två gånger\."):
        call_command("load_framework", str(file), f"--strategy={SLUG}", *said)
    with pytest.raises(CommandError, match="Det finns ingen strategi"):
        call_command("load_framework", str(file), "--strategy=finns-inte", *said)
    with pytest.raises(CommandError, match="No such file"):
        call_command("load_framework", str(tmp_path / "borta.csv"), f"--strategy={SLUG}", *said)
