"""What the imports of organisations read: the columns and how their cells are read."""

from mdo.kernel.imports import values, vocabulary
from mdo.kernel.imports.declaring import (
    declared,
    read_email,
    read_phone,
    read_places,
    read_siret,
    read_url,
    text_of,
    words_of,
)
from mdo.kernel.labels import FIELD_LABELS
from models.organisations import Organisation

_ORGANISATION = FIELD_LABELS[Organisation]

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
