"""What personal data the product keeps: about whom, why, on what ground and how long. The page is made from this.

Every table that names a person belongs to exactly one of these, which a test holds. Ground: the articles of
the General Data Protection Regulation (EU) 2016/679 and the Swedish acts beside it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from strategy.records.declarations import LEGAL_DUTY, PUBLIC_TASK, UNTIL_DISPOSED, PersonalData
from strategy.records.kinds import personal_data

SECURITY = _("Rättslig förpliktelse (artikel 6.1 c): skyddet av uppgifterna enligt artikel 32.")


@dataclass(frozen=True)
class KeptData(PersonalData):
    """`tables` are named `app.model`; `fields` are those names of foreign keys to a person that any table may have."""

    tables: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()

    def covers(self, model: type[Model], field: str) -> bool:
        return model._meta.label_lower in self.tables or field in self.fields


DECLARATION = [
    KeptData(
        what=_("Konto: namn, e-post, språk, om det är öppet, och när det användes senast"),
        about=_("Alla som har ett konto"),
        why=_("För att du ska kunna logga in, och för att andra ska se vem som har skrivit vad."),
        ground=PUBLIC_TASK,
        how_long=_("Så länge du har ett uppdrag. Sedan stängs kontot; namnet står kvar där arkivet behöver det."),
        tables=frozenset({"strategy.user", "strategy.historicaluser", "account.emailaddress"}),
    ),
    KeptData(
        what=_("Roll: i vilken strategi, för vilken organisation, från och till vilken dag"),
        about=_("Alla som har ett konto, och de som har bjudits in"),
        why=_("Rollen avgör vad du får se och göra."),
        ground=PUBLIC_TASK,
        how_long=UNTIL_DISPOSED,
        tables=frozenset(
            {
                *("strategy.membership", "strategy.historicalmembership", "strategy.deputy"),
                *("strategy.invitation", "strategy.historicalinvitation"),
            }
        ),
    ),
    KeptData(
        what=_("Inloggning: lösenordets kontrollsumma, andra faktorer, reservkoder, sessioner, misslyckade försök"),
        about=_("Alla som har ett konto, och den som försöker logga in"),
        why=_("För att ingen annan ska komma in i ditt namn."),
        ground=SECURITY,
        how_long=_("Sessioner tills de går ut. Försök tills de gallras. Resten så länge kontot är öppet."),
        tables=frozenset(
            {
                *("strategy.session", "strategy.letterrequest"),
                *("mfa.authenticator", "account.emailconfirmation", "socialaccount.socialaccount"),
                *("axes.accessattempt", "axes.accesslog", "axes.accessfailurelog", "axes.accessattemptexpiration"),
            }
        ),
    ),
    KeptData(
        what=_("Utkast: det du har skrivit i ett formulär men inte sparat"),
        about=_("Den som skriver. Ingen annan ser det."),
        why=_("För att ingenting du skriver ska gå förlorat."),
        ground=PUBLIC_TASK,
        how_long=format_lazy(_("Tills du sparar eller kastar det, som längst {days} dagar."), days=settings.DRAFT_DAYS),
        tables=frozenset({"strategy.draft", "strategy.sending"}),
    ),
    KeptData(
        what=_("Sparade filter: vad du har valt att se av en lista, under ett namn"),
        about=_("Den som sparar. Ingen annan ser det."),
        why=_("För att du ska slippa välja om varje gång."),
        ground=PUBLIC_TASK,
        how_long=_("Tills du tar bort filtret, eller kontot tas bort."),
        tables=frozenset({"strategy.keptfilter"}),
    ),
    KeptData(
        what=_("Vem som ansvarar, har skrivit, ändrat, lämnat in, godkänt och expedierat, med dag och klockslag"),
        about=_("Alla som arbetar i Verka"),
        why=_("För att det ska gå att följa hur ett underlag och en bedömning kom till."),
        ground=LEGAL_DUTY,
        how_long=UNTIL_DISPOSED,
        fields=frozenset(
            {
                *("created_by", "updated_by", "approved_by", "adopted_by", "author", "by", "cancelled_by"),
                *("proposed_by", "confirmed_by", "decided_by", "invited_by", "requested_by", "reviewed_by"),
                *("removed_by", "history_user", "ended_by", "revoked_by", "registered_by", "sent_by", "owner"),
                *("leaver", "receiver", "officer"),
            }
        ),
    ),
    KeptData(
        what=_(
            "Logg: vad du har gjort, när du har läst något sekretessmarkerat, laddat ned, exporterat, loggat in och ut"
        ),
        about=_("Alla som har ett konto"),
        why=_("För att obehörig läsning och spridning ska upptäckas."),
        ground=SECURITY,
        how_long=_("Tills loggen gallras enligt ett beslut."),
        tables=frozenset({"strategy.auditentry"}),
    ),
]

# What has no place here: the forms say so, and no field asks for it.
NEVER = [
    _("Personuppgifter om migranter. Skriv så att ingen enskild kan kännas igen."),
    _("Namn på dem som är utsända. Sekonderingar räknas i månader, utan namn."),
    _("Känsliga personuppgifter om dem som arbetar här, som hälsa eller facklig tillhörighet."),
]


def covering(model: type[Model], field: str) -> list[PersonalData]:
    return [kept for kept in declaration() if isinstance(kept, KeptData) and kept.covers(model, field)]


def declaration() -> list[PersonalData]:
    """With what each kind of record tells of itself."""
    return [*DECLARATION, *personal_data()]
