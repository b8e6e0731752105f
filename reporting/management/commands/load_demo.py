from typing import Any

from django.core.management import BaseCommand, call_command

from reporting import demonstration
from strategy.models import Strategy


class Command(BaseCommand):
    help = "Loads the strategy for IOM 2020–2022 with a fictional, marked demonstration set. Twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("load_strategy", verbosity=options["verbosity"], stdout=self.stdout)
        loaded = demonstration.load(Strategy.objects.get(slug="iom-2020-2022"))
        if options["verbosity"]:
            self.stdout.write(
                "Demonstrationsmaterialet är inläst." if loaded else "Demonstrationsmaterialet fanns redan."
            )
