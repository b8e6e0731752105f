"""Swedish order for names, stored beside them since databases collate differently."""

import unicodedata

LAST_LETTERS = {"å": "zza", "ä": "zzb", "æ": "zzb", "ö": "zzc", "ø": "zzc"}


def swedish_sort_key(name: str) -> str:
    """Sorts å, ä, ö after z and every other accented letter as its base letter."""
    return "".join(LAST_LETTERS.get(letter) or base_letter(letter) for letter in name.casefold())


def base_letter(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
