MOST_DIGITS = 18  # so far do both databases count


def number_in(text: str) -> int | None:
    """A row's number, or a version, that somebody has typed or sent; None for what is none, or beyond every row."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
