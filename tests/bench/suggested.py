"""How often a suggested goal is right, on the demonstration's messages and accepted observations.

A quarter of the texts, chosen by their digests before anything was tried, is set apart: how texts are compared was
settled on the others, and those set apart are neither among the earlier texts nor is anything from their meetings.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from dialogue.suggestions.likeness import Earlier, suggest
from dialogue.suggestions.material import background, earlier, words_of
from priorities.goals.models import Goal
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.bench.people import PEOPLE, SLUG, person

ONE_IN = 4


@dataclass(frozen=True)
class Tally:
    """`first` and `three` count texts of which something was suggested and the first, or one of three, was right."""

    texts: int
    suggested: int
    first: int
    three: int


def is_apart(text: str) -> bool:
    return int(sha256(text.encode()).hexdigest(), 16) % ONE_IN == 0


def measured(*, at_length: bool = True) -> dict[str, dict[str, int]]:
    """By what the suggestions were told from; on the texts set apart alone, unless at length."""
    strategy, officer = Strategy.objects.get(slug=SLUG), person(PEOPLE[0])
    goals = {goal.pk: words_of(goal) for goal in Goal.objects.of(strategy.pk)}
    common, known, texts = background(officer, strategy), list(earlier(officer, strategy)), labelled(strategy)
    apart = [one for one in texts if is_apart(one.text)]
    hidden = {one.text for one in apart}
    rest = [one for one in known if one.text not in hidden]

    def tally(asked: list[Earlier[int]], among: Iterable[Earlier[int]]) -> Tally:
        there = list(among)
        found = [(one, [each.goal for each in suggest(one.text, goals, others(there, one), common)]) for one in asked]
        first = sum(bool(best[:1]) and best[0] in one.goals for one, best in found)
        three = sum(bool(one.goals & set(best)) for one, best in found)
        return Tally(len(asked), sum(bool(best) for _one, best in found), first, three)

    times = Counter(goal for one in texts for goal in one.goals)
    commonest = {goal for goal, _times in times.most_common(3)}
    by_guess = [one for one in texts if one.goals & commonest]
    tallies = {
        "officers, texts set apart": tally(apart, rest),
        "contacts, each observation against their own organisation's others": together(
            tally(own, earlier(author, strategy)) for author, own in by_author(strategy)
        ),
        "goals' words alone, texts set apart": tally(apart, []),
        "the three commonest goals": Tally(len(texts), len(texts), max(times.values()), len(by_guess)),
    }
    if at_length:
        tallies["officers, each text against all others"] = tally(texts, known)
        tallies["goals' words alone, all texts"] = tally(texts, [])
    return {told: vars(counted) for told, counted in tallies.items()}


def together(tallies: Iterable[Tally]) -> Tally:
    return Tally(*map(sum, zip(*(vars(one).values() for one in tallies), strict=True)))


def by_author(strategy: Strategy) -> list[tuple[User, list[Earlier[int]]]]:
    """Accepted observations, by whoever wrote them: what they may see decides what they are told from."""
    accepted = observed(strategy)
    authors = dict.fromkeys(author for author, _text in accepted)
    return [(author, [text for by, text in accepted if by == author]) for author in authors]


def observed(strategy: Strategy) -> list[tuple[User, Earlier[int]]]:
    accepted = Observation.objects.present().of(strategy.pk).accepted().filter(goals__isnull=False).distinct()
    return [
        (one.author, Earlier(f"{one.title}\n{one.text}", frozenset(goal.pk for goal in one.goals.all())))
        for one in accepted.select_related("author").prefetch_related("goals")
    ]


def labelled(strategy: Strategy) -> list[Earlier[int]]:
    said = Intervention.objects.present().filter(strategy=strategy).values_list("message", "goal", "event")
    found = [Earlier(message, frozenset({goal}), event) for message, goal, event in said]
    return found + [text for _author, text in observed(strategy)]


def others(known: list[Earlier[int]], one: Earlier[int]) -> list[Earlier[int]]:
    """What there would be if neither the text nor its meeting had been written yet."""
    return [each for each in known if each.text != one.text and (one.meeting is None or each.meeting != one.meeting)]
