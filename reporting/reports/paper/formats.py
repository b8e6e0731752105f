"""To ask for Word and a workbook. What makes them is large, and is loaded by the first: most processes make none."""


def render_word(html: str) -> bytes:
    """Of the HTML that the PDF is made of."""
    from reporting.reports.paper.word import word

    return word(html)


def render_book(content: str) -> bytes:
    """Of a snapshot's content. Raises NotASnapshot."""
    from reporting.reports.paper.book import book

    return book(content)
