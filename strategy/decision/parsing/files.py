from pathlib import Path

from strategy.decision.parsing.document import ParsingError
from strategy.decision.parsing.lines import CONTROL

LARGEST_FILE = 5_000_000  # bytes; a decision is some tens of thousands


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without BOM. Raises ParsingError naming the file."""
    content = read_bytes(path)
    if len(content) > LARGEST_FILE:
        raise ParsingError(f"Filen {path} är större än 5 MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ParsingError(f"Filen {path} är inte ren text i UTF-8.") from None
    if CONTROL.search(text):
        raise ParsingError(f"Filen {path} är inte ren text: den innehåller styrtecken.")
    if not text.strip():
        raise ParsingError(f"Filen {path} är tom.")
    return text


def read_bytes(path: Path) -> bytes:
    """At most one byte more than the largest file, so that a too large one is told by its length."""
    try:
        if path.is_dir():
            raise ParsingError(f"{path} är en mapp, inte en fil.")
        if path.exists() and not path.is_file():
            raise ParsingError(f"{path} är inte en vanlig fil.")
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise ParsingError(f"Filen {path} finns inte.") from None
    except OSError:
        raise ParsingError(f"Filen {path} går inte att läsa.") from None
