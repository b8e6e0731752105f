"""Which headings are focus areas, which are headings within one, and what each goal is called."""

from collections.abc import Iterable, Iterator, Sequence

from strategy.decision.parsing.blocks import Block
from strategy.decision.parsing.document import FocusArea, Goal, Section
from strategy.decision.parsing.headings import closes_goals, gathers_areas, is_of_goals, numbering, roman
from strategy.decision.parsing.outline import Draft, is_unnumbered_item, opening
from strategy.decision.parsing.prose import Prose

NO_GOALS = (
    "Inga mål hittades: inga punkter står efter en rad som leder in mål, såsom ”verka för att:” eller ”bidra till:”."
)
LAST_WORDS = 6
OF_AREAS = 2  # the level of an area in a text whose headings show none
Chain = list[Draft]
Style = tuple[str, int]


def style(draft: Draft) -> Style:
    if draft.names_area and draft.numbered:
        return f"area {draft.numbered.shape[0]}", draft.numbered.shape[1]
    if draft.markup:
        return ("bold" if draft.markup > 6 else "markdown"), draft.markup
    return draft.numbered.shape if draft.numbered else ("plain", 1)


def style_among(draft: Draft, following: Draft | None) -> Style:
    """A heading without text, above one of its own style that has goals, is of another sort."""
    own = style(draft)
    if draft.blocks or not following or not following.has_goals or gathers_areas(draft.title):
        return own
    if style(following) != own:
        return own
    return f"{own[0]}, bare", own[1]


def chains(drafts: Sequence[Draft]) -> list[Chain]:
    """Each section's headings from the outermost to its own, as their markup, numbers and order tell."""
    found: list[Chain] = []
    stack: list[tuple[Style, Draft]] = []
    for draft, following in zip(drafts, [*drafts[1:], None], strict=False):
        own = style_among(draft, following)
        styles = [above for above, _ in stack]
        if own in styles:
            del stack[styles.index(own) :]
        while stack and is_as_deep(stack[-1][0], own):
            stack.pop()
        if draft.heading:
            stack.append((own, draft))
        found.append([other for _, other in stack])
    return found


def is_as_deep(above: Style, own: Style) -> bool:
    """Of Markdown's headings, which stand above all others, or of two of one kind."""
    return above[1] >= own[1] and (own[0].startswith("markdown") or above[0] == own[0])


def set_levels(drafts: Sequence[Draft], found: Sequence[Chain], areas: Sequence[Draft]) -> None:
    """As the markup says; else areas lie under the heading before them, and other headings under one without text."""
    by_markup = any(draft.markup in range(1, 7) for draft in drafts)
    within = {id(draft) for draft in drafts if draft.has_goals and draft not in areas}
    level = 1
    for draft, chain, following in zip(drafts, found, [*drafts[1:], None], strict=False):
        if by_markup:
            draft.level = max(len(chain), 1)
        elif draft in areas or draft.names_area:
            draft.level, level = OF_AREAS, 1
        elif id(draft) in within and draft.led_in_by is not None:
            draft.level = OF_AREAS + 1
        else:
            level = 1 if following and (following in areas or following.names_area) else level
            draft.level = level
            level = level if draft.blocks else 2


def place_goals(drafts: list[Draft], found: Sequence[Chain]) -> dict[int, Draft | None]:
    """For each section with goals, by its index, the section of its area, or None where there are no areas."""
    position = {id(draft): index for index, draft in enumerate(drafts)}
    carriers = [index for index, draft in enumerate(drafts) if draft.has_goals]
    strict = {index: next((area for area in reversed(found[index]) if area.names_area), None) for index in carriers}
    if any(strict.values()):
        for index in [index for index in carriers if strict[index] is None]:
            goals = [block for kind, block in drafts[index].blocks if kind == "goal"]
            demote(drafts[index], goals, "målen här hör inte till något fokusområde.")
        return {index: area for index, area in strict.items() if area is not None}
    own: dict[int, Chain] = {}
    placed: dict[int, Draft | None] = {}
    for index in carriers:
        draft = drafts[index]
        chain = [above for above in found[index] if not gathers_areas(above.title)]
        if draft.led_in_by is None:
            is_area = draft.heading and draft not in chain and not is_of_goals(draft.title)
            own[index] = [*chain, draft] if is_area else chain
        else:
            after = position[id(draft.led_in_by)]
            placed[index] = next((above for above in chain if position[id(above)] > after), None)
    return dict(sorted((placed | below_common(own)).items()))


