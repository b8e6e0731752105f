"""The ways in beside the password, as people meet them."""

import re
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.strategy.accounts.entry.steps import code_of

SECONDS_FOR_A_LETTER = 30


def connect_app(visitor: Visitor) -> list[str]:
    """After the password, where a second factor is asked for and none is there. Answers the recovery codes."""
    visitor.follow("Koppla en app")
    visitor.look()
    secret = visitor.page.locator("code.secret").inner_text()
    visitor.page.get_by_label("Koden som appen visar").fill(code_of(secret))
    visitor.press("Koppla appen")
    expect(visitor.heading("Reservkoder")).to_be_visible()
    visitor.look()
    codes = visitor.page.locator(".secrets code").all_inner_texts()
    visitor.follow("Jag har sparat dem")
    return codes


def come_by_letter(visitor: Visitor, account: str, mail: Path) -> None:
    """By the link that the product sends to the account's address, into this folder."""
    visitor.page.goto("/sign-in/")
    visitor.follow("få en länk med e-post")
    visitor.look()
    visitor.page.get_by_label("E-post").fill(f"{account}@demo.example")
    visitor.press("Skicka länken")
    expect(visitor.heading("Titta i din e-post")).to_be_visible()
    visitor.look()
    visitor.page.goto(link_in(mail, f"{account}@demo.example"))
    visitor.look()
    visitor.press("Logga in")


def letters_to(folder: Path, address: str) -> list[EmailMessage]:
    files = folder.iterdir() if folder.exists() else ()
    whole = (file.read_bytes() for file in files)
    letters = [message_from_bytes(content, policy=default) for content in whole if content]
    return [letter for letter in letters if letter["To"] == address]


def link_in(folder: Path, address: str) -> str:
    """As the only letter to the address has it, from its file: the worker writes it in its own time."""
    deadline = time.monotonic() + SECONDS_FOR_A_LETTER
    while not (found := letters_to(folder, address)) and time.monotonic() < deadline:
        time.sleep(0.2)
    [letter] = found
    body = letter.get_body()
    assert body is not None
    return str(re.findall(r"http://\S+/sign-in/link/\S+/", body.get_content())[0])
