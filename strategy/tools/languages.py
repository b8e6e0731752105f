from django.utils.translation import get_language


def in_language(swedish: str, english: str) -> str:
    """As the reader's language has it; in Swedish where there is no English."""
    return english if english and get_language() == "en" else swedish
