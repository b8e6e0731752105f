from typing import Any

from django.core.management import CommandError, CommandParser

from strategy.accounts.entry import requirements
from strategy.people.models import User
from strategy.records.log.audit import LoggedCommand


class Command(LoggedCommand):
    help = (
        "Takes away a person's app, keys and recovery codes and ends their sessions, so that they set up a new second "
        "factor when they next sign in. Be sure who asks for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address that the person signs in with")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.with_address(options["address"]).first()
        if person is None:
            raise CommandError(f"Ingen har adressen {options['address']}.")
        if not requirements.forget(person):
            raise CommandError(f"{person.name} har ingen andra faktor.")
        self.stdout.write(f"{person.name} ställer in en ny andra faktor vid nästa inloggning.")
