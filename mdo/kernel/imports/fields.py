"""What each kind of import reads: the columns and how their cells are read."""

from mdo.kernel.base.messages import N_
from mdo.kernel.imports import values, vocabulary
from mdo.kernel.imports.declaring import (
    HEADERS,
    declared,
    number_of,
    read_email,
    read_name,
    read_phone,
    read_places,
    read_postal_code,
    read_siret,
    read_url,
    text_of,
    words_of,
)
from mdo.kernel.labels import FIELD_LABELS
from models.execution import Invoice, PurchaseOrder
from models.instances import College, Instance, Seat
from models.network import Referent
from models.organisations import Organisation
from models.people import Mandate, Person
from models.requests import CouncilRequest

_BODY, _PERSON, _MANDATE, _REFERENT, _SEAT, _ORGANISATION, _REQUEST = (
    FIELD_LABELS[model] for model in (Instance, Person, Mandate, Referent, Seat, Organisation, CouncilRequest)
)

INSTANCE_FIELDS = (
    declared("instances", "name", _BODY["name"], text_of(Instance, "name"), is_required=True),
    declared("instances", "code", _BODY["code"], text_of(Instance, "code")),
    declared("instances", "type", _BODY["type"], read_name),
    declared("instances", "arrondissements", _BODY["arrondissements"], read_places),
    declared("instances", "state", _BODY["state"], words_of(vocabulary.INSTANCE_STATE)),
    declared("instances", "state_on", _BODY["state_on"], values.to_date),
    declared("instances", "state_reason", _BODY["state_reason"], text_of(Instance, "state_reason")),
    declared("instances", "created_on", _BODY["created_on"], values.to_date),
    declared("instances", "recognised_on", _BODY["recognised_on"], values.to_date),
    declared("instances", "elected_official", _BODY["elected_official"], text_of(Instance, "elected_official")),
    declared("instances", "agent", _BODY["agent"], read_name),
    declared("instances", "mailbox", _BODY["mailbox"], read_email),
    declared("instances", "charter_on", _BODY["charter_on"], values.to_date),
    declared("instances", "charter_url", _BODY["charter_url"], read_url),
    declared("instances", "oye_url", _BODY["oye_url"], read_url),
    declared("instances", "aliases", _BODY["aliases"], text_of(Instance, "aliases")),
    declared("instances", "dissolved_on", _BODY["dissolved_on"], values.to_date),
    declared("instances", "deliberation", _BODY["deliberation"], text_of(Instance, "deliberation")),
    declared("instances", "deliberation_on", _BODY["deliberation_on"], values.to_date),
    declared("instances", "parent", _BODY["parent"], read_name),
    declared("instances", "notes", _BODY["notes"], text_of(Instance, "notes")),
    declared("instances", "elected_user", _BODY["elected_user"], read_name),
)

ELECTED_FIELDS = (
    declared("elected_officials", "elected_official", _BODY["elected_official"], text_of(Instance, "elected_official")),
    declared("elected_officials", "elected_user", _BODY["elected_user"], read_name),
    declared("elected_officials", "instance", _MANDATE["instance"], read_name, is_required=True),
    declared("elected_officials", "instance_place", _BODY["arrondissements"], read_places),
    declared("elected_officials", "instance_type", FIELD_LABELS[College]["type"], read_name),
)

_CONSENTS = (
    declared(
        "people", "newsletter_consent", _PERSON["newsletter_consent"], words_of(vocabulary.CONSENT), is_personal=True
    ),
    declared("people", "newsletter_consent_on", _PERSON["newsletter_consent_on"], values.to_date, is_personal=True),
    declared("people", "image_consent", _PERSON["image_consent"], words_of(vocabulary.CONSENT), is_personal=True),
    declared("people", "image_consent_on", _PERSON["image_consent_on"], values.to_date, is_personal=True),
    declared(
        "people", "directory_consent", _PERSON["directory_consent"], words_of(vocabulary.CONSENT), is_personal=True
    ),
    declared("people", "directory_consent_on", _PERSON["directory_consent_on"], values.to_date, is_personal=True),
)

