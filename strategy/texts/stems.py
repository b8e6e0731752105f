"""A word's stems in both languages that are written here: what shares either is the same word."""

from functools import lru_cache

from strategy.texts import swedish


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, str]:
    """Swedish and English, of a word in folded letters."""
    return swedish.stem(word), str(swedish.snowball("english").stemWord(word))


def same_word(one: str, other: str) -> bool:
    return any(ours == theirs for ours, theirs in zip(stems(one), stems(other), strict=True))
