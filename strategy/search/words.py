"""What a text is found by, and what a question asks for: words cut and marked in the same way on both sides."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from strategy.texts.folding import WORD, folded
from strategy.texts.stems import stems

# C/112/6 and i.3 are one word each; their parts are found, too.
SYMBOL = re.compile(r"\w+(?:[./:]\w+)*")
ENDING = re.compile(r"(?<=\w)[:’'](?:s|e|a|n|t|en|et|er|ar|ns|erna|arna)\b")  # FN:s, 29:e, IOM’s
PHRASE = re.compile(r'["”“„«»]([^"”“„«»]+)["”“„«»]')
PLAIN = frozenset("abcdefghijklmnopqrstuvw0123456789")  # what stands as it is in the index; x begins a number
FIELD_BREAK = " | "  # no phrase goes from one field into the next
SHORTEST_BEGINNING = 2
# Words that nearly every text has: a question asks for them only where it has no other, or within a phrase.
COMMON_WORDS = """
att av de den det du en ett från för hade har i inte kan med och om på ska som till under vad var vem vi vid är
a an and are at by for from in is of on or that the to was what when who with
"""
COMMON = frozenset(COMMON_WORDS.split())


def sequence(text: str) -> list[str]:
    """The words of a text in order, each symbol whole."""
    words = []
    for symbol in SYMBOL.findall(ENDING.sub("", folded(text))):
        words += [symbol] if is_symbol(symbol) else WORD.findall(symbol)
    return words


def is_symbol(word: str) -> bool:
    """Whether it has separators that belong to it, as document symbols, goals' codes and registry numbers do."""
    return bool(re.search(r"\d", word) and re.search(r"[./:]", word))


def running(texts: Iterable[str]) -> str:
    """The words of several texts with a blank around each, for phrases to be looked for."""
    return FIELD_BREAK.join(f" {' '.join(words)} " for words in map(sequence, texts) if words)


@dataclass(frozen=True)
class Mark:
    """The letter before a token says where and as what a word stands."""

    typed: str
    swedish: str
    english: str


TITLE, ANYWHERE = Mark("v", "z", "f"), Mark("w", "s", "e")
GOAL = "g"
SEEN_AS_TYPED = "o"  # a token of its own: what is marked secret is the fewer there where it is asked for


def encoded(word: str) -> str:
    """In letters and figures alone, so that no database cuts it further; a word's beginning is its code's beginning."""
    return "".join(sign if sign in PLAIN else f"x{ord(sign):x}y" for sign in word)


def tokens(running_text: str, mark: Mark) -> Iterator[str]:
    for word in running_text.replace("|", " ").split():
        yield mark.typed + encoded(word)
        if is_symbol(word):
            yield from (mark.typed + encoded(part) for part in WORD.findall(word))
        else:
            in_swedish, in_english = stems(word)
            yield mark.swedish + encoded(in_swedish)
            yield mark.english + encoded(in_english)


def goal_token(goal: int) -> str:
    return f"{GOAL}{goal}q"


@dataclass(frozen=True)
class Term:
    token: str
    begins: bool = False  # whether what begins so is meant, too


Clause = list[Term]  # any of them


@dataclass(frozen=True)
class Question:
    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    beginning: str = ""  # a word that is not finished yet

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.phrases or self.beginning)

    @property
    def unfinished(self) -> "Question":
        """The same, its last word taken for a beginning."""
        if self.beginning or not self.words or len(self.words[-1]) < SHORTEST_BEGINNING:
            return self
        return replace(self, words=self.words[:-1], beginning=self.words[-1])

    @property
    def marked(self) -> str:
        """The words to mark in what was found."""
        return " ".join([*self.words, *self.phrases, self.beginning]).strip()

    def clauses(self, mark: Mark) -> list[Clause]:
        """All of them have to be met."""
        asked = [meaning(word, mark) for word in self.words]
        asked += [[Term(mark.typed + encoded(word))] for phrase in self.phrases for word in phrase.split()]
        if self.beginning:
            begun = Term(mark.typed + encoded(self.beginning), begins=True)
            asked.append([*meaning(self.beginning, mark), begun])
        return asked


def meaning(word: str, mark: Mark) -> Clause:
    if is_symbol(word):
        return [Term(mark.typed + encoded(word))]
    in_swedish, in_english = stems(word)
    return [Term(mark.swedish + encoded(in_swedish)), Term(mark.english + encoded(in_english))]


def question(typed: str) -> Question:
    phrases = [" ".join(sequence(phrase)) for phrase in PHRASE.findall(typed)]
    words = list(dict.fromkeys(sequence(PHRASE.sub(" ", typed))))
    telling = [word for word in words if word not in COMMON]
    return Question(tuple(telling or ([] if any(phrases) else words)), tuple(filter(None, phrases)))