# By which a person is told from another of the same name.
_IDENTITY = (
    declared("identity", "last_name", _PERSON["last_name"], text_of(Person, "last_name")),
    declared("identity", "first_name", _PERSON["first_name"], text_of(Person, "first_name")),
    declared("identity", "full_name", N_("Last name and first name"), text_of(Person, "last_name")),
    declared("identity", "birth_year", _PERSON["birth_year"], values.to_birth_year, is_personal=True),
    declared("identity", "email", _PERSON["email"], read_email, is_personal=True),
    declared("identity", "phone", _PERSON["phone"], read_phone, is_personal=True),
)

_MANDATE_FIELDS = (
    declared("mandate", "instance", _MANDATE["instance"], read_name),
    declared("mandate", "instance_type", FIELD_LABELS[College]["type"], read_name),
    declared("mandate", "function", _MANDATE["function"], read_name),
    declared("mandate", "college", _MANDATE["college"], read_name),
    declared("mandate", "seat", _MANDATE["seat"], number_of(Seat, "number")),
    declared("mandate", "designation", _MANDATE["designation"], words_of(vocabulary.DESIGNATION)),
    declared("mandate", "commitment", _MANDATE["commitment"], words_of(vocabulary.COMMITMENT)),
    declared("mandate", "start_on", _MANDATE["start_on"], values.to_date),
    declared("mandate", "planned_end_on", _MANDATE["planned_end_on"], values.to_date),
    declared("mandate", "ended_on", _MANDATE["ended_on"], values.to_date),
    declared("mandate", "end_reason", _MANDATE["end_reason"], words_of(vocabulary.END_REASON)),
    declared("mandate", "rank", _MANDATE["rank"], number_of(Mandate, "rank")),
    declared("mandate", "limit_reason", _MANDATE["limit_reason"], text_of(Mandate, "limit_reason")),
)

PEOPLE_FIELDS = (
    *_IDENTITY,
    declared("people", "gender", _PERSON["gender"], words_of(vocabulary.GENDER)),
    declared("people", "arrondissement", _PERSON["arrondissement"], read_places),
    declared("people", "organisation", _PERSON["organisation"], text_of(Organisation, "name")),
    declared("people", "address", _PERSON["address"], text_of(Person, "address"), is_personal=True),
    declared("people", "postal_code", _PERSON["postal_code"], read_postal_code, is_personal=True),
    declared("people", "city", _PERSON["city"], text_of(Person, "city"), is_personal=True),
    declared("people", "guardian_name", _PERSON["guardian_name"], text_of(Person, "guardian_name"), is_personal=True),
    declared("people", "guardian_email", _PERSON["guardian_email"], read_email, is_personal=True),
    declared("people", "guardian_phone", _PERSON["guardian_phone"], read_phone, is_personal=True),
    *_CONSENTS,
    declared("mandate", "instance_place", N_("Arrondissement of the body"), read_places),
    *_MANDATE_FIELDS,
)

MANDATE_FIELDS = (
    *_IDENTITY,
    declared("mandates", "instance_place", _BODY["arrondissements"], read_places),
    declared("mandates", "organisation", _MANDATE["organisation"], read_name),
    *_MANDATE_FIELDS,
)

SEAT_FIELDS = (
    declared("seats", "instance", _SEAT["instance"], read_name, is_required=True),
    declared("seats", "number", _SEAT["number"], number_of(Seat, "number"), is_required=True),
    declared("seats", "label", _SEAT["label"], text_of(Seat, "label")),
    declared("seats", "college", _SEAT["college"], read_name),
    declared("seats", "requirement", _SEAT["requirement"], text_of(Seat, "requirement")),
    declared("seats", "appointing_authority", _SEAT["appointing_authority"], text_of(Seat, "appointing_authority")),
    declared("seats", "opened_on", _SEAT["opened_on"], values.to_date),
    declared("seats", "closed_on", _SEAT["closed_on"], values.to_date),
    declared("seats", "instance_place", _BODY["arrondissements"], read_places),
    declared("seats", "instance_type", FIELD_LABELS[College]["type"], read_name),
)

