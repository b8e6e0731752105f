"""What the product leans on: whether each part answers, and what an administrator is told where one does not."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import uuid4

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from strategy.jobs.models import Job, SignOfLife
from strategy.notices.models import MailHold

BEAT_IS_LATE = timedelta(seconds=max(60, 6 * settings.JOB_SWEEP_SECONDS))
WORK_IS_LATE = timedelta(minutes=5)
BACKUP_IS_LATE = timedelta(hours=36)
SECONDS_FOR_AN_ANSWER = 3


class NotReady(Exception):
    """The database does not answer, or its tables are not those of this version."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong, and what to do about it; nothing of what anybody has written."""

    what: str
    remedy: str


@dataclass(frozen=True)
class Part:
    label: Promise
    look: Callable[[], Trouble | None]


@dataclass(frozen=True)
class Finding:
    name: str
    label: Promise
    trouble: Trouble | None


def require_ready() -> None:
    """Raises NotReady."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        require_migrated()
    except DatabaseError as error:
        raise NotReady(_("Databasen svarar inte.")) from error


@cache
def require_migrated() -> None:
    """Asked until it is so: a process serves one version of the tables."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady(_("Databasens tabeller är inte de som den här versionen har. Kör manage.py migrate."))


def broker() -> Trouble | None:
    try:
        with current_app.connection_for_write(connect_timeout=SECONDS_FOR_AN_ANSWER) as connected:
            connected.connect()
    except Exception as error:  # each kind of broker has errors of its own
        return Trouble(
            _("Meddelandekön svarar inte (%s).") % type(error).__name__,
            _("Sidorna fungerar. Rapporter och brev väntar. Starta kön igen och kontrollera BROKER_URL."),
        )
    return None


def store() -> Trouble | None:
    try:
        name = default_storage.save(f"health/{uuid4().hex}", ContentFile(b"health"))
        default_storage.delete(name)
    except Exception as error:  # as above
        return Trouble(
            _("Det går inte att skriva i fillagringen (%s).") % type(error).__name__,
            _("Bilagor och rapporter kan inte sparas. Se efter att disken har plats, eller att S3_ENDPOINT svarar."),
        )
    return None


def mail() -> Trouble | None:
    if MailHold.objects.in_force().exists():
        return Trouble(
            _("Breven om nyheter väntar, efter en återläsning av en säkerhetskopia."),
            _("Se efter vad som redan har gått ut. Släpp sedan breven på sidan Brev."),
        )
    try:
        server = get_connection(timeout=SECONDS_FOR_AN_ANSWER) if settings.EMAIL_HOST else get_connection()
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        return Trouble(
            _("Mejlservern svarar inte (%s).") % type(error).__name__,
            _("Brev väntar och skickas när den är tillbaka. Kontrollera EMAIL_URL. Prova med ett brev på sidan Brev."),
        )
    return None


def beat() -> Trouble | None:
    seen = last("sweep")
    if seen is not None and timezone.now() - seen < BEAT_IS_LATE:
        return None
    return Trouble(
        _("Schemat hördes senast %s.") % said(seen) if seen else _("Schemat har aldrig hörts."),
        _("Brev och övergivna arbeten blir liggande. Starta beat igen, och se efter att meddelandekön svarar."),
    )


def work() -> Trouble | None:
    oldest = Job.objects.filter(state=Job.State.QUEUED, created_at__lt=timezone.now() - WORK_IS_LATE)
    waiting = oldest.order_by("created_at").first()
    if waiting is None:
        return None
    return Trouble(
        _("Ett arbete har väntat sedan %s.") % said(waiting.created_at),
        _("Starta en arbetare till, eller se efter varför den som finns inte tar emot."),
    )


def backup() -> Trouble | None:
    made = last("backup")
    if made is not None and timezone.now() - made < BACKUP_IS_LATE:
        return None
    return Trouble(
        _("Den senaste säkerhetskopian gjordes %s.") % said(made) if made else _("Ingen säkerhetskopia är gjord."),
        _("Kör manage.py backup, och se efter varför den inte körs varje natt."),
    )


def last(name: str) -> datetime | None:
    return SignOfLife.objects.filter(name=name).values_list("at", flat=True).first()


def said(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


PARTS = {
    "broker": Part(gettext_lazy("Meddelandekö"), broker),
    "beat": Part(gettext_lazy("Schema"), beat),
    "work": Part(gettext_lazy("Arbetare"), work),
    "store": Part(gettext_lazy("Fillagring"), store),
    "mail": Part(gettext_lazy("Brev"), mail),
    "backup": Part(gettext_lazy("Säkerhetskopia"), backup),
}


def findings() -> list[Finding]:
    return [Finding(name, part.label, part.look()) for name, part in PARTS.items()]
