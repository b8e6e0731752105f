"""The text of Word documents, against what their makers show."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from docx import Document
from docx.enum.text import WD_BREAK

from strategy.texts.word import WordDocument
from tests.dialogue.files.test_texts import taken
from tests.dialogue.files.word_files import (
    STRICT,
    definition,
    field,
    item,
    listed,
    paragraph,
    run,
    word_file,
)

SAMPLES = Path(__file__).parent / "samples"
HIDDEN = "<w:vanish/>"
BOX = "<w:txbxContent><w:p><w:r><w:t>I rutan.</w:t></w:r></w:p></w:txbxContent>"


def text(body: str, **parts: str) -> str:
    return taken(word_file(body, **parts), "hemrapport.docx")


# ------------------------------------------------------------------ by other programs


def test_libreoffice() -> None:
    shown = (SAMPLES / "libreoffice-docx.txt").read_text(encoding="utf-8")
    assert taken((SAMPLES / "libreoffice.docx").read_bytes(), "hemrapport.docx") == shown.rstrip("\n")


def test_python_docx() -> None:
    document: Any = Document()
    document.add_heading("Hemrapport", level=0)
    document.add_heading("Svar", level=1)
    paragraph = document.add_paragraph("Nio är ")
    paragraph.add_run("planerade").bold = True
    paragraph.add_run(",").add_break()
    paragraph.add_run("tre kräver pengar.").add_break(WD_BREAK.PAGE)
    for style in ("List Number", "List Number", "List Bullet"):
        document.add_paragraph(style, style=style)
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = str(number)
    content = io.BytesIO()
    document.save(content)
    assert taken(content.getvalue(), "hemrapport.docx") == (
        "Hemrapport\n\nSvar\n\nNio är planerade,\ntre kräver pengar.\n\n"
        "1. List Number\n2. List Number\n\n• List Bullet\n\n0\t1\n2\t3"
    )


def test_our_own() -> None:
    document = WordDocument("Instruktion", "sv-SE")
    written = "Sverige *lyfter* detta.\n\n1. ett\n2. två\n\n– tre\n\na\tb\nc\td"
    document.typed(written)
    shown = taken(document.file().getvalue(), "instruktion.docx")
    assert shown == f"Instruktion\n\n{written.replace('*', '')}"


# ------------------------------------------------------------------ Word's own habits


def test_what_was_changed_is_as_it_has_become() -> None:
    struck_end = '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = [
        paragraph(
            "Kvar ", "<w:del><w:r><w:delText>struket </w:delText></w:r></w:del>", f"<w:ins>{run('nytt')}</w:ins>", "."
        ),
        paragraph(f"<w:moveFrom>{run('Flyttat härifrån.')}</w:moveFrom>"),
        paragraph(f"<w:moveTo>{run('Flyttat hit.')}</w:moveTo>"),
        paragraph("Ett stycke", properties=struck_end),
        paragraph(" som blev ett."),
    ]
    assert text("".join(body)) == "Kvar nytt.\n\nFlyttat hit.\n\nEtt stycke som blev ett."


def test_words_in_pieces_are_whole() -> None:
    pieces = (
        f"{run('Ut')}<w:proofErr w:type='spellStart'/>{run('vär', '<w:b/>')}<w:smartTag>{run('dering')}</w:smartTag>"
    )
    link = f'<w:hyperlink r:id="x">{run("www.iom.int")}</w:hyperlink>'
    control = (
        f'<w:sdt><w:sdtPr><w:alias w:val="Datum"/></w:sdtPr><w:sdtContent>{run("15 februari")}</w:sdtContent></w:sdt>'
    )
    assert text(paragraph(pieces, ", ", link, ", ", control)) == "Utvärdering, www.iom.int, 15 februari"
    kept = "<w:r><w:t>Sida</w:t></w:r><w:r><w:t> vid</w:t></w:r><w:r><w:t xml:space='preserve'> sida</w:t></w:r>"
    assert text(paragraph(kept)) == "Sidavid sida"  # as Word has it


def test_signs_that_are_no_letters() -> None:
    signs = [
        *("Sam", "<w:r><w:softHyphen/></w:r>", "arbete i FN", "<w:r><w:noBreakHyphen/></w:r>", "organen"),
        *(
            "<w:r><w:tab/></w:r>",
            "höger",
            "<w:r><w:br/></w:r>",
            "ny rad",
            '<w:r><w:br w:type="page"/></w:r>',
            "ny sida ",
        ),
        '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>',
        run("\uf0fc", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
    ]
    assert text(paragraph(*signs)) == "Samarbete i FN-organen\thöger\nny rad\nny sida →✓"


def test_what_is_hidden_is_not_shown() -> None:
    styles = '<w:style w:type="character" w:styleId="dold"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = [
        run(" dolt", HIDDEN),
        run(" genom mall", '<w:rStyle w:val="dold"/>'),
        run(" synligt", '<w:vanish w:val="0"/>'),
    ]
    assert text(paragraph("Detta är", *hidden), styles=styles) == "Detta är synligt"


def test_fields_show_their_results() -> None:
    inner = field('MERGEFIELD "Namn"', run("namnet"))
    box = """<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>
        </w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"""
    body = [
        paragraph("Den ", field('DATE \\@ "d MMMM yyyy"', run("15 februari 2022")), "."),
        paragraph(
            field("IF 1 = 1 ", run("Sant")).replace(" 1 ", f" 1 </w:instrText></w:r>{inner}<w:r><w:instrText>", 1)
        ),
        paragraph('<w:fldSimple w:instr=" REF punkt "><w:r><w:t>punkt 3</w:t></w:r></w:fldSimple>'),
        paragraph(box, " Bifogas"),
    ]
    assert text("".join(body)) == "Den 15 februari 2022.\n\nSant\n\npunkt 3\n\n☒ Bifogas"


def test_boxes_stand_once_after_their_paragraph() -> None:
    drawn = f"""<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionH><wp:posOffset>1
        </wp:posOffset></wp:positionH><wps:txbx>{BOX}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>
        <v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""
    old = f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"
    assert text(paragraph("Före", drawn, ".") + paragraph("Efter", old)) == "Före.\n\nI rutan.\n\nEfter\n\nI rutan."


