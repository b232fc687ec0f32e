"""The network of référents and the absences, on screen."""

import datetime as dt

from flask_babel import gettext
from sqlalchemy import ColumnElement, not_

from mdo.context import context_of
from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from mdo.network.columns import ABSENCE_COLUMNS, REFERENT_COLUMNS
from mdo.network.referents import (
    check_absence,
    check_referent,
    in_force_clause,
    is_in_force,
    other_absences,
    other_referents,
)
from models.accounts import User
from models.network import Absence, Referent
from models.territory import Arrondissement
from views.base.database import db
from views.base.filters import BooleanFilter, RelationFilter
from views.base.importable import ImportableView
from views.base.pages import Cell
from views.base.relations import Relation
from views.base.view import BackofficeView

_LABELS = FIELD_LABELS[Referent]


def _is_active() -> ColumnElement[bool]:
    return User.active.is_(True)


def _in_force(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    clause = in_force_clause(today)
    return clause if wanted else not_(clause)


class ReferentView(ImportableView):
    """Who answers for which arrondissement; only a row in force gives rights."""

    model = Referent
    route_base = "/referents"
    copied = ("arrondissement", "replacement")
    carried = ("arrondissement",)
    columns = REFERENT_COLUMNS
    order = ("arrondissement", "asc")
    sections = (
        (N_("Référent"), ("user", "arrondissement", "replacement")),
        (N_("Period"), ("start_on", "end_on")),
    )
    relations = {"user": Relation(where=_is_active), "replacement": Relation(where=_is_active)}
    filters = (
        RelationFilter(
            "arrondissement",
            _LABELS["arrondissement"],
            Arrondissement,
            Arrondissement.name,
            Arrondissement.number,
            build=Referent.arrondissement_id.in_,
        ),
        BooleanFilter("in_force", N_("In force today"), build=_in_force),
    )
    can_import_kind = "referents"

    def status(self, row: Referent) -> Cell:
        if is_in_force(row, context_of(db.session).today):
            return Cell("status", gettext("Status"), gettext("In force"), tone="ok")
        return Cell("status", gettext("Status"), gettext("Gives no right today"), tone="muted")

    def check(self, row: Referent) -> None:
        check_referent(row, other_referents(db.session, row))


class AbsenceView(BackofficeView):
    """Who is away, and who stands in."""

    model = Absence
    route_base = "/absences"
    columns = ABSENCE_COLUMNS
    order = ("start_on", "desc")
    sections = ((N_("Absence"), ("user", "start_on", "end_on", "replacement", "note")),)
    relations = {"user": Relation(where=_is_active), "replacement": Relation(where=_is_active)}

    def check(self, row: Absence) -> None:
        check_absence(row, other_absences(db.session, row))
