"""Dates to avoid on screen: those of the whole city, and of one's own arrondissements."""

import datetime as dt
from typing import Any

from flask import Response
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, func, not_

from mdo.days_off.fields import DATE_TO_AVOID
from mdo.kernel.base.messages import N_
from models.days_off import DateToAvoid
from models.territory import Arrondissement
from views.base.filters import BooleanFilter, filters_of, relation_filter
from views.base.importable import ImportableView
from views.base.readymade import ReadyView
from views.base.relations import Relation, own_arrondissements
from views.base.rendering import render
from views.days_off.told import told_of_address


def _is_to_come(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    """Until its last day is over."""
    clause: ColumnElement[bool] = func.coalesce(DateToAvoid.end_on, DateToAvoid.start_on) >= today
    return clause if wanted else not_(clause)


class DateToAvoidView(ImportableView):
    """Councils, the Fête des Lumières, polls, closings, the last day for orders."""

    model = DateToAvoid
    empty_for = N_("Here are the days to avoid: councils, the Fête des Lumières, polls, closings, the end of orders.")
    route_base = "/dates-a-eviter"
    intro = N_("Told as a date is typed, and in the calendar; never a refusal.")
    can_import_kind = "dates_to_avoid"
    copied = ("kind", "label", "arrondissement", "is_city_council", "note")
    carried = ("kind", "arrondissement")
    order = ("start_on", "asc")
    relations = {"arrondissement": Relation(where=own_arrondissements)}
    filters = (
        BooleanFilter("to_come", N_("To come"), build=_is_to_come),
        *filters_of(DATE_TO_AVOID, "kind"),
        relation_filter(
            DATE_TO_AVOID["arrondissement"],
            Arrondissement.name,
            Arrondissement.number,
            empty=lambda: DateToAvoid.arrondissement_id.is_(None),
            empty_label=N_("whole city"),
        ),
        *filters_of(DATE_TO_AVOID, "start_on"),
    )
    ready_views = (
        ReadyView(N_("Dates to come"), "f_to_come=1", opens=True),
        ReadyView(N_("Past dates"), "f_to_come=0&order=-start_on"),
    )

    @expose("/jour")
    @has_access
    @permission_name("list")
    def told(self) -> Any:
        """What is said of the day that a form holds, as a part of its page."""
        told = told_of_address()
        return render("days_off/told_found.html", told=told) if told else Response(mimetype="text/plain")