def test_notes_stand_at_the_end() -> None:
    def notes(kind: str, words: str) -> str:
        usual = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
        mark = f"<w:r><w:{kind}Ref/></w:r>"
        return f'{usual}<w:{kind} w:id="7">{paragraph(mark, words)}</w:{kind}>'

    foot, end = ('<w:r><w:footnoteReference w:id="7"/></w:r>', '<w:r><w:endnoteReference w:id="7"/></w:r>')
    parts = {"footnotes": notes("footnote", " Se bilagan."), "endnotes": notes("endnote", " Slutord.")}
    assert text(paragraph("Nio", foot, " av tolv", end, "."), **parts) == (
        "Nio[1] av tolv[i].\n\n[1] Se bilagan.\n[i] Slutord."
    )


LISTS = "".join(
    [
        definition(0, ("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3.")),
        definition(1, ("bullet", "\uf0b7"), ("bullet", "o"), ("bullet", "\uf0a7"), ("bullet", "–")),
        definition(2, ("decimal", "%1"), ("decimal", "%1.%2"), ("upperRoman", "§ %3")),
        *(listed(1, 0), listed(2, 1), listed(3, 2)),
        listed(4, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    ]
)


def test_lists_count_on_and_anew() -> None:
    body = [
        *(item("ett", 1), item("under", 1, 1), item("till", 1, 1), item("djupt", 1, 2), item("två", 1)),
        *(item("under igen", 1, 1), paragraph("Emellan."), item("tre", 1), item("ett igen", 4), item("och två", 4)),
    ]
    assert text("".join(body), numbering=LISTS) == (
        "1. ett\na) under\nb) till\ni. djupt\n2. två\na) under igen\n\nEmellan.\n\n3. tre\n1. ett igen\n2. och två"
    )
    bullets = "".join(item(f"nivå {level}", 2, level) for level in range(4))
    assert text(bullets, numbering=LISTS) == "• nivå 0\n◦ nivå 1\n• nivå 2\n– nivå 3"


def test_headings_have_their_numbers() -> None:
    def style(number: int) -> str:
        return f"""<w:style w:type="paragraph" w:styleId="Rubrik{number}"><w:name w:val="heading {number}"/><w:pPr>
            <w:numPr><w:ilvl w:val="{number - 1}"/><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="{number - 1}"/>
            </w:pPr></w:style>"""

    based = '<w:style w:type="paragraph" w:styleId="Min"><w:basedOn w:val="Rubrik2"/></w:style>'
    headings = [
        paragraph(words, properties=f'<w:pStyle w:val="{name}"/>{more}')
        for words, name, more in (
            *(("Möten", "Rubrik1", ""), ("SCPF", "Rubrik2", ""), ("Rådet", "Min", ""), ("Läget", "Rubrik1", "")),
            ("Utan nummer", "Rubrik1", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        )
    ]
    styles = style(1) + style(2) + based
    assert text("".join(headings), numbering=LISTS, styles=styles) == (
        "1 Möten\n\n1.1 SCPF\n\n1.2 Rådet\n\n2 Läget\n\nUtan nummer"
    )


def test_cells_that_are_struck_or_hold_more_than_a_line() -> None:
    def row(*cells: str, properties: str = "") -> str:
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in cells)}</w:tr>"

    inner = f"<w:tbl>{row(paragraph('inre'), paragraph('tabell'))}</w:tbl>"
    third = row(paragraph("i.3"), paragraph("En plan") + item("till våren", 1))
    controlled = f"<w:sdt><w:sdtContent>{third}</w:sdtContent></w:sdt>"
    rows = [
        *(row(paragraph("Mål"), paragraph("Svar")), row(paragraph("i.9"), paragraph("-"), properties="<w:del/>")),
        *(controlled, row(paragraph(), inner + paragraph())),
    ]
    assert text(f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>", numbering=LISTS) == (
        "Mål\tSvar\ni.3\tEn plan 1. till våren\n\tinre tabell"
    )


def test_what_is_written_by_the_strict_standard_is_read_too() -> None:
    assert taken(word_file(paragraph("Strikt."), space=STRICT), "hemrapport.docx") == "Strikt."


def test_what_breaks_the_rules_is_told() -> None:
    with pytest.raises(ValidationError, match="Klistra in den i stället"):
        text("<w:tbl>" * 2000 + "</w:tbl>" * 2000)
