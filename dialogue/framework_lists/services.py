from django.core.files import File

from dialogue.files.sheets import rows_of
from priorities.frameworks.lists import MOST_ITEMS, read
from priorities.frameworks.models import Framework
from priorities.frameworks.services import Loaded, load_framework
from strategy.people.models import User


def load_list(*, framework: Framework, file: File[bytes], by: User | None) -> Loaded:
    """All of the file, or nothing of it. Raises ValidationError for what is no such table, and Refused."""
    return load_framework(framework=framework, items=read(rows_of(file, MOST_ITEMS + 1)), by=by)
