from strategy.forms.administration import (
    AcceptanceForm,
    AccountReasonForm,
    ContactInvitationForm,
    DeputyForm,
    EndingForm,
    GivenRoleForm,
    InvitationForm,
    OrganisationForm,
    PeopleFilter,
    PersonNameForm,
)
from strategy.forms.days import DayField, DayFilter, DueDayField, FigureDayField, NearDayField, YearField, place
from strategy.forms.people import LanguageForm, OrganisationField, OrganisationFilter, OrganisationsField
from strategy.forms.records import ClassifiedForm, RecordForm, in_a_row, lines, narrows
from strategy.models import MARKING

__all__ = [
    "MARKING",
    "AcceptanceForm",
    "AccountReasonForm",
    "ClassifiedForm",
    "ContactInvitationForm",
    "DayField",
    "DayFilter",
    "DeputyForm",
    "DueDayField",
    "EndingForm",
    "FigureDayField",
    "GivenRoleForm",
    "InvitationForm",
    "LanguageForm",
    "NearDayField",
    "OrganisationField",
    "OrganisationFilter",
    "OrganisationForm",
    "OrganisationsField",
    "PeopleFilter",
    "PersonNameForm",
    "RecordForm",
    "YearField",
    "in_a_row",
    "lines",
    "narrows",
    "place",
]
