from typing import Any

from django.core.management import CommandError, CommandParser, call_command

from reporting import demonstration
from strategy.decision.models import Strategy
from strategy.records.log.audit import LoggedCommand


class Command(LoggedCommand):
    help = (
        "Loads the strategy for IOM 2020–2022 with a fictional, marked demonstration set. Twice changes nothing. "
        "With --scale everything that was said, promised, seen and planned is there that many times, for measurements; "
        "a larger scale adds the copies that are lacking, a smaller one changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, default=1, metavar="N", help="how many times; 1 unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        scale = options["scale"]
        if scale < 1:
            raise CommandError(f"--scale ska vara ett heltal, minst 1, inte {scale}.")
        call_command("load_strategy", verbosity=options["verbosity"], stdout=self.stdout)
        strategy = Strategy.objects.get(slug="iom-2020-2022")
        loaded = demonstration.load(strategy)
        self.say(options, "Demonstrationsmaterialet är inläst." if loaded else "Demonstrationsmaterialet fanns redan.")
        if scale > 1:
            self.say(options, outcome(scale, demonstration.multiply(strategy, scale)))

    def say(self, options: dict[str, Any], sentence: str) -> None:
        if options["verbosity"]:
            self.stdout.write(sentence)


def outcome(scale: int, before: int) -> str:
    if before == scale:
        return f"Det fanns redan i {scale} gånger sin mängd."
    if before > scale:
        return f"Det finns redan i {before} gånger sin mängd, mer än {scale}; inget är ändrat."
    grown = f", mot {before} gånger förut" if before > 1 else ""
    return f"Det finns nu i {scale} gånger sin mängd{grown}. Kopiorna heter så."
