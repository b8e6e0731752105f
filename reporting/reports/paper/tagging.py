"""Mends the structure of a tagged PDF after layout, where WeasyPrint 70.0 leaves it wanting.

- A table, list or paragraph that crosses pages becomes one element again (its issue 2903), and the head that is
  repeated on each page is read once.
- Header cells say whether they head a row or a column; the ties by identifier, which the repeated heads spoil, go.
- Margin boxes and repeated heads, which no element reaches, become artifacts (its issue 2508).
- A figure's box is measured as PDF measures.
- A link says in words where it leads, and is printed. Text in another language says which.
- The file, made as PDF/A-3a, says that it is PDF/UA-1 too, in metadata that is not compressed.
"""

import re
from collections.abc import Iterator
from typing import Any

import pydyf

from reporting.reports.paper.weasyprint_compat import Element, Structure

BLOCKS = {
    *("/P", "/Div", "/Sect", "/Art", "/Part", "/BlockQuote", "/Caption"),
    *("/L", "/LI", "/LBody", "/Table", "/TBody", "/TR", "/TH", "/TD"),
    *(f"/H{level}" for level in range(1, 7)),
}


SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


CONTENT_MARK = re.compile(rb"/MCID (\d+)")


POINTS_A_PIXEL = 0.75


PRINTED = 4  # the annotation flag "print"


# PDF/A wants every property described that its own standard does not know.
ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
    <pdfaProperty:name>part</pdfaProperty:name>
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
    <pdfaProperty:category>internal</pdfaProperty:category>
    <pdfaProperty:description>PDF/UA part</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def finish(document: Any, pdf: pydyf.PDF, structure: Structure) -> None:
    """WeasyPrint's finisher: called when the file is complete but for its trailer."""
    structure.made.sort(key=lambda pair: pair[0].number)
    merge_fragments(pdf, structure)
    for element, source in structure.made:
        if element["S"] in {"/TH", "/TD"} and "A" in element:
            scope_cell(element, source)
        if element["S"] == "/Figure":
            place_figure(element, referred(pdf, element["Pg"]))
        tell_language(element, source)
    for page in document.pages:
        for *_, box in page.links:
            describe_link(box)
    make_artifacts(pdf)
    identify(referred(pdf, pdf.catalog["Metadata"]))


def merge_fragments(pdf: pydyf.PDF, structure: Structure) -> None:
    """What an HTML element became on later pages moves into what it became on the first."""
    first: dict[tuple[int, str], Element] = {}
    for element, source in structure.made:
        kind, parent = element["S"], referred(pdf, element["P"])
        if source is None or (structure.source.get(parent.number) is source and kind == parent["S"]):
            continue
        if kind not in BLOCKS | {"/THead"}:
            continue
        earlier = first.setdefault((id(source), kind), element)
        if earlier is element:
            continue
        if kind != "/THead":
            adopt(pdf, earlier, element)
        if element.reference in parent["K"]:
            parent["K"].remove(element.reference)


def adopt(pdf: pydyf.PDF, earlier: Element, later: Element) -> None:
    for kid in later["K"]:
        earlier["K"].append(kid)
        if isinstance(kid, bytes) and "P" in referred(pdf, kid):
            referred(pdf, kid)["P"] = earlier.reference
    later["K"] = pydyf.Array()


def scope_cell(cell: Element, source: Any) -> None:
    cell["A"].pop("Headers", None)
    if cell["S"] == "/TH":
        cell["A"]["Scope"] = SCOPES.get(source.attrib.get("scope", "col"), "/Column")


def tell_language(element: Element, source: Any) -> None:
    if source is not None and (language := source.attrib.get("lang")):
        element["Lang"] = pydyf.String(language)


def place_figure(figure: Element, page: Any) -> None:
    """The box in points from the page's lower left corner; it is given in pixels from the upper."""
    left, top, right, bottom = (POINTS_A_PIXEL * side for side in figure["A"]["BBox"])
    height = page["MediaBox"][3]
    figure["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


def describe_link(box: Any) -> None:
    if box.link_annotation is not None:
        box.link_annotation["F"] = PRINTED
        if text := " ".join(words(box)):  # otherwise its address stands there
            box.link_annotation["Contents"] = pydyf.String(text)


def words(box: Any) -> Iterator[str]:
    if hasattr(box, "text"):
        yield from box.text.split()
    for child in getattr(box, "children", ()):
        yield from words(child)


def make_artifacts(pdf: pydyf.PDF) -> None:
    """Marked content that no structure element reaches is decoration of the page."""
    root = referred(pdf, pdf.catalog["StructTreeRoot"])
    reached = {number for kid in root["K"] for number in descendants(pdf, kid)}
    pages = referred(pdf, root["ParentTree"])["Nums"]
    for page, marked in zip(pages[::2], pages[1::2], strict=True):
        if isinstance(marked, pydyf.Array):
            unreached = {place for place, kid in enumerate(marked) if object_number(kid) not in reached}
            stream = referred(pdf, referred(pdf, pdf.page_references[page])["Contents"]).stream
            mark_as_artifacts(stream, unreached)
            for place in unreached:
                marked[place] = "null"


def mark_as_artifacts(stream: list[Any], places: set[int]) -> None:
    """Rewrites `/P <</MCID 3>> BDC` as `/Artifact <</Type /Pagination>> BDC` for these marked contents."""
    for index, token in enumerate(stream):
        if token != b"BDC":
            continue
        properties = stream[index - 1]
        found = CONTENT_MARK.search(properties if isinstance(properties, bytes) else properties.data)
        if found and int(found[1]) in places:
            stream[index - 2], stream[index - 1] = b"/Artifact", b"<</Type /Pagination>>"


def identify(metadata: Any) -> None:
    metadata.compress = False
    metadata.stream[0] = metadata.stream[0].replace(b"</rdf:RDF>", ACCESSIBLE + b"</rdf:RDF>", 1)


def descendants(pdf: pydyf.PDF, reference: bytes) -> Iterator[int]:
    number = object_number(reference)
    yield number
    for kid in pdf.objects[number].get("K", ()):
        if isinstance(kid, bytes):
            yield from descendants(pdf, kid)


def referred(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[object_number(reference)]


def object_number(reference: bytes) -> int:
    return int(reference.split()[0])
