from typing import Any

import pytest
from django import forms
from django.utils import translation

from strategy.people.forms import OrganisationField
from strategy.people.organisations import Organisation
from strategy.records.days import DayField
from strategy.web.rendering import within_a_sentence

FIELDS = {
    "title": forms.CharField(label="Rubrik"),
    "happened": forms.CharField(label="Vad som har hänt", widget=forms.Textarea),
    "amount": forms.DecimalField(label="Belopp (inte i miljoner)"),
    "day": DayField(label="Från och med"),
    "kind": forms.ChoiceField(label="Slag", choices=[("a", "A")]),
    "kinds": forms.MultipleChoiceField(label="IOM-mål", choices=[("a", "A")]),
    "file": forms.FileField(label="Fil"),
    "address": forms.EmailField(label="E-post"),
    "confirmed": forms.BooleanField(label="Jag har läst listan"),
    "own": forms.CharField(label="Källa", error_messages={"required": "Ange källan."}),
    "optional": forms.CharField(label="Ort", required=False),
    "hidden": forms.IntegerField(widget=forms.HiddenInput),
}
WRITTEN = {
    "title": "Skriv rubrik.",
    "happened": "Skriv vad som har hänt.",
    "amount": "Skriv belopp.",
    "day": "Skriv en dag, till exempel 7 mars 2021.",
    "kind": "Välj slag.",
    "kinds": "Välj IOM-mål.",
    "file": "Välj en fil.",
    "address": "Skriv en e-postadress.",
    "confirmed": "Kryssa i rutan först.",
    "own": "Ange källan.",
    "hidden": "Detta fält måste fyllas i.",
}


def test_an_empty_field_says_what_to_write() -> None:
    form = type("AnyForm", (forms.Form,), dict(FIELDS))({}, {})
    assert {name: str(errors[0]) for name, errors in form.errors.items()} == WRITTEN


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Svarets riktning", "svarets riktning"),
        ("IOM:s svar", "IOM:s svar"),
        ("E-post", "e-post"),
        ("Å", "å"),
        ("Ort (om den är känd)", "ort"),
        ("", ""),
    ],
)
def test_a_label_within_a_sentence(label: str, words: str) -> None:
    assert within_a_sentence(label) == words


def test_nothing_chosen_reads_as_a_wish_to_choose() -> None:
    field = forms.ChoiceField(label="Slag", choices=[("", "---------"), ("a", "A")], required=False)
    html = str(type("AnyForm", (forms.Form,), {"kind": field})()["kind"])
    assert "Välj …" in html
    assert "---------" not in html


@pytest.mark.parametrize(
    ("language", "organisation", "words"),
    [
        ("sv", Organisation(name="Styrelsen för samarbete", abbreviation="Sida"), "Sida (Styrelsen för samarbete)"),
        ("sv", Organisation(name="Jämställdhetsmyndigheten"), "Jämställdhetsmyndigheten"),
        ("sv", Organisation(name="Migrationsverket", name_en="Migration Agency"), "Migrationsverket"),
        ("en", Organisation(name="Migrationsverket", name_en="Migration Agency"), "Migration Agency"),
        ("en", Organisation(name="Styrelsen", name_en="The Agency", abbreviation="Sida"), "Sida (The Agency)"),
        ("en", Organisation(name="Utrikesdepartementet", abbreviation="UD"), "UD (Utrikesdepartementet)"),
    ],
)
def test_an_organisation_is_listed_by_what_people_call_it(
    language: str, organisation: Organisation, words: str
) -> None:
    with translation.override(language):
        assert OrganisationField(Organisation.objects.none()).label_from_instance(organisation) == words


def test_organisations_are_listed_in_the_order_of_what_they_are_called(db: None) -> None:
    field = OrganisationField(Organisation.objects.filter(key__in=["sida", "msb", "scb", "migrationsverket"]))
    choices: Any = field.choices
    names = [label.partition(" ")[0] for _value, label in choices]
    assert names[1:] == ["Migrationsverket", "MSB", "SCB", "Sida"]
