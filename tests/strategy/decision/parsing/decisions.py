"""The real decision, a made-up one of other shape, and ways to look into what was read."""

from pathlib import Path

from strategy.decision.parsing.document import Document, Paragraph

DECISION = Path(__file__).parents[4] / "fixtures/strategy/iom-2020-2022.txt"
SOURCE = DECISION.read_text(encoding="utf-8")
SMALL = """Utrikesdepartementet

Strategi för samarbetet med Världsbiblioteket 2031-2034

Regeringens beslut

Regeringen beslutar strategin i enlighet med bilagan.

Sändlista till

Kungliga biblioteket

Riksarkivet/AB



Utrikesdepartementet

Strategi för samarbetet med Världsbiblioteket, 2031–2034

Utgångspunkter

Biblioteket¹ lånar ut (1) böcker, och (2) kartor. Läsesalen är på 400 m².

¹ Se SOU 2029:14.

Sveriges prioriteringar

Regeringen vill två saker.

i) Fler läsare

Läsningen minskar, bl.a.

3 (7)

bland unga som har **långt** till
närmaste bibliotek.

Regeringen ska verka för att:

• biblioteket håller öppet längre
• fler läser. Det gäller i synnerhet

Norden och Baltikum där läsningen minskar.

ii) Bättre kataloger

Sverige ska under perioden verka för att:

– Katalogen är sökbar.

Uppföljning

Strategin följs upp varje år.
"""
MADE_UP = """Utrikesdepartementet

Strategi för Sveriges samarbete med Exempelorganisationen (EXO) 2023–2026

Regeringens beslut

Regeringen beslutar strategin i enlighet med bilagan.

Strategi för Sveriges samarbete med Exempelorganisationen (EXO) 2023–2026

Strategins omfattning

Denna strategi ska ligga till grund för samarbetet med EXO för perioden 2023–2026.

Prioriterade områden

i) Inre ordning

EXO behöver ordning i sina rutiner.

Sverige ska under strategiperioden verka för att:

GOALS

ii) Kunskap

EXO möter många länder.

Sverige ska under strategiperioden verka för att:

• kunskap från fältet används

• jämställdhet genomsyrar arbetet

Uppföljning

Strategin följs upp varje år.
"""
FIRST_GOALS = ["EXO:s ledning får bättre underlag", "fältkontoren rapporterar i tid", "riskhanteringen stärks"]
SECOND_GOALS = ["kunskap från fältet används", "jämställdhet genomsyrar arbetet"]


def paragraphs(document: Document) -> list[Paragraph]:
    return [paragraph for section in document.sections for paragraph in section.paragraphs]


def paragraph_with(document: Document, words: str) -> Paragraph:
    (found,) = [paragraph for paragraph in paragraphs(document) if words in paragraph.plain]
    return found


def outline(document: Document) -> list[tuple[int, str, int]]:
    return [(section.level, section.title, len(section.paragraphs)) for section in document.sections]


def made_up(first_goals: str) -> str:
    """A decision with two focus areas, whose first has these lines as its goals, from line 23 on."""
    return MADE_UP.replace("GOALS", first_goals)


def goals(document: Document) -> list[list[str]]:
    """Their texts by focus area."""
    return [[goal.text for goal in area.goals] for area in document.focus_areas]
