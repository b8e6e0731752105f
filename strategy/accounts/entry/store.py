"""Django's database sessions, in a table that knows whose they are: what SESSION_ENGINE names.

To end a session is to delete its row; the browser that had it is signed out at its next request, in every process.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from strategy.accounts.entry.models import Session

MARKS = "signed_in"  # what the session itself remembers, so that a new key takes it along


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        marks = data.get(MARKS)
        if marks and data.get(SESSION_KEY):
            row.user_id = int(data[SESSION_KEY])
            row.handle = UUID(marks["handle"])
            row.begun_at = datetime.fromtimestamp(marks["begun"], UTC)
            row.used_at = datetime.fromtimestamp(marks["used"], UTC)
            row.browser = marks["browser"]
            row.system = marks["system"]
        return row
