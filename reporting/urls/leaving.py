"""What leaves the house, and the registrar's list."""

from django.urls import path

from reporting.archive.registry import views as registry
from reporting.carrying import views as carrying
from reporting.disclosures.views import disclosures
from reporting.disclosures.views import items as disclosure_items
from reporting.requests import views as requests

urlpatterns = [
    path("answers/<int:pk>/letter/", requests.request_letter, name="request-letter"),
    path("answers/<int:pk>/letter.docx", requests.request_letter, {"extension": "docx"}, name="request-letter-in-word"),
    path("answer-parts/<int:pk>/carrying/", carrying.answer_carrying, name="answer-carrying"),
    path("observations/<int:pk>/carrying/", carrying.observation_carrying, name="observation-carrying"),
    path("strategies/<slug:slug>/registry/", registry.registry, name="registry"),
    path("strategies/<slug:slug>/disclosures/", disclosures.disclosures, name="disclosures"),
    path("strategies/<slug:slug>/disclosures/new/", disclosures.disclosure_new, name="disclosure-new"),
    path("disclosures/<int:pk>/", disclosures.disclosure_request, name="disclosure-request"),
    path("disclosures/<int:pk>/edit/", disclosures.disclosure_edit, name="disclosure-edit"),
    path("disclosures/<int:pk>/records/", disclosures.disclosure_records, name="disclosure-records"),
    path("disclosures/<int:pk>/words/", disclosures.disclosure_words, name="disclosure-words"),
    path("disclosures/<int:pk>/decision/", disclosures.disclosure_decision_new, name="disclosure-decision-new"),
    path("disclosures/<int:pk>/reopening/", disclosures.disclosure_reopening, name="disclosure-reopening"),
    path("disclosure-records/<int:pk>/", disclosure_items.disclosure_item, name="disclosure-item"),
    path("disclosure-records/<int:pk>/outcome/", disclosure_items.disclosure_outcome, name="disclosure-outcome"),
    path(
        "disclosure-records/<int:pk>/removal/", disclosure_items.disclosure_item_removal, name="disclosure-item-removal"
    ),
    path(
        "disclosure-records/<int:pk>/renewal/", disclosure_items.disclosure_item_renewal, name="disclosure-item-renewal"
    ),
    path("maskings/<int:pk>/removal/", disclosure_items.masking_removal, name="masking-removal"),
    path("disclosure-decisions/<int:pk>/", disclosure_items.disclosure_decision, name="disclosure-decision"),
    path("disclosure-decisions/<int:pk>/copy/", disclosure_items.disclosure_copy, name="disclosure-copy"),
    path(
        "disclosure-decisions/<int:pk>/rendering/", disclosure_items.disclosure_rendering, name="disclosure-rendering"
    ),
]
