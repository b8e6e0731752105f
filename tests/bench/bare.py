"""WeasyPrint alone on a report's HTML, with the report's own style, fonts and variant. Loads nothing of the product."""

import json
import resource
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = "pdf/a-3a"
STATIC = Path(__file__).resolve().parents[2] / "static"
STYLE = STATIC / "css" / "report.css"
FONTS = STATIC / "vendor" / "source-sans-3-5.3.0"


class FontFetcher(URLFetcher):  # type: ignore[misc] # untyped library
    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        return URLFetcherResponse(url, (FONTS / url.partition(":")[2]).read_bytes(), {"Content-Type": "font/woff2"})


def bare_pdf(html: str) -> bytes:
    fonts, fetcher = FontConfiguration(), FontFetcher()
    style = CSS(string=STYLE.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=fetcher)
    document = HTML(string=html, url_fetcher=fetcher)
    content: bytes = document.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)
    return content


def with_style_inside(html: str) -> str:
    """For a browser, which has no stylesheet but what the document names."""
    style = STYLE.read_text(encoding="utf-8").replace("font:", f"{FONTS.as_uri()}/")
    return html.replace("</head>", f"<style>{style}</style></head>", 1)


if __name__ == "__main__":
    size = len(bare_pdf(Path(sys.argv[1]).read_text(encoding="utf-8")))
    print(json.dumps({"bytes": size, "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
