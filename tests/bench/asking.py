"""The other end of a process that answers questions, and figures made of its answers."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.bench.databases import ROOT, Database

MOST_IN_A_ROW = 5


@dataclass(frozen=True)
class Times:
    """Milliseconds of many turns; `worked` are those of the processor, which other work on the machine leaves alone."""

    taken: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.taken)

    @property
    def work(self) -> float:
        """The median of the processor's time, and of a database server's."""
        return statistics.median(self.worked)

    @property
    def p95(self) -> float:
        return sorted(self.taken)[min(len(self.taken) - 1, int(len(self.taken) * 0.95))]


class Worker:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def ask(self, what: str, **more: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"what": what, **more}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the process that was asked for {what} {more} has died; why stands above")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def worker_on(database: Database, module: str = "tests.bench.worker") -> Iterator[Worker]:
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=database.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Worker(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        process.wait(timeout=30)


def in_turn(
    workers: Sequence[Worker], acts: Sequence[str], repeat: int, in_a_row: int = MOST_IN_A_ROW
) -> list[dict[str, Times]]:
    """For each worker, each act timed `repeat` times. A few of the one, a few of the other, and round again.

    What else the machine does then meets all of them alike.
    """
    times = [{act: Times() for act in acts} for _worker in workers]
    left = repeat
    while left > 0:
        turns = min(left, in_a_row)
        for worker, found in zip(workers, times, strict=True):
            for act in acts:
                answer = worker.ask("time", act=act, repeat=turns)
                found[act].taken.extend(answer["taken"])
                found[act].worked.extend(answer["worked"])
        left -= turns
    return times
