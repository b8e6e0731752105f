"""How far down a printed page its last word stands, read out of the PDF by poppler."""

import re
import subprocess
from collections.abc import Iterator

PAGE = re.compile(r'<page width="[\d.]+" height="([\d.]+)">(.*?)</page>', re.DOTALL)
WORD = re.compile(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"')
HEAD, FOOT = 60.0, 75.0  # points: what stands in the margins is no text
MOST_EMPTY = 1 / 3


def empty_shares(content: bytes) -> Iterator[float]:
    """Page by page, the part of the type area below the last word."""
    command = ["pdftotext", "-bbox", "-", "-"]
    told = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    for height, words in PAGE.findall(told):
        last = float(height) - FOOT
        ends = (float(bottom) for top, bottom in WORD.findall(words) if float(top) > HEAD and float(bottom) <= last)
        yield (last - max(ends, default=HEAD)) / (last - HEAD)


def pages_left_empty(content: bytes) -> list[int]:
    """The pages that end more than a third empty, the cover and the last one aside."""
    shares = list(empty_shares(content))
    return [number for number, share in enumerate(shares, 1) if share > MOST_EMPTY and 1 < number < len(shares)]
