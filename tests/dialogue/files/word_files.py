"""Word documents as Word itself writes them, put together by hand: with its habits, which other programs have not."""

import io
import zipfile
from collections.abc import Mapping

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = f"""xmlns:w="{WORD}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
    xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    xmlns:v="urn:schemas-microsoft-com:vml"
    xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main\""""
OTHERS = ("numbering", "styles", "footnotes", "endnotes")


def word_file(body: str, space: str = WORD, **parts: str) -> bytes:
    """`parts`: the inside of `numbering`, `styles`, `footnotes`, `endnotes`."""
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{name}+xml"/>' for name in OTHERS if name in parts
    )
    ties = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in OTHERS if name in parts
    )
    return zipped(
        {
            "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"
                ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override
                PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>{overrides}</Types>""",
            "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="d"
                Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>""",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{ties}</Relationships>',
            "word/document.xml": f"""<w:document {SPACES.replace(WORD, space)}><w:body>{body}<w:sectPr/></w:body>
                </w:document>""",
            **{f"word/{name}.xml": f"<w:{name} {SPACES}>{inside}</w:{name}>" for name, inside in parts.items()},
        }
    )


def zipped(texts: Mapping[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return content.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """Of texts, or of what is written out."""
    inside = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def item(text: str, number: int, level: int = 0) -> str:
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=listed)


def definition(number: int, *levels: tuple[str, str]) -> str:
    """Of a list: the form and the text of each level's sign."""
    written = "".join(
        f"""<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>"""
        for level, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{written}</w:abstractNum>'


def listed(number: int, definition_of_it: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition_of_it}"/>{more}</w:num>'


def field(instruction: str, result: str) -> str:
    """In pieces, as Word has them."""
    half = len(instruction) // 2
    told = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (instruction[:half], instruction[half:]))
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}{told}{marks[1]}{result}{marks[2]}"