def below_common(own: dict[int, Chain]) -> dict[int, Draft | None]:
    """Where each section leads in its own goals, the areas are the headings that they do not share."""
    if len(own) == 1:
        ((index, chain),) = own.items()
        last = chain[-1] if chain else None
        return {index: last if last and last.numbered and last.numbered.label else None}
    lists = [chain for chain in own.values() if chain]
    shortest = min(map(len, lists), default=0)
    shared = next(
        (place for place in range(shortest) if len({id(chain[place]) for chain in lists}) > 1), max(shortest - 1, 0)
    )
    return {index: chain[shared] if chain else None for index, chain in own.items()}


def demote(draft: Draft, blocks: Sequence[Block], why: str) -> None:
    lead_in = draft.blocks[draft.lead_in][1].line if draft.lead_in is not None else blocks[0].line
    draft.blocks = [("list_item" if block in blocks else kind, block) for kind, block in draft.blocks]
    draft.doubts.append((lead_in, why))


def demote_unsure(drafts: Sequence[Draft]) -> None:
    """Lists after "ska prioritera:" and the like are goals where no others are."""
    goals = [(draft, block) for draft in drafts for kind, block in draft.blocks if kind == "goal"]
    others = any(block not in draft.unsure_goals for draft, block in goals)
    for draft in drafts:
        if draft.unsure_goals and others:
            demote(draft, draft.unsure_goals, "punkterna efter raden kan vara mål och är inte lästa som mål.")
        elif draft.unsure_goals:
            line = draft.unsure_goals[0].line
            draft.doubts.append((line, "punkterna här är lästa som mål, fast raden före är av annat slag."))


def lists_as_goals(drafts: Sequence[Draft]) -> None:
    """Where nothing leads in any goals, every list may be one of goals."""
    if any(draft.has_goals for draft in drafts):
        return
    for draft in drafts:
        items = [block for kind, block in draft.blocks if kind == "list_item" and is_unnumbered_item(block)]
        if not items or closes_goals(draft.title) or draft.kind != "paragraph":
            continue
        draft.blocks = [("goal" if block in items else kind, block) for kind, block in draft.blocks]
        draft.doubts.append((items[0].line, "punkterna här är lästa som mål, fast ingen rad leder in dem som mål."))


def focus_areas(
    drafts: list[Draft], sections: Sequence[Section], placed: dict[int, Draft | None], prose: Prose
) -> Iterable[FocusArea]:
    """In the order of the text."""
    position = {id(draft): index for index, draft in enumerate(drafts)}
    by_area: dict[int | None, list[int]] = {}
    for index, area in placed.items():
        by_area.setdefault(position[id(area)] if area else None, []).append(index)
    strict = any(area and area.names_area for area in placed.values())
    empty = [index for index, draft in enumerate(drafts) if strict and draft.names_area and index not in by_area]
    areas: list[FocusArea] = []
    for place in sorted([*by_area, *empty], key=lambda place: by_area[None][0] if place is None else place):
        areas.append(read_focus_area(drafts, sections, place, by_area.get(place, []), len(areas) + 1))
    taken = with_goals_once(areas, prose)
    prose.warnings += [f"Rad {area.line}: fokusområde {area.code} har inga mål." for area in taken if not area.goals]
    prose.warnings += [
        f"Rad {draft.line}: rubriken ”{draft.title}” står efter målen utan egen text och kan vara ett mål."
        for draft in bare_after_goals(drafts, list(filter(None, placed.values())))
    ]
    return taken


def with_goals_once(areas: Iterable[FocusArea], prose: Prose) -> list[FocusArea]:
    """An area that is named twice is the one with goals. A fault where two have goals under one code, or none any."""
    by_code: dict[str, FocusArea] = {}
    for area in areas:
        earlier = by_code.setdefault(area.code, area)
        if earlier.goals and area.goals and earlier is not area:
            prose.faults.append(
                f"Fokusområde {area.code} förekommer två gånger, på rad {earlier.line} och {area.line}."
            )
        if area.goals:
            by_code[area.code] = area
    if not any(area.goals for area in by_code.values()):
        prose.faults.append(NO_GOALS)
    return list(by_code.values())


