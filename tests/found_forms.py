"""Every form that the pages show, with what a browser would send of it untouched."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import resolve


@dataclass
class Form:
    path: str
    method: str
    takes_files: bool = False
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def route(self) -> str:
        return resolve(self.path).view_name


class Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.naming = ""  # the select or textarea that is open

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "form":
            path = urlsplit(urljoin(self.address, told.get("action", ""))).path
            self.inside = Form(path, told.get("method", "get").lower(), "multipart" in told.get("enctype", ""))
            self.forms.append(self.inside)
        elif self.inside is not None and tag in {"input", "select", "textarea", "button"} and told.get("name"):
            values = self.inside.fields.setdefault(told["name"], [])
            self.naming = told["name"] if tag in {"select", "textarea"} else ""
            unticked = told.get("type") in {"checkbox", "radio"} and "checked" not in told
            if tag == "input" and not unticked and told.get("type") != "file":
                values.append(told.get("value", ""))
        elif self.inside is not None and tag == "option" and self.naming and "selected" in told:
            self.inside.fields[self.naming].append(told.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.inside is not None and self.naming and data.strip():
            self.inside.fields[self.naming].append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        if tag in {"select", "textarea"}:
            self.naming = ""


def forms_on(address: str, page: str) -> list[Form]:
    reader = Reader(address)
    reader.feed(page)
    return reader.forms
