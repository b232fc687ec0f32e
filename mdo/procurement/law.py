"""The rows of the law that rules read together: thresholds (euros before tax), delays, figures, families of annex 3."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mdo.kernel.base.context import AnySession
from mdo.procurement.figures import stored_figures
from mdo.procurement.specific import stored_services
from mdo.procurement.thresholds import stored_thresholds
from models.procurement import LegalDelay, LegalFigure, SpecificService, Threshold


@dataclass(frozen=True)
class Law:
    """All rows, whatever the day; the rules choose those of theirs."""

    thresholds: Sequence[Threshold]
    delays: Sequence[LegalDelay]


@dataclass(frozen=True)
class NeedLaw:
    """What a need is qualified by, whatever the day."""

    thresholds: Sequence[Threshold]
    figures: Sequence[LegalFigure] = ()
    services: Sequence[SpecificService] = ()


def stored_delays(session: AnySession) -> Sequence[LegalDelay]:
    """All delays of the law, whatever the procedure, the case and the day."""
    return session.scalars(select(LegalDelay).order_by(LegalDelay.id)).all()


def stored_law(session: AnySession) -> Law:
    """The rows as they are kept."""
    return Law(stored_thresholds(session), stored_delays(session))


def stored_need_law(session: AnySession) -> NeedLaw:
    """The same for a need: three statements."""
    return NeedLaw(stored_thresholds(session), stored_figures(session), stored_services(session))
