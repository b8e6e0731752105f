import sys
from email import policy
from email.parser import BytesParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from strategy.notices.bounces import mark_bounced, original_message_id


class Command(BaseCommand):
    help = "Reads a bounced mail (RFC 3464) from its input, and marks the letter that did not come."

    def handle(self, *args: Any, **options: Any) -> None:
        message = BytesParser(policy=policy.default).parse(sys.stdin.buffer)
        message_id = original_message_id(message)
        if not message_id:
            raise CommandError("Mejlet är ingen studs: det nämner inget brev.")
        if not mark_bounced(message_id):
            raise CommandError(f"Inget av våra brev heter {message_id}.")
        self.stdout.write("Brevet är märkt som studsat.")
