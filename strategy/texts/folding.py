"""How texts are compared when something is looked for: one function, on both sides of each comparison.

Composed and decomposed letters, ligatures, capitals, signs that do not show and words broken at the end of a line are
alike. `Folded` is the same in the database.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from strategy.texts.stems import same_word
from strategy.texts.swedish import stem

# Soft hyphens, joiners, marks of direction and the like, and variation selectors: they hide a word from a search.
HIDDEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
UNSEEN = re.compile(f"[{HIDDEN}]")
HYPHENS = "\u2010\u2011\u2212"
# A word goes on after the end of a line, and "FN-organ" is one word with "FNorgan"; "mål- och" stays two.
BROKEN = r"(?<=\w)-(?=\w)|(?<=\w)-[ \t]*\n\s*(?!(?:och|eller|samt|respektive)\M)(?=\w)"
BROKEN_WORD = re.compile(BROKEN.replace(r"\M", r"\b"))
WORD = re.compile(r"\w+")


def letters(text: str) -> str:
    """The text's letters and signs alone; lines and blanks stay as they are."""
    composed = unicodedata.normalize("NFKC", UNSEEN.sub("", text))
    return composed.lower().replace("ς", "σ")


def letters_and_places(text: str) -> tuple[str, list[int]]:
    """The same, and for each letter where in the text it comes from; at the end, the text's length."""
    alike = letters(text)
    if len(alike) == len(text) and unicodedata.is_normalized("NFKC", text):
        return alike, list(range(len(text) + 1))
    found, places = [], []
    for start, cluster in clusters(text):
        alike = letters(cluster)
        found.append(alike)
        places += [start] * len(alike)
    return "".join(found), [*places, len(text)]


def clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each letter with the marks and the unseen signs that follow it, and where it stands."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not belongs_to_the_one_before(text[place]):
            yield start, text[start:place]
            start = place


def belongs_to_the_one_before(sign: str) -> bool:
    return unicodedata.combining(sign) > 0 or unicodedata.category(sign) == "Mc" or bool(UNSEEN.match(sign))


def folded(text: str) -> str:
    """In one line."""
    alike = re.sub(f"[{HYPHENS}]", "-", letters(text))
    return " ".join(BROKEN_WORD.sub("", alike).split())


def words(text: str) -> list[str]:
    return WORD.findall(folded(text))


def finds(query: str) -> Callable[[str], bool]:
    """Whether a text holds all the words of a query: as they stand, or another form of them."""
    wanted = [(word, stem(word)) for word in folded(query).split()]

    def holds(text: str) -> bool:
        alike = folded(text)
        missing = [form for word, form in wanted if word not in alike]
        return not missing or set(missing) <= {stem(word) for word in WORD.findall(alike)}

    return holds


def spans(query: str, text: str) -> list[tuple[int, int]]:
    """Where the words of a query stand in a text, in its own signs: for hits to be marked."""
    alike, places = letters_and_places(text)
    found = []
    for word in folded(query).split():
        found += [(hit.start(), hit.end()) for hit in re.finditer(re.escape(word), alike)]
        found += [(hit.start(), hit.end()) for hit in WORD.finditer(alike) if same_word(hit[0], word)]
    return joined([(places[start], places[end]) for start, end in found])


def joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, those that touch as one."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


class Folded(models.Transform):
    """`name__folded__contains=folded(words)`."""

    lookup_name = "folded"
    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="FOLDED", **context)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        inner, parameters = compiler.compile(self.lhs)
        alike = f"replace(lower(normalize(regexp_replace({inner}, %s, '', 'g'), NFKC)), 'ς', 'σ')"
        joined_up = f"regexp_replace(regexp_replace({alike}, %s, '-', 'g'), %s, '', 'g')"
        sql = f"btrim(regexp_replace({joined_up}, '\\s+', ' ', 'g'))"
        return sql, [*parameters, f"[{HIDDEN}]", f"[{HYPHENS}]", BROKEN]


def teach(connection: Any, **_signal: Any) -> None:
    """Gives a new connection to SQLite the function that `Folded` calls."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("FOLDED", 1, lambda text: text and folded(text), deterministic=True)


models.CharField.register_lookup(Folded)
models.TextField.register_lookup(Folded)
