"""The rows of the law that rules read together: thresholds (euros before tax) and delays between two steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mdo.context import AnySession
from mdo.procurement.thresholds import stored_thresholds
from models.procurement import LegalDelay, Threshold


@dataclass(frozen=True)
class Law:
    """All rows, whatever the day; the rules choose those of theirs."""

    thresholds: Sequence[Threshold]
    delays: Sequence[LegalDelay]


def stored_delays(session: AnySession) -> Sequence[LegalDelay]:
    """All delays of the law, whatever the procedure, the case and the day."""
    return session.scalars(select(LegalDelay).order_by(LegalDelay.id)).all()


def stored_law(session: AnySession) -> Law:
    """The rows as they are kept."""
    return Law(stored_thresholds(session), stored_delays(session))
