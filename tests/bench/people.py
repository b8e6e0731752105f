"""Whom the demonstration set has, and where. A module of its own, since a report's memory is measured with no more."""

from strategy.people.models import User

SLUG = "iom-2020-2022"
DOMAIN = "demo.example"
PEOPLE = ("handlaggare", "enhetschef", "administrator", "migrationsverket")
YEAR = 2021


def person(name: str = PEOPLE[0]) -> User:
    return User.objects.get(email=f"{name}@{DOMAIN}")


def officer() -> User:
    return person()
