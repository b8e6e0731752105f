from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation

PASSWORD = "demonstration-2022"  # noqa: S105 - printed at every start; opens fictional material alone
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Account:
    address: str
    name: str
    role: Role
    organisation: str = ""


ACCOUNTS = [
    Account("handlaggare", "A. Handläggare", Role.OFFICER),
    Account("handlaggare2", "B. Handläggare", Role.OFFICER),
    Account("enhetschef", "C. Enhetschef", Role.HEAD),
    Account("enhetschef2", "D. Enhetschef", Role.HEAD),
    Account("geneve", "E. Delegat", Role.DELEGATION, "fn-representationen-geneve"),
    Account("newyork", "F. Delegat", Role.DELEGATION, "fn-representationen-new-york"),
    Account("lasare", "G. Läsare", Role.READER),
    Account("lasare2", "H. Läsare", Role.READER),
    Account("migrationsverket", "I. Kontaktperson", Role.CONTACT, "migrationsverket"),
    Account("sida", "J. Kontaktperson", Role.CONTACT, "sida"),
    Account("msb", "K. Kontaktperson", Role.CONTACT, "msb"),
    Account("jamstalldhetsmyndigheten", "L. Kontaktperson", Role.CONTACT, "jamstalldhetsmyndigheten"),
    Account("scb", "M. Kontaktperson", Role.CONTACT, "scb"),
    Account("nairobi", "N. Kontaktperson", Role.CONTACT, "ambassaden-nairobi"),
    Account("dhaka", "O. Kontaktperson", Role.CONTACT, "ambassaden-dhaka"),
    Account("administrator", "P. Administratör", Role.ADMIN),
    Account("administrator2", "Q. Administratör", Role.ADMIN),
]

EMBASSIES = [
    (
        "ambassaden-nairobi",
        "Sveriges ambassad i Nairobi",
        "Embassy of Sweden in Nairobi",
        "Ambassaden Nairobi",
    ),
    ("ambassaden-dhaka", "Sveriges ambassad i Dhaka", "Embassy of Sweden in Dhaka", "Ambassaden Dhaka"),
]


def accounts() -> list[tuple[str, str, str]]:
    """E-mail, name and role of every demonstration account there is in the database."""
    rows = Membership.objects.filter(user__email__endswith=f"@{DOMAIN}").select_related("user").order_by("pk")
    return [(row.user.email, row.user.name, str(row.get_role_display())) for row in rows]


def load_people(strategy: Strategy) -> dict[str, User]:
    """Makes organisations and accounts; answers by organisation key, and by address for those without one."""
    for key, name, name_en, abbreviation in EMBASSIES:
        embassy = Organisation(
            key=key,
            name=name,
            name_en=name_en,
            abbreviation=abbreviation,
            kind=Organisation.OrganisationKind.MISSION,
        )
        embassy.full_clean(exclude=["sort_key"])
        embassy.save()
    organisations = Organisation.objects.in_bulk(field_name="key")
    people = {}
    hashed = make_password(PASSWORD)  # slow by design, and the same for all
    for account in ACCOUNTS:
        user = User(email=f"{account.address}@{DOMAIN}", name=account.name, password=hashed)
        user.full_clean()
        user.save()
        membership = Membership(
            user=user,
            role=account.role,
            strategy=None if account.role == Role.ADMIN else strategy,
            organisation=organisations[account.organisation] if account.organisation else None,
            since=strategy.start,
        )
        membership.full_clean()
        membership.save()
        people[account.organisation or account.address] = user
    return people
