"""Who sees what: the table of the domain, declared here and nowhere else.

What is not named in a row is not seen: not even that it exists. A role reads whatever it writes or approves. The rules,
the page *Vem ser vad*, the explanations of roles, `docs/access.md` and the tests' matrix are made from this.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from strategy.access.conditions import (
    APPROVED,
    DRAFT,
    EVERYTHING,
    IF_ACCEPTED,
    IF_ASKED,
    IF_ASKED_OUTSIDE,
    IF_CONTACT,
    IF_GIVEN,
    IF_OF_ACCEPTED,
    IF_OPEN,
    IF_OWN,
    IF_OWN_LINE,
    IF_OWN_OR_ANSWERED,
    IF_OWN_OR_ANSWERED_OUTSIDE,
    IF_PUT_TO_OWN,
    IF_SENT_TO_OWN,
    IF_WRITER,
    IF_WRITER_OR_SHARED,
    NOT_APPROVED,
    NOT_RELEASED,
    NOT_SECRET,
    NOT_SENT,
    OF_ACCOUNTS,
    OF_CONTACTS,
    OF_OWN_OBSERVATIONS,
    OF_THE_MATERIAL,
    RELEASED,
    SECRET,
    SENT,
    SUBMITTED,
    UNCONDITIONALLY,
    UNLESS_OWN_COPY,
    UNLESS_SECRET,
    Condition,
)
from strategy.access.words import Action, Kind, Role


@dataclass(frozen=True)
class Cell:
    """What a role may do with a kind of thing. `name` is English, for documents; `words` say the same on pages."""

    action: Action | None
    name: str
    words: Promise | str
    condition: Condition = UNCONDITIONALLY
    do_not_call_in_templates: ClassVar[bool] = True

    def __call__(self, condition: Condition) -> "Cell":
        return replace(self, condition=condition)

    def called(self, name: str, words: Promise) -> "Cell":
        return replace(self, name=name, words=words)


UNSEEN = Cell(None, "–", "–")
READS = Cell(Action.READ, "reads", _("läser"))
WRITES = Cell(Action.WRITE, "writes", _("läser och skriver"))
APPROVES = Cell(Action.APPROVE, "approves", _("läser och godkänner"))
REVIEWS = APPROVES.called("reviews", _("läser och granskar"))
DECIDES = APPROVES.called("decides", _("läser och avgör"))
ADOPTS = APPROVES.called("adopts", _("läser och antar"))
NAMES = WRITES.called("names", _("läser och utser"))
REPORTS = WRITES.called("reports", _("läser och rapporterar"))
PROPOSES = WRITES.called("proposes", _("läser och föreslår"))
PUTS_UP = WRITES.called("puts up", _("läser och lägger upp"))
LOADS = WRITES.called("reads and loads lists", _("läser och läser in listor"))
CONFIRMS = APPROVES.called("confirms", _("läser och bekräftar"))
RESTORES = WRITES.called("restores", _("läser och återställer"))


@dataclass(frozen=True)
class AccessRow:
    """One kind of thing, or those of the kind that meet `when`: several rows of a kind divide it between them."""

    kind: Kind
    name: str
    label: Promise
    when: Q = EVERYTHING
    officer: Cell = UNSEEN
    head: Cell = UNSEEN
    delegation: Cell = UNSEEN
    reader: Cell = UNSEEN
    contact: Cell = UNSEEN
    admin: Cell = UNSEEN

    def cell(self, role: str) -> Cell:
        found: Cell = getattr(self, role)
        return found

    @property
    def cells(self) -> Iterator[tuple[Role, Cell]]:
        """Every role's, in the order of the table's columns."""
        return ((role, self.cell(role)) for role in Role)


@dataclass(frozen=True)
class Part:
    heading: Promise
    rows: list[AccessRow]


# fmt: off
PARTS = [
    Part(_("Strategin och de som arbetar med den"), [
        AccessRow(Kind.STRATEGY, "the strategy, its text, focus areas and goals",
            _("Strategin, dess text, fokusområden och mål"),
            officer=WRITES, head=READS, delegation=READS, reader=READS, contact=READS, admin=WRITES),
        AccessRow(Kind.DECISION_DRAFT, "decisions that are read in, until they are confirmed",
            _("Beslut som läses in, tills de är bekräftade"),
            officer=WRITES, admin=WRITES),
        AccessRow(Kind.KEY_MESSAGE, "key messages",
            _("Budskap per mål"),
            officer=WRITES, head=READS, delegation=READS, reader=READS(UNLESS_SECRET), contact=READS(IF_OPEN)),
        AccessRow(Kind.MEMBERSHIP, "accounts, memberships, organisations, invitations",
            _("Konton, roller, organisationer och inbjudningar"),
            officer=WRITES(IF_CONTACT), head=WRITES(IF_CONTACT), admin=WRITES),
        AccessRow(Kind.DEPUTY, "who stands in for a head, and when",
            _("Ställföreträdare"),
            head=NAMES),
        AccessRow(Kind.HANDOVER, "handovers",
            _("Överlämningar"),
            officer=WRITES(IF_GIVEN), head=WRITES, delegation=WRITES(IF_GIVEN), reader=WRITES(IF_GIVEN & UNLESS_SECRET),
            contact=WRITES(IF_OWN)),
    ]),
    Part(_("Dialog"), [
        AccessRow(Kind.DIALOGUE, "events, interventions, commitments: open, working",
            _("Möten, budskap, svar och utfästelser: offentliga och arbetsmaterial"), when=NOT_SECRET,
            officer=WRITES, head=READS, delegation=WRITES, reader=READS),
        AccessRow(Kind.DIALOGUE, "the same: secret",
            _("Möten, budskap, svar och utfästelser: sekretessmarkerade"), when=SECRET,
            officer=WRITES, head=READS, delegation=WRITES),
        AccessRow(Kind.COUNTERPART, "counterparts",
            _("Motparter"),
            officer=WRITES, head=READS, delegation=WRITES, reader=READS),
        AccessRow(Kind.INSTRUCTION, "instructions: before they are sent",
            _("Instruktioner: innan de är skickade"), when=NOT_SENT,
            officer=WRITES, head=READS),
        AccessRow(Kind.INSTRUCTION, "instructions: sent",
            _("Instruktioner: skickade"), when=SENT,
            officer=READS, head=READS, delegation=READS, reader=READS(UNLESS_SECRET)),
    ]),
    Part(_("Fältobservationer"), [
        AccessRow(Kind.OBSERVATION, "observations: draft",
            _("Fältobservationer: utkast"), when=DRAFT,
            contact=WRITES(IF_WRITER)),
        AccessRow(Kind.OBSERVATION, "observations: from submitted on",
            _("Fältobservationer: från det att de är inskickade"), when=SUBMITTED,
            officer=REVIEWS, head=READS, delegation=READS(IF_ACCEPTED), reader=READS(IF_ACCEPTED & UNLESS_SECRET),
            contact=READS(IF_OWN)),
        AccessRow(Kind.ADDITION, "additions to observations: being written",
            _("Kompletteringar: medan de skrivs"), when=DRAFT,
            contact=WRITES(IF_WRITER)),
        AccessRow(Kind.ADDITION, "additions to observations: sent",
            _("Kompletteringar: skickade"), when=SUBMITTED,
            officer=READS, head=READS, delegation=READS(IF_OF_ACCEPTED), reader=READS(IF_OF_ACCEPTED & UNLESS_SECRET),
            contact=READS(IF_OWN)),
        AccessRow(Kind.OBSERVATION_STEP, "what contact and reviewers said to each other",
            _("Motiveringar och kompletteringar under granskningen"), when=SUBMITTED,
            officer=WRITES, head=READS, contact=WRITES(IF_OWN)),
    ]),
    Part(_("Förfrågningar"), [
        AccessRow(Kind.REQUEST, "requests",
            _("Förfrågningar till myndigheter och utlandsmyndigheter"),
            officer=WRITES, head=READS, delegation=READS, reader=READS(UNLESS_SECRET), contact=READS(IF_PUT_TO_OWN)),
        AccessRow(Kind.ANSWER, "who has been asked, and who has answered",
            _("Vilka som har fått en förfrågan, och vilka som har svarat"),
            officer=WRITES, head=READS, contact=READS(IF_OWN)),
        AccessRow(Kind.ANSWER_PART, "answers: being written",
            _("Svar: medan de skrivs"), when=DRAFT,
            contact=WRITES(IF_WRITER_OR_SHARED)),
        AccessRow(Kind.ANSWER_PART, "answers: sent",
            _("Svar: skickade"), when=SUBMITTED,
            officer=WRITES, head=READS, contact=READS(IF_OWN)),
    ]),
    Part(_("Bedömningar"), [
        AccessRow(Kind.ASSESSMENT, "assessments, overall judgements: draft, proposed",
            _("Målbedömningar och samlade bedömningar: utkast och föreslagna"), when=NOT_APPROVED,
            officer=WRITES, head=APPROVES),
        AccessRow(Kind.ASSESSMENT, "the same: approved",
            _("Målbedömningar och samlade bedömningar: godkända"), when=APPROVED,
            officer=READS, head=READS, delegation=READS(UNLESS_SECRET), reader=READS(UNLESS_SECRET)),
        AccessRow(Kind.ASSESSMENT_STEP, "what was said on the way to a judgement",
            _("Motiveringar på vägen till en bedömning"),
            officer=READS, head=READS),
        AccessRow(Kind.ROUND, "a year's round",
            _("Årets bedömningsomgång"),
            officer=WRITES, head=APPROVES, delegation=READS, reader=READS),
    ]),
    Part(_("Siffror"), [
        AccessRow(Kind.INDICATOR, "indicators",
            _("Indikatorer"),
            officer=WRITES, head=READS, delegation=READS, reader=READS),
        AccessRow(Kind.FUNDING, "measurements, contributions, postings",
            _("Mätvärden, bidrag, sekonderingar och JPO"),
            officer=WRITES, head=READS, delegation=READS, reader=READS(UNLESS_SECRET)),
    ]),
    Part(_("Måttstockar"), [
        AccessRow(Kind.FRAMEWORK, "frameworks: the yardsticks of others",
            _("Måttstockar: andras listor över indikatorer, resultat och mål"),
            officer=WRITES, head=READS, delegation=READS, reader=READS, admin=LOADS),
        AccessRow(Kind.CROSSWALK, "crosswalk between goals and frameworks",
            _("Kopplingar mellan mål och måttstockar"),
            officer=WRITES, head=READS, delegation=READS, reader=READS(UNLESS_SECRET)),
    ]),
    Part(_("Arbetsplan"), [
        AccessRow(Kind.WORK_PLAN, "work plan",
            _("Arbetsplanen"),
            officer=WRITES, head=ADOPTS, delegation=READS, reader=READS(UNLESS_SECRET), contact=READS(IF_OWN_LINE)),
        AccessRow(Kind.WORK_PLAN_REPORT, "what has happened to its lines",
            _("Lägesrapporter om arbetsplanens rader"),
            officer=WRITES, head=READS, delegation=READS, reader=READS(UNLESS_SECRET), contact=REPORTS(IF_OWN_LINE)),
        AccessRow(Kind.WORK_PLAN_PROPOSAL, "proposed lines, and requests for another day",
            _("Föreslagna rader, och begäran om en ny dag"),
            officer=DECIDES, head=READS, delegation=PROPOSES(IF_WRITER), reader=PROPOSES(IF_WRITER & UNLESS_SECRET),
            contact=PROPOSES(IF_OWN)),
        AccessRow(Kind.WORK_PLAN_VERSION, "the work plan as it was adopted",
            _("Antagna arbetsplaner"),
            officer=READS, head=READS, delegation=READS, reader=READS),
        AccessRow(Kind.WORK_PLAN_LINE, "its lines as they were adopted",
            _("Raderna i antagna arbetsplaner"),
            officer=READS, head=READS, delegation=READS, reader=READS(UNLESS_SECRET)),
    ]),
    Part(_("Rapporter"), [
        AccessRow(Kind.REPORT, "reports: before release",
            _("Rapporter: innan de är expedierade"), when=NOT_RELEASED,
            officer=WRITES, head=APPROVES),
        AccessRow(Kind.REPORT, "reports: released",
            _("Rapporter: expedierade"), when=RELEASED,
            officer=READS, head=READS, delegation=READS, reader=READS(UNLESS_OWN_COPY), contact=READS(IF_SENT_TO_OWN)),
        AccessRow(Kind.CIRCULATION, "circulations: the copy that is shared",
            _("Delningar: den utgåva som delas"),
            officer=WRITES, head=WRITES, delegation=READS(IF_ASKED), reader=READS(IF_ASKED),
            contact=READS(IF_ASKED_OUTSIDE)),
        AccessRow(Kind.COMMENT, "comments on what is shared",
            _("Synpunkter på det som delas"),
            officer=WRITES, head=WRITES, delegation=WRITES(IF_OWN_OR_ANSWERED), reader=WRITES(IF_OWN_OR_ANSWERED),
            contact=WRITES(IF_OWN_OR_ANSWERED_OUTSIDE)),
        AccessRow(Kind.REGISTRY, "what lacks a registry number",
            _("Det som saknar diarienummer"),
            officer=WRITES, head=READS),
        AccessRow(Kind.DISCLOSURE, "requests for disclosure, and what was decided",
            _("Begäranden om utlämnande och besluten"),
            officer=WRITES, head=READS),
    ]),
    Part(_("Historik och papperskorg"), [
        AccessRow(Kind.HISTORY, "history of a thing",
            _("En posts historik"),
            officer=READS, head=READS, contact=READS(OF_OWN_OBSERVATIONS)),
        AccessRow(Kind.BIN, "bin",
            _("Papperskorgen"),
            officer=RESTORES, head=READS),
        AccessRow(Kind.BIN_COUNTS, "how much lies in the bin",
            _("Hur mycket som ligger i papperskorgen"),
            officer=READS, head=READS, admin=READS),
        AccessRow(Kind.LOG, "log: of the material",
            _("Loggen: strategins material"), when=OF_THE_MATERIAL,
            officer=READS, head=READS),
        AccessRow(Kind.LOG, "log: of accounts",
            _("Loggen: konton och roller"), when=OF_ACCOUNTS,
            officer=READS(OF_CONTACTS), head=READS(OF_CONTACTS), admin=READS),
        AccessRow(Kind.DISPOSAL, "disposal",
            _("Gallring"),
            officer=PUTS_UP, head=CONFIRMS),
        AccessRow(Kind.DISPOSAL_COUNTS, "how much has been disposed of",
            _("Hur mycket som har gallrats"),
            officer=READS, head=READS, admin=READS),
    ]),
]
# fmt: on
# Whose sign-in rests on more than a password, where the setting REQUIRE_MFA says so.
SECOND_FACTOR_ROLES = frozenset({Role.OFFICER, Role.HEAD, Role.DELEGATION, Role.ADMIN})

# What a head does and a deputy does not.
OWN_OFFICE = {(Action.WRITE, Kind.DEPUTY)}

# The roles that each may give to somebody else, by invitation or at once.
GRANTABLE: dict[str, frozenset[str]] = {
    Role.OFFICER: frozenset({Role.CONTACT}),
    Role.HEAD: frozenset({Role.CONTACT}),
    Role.ADMIN: frozenset(Role.values),
}
TABLE = [row for part in PARTS for row in part.rows]


def rights_of(role: str) -> list[tuple[AccessRow, Cell]]:
    """What there is for a role, row by row."""
    return [(row, row.cell(role)) for row in TABLE if row.cell(role).action]


def markdown() -> str:
    """The table as `docs/access.md` holds it."""
    lines = [["", *Role.values], ["---"] * 7]
    lines += [[row.name, *(in_english(cell) for _role, cell in row.cells)] for row in TABLE]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).replace("|  |", "| |")


def in_english(cell: Cell) -> str:
    return f"{cell.name}: {cell.condition.name}" if cell.condition.name else cell.name
