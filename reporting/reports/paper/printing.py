"""From a snapshot to the HTML that is printed. Nothing but the snapshot is read."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.reports.contents.kinds import kind_of_snapshot
from reporting.reports.contents.snapshots.canonical import checksum
from reporting.reports.models import Report
from strategy.access import Audience

Json = dict[str, Any]

EDITIONS: dict[str, Promise] = {
    Audience.INTERNAL: gettext_lazy("Intern utgåva"),
    Audience.INTERNAL_SECRET: gettext_lazy("Intern utgåva med sekretess"),
    Audience.AGENCIES: gettext_lazy("Utgåva för samrådskretsen"),
    Audience.EXTERNAL: gettext_lazy("Extern utgåva"),
}


class NotASnapshot(Exception):
    """The text is not a snapshot that this version of the product can print."""


def html(content: str) -> str:
    """The whole report as one HTML document, in the snapshot's language. Raises NotASnapshot."""
    with printed_in(content) as shared:
        kind = kind_of_snapshot(shared)
        assert kind is not None
        form = kind.form_of(shared)
        more = {"title": title_of(shared), "form": form, **form.context(shared)}
        return render_to_string(form.template, {**shared, **more})


@contextmanager
def printed_in(content: str) -> Iterator[Json]:
    """The contents with what every format needs besides, while their language is the active one. Raises NotASnapshot,
    also where they turn out not to hold what is printed.
    """
    written = read_snapshot(content)
    try:
        with translation.override(written["report"]["language"]):
            yield context(written, checksum(content))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise NotASnapshot from error


def title_of(written: Json) -> str:
    kind = kind_of_snapshot(written)
    assert kind is not None
    title = kind.title(written)
    return _("%(report)s i sammandrag") % {"report": title} if is_short(written) else title


def is_short(written: Json) -> bool:
    return bool(written["report"].get("form") == Report.Form.SHORT)


def read_snapshot(content: str) -> Json:
    """The contents of a snapshot of a kind that is known. Raises NotASnapshot."""
    try:
        written = json.loads(content)
    except ValueError as error:
        raise NotASnapshot from error
    if not isinstance(written, dict) or kind_of_snapshot(written) is None:
        raise NotASnapshot
    return written


def context(written: Json, sha256: str) -> Json:
    """What the templates of every kind need."""
    heading = written["report"]
    return {
        **written,
        "sha256": sha256,
        "language": heading["language"],
        "identity": identity(written),
        "marking": marking(written),
        "is_short": is_short(written),
        "is_external": heading["audience"] == Audience.EXTERNAL,
        "holds_everything": heading["audience"] == Audience.INTERNAL_SECRET,
    }


def identity(written: Json) -> str:
    """What every page's foot says."""
    heading = written["report"]
    version = _("version %(version)s") % {"version": heading["version"]}
    short = Report.Form.SHORT.label if is_short(written) else ""
    parts = (heading["registry_number"], edition(heading["audience"], written.get("organisation")), short, version)
    return " · ".join(str(part) for part in parts if part)


def edition(audience: str, organisation: Json | None) -> str:
    if organisation is None:
        return str(EDITIONS[audience])
    name = organisation["en"] if translation.get_language() == "en" and organisation["en"] else organisation["sv"]
    return _("Egen utgåva för %(organisation)s") % {"organisation": name}


def marking(written: Json) -> str:
    """What every page's head warns of; empty where there is nothing to warn of."""
    warnings = []
    if written["report"]["audience"] == Audience.INTERNAL_SECRET:
        warnings.append(_("Sekretess – expedieras inte"))
    if written["strategy"]["demonstration"]:
        warnings.append(_("Demonstration – fiktivt innehåll"))
    return " · ".join(warnings)
