"""How the genre writes its headings, and the lines that lead in its goals."""

import re
from dataclasses import dataclass

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LABELS = (
    r"\w*områden?|(?:del|huvud|under|etapp|strategi|resultat)?mål(?:sättning)?|\w*prioritet|prioritering|tema|pelare|"
    r"spår|inriktning"
)
CODE = r"\d{1,2}(?:[.:]\d{1,2}){0,3}|[a-zå-ö]|[ivxl]{1,7}"
LABELLED = re.compile(
    rf"(?P<label>{LABELS})\s+(?P<code>{CODE})(?P<closer>[.):]|\s+[–—-])?(?:\s+(?P<title>\S.*))?", re.IGNORECASE
)
CLOSED = re.compile(rf"\(?(?P<code>{CODE})(?P<closer>[.)]|\.\))\s+(?P<title>\S.*)", re.IGNORECASE)
BARE_NUMBER = re.compile(r"(?P<code>\d{1,2}(?:[.:]\d{1,2}){0,3})\s+(?P<title>[A-ZÅÄÖ].*)")
NOT_A_HEADING = re.compile(r"(?:januari|februari|mars|april|maj|juni|juli|augusti|\w+ember|oktober)\b")

VERBS = (
    r"(?:verk|arbet)a(?:r|s)?\s+(?:aktivt\s+)?för|bidra(?:r|s|git)?\s+till|syfta(?:r)?\s+till|leda\s+till|"
    r"sträva(?:r)?\s+efter|(?<!för\satt\s)(?:uppnå|nå)(?:r|s)?\b"
)
OF_GOALS = re.compile(
    r"\b(?:del|huvud|under|etapp|strategi|resultat)?mål(?:en|et|sättningar(?:na)?)?\b|\b(?:förväntade\s+)?resultat(?:en)?\b",
    re.IGNORECASE,
)
WORKS_FOR = re.compile(rf"\b(?:{VERBS})", re.IGNORECASE)
NEAR_VERB, NEAR_NOUN = 160, 70  # characters from the colon
MAY_LEAD_IN = re.compile(
    r"\b(?:ska|skall|bör)\s*:$|\b(?:ska|skall|bör|avser|kommer)\b.*\b(?:priorite\w+|främja\w*|säkerställa|stödja|stärka|fokusera\w*|driva|"
    r"inriktas|utveckla)\b",
    re.IGNORECASE,
)
LEADS_IN_MEANS = re.compile(
    r"\b(?:genom(?:\s+att)?|på\s+följande\s+sätt|med\s+hjälp\s+av|bland\s+annat\s+genom)\W*$"
    r"|\b(?:Agenda\s+2030|globala\s+mål\w*|hållbarhetsmål\w*|Parisavtal\w*)",
    re.IGNORECASE,
)
ENDS_OPEN = re.compile(
    r"(?::|\b(?:verka\s+för|bidra\s+till|följande|följande\s+(?:del|huvud|under)?mål)(?:\s+att)?)\s*[–—…]?"
    rf"[{SUPERSCRIPTS}]*$",
    re.IGNORECASE,
)
OF_GOALS_ALONE = re.compile(
    r"(?:(?:strategins|sveriges|verksamhetens|samarbetets|övergripande|särskilda|specifika|tematiska|prioriterade|"
    r"svenska|förväntade|långsiktiga)\s+)*(?:(?:del|huvud|under|resultat|strategi)?mål(?:en|et|sättning|sättningar)?|"
    r"resultat|prioriteringar)(?:\s+(?:och|för|i|med|inom)\b.*)?",
    re.IGNORECASE,
)
GATHERS_AREAS = re.compile(
    r"(?:\w+\s+)?(?:\w*områden|prioriteringar|inriktning|verksamhet(?:en)?|strategin|innehåll)"
    r"(?:\s+(?:och|för|i|med|inom)\b.*)?",
    re.IGNORECASE,
)
CLOSES_GOALS = re.compile(
    r"(?:uppföljning|genomförande|samarbetsformer|arbetsformer|former\s+för|påverkansarbete|sammanhang|landkontext|"
    r"kontext|bakgrund|verksamhet(?:en)?$|aktörer|biståndets|utvärdering|rapportering|riktlinjer|risker|ansvar|"
    r"volym|budget|metoder|samordning|bilaga|fotnoter|noter|kontakt|relaterat|ladda)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")