def bare_after_goals(drafts: Sequence[Draft], areas: Sequence[Draft]) -> Iterator[Draft]:
    after_goals = False
    for draft in drafts:
        if after_goals and not draft.blocks and not draft.names_area and draft not in areas:
            yield from [] if closes_goals(draft.title) else [draft]
        else:
            after_goals = draft.has_goals


def read_focus_area(
    drafts: Sequence[Draft], sections: Sequence[Section], index: int | None, carriers: Sequence[int], order: int
) -> FocusArea:
    own = carriers[0] if index is None else index
    draft, section = drafts[own], sections[own]
    if index is None:
        code = title = ""
    else:
        code, title = named(section.title, order)
    goals = tuple(read_goals(drafts, sections, code, own if index is not None else None, carriers))
    return FocusArea(code, title, section.line, own, tuple(range(rationale_of(draft, section, goals))), goals)


def named(heading: str, order: int) -> tuple[str, str]:
    """An area's code and title: the code that its heading begins with, else its place among the areas."""
    found = numbering(heading)
    return found.code if found else roman(order), (found.title if found and found.title else heading).rstrip(" :")


def rationale_of(draft: Draft, section: Section, goals: Sequence[Goal]) -> int:
    """How many paragraphs stand before the line that leads the goals in."""
    places = [place for place, (kind, _) in enumerate(draft.blocks) if kind == "goal"]
    if not places:
        return len(section.paragraphs)
    lead_ins = [place for place in range(places[0]) if draft.blocks[place][1].leads_in_goals]
    return lead_ins[-1] if lead_ins else places[0]


def read_goals(
    drafts: Sequence[Draft], sections: Sequence[Section], code: str, own: int | None, carriers: Sequence[int]
) -> Iterator[Goal]:
    taken: set[str] = set()
    number = 0
    for index in carriers:
        sub_area = "" if index == own or (own is None and len(carriers) == 1) else sections[index].title.rstrip(" :")
        for place, (kind, block) in enumerate(drafts[index].blocks):
            if kind != "goal":
                continue
            number += 1
            paragraph = sections[index].paragraphs[place]
            printed = numbering(paragraph.plain) if block.printed else None
            text = (printed.title if printed else paragraph.plain) or paragraph.plain
            name = goal_code(code, printed.code if printed else "", number, taken)
            taken.add(name)
            yield Goal(name, number, text, paragraph.line, index, place, sub_area)


def goal_code(area: str, printed: str, number: int, taken: set[str]) -> str:
    """A printed number with a point in it, as 2.1, holds the area's already."""
    own = printed if "." in printed or ":" in printed else ".".join(filter(None, [area, printed]))
    if printed and own not in taken:
        return own
    while (name := ".".join(filter(None, [area, str(number)]))) in taken:
        number += 1
    return name


def unplaced(draft: Draft) -> Iterator[tuple[int, str]]:
    """What may be a goal and is not read as one, or may be none and is read as one."""
    led_in = had_goals = False
    before: Block | None = None
    for kind, block in draft.blocks:
        if kind == "goal":
            had_goals = True
            if block.leads_in_goals:
                yield block.line, "målet rymmer en rad som slutar ”verka för att:”; en tom rad saknas före den."
            elif block.text.endswith(":"):
                yield block.line, "målet slutar med kolon; det som följer kan höra till det."
            for line in block.doubts:
                yield line, "raden är läst som fortsättning på målet före, inte som ett eget mål."
        elif block.leads_in_goals:
            led_in = True
        elif kind == "list_item" and had_goals:
            yield block.line, "punkten står efter målen och är inte läst som mål."
        elif kind == "list_item" and (before is None or before.kind == "text") and may_be_goals(draft, block):
            yield (
                block.line,
                f"punkterna efter ”{ending(before.text if before else draft.title)}” är inte lästa som mål.",
            )
        elif led_in and draft.has_goals and not block.text.endswith(":"):
            yield block.line, f"”{opening(block)}” står bland målen utan streck eller punkt och är inte läst som mål."
        elif block.kind == "stray":
            where = "mitt i en mening" if block.is_torn_out else "före titeln"
            yield block.line, f"”{opening(block)}” står {where} och är läst för sig."
        before = block


def may_be_goals(draft: Draft, block: Block) -> bool:
    return not (draft.doubts or closes_goals(draft.title)) and draft.kind == "paragraph" and is_unnumbered_item(block)


def ending(text: str) -> str:
    words = text.replace("*", "").split()
    return " ".join(["…", *words[-LAST_WORDS:]] if len(words) > LAST_WORDS else words)
