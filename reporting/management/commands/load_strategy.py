from typing import Any

from reporting.fixtures import load_strategy
from strategy.records.log.audit import LoggedCommand


class Command(LoggedCommand):
    help = "Loads the decided strategy for IOM 2020–2022 with its year-0 baseline. Twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_strategy("iom-2020-2022")
        if options["verbosity"]:
            self.stdout.write("Strategin är inläst." if loaded else "Strategin fanns redan.")