@dataclass(frozen=True, slots=True)
class Numbering:
    """What a heading, an area or a goal is numbered with: "3.1", "i)", "Område 2:", "Mål 1 –"."""

    code: str
    title: str
    closer: str = ""
    label: str = ""

    @property
    def names_area(self) -> bool:
        """Whether it is surely a focus area: "i) ", "1) ", "Område 2"."""
        return "område" in self.label if self.label else self.closer == ")"

    @property
    def names_goal(self) -> bool:
        return "mål" in self.label

    @property
    def shape(self) -> tuple[str, int]:
        """How it is written, and how many numbers deep. A lone i is Roman, and other lone letters are letters."""
        kind = self.label or self.closer or "number"
        if not self.code[0].isdigit():
            kind += " roman" if len(self.code) > 1 or self.code in "iI" else " letter"
            return kind + (" capital" if self.code.isupper() else ""), 1
        return ("number" if kind == "." else kind), len(self.parts)

    @property
    def parts(self) -> list[str]:
        """2 and 1 of 2.1 and of 2:1."""
        return re.split("[.:]", self.code)

    @property
    def order(self) -> int:
        """Its place among its like."""
        last = self.parts[-1]
        if last.isdigit():
            return int(last)
        return roman_number(last) if "roman" in self.shape[0] else letter_number(last)

    def follows(self, other: "Numbering") -> bool:
        """2 after 1, b after a, 1.2 after 1.1, and 2.1 after 1.3."""
        if (self.label, self.closer) != (other.label, other.closer) and self.shape != other.shape:
            return False
        letters = letter_number(self.code), letter_number(other.code)
        if all(letters) and letters[0] - letters[1] == 1:
            return True
        if self.code[0].isdigit() != other.code[0].isdigit():
            return False
        above, above_other = self.parts[:-1], other.parts[:-1]
        if above == above_other:
            romans = roman_number(self.code) - roman_number(other.code) == 1 and roman_number(other.code) > 0
            return self.order - other.order == 1 if self.shape == other.shape else romans
        return self.order == 1 and len(above) == 1 and int(above[0]) - int(above_other[0]) == 1


def numbering(text: str) -> Numbering | None:
    text = text.replace("*", "").strip()
    match = LABELLED.fullmatch(text)
    if match and (match["code"][0].isdigit() or match["closer"] or not match["title"]):
        return Numbering(match["code"], match["title"] or "", match["closer"] or "", match["label"].lower())
    match = CLOSED.fullmatch(text)
    if match and not NOT_A_HEADING.match(match["title"]):
        closer = match["closer"][-1]
        return Numbering(match["code"].lower() if closer == ")" else match["code"], match["title"], closer)
    match = BARE_NUMBER.fullmatch(text)
    return Numbering(match["code"], match["title"]) if match else None


def letter_number(code: str) -> int:
    return "abcdefghijklmnopqrstuvwxyzåäö".find(code.lower()) + 1 if len(code) == 1 else 0


def roman_number(code: str) -> int:
    return next((number for number in range(1, 40) if roman(number) == code.lower()), 0)


def roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "x" * tens + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][ones]


def last_sentence(text: str) -> str:
    return SENTENCE.split(text.replace("*", "").strip())[-1]


def leads_in_goals(text: str) -> bool:
    sentence = last_sentence(text)
    said = WORKS_FOR.search(sentence[-NEAR_VERB:]) or OF_GOALS.search(sentence[-NEAR_NOUN:])
    return bool(said and ENDS_OPEN.search(sentence)) and not LEADS_IN_MEANS.search(sentence)


def may_lead_in_goals(text: str) -> bool:
    """Such as "ska prioritera:", which leads in goals in some decisions and other lists in others."""
    sentence = last_sentence(text)
    if not ENDS_OPEN.search(sentence):
        return False
    return bool(MAY_LEAD_IN.search(sentence) or (WORKS_FOR.search(sentence) and LEADS_IN_MEANS.search(sentence)))


def is_of_goals(title: str) -> bool:
    """A heading such as "2. Mål" or "Förväntade resultat", which names no area."""
    return bool(OF_GOALS_ALONE.fullmatch(bare(title)))


def gathers_areas(title: str) -> bool:
    return is_of_goals(title) or bool(GATHERS_AREAS.fullmatch(bare(title)))


def closes_goals(title: str) -> bool:
    return bool(CLOSES_GOALS.match(bare(title)))


def bare(title: str) -> str:
    found = numbering(title)
    return (found.title if found and found.title and not found.label else title).strip(" :.*")
