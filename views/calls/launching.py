"""The page that launches a call from its template, or from the call of another year."""

from typing import Any

from flask import redirect, request

from mdo.calls.copying import first_day, launch, moved_days, year_of
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from models.calls import ProjectCall
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import parse_date
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import written
from views.base.view import BackofficeView
from views.base.words import full_date

_CHOOSE = N_("Give the title and the day on which filing opens; the year has four figures.")


def launch_page(view: BackofficeView, pk: int) -> Any:
    """GET asks for the title, the year and the first day, and shows the others for it; POST makes the call."""
    row: ProjectCall = view.fetch(pk)
    said = request.form if request.method == "POST" else request.args
    name, year, day = said.get("title", "").strip(), said.get("year", "").strip(), parse_date(said.get("day", ""))
    title = gettext("Launch a call: %(what)s", what=row)
    typed = view.url("launch", pk=pk, title=name, year=year, day=said.get("day", ""))
    if "days" in request.form:
        return redirect(typed)
    if request.method == "POST":
        made: list[int] = []

        def write() -> str:
            if not name or not (year.isdecimal() or not year) or day is None:
                raise RuleViolation(_CHOOSE)
            call = launch(db.session, row, name, int(year[:9]) if year else year_of(moved_days(row, day)), day)
            made.append(call.id)
            return gettext("Call prepared: %(what)s.", what=call)

        if written(title, write):
            return redirect(view.url("show", pk=made[0]))
        return redirect(typed)
    opens_on = day or first_day(row, context_of(db.session).today)
    try:
        days = moved_days(row, opens_on)
    except RuleViolation:
        days = {}
    return render(
        "calls/launch.html",
        title=title,
        crumbs=(*view.crumbs(), Crumb(str(row), view.url("show", pk=pk)), Crumb(gettext("Launch"))),
        name=name,
        year=year,
        own_year=year_of(days) if days else opens_on.year,
        day=opens_on.isoformat(),
        opening=full_date(opens_on),
        days=[(gettext(FIELD_LABELS[ProjectCall][column]), full_date(on)) for column, on in days.items()],
        url=view.url("launch", pk=pk),
        cancel_url=view.url("show", pk=pk),
    )
