"""Columns of the arrondissements."""

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.territory import Arrondissement

_LABELS = FIELD_LABELS[Arrondissement]

ARRONDISSEMENT_COLUMNS = (
    Column("name", _LABELS["name"], lambda row, today: row.name, sort=(Arrondissement.number,), width=24),
    Column(
        "number", _LABELS["number"], lambda row, today: row.number, Kind.INTEGER, (Arrondissement.number,), width=10
    ),
    Column("insee_code", _LABELS["insee_code"], lambda row, today: row.insee_code, sort=(Arrondissement.insee_code,)),
    Column(
        "postal_code", _LABELS["postal_code"], lambda row, today: row.postal_code, sort=(Arrondissement.postal_code,)
    ),
    Column("mairie_email", _LABELS["mairie_email"], lambda row, today: row.mairie_email, Kind.EMAIL, width=32),
    Column("mairie_phone", _LABELS["mairie_phone"], lambda row, today: row.mairie_phone, width=18),
)
