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
from strategy.forms.people import LanguageForm
from strategy.forms.records import ClassifiedForm, DateInput, RecordForm, in_a_row, lines, narrows
from strategy.models import MARKING

__all__ = [
    "MARKING",
    "AcceptanceForm",
    "AccountReasonForm",
    "ClassifiedForm",
    "ContactInvitationForm",
    "DateInput",
    "DeputyForm",
    "EndingForm",
    "GivenRoleForm",
    "InvitationForm",
    "LanguageForm",
    "OrganisationForm",
    "PeopleFilter",
    "PersonNameForm",
    "RecordForm",
    "in_a_row",
    "lines",
    "narrows",
]
