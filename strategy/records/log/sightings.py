"""Which secret records were read from the database while a page was made; see `AuditMiddleware`.

Kept apart from the models, which tell of themselves here as they are loaded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Seen = dict[type, set[int]]
seen: ContextVar[Seen | None] = ContextVar("secret records seen", default=None)


@contextmanager
def watching() -> Iterator[Seen]:
    """Collects until the end of the block, by model."""
    found: Seen = {}
    token = seen.set(found)
    try:
        yield found
    finally:
        seen.reset(token)


@contextmanager
def looking_away() -> Iterator[None]:
    """Around what is read to decide something, and of which nothing is shown."""
    token = seen.set(None)
    try:
        yield
    finally:
        seen.reset(token)


def tell(model: type, pk: int) -> None:
    found = seen.get()
    if found is not None:
        found.setdefault(model, set()).add(pk)
