"""Every form that the pages show, with what a browser would send of it untouched."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import resolve


@dataclass
class Control:
    """`kind` is the element, or of an input its type; a field for a day or a number is of that kind."""

    kind: str
    required: bool = False
    maxlength: int = 0
    choices: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return self.kind in {"text", "textarea", "email"}


@dataclass
class Form:
    path: str
    method: str
    query: str = ""
    takes_files: bool = False
    fields: dict[str, list[str]] = field(default_factory=dict)
    controls: dict[str, Control] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def route(self) -> str:
        return resolve(self.path).view_name


class Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.open: tuple[str, str] = ("", "")  # the select or textarea, by element and name

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "form":
            to = urlsplit(urljoin(self.address, told.get("action", "")))
            is_multipart = "multipart" in told.get("enctype", "")
            self.inside = Form(to.path, told.get("method", "get").lower(), to.query, is_multipart)
            self.forms.append(self.inside)
        elif self.inside is not None and self.is_sent(tag, told):
            values = self.inside.fields.setdefault(told["name"], [])
            self.note(self.inside, tag, told)
            unticked = told.get("type") in {"checkbox", "radio"} and "checked" not in told
            if tag == "input" and not unticked and told.get("type") != "file":
                values.append(told.get("value", ""))
        elif self.inside is not None and tag == "option" and self.open[0] == "select":
            self.inside.controls[self.open[1]].choices.append(told.get("value", ""))
            if "selected" in told:
                self.inside.fields[self.open[1]].append(told.get("value", ""))

    def is_sent(self, tag: str, told: dict[str, str]) -> bool:
        return tag in {"input", "select", "textarea", "button"} and bool(told.get("name")) and "disabled" not in told

    def note(self, form: Form, tag: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text") if tag == "input" else tag
        kind = "day" if "data-day" in told else "number" if kind == "text" and "inputmode" in told else kind
        control = form.controls.setdefault(told["name"], Control(kind))
        control.required |= "required" in told
        control.maxlength = int(told.get("maxlength") or 0)
        if kind in {"radio", "checkbox"}:
            control.choices.append(told.get("value", "on"))
        if tag in {"select", "textarea"}:
            self.open = (tag, told["name"])

    def handle_data(self, data: str) -> None:
        if self.inside is not None and self.open[0] == "textarea":
            self.inside.fields[self.open[1]].append(data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        if tag in {"select", "textarea"}:
            self.open = ("", "")


def forms_on(address: str, page: str) -> list[Form]:
    reader = Reader(address)
    reader.feed(page)
    return reader.forms
