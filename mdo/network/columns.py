"""Columns of the référents and of the absences."""

from sqlalchemy import func

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from models.accounts import User
from models.network import Absence, Referent
from models.territory import Arrondissement

_REFERENT = FIELD_LABELS[Referent]
_ABSENCE = FIELD_LABELS[Absence]
_USER_NAME = (func.lower(User.last_name), func.lower(User.first_name))

REFERENT_COLUMNS = (
    Column(
        "user",
        _REFERENT["user"],
        lambda row, today: str(row.user),
        sort=_USER_NAME,
        joins=(Referent.user,),
        loads=(Referent.user,),
        width=28,
    ),
    Column(
        "arrondissement",
        _REFERENT["arrondissement"],
        lambda row, today: row.arrondissement.name,
        sort=(Arrondissement.number,),
        joins=(Referent.arrondissement,),
        loads=(Referent.arrondissement,),
        width=24,
    ),
    Column(
        "start_on", _REFERENT["start_on"], lambda row, today: row.start_on, Kind.DATE, (Referent.start_on,), width=14
    ),
    Column("end_on", _REFERENT["end_on"], lambda row, today: row.end_on, Kind.DATE, (Referent.end_on,), width=14),
    Column(
        "replacement",
        _REFERENT["replacement"],
        lambda row, today: str(row.replacement) if row.replacement else None,
        loads=(Referent.replacement,),
        width=28,
    ),
)

ABSENCE_COLUMNS = (
    Column(
        "user",
        _ABSENCE["user"],
        lambda row, today: str(row.user),
        sort=_USER_NAME,
        joins=(Absence.user,),
        loads=(Absence.user,),
        width=28,
    ),
    Column("start_on", _ABSENCE["start_on"], lambda row, today: row.start_on, Kind.DATE, (Absence.start_on,), width=14),
    Column("end_on", _ABSENCE["end_on"], lambda row, today: row.end_on, Kind.DATE, (Absence.end_on,), width=14),
    Column(
        "replacement",
        _ABSENCE["replacement"],
        lambda row, today: str(row.replacement) if row.replacement else None,
        loads=(Absence.replacement,),
        width=28,
    ),
    Column("note", _ABSENCE["note"], lambda row, today: row.note, width=30),
)
