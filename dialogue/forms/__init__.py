from dialogue.forms.commitments import CommitmentForm, ResolutionForm
from dialogue.forms.events import (
    AgendaItemForm,
    AttachmentForm,
    EventCounterpartForm,
    EventForm,
    EventTextsForm,
    InterventionForm,
    NewCounterpartForm,
    PreparedGoalForm,
)
from dialogue.forms.filters import CommitmentFilter, EventFilter, ObservationFilter
from dialogue.forms.observations import (
    AcceptanceForm,
    ObservationForm,
    ReasonForm,
    RegistrationForm,
    WithdrawalForm,
)

__all__ = [
    "AcceptanceForm",
    "AgendaItemForm",
    "AttachmentForm",
    "CommitmentFilter",
    "CommitmentForm",
    "EventCounterpartForm",
    "EventFilter",
    "EventForm",
    "EventTextsForm",
    "InterventionForm",
    "NewCounterpartForm",
    "ObservationFilter",
    "ObservationForm",
    "PreparedGoalForm",
    "ReasonForm",
    "RegistrationForm",
    "ResolutionForm",
    "WithdrawalForm",
]
