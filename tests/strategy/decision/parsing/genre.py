"""Decisions made up in the shapes of the genre: what they hold, and the text that says it."""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import wrap

from hypothesis import strategies as st

TITLES = [
    "Strategi för Sveriges utvecklingssamarbete med Sambonien 2031–2035",
    "Strategi för Sveriges samarbete med FN:s biblioteksfond (Unilib) 2031-2035",
    "Resultatstrategi för Sveriges internationella bistånd i Norrskog 2031 – 2035",
    "Sveriges regionala strategi för Östersjökrisen 2031–2035",
    "Strategi för Sveriges globala utvecklingssamarbete inom läsning, skrivande och biblioteksliv, 2031–2035",
]
LEAD_INS = [
    "Sverige ska under strategiperioden verka för att:",
    "Sverige ska verka för att Unilib:",
    "Verksamheten ska bidra till:",
    "Verksamheten ska inom ramen för strategin bidra till följande mål:",
    "Insatserna inom ramen för strategin förväntas bidra till:",
    "Sveriges utvecklingssamarbete med Sambonien ska bidra till att:",
    "Målen är:",
    "Målen för samarbetet är att:",
    "Sverige ska arbeta för följande mål:",
    "**Insatserna ska syfta till:**",
    "Strategin omfattar 900 miljoner kronor. Insatserna förväntas leda till:",
]
OPENINGS = [
    "Stärkt kapacitet hos",
    "Ökad respekt för",
    "Förbättrade möjligheter för",
    "Minskad sårbarhet hos",
    "Fler och bättre",
    "stärkta institutioner och",
    "begränsad miljöpåverkan från",
    "ökad tillgång till",
    "Unilib främjar",
    "organisationen stärker",
]
MIDDLES = [
    "bibliotek",
    "offentliga institutioner på nationell och lokal nivå",
    "kvinnor och flickor, inklusive läsare på flykt",
    "mål- och resultatstyrningen (RBM)",
    "Norrskogs läsesalar",
    "20 procent av alla skolor",
    "det s.k. folkbiblioteket",
    "människor som lever i fattigdom – särskilt barn –",
    "EU:s och Afrikanska unionens arkiv",
]
CLOSINGS = ["", " att läsa", " i enlighet med Agenda 2030", " till gagn för en hållbar utveckling", ", särskilt i fält"]
AREAS = [
    "Mänskliga rättigheter, demokrati och jämställdhet",
    "Miljö, klimat och hållbart nyttjande av naturresurser",
    "Inkluderande ekonomisk utveckling",
    "Fredliga och inkluderande samhällen",
]
SUB_AREAS = ["Med fokus på läsning", "Med fokus på skrivande", "Kapacitet i fält"]
ROMAN = ["", "i", "ii", "iii", "iv"]
Heading = Callable[[int, str], str]
HEADINGS: dict[str, tuple[Heading, Callable[[int], str]]] = {
    "markdown": (lambda number, title: f"## {title}", lambda number: ROMAN[number]),
    "bold": (lambda number, title: f"**{title}**", lambda number: ROMAN[number]),
    "number": (lambda number, title: f"{number}. {title}", str),
    "points": (lambda number, title: f"3.{number} {title}", lambda number: f"3.{number}"),
    "roman": (lambda number, title: f"{ROMAN[number]}) {title}", lambda number: ROMAN[number]),
    "letter": (lambda number, title: f"{'ABCD'[number - 1]}. {title}", lambda number: "ABCD"[number - 1]),
    "labelled": (lambda number, title: f"Område {number}: {title}", str),
    "plain": (lambda number, title: title, lambda number: ROMAN[number]),
}
SIGNS = ["•", "–", "-", "*", "▪", "●", "➢", "1.", "1)", "a)"]
WHOLE_PAGES = ["", "\n\n{}\n\nUtrikesdepartementet\n\n", "\n\n\f"]


@dataclass(frozen=True)
class MadeUp:
    """`areas` are codes, titles and goals; a decision without areas has one without code and title."""

    text: str
    areas: list[tuple[str, str, list[str]]]

    @property
    def goals(self) -> list[str]:
        return [goal for _, _, goals in self.areas for goal in goals]


def signed(sign: str, number: int, goal: str) -> str:
    sign = sign.replace("1", str(number)).replace("a", "abcdefghi"[number - 1])
    return f"{sign} {goal}"


@st.composite
def decisions(draw: st.DrawFn) -> MadeUp:
    heading, code = HEADINGS[shape] if (shape := draw(st.sampled_from([*HEADINGS, "none"]))) != "none" else (None, None)
    count = draw(st.integers(2, 4)) if heading else 1
    goal = st.builds("{} {}{}".format, *map(st.sampled_from, (OPENINGS, MIDDLES, CLOSINGS)))
    end, sign = draw(st.sampled_from(["", "."])), draw(st.sampled_from(SIGNS))
    lists = [[text + end for text in draw(st.lists(goal, min_size=1, max_size=5, unique=True))] for _ in range(count)]
    between, width = draw(st.sampled_from(["\n", "\n\n"])), draw(st.sampled_from([0, 72]))
    lead_in, own = draw(st.sampled_from(LEAD_INS)), draw(st.booleans())
    rationale = own and draw(st.booleans())
    parts = [draw(st.sampled_from(TITLES)), "1. Inriktning", "Strategin ska gälla under perioden 2031–2035."]
    parts[0] = f"# {parts[0]}" if shape == "markdown" else parts[0]
    parts[1] = "# Inriktning" if shape == "markdown" else "Inriktning"
    if not own or not heading:
        parts.append(lead_in)
    areas = []
    for number, goals in enumerate(lists, start=1):
        if heading and code:
            areas.append((code(number), AREAS[number - 1], goals))
            parts.append(heading(number, AREAS[number - 1]))
            parts += ["Behoven är stora, och Sverige kan bidra med kunskap."] if rationale else []
            parts += [lead_in] if own else []
        else:
            areas.append(("", "", goals))
        items = [signed(sign, place, text) for place, text in enumerate(goals, start=1)]
        parts.append(between.join("\n  ".join(wrap(item, width)) if width else item for item in items))
    parts += ["# Uppföljning" if shape == "markdown" else "Uppföljning", "Strategin följs upp varje år."]
    return MadeUp("\n\n".join(parts), areas)
