from django.utils.translation import gettext_lazy as _

from dialogue.files.forms import UploadsField
from dialogue.files.uploads import ACCEPTED
from strategy.records.forms import ClassifiedForm
from strategy.records.models import MARKING

BY_ITS_WRITER = [name for name in MARKING if name != "shared_with_agencies"]


class PieceForm(ClassifiedForm):
    """A piece as its writer writes it: one column, few fields."""

    documents = UploadsField(label=_("Foto eller fil"), required=False, help_text=ACCEPTED)
