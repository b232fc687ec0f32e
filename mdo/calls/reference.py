"""The template of the yearly call that comes with the application; the mission then edits it on screen."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.reference import Reference
from models.calls import CallAxis, CallCriterion, CallState, ProjectCall

TITLE = "Modèle APICQ"
AXES = (
    "Élaboration des projets d’aménagement",
    "Élaboration des politiques publiques",
    "Cadre de vie et lien social",
    "Éducation à la citoyenneté",
)
CRITERIA = (
    ("Intérêt pour le quartier", 30),
    ("Participation des habitants", 30),
    ("Faisabilité et budget", 25),
    ("Suites données au projet", 15),
)


def _add(session: Session) -> Mapping[type, int]:
    """Adds the template to a database that has no call: one that the mission took away does not come back."""
    if session.scalar(select(ProjectCall.id).limit(1)) is not None:
        return {ProjectCall: 0}
    session.add(
        ProjectCall(
            title=TITLE,
            year=2027,
            state=CallState.TEMPLATE,
            envelope_incl_tax=Decimal(60_000),
            ceiling_incl_tax=Decimal(5_000),
            signatory="Adjoint·e au maire à la démocratie ouverte",
            opens_on=dt.date(2026, 11, 2),
            closes_on=dt.date(2027, 1, 7),
            opinions_by=dt.date(2027, 2, 26),
            jury_by=dt.date(2027, 3, 24),
            arbitration_by=dt.date(2027, 4, 9),
            councils_by=dt.date(2027, 5, 14),
            deliberation_by=dt.date(2027, 6, 24),
            notification_by=dt.date(2027, 7, 9),
            realisation_by=dt.date(2027, 12, 31),
            reports_by=dt.date(2028, 3, 31),
            axes=[CallAxis(position=place, name=name) for place, name in enumerate(AXES, 1)],
            criteria=[
                CallCriterion(position=place, name=name, weight=Decimal(weight))
                for place, (name, weight) in enumerate(CRITERIA, 1)
            ],
        )
    )
    return {ProjectCall: 1}


REFERENCE = (Reference(110, _add),)
