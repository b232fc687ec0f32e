"""Dates to avoid of the demo: public dates, and examples that say so. Nothing about people."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.days_off import AvoidedKind, DateToAvoid
from models.territory import Arrondissement

# What happens, its kind, from when to when, whether it elects the council of the city, what is to be known.
_CITY = (
    ("Élections municipales, premier tour", AvoidedKind.POLL, (2026, 3, 15), None, True, "Salles et agents pris."),
    ("Élections municipales, second tour", AvoidedKind.POLL, (2026, 3, 22), None, True, "Salles et agents pris."),
    (
        "Élection présidentielle (jours à confirmer)",
        AvoidedKind.POLL,
        (2027, 4, 11),
        (2027, 5, 2),
        False,
        "Deux dimanches à deux semaines l’un de l’autre : les salles et les agents sont pris.",
    ),
)


def write_dates(session: Session, today: dt.date) -> None:
    """The polls, the Fête des Lumières of this year and the next, the end of orders, a council of the 5e."""
    for label, kind, first, last, is_city_council, note in _CITY:
        session.add(
            DateToAvoid(
                label=label,
                kind=kind,
                start_on=dt.date(*first),
                end_on=dt.date(*last) if last else None,
                is_city_council=is_city_council,
                note=note,
            )
        )
    for year in (today.year, today.year + 1):
        session.add(
            DateToAvoid(
                label="Fête des Lumières",
                kind=AvoidedKind.FESTIVAL_OF_LIGHTS,
                start_on=dt.date(year, 12, 5),
                end_on=dt.date(year, 12, 8),
                note="Presqu’île fermée aux voitures le soir.",
            )
        )
    session.add(
        DateToAvoid(
            label="Dernier jour de commande (exemple)",
            kind=AvoidedKind.LAST_ORDER,
            start_on=dt.date(today.year, 12, 11),
            note="Avant la clôture des comptes.",
        )
    )
    place = session.scalars(select(Arrondissement).where(Arrondissement.number == 5)).one()
    session.add(
        DateToAvoid(
            label="Conseil du 5e arrondissement (exemple)",
            kind=AvoidedKind.ARRONDISSEMENT_COUNCIL,
            start_on=dt.date(today.year, 12, 15),
            arrondissement=place,
        )
    )
    session.flush()
