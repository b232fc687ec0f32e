"""What is asked of the rows of procurement, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.declared import RowRules
from mdo.procurement.families import check_family
from mdo.procurement.figures import check_figure, stored_figures
from mdo.procurement.specific import check_service
from mdo.procurement.thresholds import check_threshold, stored_thresholds
from models.procurement import LegalFigure, PurchaseFamily, SpecificService, Threshold


def _write_threshold(session: AnySession, row: Threshold, today: dt.date) -> None:
    with session.no_autoflush:
        check_threshold(row, stored_thresholds(session))


def _write_figure(session: AnySession, row: LegalFigure, today: dt.date) -> None:
    with session.no_autoflush:
        check_figure(row, stored_figures(session))


RULES: Mapping[type, RowRules] = {
    PurchaseFamily: RowRules(lambda session, row, today: check_family(row, today)),
    Threshold: RowRules(_write_threshold),
    LegalFigure: RowRules(_write_figure),
    SpecificService: RowRules(lambda session, row, today: check_service(row)),
}
