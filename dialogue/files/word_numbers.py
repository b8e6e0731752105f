"""The sign that Word sets before a paragraph of a list: a bullet, or the number that it counts to (ECMA-376, 17.9)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from dialogue.files.word_symbols import FONTS, PRIVATE
from dialogue.files.word_xml import attribute, child, children, is_on

BULLET, SECOND_BULLET = "•", "◦"  # Word's own second is the letter o
ROMAN = {
    1000: "m",
    900: "cm",
    500: "d",
    400: "cd",
    100: "c",
    90: "xc",
    50: "l",
    40: "xl",
    10: "x",
    9: "ix",
    5: "v",
    4: "iv",
    1: "i",
}
LEVELS = 9
MOST_LETTERS = 780  # Word's own bound: the last is thirty times z
MOST_STYLES = 20  # that a style is based on: a wheel of them has no end


class Styles:
    """What a paragraph has from its style and from those that this is based on."""

    def __init__(self, styles: Element) -> None:
        self.by_id = {attribute(style, "styleId"): style for style in children(styles, "style")}
        kinds = {attribute(style, "type"): style for style in self.by_id.values() if is_on_as(style, "default")}
        self.usual = attribute(kinds.get("paragraph"), "styleId")

    def chain(self, name: str) -> Iterator[Element]:
        for _number in range(MOST_STYLES):
            style = self.by_id.get(name)
            if style is None:
                return
            yield style
            name = attribute(child(style, "basedOn"))

    def of_paragraph(self, properties: Element | None) -> str:
        return attribute(child(properties, "pStyle")) or self.usual

    def is_heading(self, properties: Element | None) -> bool:
        return self.heading_level(properties) > 0

    def heading_level(self, properties: Element | None) -> int:
        """From 1, the outermost; 0 for running text."""
        own = [properties, *(child(style, "pPr") for style in self.chain(self.of_paragraph(properties)))]
        levels = [attribute(level) for one in own if (level := child(one, "outlineLvl")) is not None]
        return int(levels[0]) + 1 if levels and levels[0].isdigit() and int(levels[0]) < LEVELS else 0

    def hides(self, name: str) -> bool:
        hidden = (child(style, "rPr", "vanish") for style in self.chain(name))
        return is_on(next((one for one in hidden if one is not None), None))


def is_on_as(element: Element, name: str) -> bool:
    return attribute(element, name) in {"1", "true", "on"}


class Numbering:
    """Counts paragraph by paragraph, in the order of the document."""

    def __init__(self, numbering: Element, styles: Styles) -> None:
        self.styles = styles
        self.abstract = {attribute(one, "abstractNumId"): one for one in children(numbering, "abstractNum")}
        self.lists = {attribute(one, "numId"): one for one in children(numbering, "num")}
        self.counted: dict[str, list[int | None]] = {}
        self.begun: set[tuple[str, int]] = set()  # lists, by their levels, that begin anew and have
        self.group = ""  # what the last paragraph of a list stands among: bullets or numbers

    def sign(self, properties: Element | None) -> str:
        """Of the next paragraph; empty for one that is in no list, or has no sign."""
        number, level = self.place(properties)
        if number not in self.lists:
            return ""
        definition = self.level(number, level)
        form = attribute(child(definition, "numFmt")) or "decimal"
        self.count(number, level)
        if form == "none" or definition is None:
            return ""
        shown = attribute(child(definition, "lvlText"))
        if form == "bullet":
            sign = bullet(shown, attribute(child(definition, "rPr", "rFonts"), "ascii"))
        else:
            sign = re.sub("%([1-9])", lambda place: self.figure(number, int(place[1]) - 1, definition), shown).strip()
        if level == 0:
            self.group = "numbers" if any(map(str.isalnum, sign)) else "bullets"
        return sign

    def place(self, properties: Element | None) -> tuple[str, int]:
        """The list and the level; a style's own list says which level is the style's."""
        own = child(properties, "numPr")
        number, level = attribute(child(own, "numId")), attribute(child(own, "ilvl"))
        for style in self.styles.chain(self.styles.of_paragraph(properties)):
            listed = child(style, "pPr", "numPr")
            if not number and attribute(child(listed, "numId")):
                number = attribute(child(listed, "numId"))
                level = level or self.level_of(number, attribute(style, "styleId"))
            level = level or attribute(child(listed, "ilvl"))
        return number, min(int(level), LEVELS - 1) if level.isdecimal() else 0

    def level_of(self, number: str, style: str) -> str:
        levels = children(self.definition(number), "lvl")
        return next((attribute(one, "ilvl") for one in levels if attribute(child(one, "pStyle")) == style), "")

    def definition(self, number: str) -> Element | None:
        """Of the list; one that only names a style is defined where the style's own list is."""
        found = self.abstract.get(attribute(child(self.lists.get(number), "abstractNumId")))
        linked = attribute(child(found, "numStyleLink"))
        if not linked:
            return found
        other = attribute(child(self.styles.by_id.get(linked), "pPr", "numPr", "numId"))
        return self.abstract.get(attribute(child(self.lists.get(other), "abstractNumId")))

    def level(self, number: str, level: int) -> Element | None:
        override = self.override(number, level)
        places = [child(override, "lvl"), *children(self.definition(number), "lvl")]
        return next((one for one in places if one is not None and attribute(one, "ilvl") == str(level)), None)

    def override(self, number: str, level: int) -> Element | None:
        overrides = children(self.lists.get(number), "lvlOverride")
        return next((one for one in overrides if attribute(one, "ilvl") == str(level)), None)

    def count(self, number: str, level: int) -> None:
        """Lists with the same definition count on, but for one that begins anew; what lies deeper begins again."""
        key = attribute(child(self.lists[number], "abstractNumId"))
        counted = self.counted.setdefault(key, [None] * LEVELS)
        anew = child(self.override(number, level), "startOverride")
        before = counted[level]
        if before is None or (anew is not None and (number, level) not in self.begun):
            counted[level] = self.start(number, level)
        else:
            counted[level] = before + 1
        self.begun.add((number, level))
        for deeper in range(level + 1, LEVELS):
            if attribute(child(self.level(number, deeper), "lvlRestart")) != "0":
                counted[deeper] = None

    def start(self, number: str, level: int) -> int:
        anew = attribute(child(self.override(number, level), "startOverride"))
        told = anew or attribute(child(self.level(number, level), "start"))
        return int(told) if told.isdecimal() else 1

    def figure(self, number: str, level: int, shown_by: Element | None) -> str:
        key = attribute(child(self.lists[number], "abstractNumId"))
        value = self.counted[key][level]
        form = attribute(child(self.level(number, level), "numFmt"))
        if is_on(child(shown_by, "isLgl")):
            form = "decimal"
        return figure(self.start(number, level) if value is None else value, form)


def bullet(shown: str, font: str) -> str:
    """Of a font of signs alone it is one dot or another."""
    if not shown or font.lower() in FONTS or any(ord(sign) in PRIVATE for sign in shown):
        return BULLET
    return SECOND_BULLET if shown == "o" else shown


def figure(value: int, form: str) -> str:
    match form:
        case "lowerLetter" | "upperLetter" if 0 < value <= MOST_LETTERS:
            letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
            return letters.upper() if form == "upperLetter" else letters
        case "lowerRoman" | "upperRoman" if 0 < value < 4000:
            return roman(value).upper() if form == "upperRoman" else roman(value)
        case "decimalZero":
            return f"{value:02}"
        case "none" | "bullet":
            return ""
    return str(value)


def roman(value: int) -> str:
    written = ""
    for worth, letters in ROMAN.items():
        written += letters * (value // worth)
        value %= worth
    return written
