"""What each kind of import reads: the columns, the headers they go by and how their cells are read.

The headers are French words of workbooks: data, in headers.toml.
"""

import datetime as dt
import enum
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from mdo.imports import values, vocabulary
from mdo.imports.places import to_arrondissement_numbers
from mdo.imports.vocabulary import WordList
from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from mdo.workbook.reader import Cell
from models.bounds import bounds_of
from models.execution import Invoice, PurchaseOrder
from models.instances import College, Instance, Seat
from models.network import Referent
from models.organisations import Organisation
from models.people import Mandate, Person
from models.requests import CouncilRequest

Read = Callable[[Cell, dt.date], Any]


class Shape(enum.StrEnum):
    """What a cell of a column looks like: how a model workbook formats it, and what its help says."""

    TEXT = "text"
    NAME = "name"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    YEAR = "year"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    POSTAL_CODE = "postal_code"
    PLACES = "places"
    AMOUNT = "amount"
    YES_NO = "yes_no"


_NOTES_LENGTH = 10_000
HEADERS: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("headers.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Field:
    """A column of a kind of import. `label` is a message id; `synonyms` are the headers that files use."""

    name: str
    label: str
    read: Read
    synonyms: tuple[str, ...] = ()
    is_required: bool = False
    is_personal: bool = False
    shape: Shape = Shape.TEXT
    words: WordList | None = None
    example: str = ""


def _field(
    group: str, name: str, label: str, read: Read, *, is_required: bool = False, is_personal: bool = False
) -> Field:
    shape = _SHAPES.get(read, Shape.TEXT)
    words = _WORDS.get(read)
    if words is not None:
        shape = Shape.CHOICE
    example = HEADERS["example"].get(f"{group}.{name}", [""])[0]
    return Field(name, label, read, tuple(HEADERS[group][name]), is_required, is_personal, shape, words, example)


def _text(model: Any, name: str) -> Read:
    length = getattr(model.__table__.c[name].type, "length", None)
    return lambda cell, today: values.to_text(cell, maximum=length or _NOTES_LENGTH, is_long=length is None)


_WORDS: dict[Read, WordList] = {}


def _words(words: WordList) -> Read:
    def read(cell: Cell, today: dt.date) -> Any:
        return values.to_choice(cell, words)

    _WORDS[read] = words
    return read


def _name(cell: Cell, today: dt.date) -> str | None:
    return values.to_text(cell, maximum=250)


def _email(cell: Cell, today: dt.date) -> str | None:
    return values.to_email(cell)


def _phone(cell: Cell, today: dt.date) -> str | None:
    return values.to_phone(cell)


def _url(cell: Cell, today: dt.date) -> str | None:
    return values.to_url(cell)


def _siret(cell: Cell, today: dt.date) -> str | None:
    return values.to_siret(cell)


def _postal_code(cell: Cell, today: dt.date) -> str | None:
    return values.to_postal_code(cell)


def _number(model: Any, name: str) -> Read:
    least, most = bounds_of(model.__table__.c[name]) or (0, 0)

    def read(cell: Cell, today: dt.date) -> int | None:
        return values.to_number(cell, least, most)

    _SHAPES[read] = Shape.NUMBER
    return read


def _places(cell: Cell, today: dt.date) -> tuple[int, ...] | None:
    return to_arrondissement_numbers(cell)


def _amount(model: Any, name: str) -> Read:
    least, most = bounds_of(model.__table__.c[name]) or (0, 0)

    def read(cell: Cell, today: dt.date) -> Decimal | None:
        return values.to_amount(cell, least, most)

    _SHAPES[read] = Shape.AMOUNT
    return read


def _yes_no(cell: Cell, today: dt.date) -> bool | None:
    return values.to_yes_no(cell)


_SHAPES: dict[Read, Shape] = {
    _name: Shape.NAME,
    _email: Shape.EMAIL,
    _phone: Shape.PHONE,
    _url: Shape.LINK,
    _postal_code: Shape.POSTAL_CODE,
    _places: Shape.PLACES,
    _yes_no: Shape.YES_NO,
    values.to_date: Shape.DATE,
    values.to_birth_year: Shape.YEAR,
}
# For the fields of contracts and suppliers, which stand in a file of their own.
make_field, text, words, name, email, phone, link, postal_code, number, places, amount, yes_no = (
    _field, _text, _words, _name, _email, _phone, _url, _postal_code, _number, _places, _amount, _yes_no
)  # fmt: skip
_BODY, _PERSON, _MANDATE, _REFERENT, _SEAT, _ORGANISATION, _REQUEST = (
    FIELD_LABELS[model] for model in (Instance, Person, Mandate, Referent, Seat, Organisation, CouncilRequest)
)

INSTANCE_FIELDS = (
    _field("instances", "name", _BODY["name"], _text(Instance, "name"), is_required=True),
    _field("instances", "code", _BODY["code"], _text(Instance, "code")),
    _field("instances", "type", _BODY["type"], _name),
    _field("instances", "arrondissements", _BODY["arrondissements"], _places),
    _field("instances", "state", _BODY["state"], _words(vocabulary.INSTANCE_STATE)),
    _field("instances", "state_on", _BODY["state_on"], values.to_date),
    _field("instances", "state_reason", _BODY["state_reason"], _text(Instance, "state_reason")),
    _field("instances", "created_on", _BODY["created_on"], values.to_date),
    _field("instances", "recognised_on", _BODY["recognised_on"], values.to_date),
    _field("instances", "elected_official", _BODY["elected_official"], _text(Instance, "elected_official")),
    _field("instances", "agent", _BODY["agent"], _name),
    _field("instances", "mailbox", _BODY["mailbox"], _email),
    _field("instances", "charter_on", _BODY["charter_on"], values.to_date),
    _field("instances", "charter_url", _BODY["charter_url"], _url),
    _field("instances", "oye_url", _BODY["oye_url"], _url),
    _field("instances", "aliases", _BODY["aliases"], _text(Instance, "aliases")),
    _field("instances", "dissolved_on", _BODY["dissolved_on"], values.to_date),
    _field("instances", "deliberation", _BODY["deliberation"], _text(Instance, "deliberation")),
    _field("instances", "deliberation_on", _BODY["deliberation_on"], values.to_date),
    _field("instances", "parent", _BODY["parent"], _name),
    _field("instances", "notes", _BODY["notes"], _text(Instance, "notes")),
)

_CONSENTS = (
    _field("people", "newsletter_consent", _PERSON["newsletter_consent"], _words(vocabulary.CONSENT), is_personal=True),
    _field("people", "newsletter_consent_on", _PERSON["newsletter_consent_on"], values.to_date, is_personal=True),
    _field("people", "image_consent", _PERSON["image_consent"], _words(vocabulary.CONSENT), is_personal=True),
    _field("people", "image_consent_on", _PERSON["image_consent_on"], values.to_date, is_personal=True),
    _field("people", "directory_consent", _PERSON["directory_consent"], _words(vocabulary.CONSENT), is_personal=True),
    _field("people", "directory_consent_on", _PERSON["directory_consent_on"], values.to_date, is_personal=True),
)

# By which a person is told from another of the same name.
_IDENTITY = (
    _field("identity", "last_name", _PERSON["last_name"], _text(Person, "last_name")),
    _field("identity", "first_name", _PERSON["first_name"], _text(Person, "first_name")),
    _field("identity", "full_name", N_("Last name and first name"), _text(Person, "last_name")),
    _field("identity", "birth_year", _PERSON["birth_year"], values.to_birth_year, is_personal=True),
    _field("identity", "email", _PERSON["email"], _email, is_personal=True),
    _field("identity", "phone", _PERSON["phone"], _phone, is_personal=True),
)

_MANDATE_FIELDS = (
    _field("mandate", "instance", _MANDATE["instance"], _name),
    _field("mandate", "instance_type", FIELD_LABELS[College]["type"], _name),
    _field("mandate", "function", _MANDATE["function"], _name),
    _field("mandate", "college", _MANDATE["college"], _name),
    _field("mandate", "seat", _MANDATE["seat"], _number(Seat, "number")),
    _field("mandate", "designation", _MANDATE["designation"], _words(vocabulary.DESIGNATION)),
    _field("mandate", "commitment", _MANDATE["commitment"], _words(vocabulary.COMMITMENT)),
    _field("mandate", "start_on", _MANDATE["start_on"], values.to_date),
    _field("mandate", "planned_end_on", _MANDATE["planned_end_on"], values.to_date),
    _field("mandate", "ended_on", _MANDATE["ended_on"], values.to_date),
    _field("mandate", "end_reason", _MANDATE["end_reason"], _words(vocabulary.END_REASON)),
    _field("mandate", "rank", _MANDATE["rank"], _number(Mandate, "rank")),
    _field("mandate", "limit_reason", _MANDATE["limit_reason"], _text(Mandate, "limit_reason")),
)

PEOPLE_FIELDS = (
    *_IDENTITY,
    _field("people", "gender", _PERSON["gender"], _words(vocabulary.GENDER)),
    _field("people", "arrondissement", _PERSON["arrondissement"], _places),
    _field("people", "organisation", _PERSON["organisation"], _text(Organisation, "name")),
    _field("people", "address", _PERSON["address"], _text(Person, "address"), is_personal=True),
    _field("people", "postal_code", _PERSON["postal_code"], _postal_code, is_personal=True),
    _field("people", "city", _PERSON["city"], _text(Person, "city"), is_personal=True),
    _field("people", "guardian_name", _PERSON["guardian_name"], _text(Person, "guardian_name"), is_personal=True),
    _field("people", "guardian_email", _PERSON["guardian_email"], _email, is_personal=True),
    _field("people", "guardian_phone", _PERSON["guardian_phone"], _phone, is_personal=True),
    *_CONSENTS,
    _field("mandate", "instance_place", N_("Arrondissement of the body"), _places),
    *_MANDATE_FIELDS,
)

MANDATE_FIELDS = (
    *_IDENTITY,
    _field("mandates", "instance_place", _BODY["arrondissements"], _places),
    _field("mandates", "organisation", _MANDATE["organisation"], _name),
    *_MANDATE_FIELDS,
)

SEAT_FIELDS = (
    _field("seats", "instance", _SEAT["instance"], _name, is_required=True),
    _field("seats", "number", _SEAT["number"], _number(Seat, "number"), is_required=True),
    _field("seats", "label", _SEAT["label"], _text(Seat, "label")),
    _field("seats", "college", _SEAT["college"], _name),
    _field("seats", "requirement", _SEAT["requirement"], _text(Seat, "requirement")),
    _field("seats", "appointing_authority", _SEAT["appointing_authority"], _text(Seat, "appointing_authority")),
    _field("seats", "opened_on", _SEAT["opened_on"], values.to_date),
    _field("seats", "closed_on", _SEAT["closed_on"], values.to_date),
    _field("seats", "instance_place", _BODY["arrondissements"], _places),
    _field("seats", "instance_type", FIELD_LABELS[College]["type"], _name),
)

ORGANISATION_FIELDS = (
    _field("organisations", "name", _ORGANISATION["name"], _text(Organisation, "name"), is_required=True),
    _field("organisations", "acronym", _ORGANISATION["acronym"], _text(Organisation, "acronym")),
    _field("organisations", "kind", _ORGANISATION["kind"], _words(vocabulary.ORGANISATION_KIND)),
    _field("organisations", "siret", _ORGANISATION["siret"], _siret),
    _field("organisations", "arrondissement", _ORGANISATION["arrondissement"], _places),
    _field(
        "organisations",
        "contact_name",
        _ORGANISATION["contact_name"],
        _text(Organisation, "contact_name"),
        is_personal=True,
    ),
    _field("organisations", "email", _ORGANISATION["email"], _email, is_personal=True),
    _field("organisations", "phone", _ORGANISATION["phone"], _phone, is_personal=True),
    _field("organisations", "address", _ORGANISATION["address"], _text(Organisation, "address")),
    _field("organisations", "website", _ORGANISATION["website"], _url),
    _field("organisations", "convention_start_on", _ORGANISATION["convention_start_on"], values.to_date),
    _field("organisations", "convention_end_on", _ORGANISATION["convention_end_on"], values.to_date),
    _field("organisations", "notes", _ORGANISATION["notes"], _text(Organisation, "notes")),
)

REFERENT_FIELDS = (
    _field("referents", "user", _REFERENT["user"], _name, is_required=True),
    _field("referents", "arrondissement", _REFERENT["arrondissement"], _places, is_required=True),
    _field("referents", "start_on", _REFERENT["start_on"], values.to_date, is_required=True),
    _field("referents", "end_on", _REFERENT["end_on"], values.to_date),
    _field("referents", "replacement", _REFERENT["replacement"], _name),
)

REQUEST_FIELDS = (
    _field("requests", "number", _REQUEST["number"], _text(CouncilRequest, "number")),
    _field("requests", "instance", _REQUEST["instance"], _name, is_required=True),
    _field("requests", "subject", _REQUEST["subject"], _text(CouncilRequest, "subject"), is_required=True),
    _field("requests", "kind", _REQUEST["kind"], _words(vocabulary.REQUEST_KIND)),
    _field("requests", "text", _REQUEST["text"], _text(CouncilRequest, "text")),
    _field("requests", "theme", _REQUEST["theme"], _text(CouncilRequest, "theme")),
    _field("requests", "place", _REQUEST["place"], _text(CouncilRequest, "place")),
    _field("requests", "organisation", _REQUEST["organisation"], _name),
    _field("requests", "received_on", _REQUEST["received_on"], values.to_date, is_required=True),
    _field("requests", "sent_on", _REQUEST["sent_on"], values.to_date),
    _field("requests", "due_on", _REQUEST["due_on"], values.to_date),
    _field("requests", "answered_on", _REQUEST["answered_on"], values.to_date),
    _field("requests", "answer", _REQUEST["answer"], _text(CouncilRequest, "answer")),
    _field("requests", "follow_up", _REQUEST["follow_up"], _words(vocabulary.FOLLOW_UP)),
    _field("requests", "follow_up_reason", _REQUEST["follow_up_reason"], _text(CouncilRequest, "follow_up_reason")),
    _field("requests", "responsible", _REQUEST["responsible"], _name),
    _field("requests", "instance_place", _BODY["arrondissements"], _places),
    _field("requests", "instance_type", FIELD_LABELS[College]["type"], _name),
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
