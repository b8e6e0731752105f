from typing import Any

from docx import Document
from docx.oxml.ns import qn

from strategy.texts.word import WordDocument

TEXT = """Ett **fett** och *kursivt* ord.
Nästa rad, se https://example.org/a.

- första
• andra
3. tredje

År\tTal
2020\t**1**"""


def written() -> WordDocument:
    document = WordDocument("Rubrik", "sv-SE")
    document.heading("Mål i.1")
    document.typed(TEXT)
    return document


def told(definition: Any, name: str) -> str:
    return str(definition.find(f"{qn('w:lvl')}/{qn(name)}").get(qn("w:val")))


def test_every_block_has_a_real_style_and_every_item_the_sign_that_was_typed() -> None:
    read = Document(written().file())
    styles = [paragraph.style.name for paragraph in read.paragraphs if paragraph.text]  # type: ignore[union-attr]
    assert styles == ["Title", "Heading 1", "Normal", "List Bullet", "List Bullet", "List Number"]

    first = read.paragraphs[2]
    assert [run.text for run in first.runs if run.bold] == ["fett"]
    assert [run.text for run in first.runs if run.italic] == ["kursivt"]
    assert [link.address for link in first.hyperlinks] == ["https://example.org/a"]
    assert first.text == "Ett fett och kursivt ord.\nNästa rad, se https://example.org/a."

    lists = read.part.numbering_part.element
    numbers = [item._p.pPr.numPr.numId.val for item in read.paragraphs if item.style.name.startswith("List")]  # type: ignore[union-attr]
    abstract = {one.numId: one.abstractNumId.val for one in lists.num_lst}
    signs = {
        int(one.get(qn("w:abstractNumId"))): told(one, "w:lvlText").replace("%1", told(one, "w:start"))
        for one in lists.findall(qn("w:abstractNum"))
    }
    assert [signs[abstract[number]] for number in numbers] == ["-", "•", "3."]
    kinds = [child.tag for child in lists]
    assert kinds == sorted(kinds, key=lambda tag: tag != qn("w:abstractNum"))  # the order that the standard asks for


def test_a_table_keeps_its_rows_and_names_its_columns() -> None:
    (table,) = Document(written().file()).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["År", "Tal"], ["2020", "1"]]
    assert table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None


def test_the_language_is_said_and_nobody_is_named_as_its_author() -> None:
    read = Document(written().file())
    languages = {lang.get(qn("w:val")) for lang in read.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    properties = read.core_properties
    assert (properties.title, properties.language, properties.author) == ("Rubrik", "sv-SE", "")


def test_signs_that_xml_refuses_do_not_break_it() -> None:
    document = WordDocument("Rubrik\x00\ufffe", "sv-SE")
    document.typed("Text \uffff och \x0b mer\u0007.\n\n<w:p>&amp;")
    assert [paragraph.text for paragraph in Document(document.file()).paragraphs] == [
        "Rubrik\ufffd",
        "Text \ufffd och \n mer.",
        "<w:p>&amp;",
    ]
