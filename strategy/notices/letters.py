"""Letters about notices: gathered as each person has chosen, sent by a job each, once at most.

A worker writes down that it begins before it says a word to the mail server. Where it dies after that, or the server's
answer is lost, nobody knows whether the letter came: it is marked so, and not sent again by itself.
"""

import smtplib
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from email.utils import make_msgid
from itertools import groupby

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from strategy.jobs.services import JobHandler, Run, enqueue, wake
from strategy.notices.models import Frequency, Letter, MailHold, Notice
from strategy.notices.reading import told
from strategy.people.models import User
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.tools import mail

MORNING = time(7)  # in Sweden
MONDAY = 0
PATIENCE = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]  # while the mail server is away
UNSUBSCRIBING = "strategy.notices.unsubscribing"
State = Letter.State


def gather(now: datetime | None = None) -> None:
    """Puts what is to be mailed now into letters, and has those sent that wait; nothing while letters are held."""
    if MailHold.objects.in_force().exists():
        return
    now = now or timezone.now()
    waiting = Notice.objects.to_be_mailed().order_by("user", "frequency", "pk")
    for (user, frequency), notices in groupby(waiting.only("pk", "user", "frequency", "at"), key=whose):
        period, until = period_of(frequency, now)
        due = [notice.pk for notice in notices if until is None or notice.at < until]
        if due:
            write(user, frequency, period, due, now)
    for letter in Letter.objects.to_be_sent(now):
        job = enqueue(kind="letter", subject_id=letter.pk, strategy=None, by=None, aloud=False)
        wake("strategy.notices.tasks.send_letter", job.pk)  # among what is short: it waits for no report


def whose(notice: Notice) -> tuple[int, str]:
    return notice.user_id, notice.frequency


def period_of(frequency: str, now: datetime) -> tuple[str, datetime | None]:
    """Of the latest letter that is due: what it is called, and the moment up to which it tells."""
    if frequency == Frequency.AT_ONCE:
        return "", None
    local = timezone.localtime(now)
    day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    if frequency == Frequency.WEEKLY:
        day -= timedelta(days=day.weekday() - MONDAY)
    return day.isoformat(), morning_of(day)


def morning_of(day: date) -> datetime:
    """Seven o'clock exists once on every day, on those when clocks change too."""
    return timezone.make_aware(datetime.combine(day, MORNING))


@transaction.atomic
def write(user: int, frequency: str, period: str, notices: Iterable[int], now: datetime) -> None:
    """One letter for a person and period, however many schedulers ask for it at once."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                user_id=user, frequency=frequency, period=period, message_id=make_msgid(domain=domain), made_at=now
            )
    except IntegrityError:
        return  # today's has been written: the rest goes with the next
    if Notice.objects.filter(pk__in=notices, letter=None).update(letter=letter) == 0:
        letter.delete()


class LetterJob(JobHandler):
    def run(self, run: Run) -> None:
        if MailHold.objects.in_force().exists():
            with run.finishing():  # the letter waits still: who gathers next asks for it again
                return
        begun = Letter.objects.to_be_sent(timezone.now()).filter(pk=run.job.subject_id)
        if begun.update(state=State.SENDING, tries=F("tries") + 1) == 1:
            outcome = post(Letter.objects.select_related("user").get(pk=run.job.subject_id))
        else:  # a worker before this one began, and was not heard of again
            outcome = {"state": State.UNCERTAIN, "answer": "worker lost"}
        with run.finishing():
            Letter.objects.filter(pk=run.job.subject_id, state=State.SENDING).update(**outcome)


def post(letter: Letter) -> dict[str, object]:
    """Sends it, and answers what is known of it afterwards."""
    message = message_of(letter)
    if message is None:
        return {"state": State.EMPTY}
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        return later(letter, error)
    try:
        sent = server.send_messages([message])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        code = code_of(error)
        return later(letter, error) if 400 <= code < 500 else {"state": State.REFUSED, "answer": str(code)}
    except (OSError, smtplib.SMTPException) as error:
        return {"state": State.UNCERTAIN, "answer": type(error).__name__}
    finally:
        close(server)
    return {"state": State.SENT, "sent_at": timezone.now()} if sent else {"state": State.UNCERTAIN}


def hold() -> None:
    """From now on letters about notices wait."""
    if not MailHold.objects.in_force().exists():
        MailHold.objects.create(begun_at=timezone.now())


@transaction.atomic
def let_go(*, by: User) -> None:
    """Letters about notices go out again, those that waited first."""
    if MailHold.objects.in_force().update(ended_at=timezone.now()):
        audit.note(verb=Verb.MAIL_LET_GO, thing=None, by=by)


def close(server: BaseEmailBackend) -> None:
    with suppress(OSError, smtplib.SMTPException):  # what was said of the letter has been said
        server.close()


def code_of(error: Exception) -> int:
    """The mail server's, 0 where it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _words in error.recipients.values()), 0)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def later(letter: Letter, error: Exception) -> dict[str, object]:
    """Nothing was taken: it is tried again, less and less often, and never given up."""
    wait = PATIENCE[min(letter.tries, len(PATIENCE)) - 1]
    return {"state": State.QUEUED, "not_before": timezone.now() + wait, "answer": said(error)}


def said(error: Exception) -> str:
    return str(code_of(error) or type(error).__name__)


def message_of(letter: Letter) -> EmailMessage | None:
    """In the person's language; None where nothing is left that they may see or have not read."""
    person = letter.user
    if not person.is_active:
        return None
    entries = told(person, letter.notices.unread().select_related("strategy"))
    if not entries:
        return None
    context = {"entries": entries, "base": settings.SITE_URL, "choices": absolute(reverse("strategy:notice-choices"))}
    message = mail.compose(to=person.email, template="notices", context=context, language=person.language)
    message.extra_headers = {
        "Message-ID": letter.message_id,
        "List-Unsubscribe": f"<{absolute(unsubscribing_path(person))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return message


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def unsubscribing_path(person: User) -> str:
    return reverse("strategy:unsubscribing", args=[signing.dumps(person.pk, salt=UNSUBSCRIBING)])


def unsubscriber(token: str) -> User | None:
    """Whose link it is. It lets nobody in, and is good for as long as the letter lies there."""
    try:
        key = signing.loads(token, salt=UNSUBSCRIBING)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=key).first()


def test_letter(person: User) -> str:
    """Sends one to whoever asks, at once. Answers what went wrong; empty where the server took it."""
    with translation.override(person.language):
        message = mail.compose(to=person.email, template="test", context={}, language=person.language)
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        return said(error)
    return ""