ORGANISATION_FIELDS = (
    declared("organisations", "name", _ORGANISATION["name"], text_of(Organisation, "name"), is_required=True),
    declared("organisations", "acronym", _ORGANISATION["acronym"], text_of(Organisation, "acronym")),
    declared("organisations", "kind", _ORGANISATION["kind"], words_of(vocabulary.ORGANISATION_KIND)),
    declared("organisations", "siret", _ORGANISATION["siret"], read_siret),
    declared("organisations", "arrondissement", _ORGANISATION["arrondissement"], read_places),
    declared(
        "organisations",
        "contact_name",
        _ORGANISATION["contact_name"],
        text_of(Organisation, "contact_name"),
        is_personal=True,
    ),
    declared("organisations", "email", _ORGANISATION["email"], read_email, is_personal=True),
    declared("organisations", "phone", _ORGANISATION["phone"], read_phone, is_personal=True),
    declared("organisations", "address", _ORGANISATION["address"], text_of(Organisation, "address")),
    declared("organisations", "website", _ORGANISATION["website"], read_url),
    declared("organisations", "convention_start_on", _ORGANISATION["convention_start_on"], values.to_date),
    declared("organisations", "convention_end_on", _ORGANISATION["convention_end_on"], values.to_date),
    declared("organisations", "notes", _ORGANISATION["notes"], text_of(Organisation, "notes")),
)

REFERENT_FIELDS = (
    declared("referents", "user", _REFERENT["user"], read_name, is_required=True),
    declared("referents", "arrondissement", _REFERENT["arrondissement"], read_places, is_required=True),
    declared("referents", "start_on", _REFERENT["start_on"], values.to_date, is_required=True),
    declared("referents", "end_on", _REFERENT["end_on"], values.to_date),
    declared("referents", "replacement", _REFERENT["replacement"], read_name),
)

REQUEST_FIELDS = (
    declared("requests", "number", _REQUEST["number"], text_of(CouncilRequest, "number")),
    declared("requests", "instance", _REQUEST["instance"], read_name, is_required=True),
    declared("requests", "subject", _REQUEST["subject"], text_of(CouncilRequest, "subject"), is_required=True),
    declared("requests", "kind", _REQUEST["kind"], words_of(vocabulary.REQUEST_KIND)),
    declared("requests", "text", _REQUEST["text"], text_of(CouncilRequest, "text")),
    declared("requests", "theme", _REQUEST["theme"], text_of(CouncilRequest, "theme")),
    declared("requests", "place", _REQUEST["place"], text_of(CouncilRequest, "place")),
    declared("requests", "organisation", _REQUEST["organisation"], read_name),
    declared("requests", "received_on", _REQUEST["received_on"], values.to_date, is_required=True),
    declared("requests", "sent_on", _REQUEST["sent_on"], values.to_date),
    declared("requests", "due_on", _REQUEST["due_on"], values.to_date),
    declared("requests", "answered_on", _REQUEST["answered_on"], values.to_date),
    declared("requests", "answer", _REQUEST["answer"], text_of(CouncilRequest, "answer")),
    declared("requests", "follow_up", _REQUEST["follow_up"], words_of(vocabulary.FOLLOW_UP)),
    declared("requests", "follow_up_reason", _REQUEST["follow_up_reason"], text_of(CouncilRequest, "follow_up_reason")),
    declared("requests", "responsible", _REQUEST["responsible"], read_name),
    declared("requests", "instance_place", _BODY["arrondissements"], read_places),
    declared("requests", "instance_type", FIELD_LABELS[College]["type"], read_name),
)

# Columns that our own exports carry and that no import writes: they are passed over without a word.
COMPUTED_HEADERS = (
    N_("Status"),
    N_("Age band"),
    N_("Error"),
    N_("Age (days)"),
    N_("Answer in time"),
    FIELD_LABELS[Instance]["arrondissements"],
    FIELD_LABELS[PurchaseOrder]["holders"],
    *(FIELD_LABELS[Invoice][name] for name in ("total_incl_tax", "pay_by", "late_days")),
    *HEADERS["computed"]["all"],
)
