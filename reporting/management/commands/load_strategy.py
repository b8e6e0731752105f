from typing import Any

from django.core.management import BaseCommand

from reporting.fixtures import load_strategy


class Command(BaseCommand):
    help = "Loads the decided strategy for IOM 2020–2022 with its year-0 baseline. Twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_strategy("iom-2020-2022")
        if options["verbosity"]:
            self.stdout.write("Strategin är inläst." if loaded else "Strategin fanns redan.")
