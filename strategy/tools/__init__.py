"""Days, numbers, languages, mail, storage and scanning: they know nothing of the field."""
