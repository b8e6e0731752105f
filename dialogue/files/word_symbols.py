"""What the letters of Symbol and Wingdings look like, of those that Word itself sets: arrows, ticks, bullets, signs."""

SYMBOL = dict(
    zip(
        bytes.fromhex("44 57 61 62 6d 70 a3 a5 ab ac ad ae af b0 b1 b3 b4 b7 b9 bb bc d7 de e5"),
        "ΔΩαβμπ≤∞↔←↑→↓°±≥×•≠≈…⋅⇒∑",
        strict=True,
    )
)
WINGDINGS = dict(
    zip(
        bytes.fromhex("4a 4c 6e 6f 76 77 9f a7 a8 d8 df e0 e1 e2 e8 f0 f3 fb fc fd fe"),
        "☺☹■□❖◆•▪◻➢←→↑↓➔⇨⇔✗✓☒☑",
        strict=True,
    )
)
FONTS = {"symbol": SYMBOL, "wingdings": WINGDINGS}
PRIVATE = range(0xF000, 0xF100)  # where Word puts the letters of such a font
UNKNOWN = "\ufffd"


def symbol(code: str, font: str) -> str:
    """Of a sign that is told by its number, in hexadecimal digits."""
    return shown(chr(int(code, 16)), font) if code else ""


def shown(text: str, font: str) -> str:
    """A text set in a font, in signs that look the same in every font."""
    signs = FONTS.get(font.lower())
    return "".join(in_private(sign, signs) for sign in text)


def in_private(sign: str, signs: dict[int, str] | None) -> str:
    if ord(sign) not in PRIVATE:
        return sign
    return signs.get(ord(sign) - PRIVATE.start, UNKNOWN) if signs is not None else UNKNOWN
