import hashlib
import json
from typing import Any


def canonical(data: Any) -> str:
    """RFC 8785's order and spacing: the same data gives the same text. Holds no floats, so needs none of its rules."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def checksum(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
