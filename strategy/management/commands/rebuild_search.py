from typing import Any

from django.core.management import BaseCommand

from strategy.search.index import rebuild


class Command(BaseCommand):
    help = "Makes the search index anew from everything that there is, at once: whoever searches meanwhile has the old."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Sökregistret är gjort på nytt: {rebuild()} poster.")
