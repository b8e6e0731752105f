"""A written text as HTML. Everything in it is escaped; addresses are links, which nothing here fetches."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from strategy.texts.reading import Block, Items, Paragraph, Run, Table, addresses, read, runs, without_marks

LINE_BREAK = mark_safe("<br>")
TAGS = {"*": "em", "**": "strong"}


@dataclass(frozen=True)
class Notes:
    """Where the pieces of evidence stand, by number: an address. Of those that are `hidden` nothing is told.

    `referred` fills with the numbers that the texts refer to as they are written, where their first references are to
    be places that one can come back to: `reference-3`.
    """

    addresses: Mapping[int, str] = field(default_factory=dict)
    hidden: Collection[int] = ()
    referred: set[int] | None = None

    def place(self, number: int) -> str:
        """An attribute for the first reference to a piece; empty for the others."""
        if self.referred is None or number in self.referred:
            return ""
        self.referred.add(number)
        return format_html(' id="reference-{}"', number)


NO_NOTES = Notes()


def html(text: str, notes: Notes = NO_NOTES) -> SafeString:
    """Blocks, in one of the class `typed`; a reference without a note is text."""
    content = joined(block_html(block, notes) for block in read(without_marks(text, notes.hidden)))
    return format_html('<div class="typed">{}</div>', content) if content else content


def block_html(block: Block, notes: Notes) -> SafeString:
    match block:
        case Paragraph():
            return format_html("<p>{}</p>", lines_html(block.lines, notes))
        case Items():
            items = ((item.sign, line_html(item.text, notes)) for item in block.items)
            return format_html("<ul>{}</ul>", format_html_join("", '<li><span class="sign">{}</span> {}</li>', items))
        case Table():
            return table_html(block, notes)


def table_html(table: Table, notes: Notes) -> SafeString:
    """The first row names the columns, as in every table that is pasted out of Word or Excel."""
    head, *rows = [[line_html(cell, notes) for cell in row] for row in table.rows]
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        format_html_join("", '<th scope="col">{}</th>', ((cell,) for cell in head)),
        joined(format_html("<tr>{}</tr>", format_html_join("", "<td>{}</td>", ((c,) for c in row))) for row in rows),
    )


def lines_html(lines: Iterable[str], notes: Notes) -> SafeString:
    return format_html_join(LINE_BREAK, "{}", ((line_html(line, notes),) for line in lines))


def line_html(line: str, notes: Notes) -> SafeString:
    return joined(run_html(run, notes) for run in runs(line))


def with_addresses(line: str) -> SafeString:
    return joined(run_html(run, NO_NOTES) for run in addresses(line))


def run_html(run: Run, notes: Notes) -> SafeString:
    if run.emphasis:
        inner = joined(run_html(part, notes) for part in run.inner)
        return format_html("<{0}>{1}</{0}>", mark_safe(TAGS[run.emphasis]), inner)  # noqa: S308 - one of two tags
    if run.link:
        return format_html('<a class="address" href="{0}" rel="noopener noreferrer">{0}</a>', run.text)
    if run.mark is not None and run.mark in notes.addresses:
        place, address = notes.place(run.mark), notes.addresses[run.mark]
        return format_html('<a class="note"{} href="{}">{}</a>', place, address, run.text)
    return conditional_escape(run.text)


def joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each of them is
