"""An app with a kind of record of its own, to show what that takes. Only `test_new_kind.py` installs it."""
