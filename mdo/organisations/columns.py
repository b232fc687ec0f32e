"""Columns of the organisations."""

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.organisations import Organisation
from models.territory import Arrondissement

_LABELS = FIELD_LABELS[Organisation]

ORGANISATION_COLUMNS = (
    Column("name", _LABELS["name"], lambda row, today: row.name, sort=(Organisation.sort_key,), width=36),
    Column("acronym", _LABELS["acronym"], lambda row, today: row.acronym, sort=(Organisation.acronym,), width=14),
    Column("kind", _LABELS["kind"], lambda row, today: row.kind, Kind.ENUM, (Organisation.kind,), width=20),
    Column(
        "arrondissement",
        _LABELS["arrondissement"],
        lambda row, today: row.arrondissement.name if row.arrondissement else None,
        sort=(Arrondissement.number,),
        joins=(Organisation.arrondissement,),
        loads=(Organisation.arrondissement,),
        width=22,
    ),
    Column("siret", _LABELS["siret"], lambda row, today: row.siret, width=18, is_shown=False),
    Column("contact_name", _LABELS["contact_name"], lambda row, today: row.contact_name, width=24, is_personal=True),
    Column("email", _LABELS["email"], lambda row, today: row.email, Kind.EMAIL, width=32, is_personal=True),
    Column("phone", _LABELS["phone"], lambda row, today: row.phone, width=18, is_personal=True, is_shown=False),
    Column(
        "convention_start_on",
        _LABELS["convention_start_on"],
        lambda row, today: row.convention_start_on,
        Kind.DATE,
        (Organisation.convention_start_on,),
        is_shown=False,
    ),
    Column(
        "convention_end_on",
        _LABELS["convention_end_on"],
        lambda row, today: row.convention_end_on,
        Kind.DATE,
        (Organisation.convention_end_on,),
        is_shown=False,
    ),
)
