from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue.files.uploads import CHOOSABLE, Admitted, admit


class OneFile(forms.ClearableFileInput):
    def __init__(self) -> None:
        super().__init__({"accept": CHOOSABLE})


class SeveralFiles(OneFile):
    allow_multiple_selected = True


class UploadField(forms.FileField):
    """Answers a file that may be kept."""

    widget = OneFile

    def clean(self, data: Any, initial: Any = None) -> Admitted | None:
        file = super().clean(data, initial)
        return admit(file) if file else None


class UploadsField(forms.FileField):
    """Answers a list of files that may be kept; what is wrong is said with the name of the file."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Admitted]:
        chosen = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(chosen) > settings.MOST_FILES:
            raise ValidationError(_("Högst tio filer kan skickas åt gången."))
        admitted, errors = [], []
        for file in chosen:
            try:
                admitted.append(admit(super().clean(file, initial)))
            except ValidationError as refused:
                errors.append(f"{file.name}: {refused.messages[0]}")
        if errors:
            raise ValidationError(errors)
        return admitted
