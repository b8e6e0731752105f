from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.files.forms import UploadField
from dialogue.files.uploads import ACCEPTED


class AttachmentForm(forms.Form):
    file = UploadField(label=_("Fil"), help_text=ACCEPTED)
