"""The words of a mail's HTML as its reader sees them: in paragraphs, lists with their signs, cells with tabs between.

Readers of all of HTML take time with the square of how deep it is, and anybody may send it: this one goes through once.
"""

import re
from html import unescape

from dialogue.files.mail_texts import LONGEST_TEXT

UNSEEN = re.compile(r"<(?=/?(?:script|style|title)\b)", re.IGNORECASE)
AS_TYPED = re.compile(r"(</?pre\b)", re.IGNORECASE)
TAG = re.compile(r"<((?:[!?/]?[a-zA-Z]|!\[)[\w:-]*)[^<>]*>?")
FIRST = re.compile(r"\bstart=[\"']?(\d{1,6})")
# Signs that count as blanks, so that none is left of those that came. Several LINEs are one line break.
LINE, CELL, CELL_ENDS = "\f\x1e\x1f"
BREAKS = {"br": "\n", **dict.fromkeys(("td", "th"), CELL), **dict.fromkeys(("/td", "/th"), CELL_ENDS)}
BREAKS |= dict.fromkeys(("div", "/div", "tr", "/tr", "hr", "dt", "dd"), LINE)
BREAKS |= {f"{end}{name}": "\n\n" for end in ("", "/") for name in ("p", "pre", "table", "blockquote", "ul", "ol")}
BREAKS |= {f"{end}h{level}": "\n\n" for end in ("", "/") for level in range(1, 7)}
# An item of Outlook's lists: a letter of a font of signs, or a number, and then blanks.
OF_OUTLOOK = re.compile(r"^(?:[·§o]|(\d{1,2}[.)]|[a-z]\)))[\xa0 ]{2,}", re.MULTILINE)


def without_tags(html: str) -> str:
    first, *others = html.split("<!--")
    uncommented = " ".join(with_lines(first + "".join(piece.partition("-->")[2] for piece in others)).split())
    first, *others = UNSEEN.split(uncommented)
    seen = first + "".join(piece.partition(">")[2] for piece in others if piece.startswith("/"))
    broken = TAG.sub(Breaks(), seen)[: 10 * LONGEST_TEXT]
    lines = (line.strip() for line in re.sub(r"\n? *\f[\f ]*", "\n", with_cells(unescape(broken))).split("\n"))
    return OF_OUTLOOK.sub(lambda sign: f"{sign[1] or '•'} ", re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))


def with_cells(text: str) -> str:
    """With a tab before each; the paragraph that is all there is in one breaks no line."""
    *ended, last = text.split(CELL_ENDS)
    first, *begun = "".join([*(cell.rstrip(f"\n {LINE}") for cell in ended), last]).split(CELL)
    return first + "".join("\t" + cell.lstrip(f"\n {LINE}") for cell in begun)


def with_lines(html: str) -> str:
    """What is set as it was typed keeps its lines."""
    first, *others = AS_TYPED.split(html)
    pairs = zip(others[::2], others[1::2], strict=True)
    return first + "".join(mark + (text if "/" in mark else text.replace("\n", "<br>")) for mark, text in pairs)


class Breaks:
    """What stands in a tag's place, from the first to the last: lists count. `lists` has the next number of each that
    is open; none for one with dots.
    """

    def __init__(self) -> None:
        self.lists: list[int | None] = []

    def __call__(self, tag: "re.Match[str]") -> str:
        name = tag[1].lower()
        if name in {"ol", "ul"}:
            first = FIRST.search(tag[0])
            self.lists.append(None if name == "ul" else int(first[1]) if first else 1)
        elif name in {"/ol", "/ul"} and self.lists:
            self.lists.pop()
        elif name == "li":
            return f"{LINE}{self.sign()} "
        is_within = bool(self.lists) and name in {"ol", "ul"} and len(self.lists) > 1
        return LINE if is_within or (self.lists and name in {"/ol", "/ul"}) else BREAKS.get(name, "")

    def sign(self) -> str:
        number = self.lists[-1] if self.lists else None
        if number is None:
            return "•"
        self.lists[-1] = number + 1
        return f"{number}."
