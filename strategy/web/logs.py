"""What the log says: ids, routes, numbers and places in the code. Never what somebody wrote, a name, token or address.

Our own code logs through structlog, an event's name and ids. Of what libraries log, the sentence is kept and what was
put into it is left out, since nobody can tell what that was; an exception is told by its type and where it happened,
never by its message. On top of that, what looks like an address or a token is struck out everywhere.
"""

import logging
import re
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars
from structlog.typing import EventDict, Processor

logger = structlog.get_logger()

WELL_FORMED_ID = re.compile(r"[0-9a-fA-F-]{16,64}")
ADDRESSES = re.compile(
    r"[^\s@<>\"']+(?:@|%40)[^\s@<>\"']+\.\w+"  # e-mail
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"  # IPv4
    r"|(?<![\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}(?![\w:])"  # IPv6
)
TOKENS = re.compile(r"(?=[\w.~+/=-]*\d)(?=[\w.~+/=-]*[A-Za-z])[\w.~+/=-]{24,}")
OUR_OWN_KEYS = frozenset({"request_id", "raised", "timestamp", "task_id"})
WITHOUT_INPUT = ("celery", "kombu", "amqp", "gunicorn")  # these never see what somebody sent
MOST_CAUSES = 5
FOLDERS = re.compile(r"^.*/(?:site-packages|lib/python[\d.]+)/")


def formatter(as_json: bool) -> structlog.stdlib.ProcessorFormatter:
    """For the setting LOGGING, which is read before anything logs."""
    shared: list[Processor] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    return structlog.stdlib.ProcessorFormatter(
        use_get_message=False,
        pass_foreign_args=True,
        foreign_pre_chain=[*shared, without_what_was_put_in],
        processors=[place_exception, structlog.stdlib.ProcessorFormatter.remove_processors_meta, strike_out, renderer],
    )


def is_news(record: logging.LogRecord) -> bool:
    """Our own line about a request says its status; Django's adds something where there is an exception to tell of."""
    return record.name != "django.request" or getattr(record, "status_code", 500) >= 500


class News(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return is_news(record)


def without_what_was_put_in(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """A library's record: its sentence as it stands in the code, or only where that is, when it came ready-made."""
    record: logging.LogRecord = event["_record"]
    put_in = event.pop("positional_args", ())
    if record.name == "django.request":
        event["event"] = "an exception that nothing took care of"
        return event
    is_template = isinstance(record.msg, str) and bool(put_in)
    if record.name.startswith("django.security.") and not is_template:
        event["event"] = "a request was refused"  # the logger's name says why
    elif not is_template and not record.name.startswith(WITHOUT_INPUT):
        event["event"] = f"{short(record.pathname)}:{record.lineno}"
    return event


def place_exception(_logger: Any, _method: str, event: EventDict) -> EventDict:
    found = event.pop("exc_info", None)
    event.pop("exc_text", None)
    event.pop("stack_info", None)
    if found is True:
        record = event.get("_record")
        found = record.exc_info if record is not None else None
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["raised"] = [error_in_log(one) for one in causes(error)]
    return event


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception, and what it was raised from or in the middle of."""
    for _number in range(MOST_CAUSES):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def error_in_log(error: BaseException) -> dict[str, Any]:
    places = [
        f"{short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    return {"type": f"{type(error).__module__}.{type(error).__qualname__}", "places": places}


def short(path: str) -> str:
    """A file in the project or in a library, without where on the machine that lies."""
    return FOLDERS.sub("", path.removeprefix(f"{settings.BASE_DIR}/")) if path else Path(path).name


def strike_out(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return {key: value if key in OUR_OWN_KEYS else struck(value) for key, value in event.items()}


def struck(value: Any) -> Any:
    if isinstance(value, bool | int | float) or value is None:
        return value
    return TOKENS.sub("[token]", ADDRESSES.sub("[address]", str(value)))


class RequestLogMiddleware:
    """One line a request. Gives it an id, a proxy's own where there is one, that every line and the answer carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        clear_contextvars()
        request_id = id_of(request)
        bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        if request.resolver_match is not None or response.status_code >= 400:
            log = logger.error if response.status_code >= 500 else logger.info
            milliseconds = round((time.monotonic() - started) * 1000)
            log(
                "request",
                method=method_of(request),
                status=response.status_code,
                milliseconds=milliseconds,
                **ids(request),
            )
        clear_contextvars()
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        """From here on it is known who asks, and for what."""
        bind_contextvars(**ids(request))


def id_of(request: HttpRequest) -> str:
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.PROXY_COUNT else ""
    return given if WELL_FORMED_ID.fullmatch(given) else uuid4().hex


def method_of(request: HttpRequest) -> str:
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return request.method if request.method in known else "other"


def ids(request: HttpRequest) -> dict[str, Any]:
    """The route's name stands for the address. Asks the database nothing: what has been found out by now is told."""
    match = request.resolver_match
    user = getattr(request, "_cached_user", None) or request.__dict__.get("user")
    found = {
        "route": match.view_name if match is not None else None,
        "user_id": None if isinstance(user, SimpleLazyObject) else getattr(user, "pk", None),
        "strategy_id": getattr(getattr(request, "strategy", None), "pk", None),
    }
    return {name: value for name, value in found.items() if value is not None}
