"""How alike texts are: tf-idf over stems and over pieces of words, since Swedish joins words together.

Knows no model. A goal's score is how alike the text is to the goal's own words, to all that was written about it before
taken together, and to those of the ten nearest earlier texts that are about it. Measured in docs/measurements.md,
*Suggestions*.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from math import log, sqrt
from typing import Generic, TypeVar

from strategy.texts.folding import words
from strategy.texts.swedish import stem

PIECE = 4  # letters of the pieces that words are taken apart in
OF_A_PIECE = 0.8  # what one weighs beside a stem
NEAREST = 10
OWN_WORDS = 2.0  # what likeness to the goal's own words weighs beside that to one earlier text, where there are many
FEW = 15  # earlier texts: where there are no more, most goals have none, and the goals' own words weigh twice as much
MOST = 3
LEAST = 0.13  # where the best goal has less, nothing is suggested
WORDS_TOLD = 3
SHORTEST = 4  # letters of a word that is told
COMMON = 1.9  # the rarity of a word in one text of seven: what is no rarer says nothing

GoalT = TypeVar("GoalT", bound=Hashable)
Vector = dict[str, float]


@dataclass(frozen=True)
class Earlier(Generic[GoalT]):
    """A text that somebody has said what it is about."""

    text: str
    goals: frozenset[GoalT]
    meeting: int | None = None


@dataclass(frozen=True)
class Suggestion(Generic[GoalT]):
    """`words` of the text decided most, those that decided more before."""

    goal: GoalT
    score: float
    words: list[str]


@lru_cache(maxsize=20_000)
def features_of(word: str) -> tuple[str, ...]:
    if len(word) < 2 or word.isdigit():
        return ()
    return (stem(word), *(f"#{word[at : at + PIECE]}" for at in range(len(word) - PIECE + 1)))


def counted(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in words(text):
        found.update(features_of(word))
    return found


def suggest(
    text: str, goals: Mapping[GoalT, str], earlier: Iterable[Earlier[GoalT]], background: Iterable[str] = ()
) -> list[Suggestion[GoalT]]:
    """The likeliest first, at most three; none where the text tells too little. `background` says which words are
    common.
    """
    asked = counted(text)
    before = [(counted(one), goals_of) for one, goals_of in each_once(earlier).items() if one != text]
    own = {goal: counted(words_of) for goal, words_of in goals.items()}
    rare = rarity([*own.values(), *map(counted, background), *(count for count, _goals in before)], asked)
    wanted = vector(asked, rare)
    vectors = [(vector(count, rare), goals_of) for count, goals_of in before]
    weight = OWN_WORDS * (1 + FEW / len(before) if before else 1)
    shared = {goal: [in_common(wanted, vector(count, rare), weight)] for goal, count in own.items()}
    for goal, together in gathered(vectors).items():
        shared[goal].append(in_common(wanted, together))
    alike = ((in_common(wanted, each), goals_of) for each, goals_of in vectors)
    for common, goals_of in nlargest(NEAREST, alike, key=lambda pair: sum(pair[0].values())):
        for goal in goals_of:
            shared[goal].append(common)
    scores = {goal: sum(sum(common.values()) for common in found) for goal, found in shared.items()}
    best = nlargest(MOST, scores, key=lambda goal: scores[goal])
    found = [Suggestion(goal, scores[goal], decisive(text, shared[goal], rare)) for goal in best if scores[goal] > 0]
    return found if found and found[0].score >= LEAST and found[0].words else []


def gathered(vectors: Iterable[tuple[Vector, frozenset[GoalT]]]) -> dict[GoalT, Vector]:
    """All that was written about each goal, as one."""
    sums: dict[GoalT, Vector] = defaultdict(lambda: defaultdict(float))
    for one, goals in vectors:
        for goal in goals:
            for feature, weight in one.items():
                sums[goal][feature] += weight
    return {goal: of_length_one(found) for goal, found in sums.items()}


def each_once(earlier: Iterable[Earlier[GoalT]]) -> dict[str, frozenset[GoalT]]:
    """A text that stands in several places is about all that it is about in one of them."""
    found: dict[str, frozenset[GoalT]] = {}
    for one in earlier:
        found[one.text] = found.get(one.text, frozenset()) | one.goals
    return found


def rarity(counts: Sequence[Counter[str]], asked: Counter[str]) -> Vector:
    """How much each feature of the text, and of those it is held against, sets texts apart."""
    texts = Counter(feature for count in counts for feature in count)
    return {feature: log((len(counts) + 1) / max(texts[feature], 1)) for feature in texts.keys() | asked.keys()}


def vector(count: Counter[str], rare: Vector) -> Vector:
    return of_length_one(
        {
            feature: (1 + log(times)) * rare[feature] * (OF_A_PIECE if feature[0] == "#" else 1)
            for feature, times in count.items()
        }
    )


def of_length_one(weights: Vector) -> Vector:
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1
    return {feature: weight / length for feature, weight in weights.items()}


def in_common(one: Vector, other: Vector, times: float = 1) -> Vector:
    """What each feature adds to the cosine."""
    return {feature: times * weight * other[feature] for feature, weight in one.items() if feature in other}


def decisive(text: str, shared: Iterable[Vector], rare: Vector) -> list[str]:
    added: dict[str, float] = defaultdict(float)
    for common in shared:
        for feature, weight in common.items():
            added[feature] += weight
    telling = [
        word for word in dict.fromkeys(words(text)) if len(word) >= SHORTEST and rare.get(stem(word), 0) > COMMON
    ]
    weights = {word: sum(added[feature] for feature in features_of(word)) for word in telling}
    told = nlargest(WORDS_TOLD, weights, key=lambda word: weights[word])
    return [word for word in told if weights[word] > 0]
