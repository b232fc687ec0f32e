"""What a form offers whoever fills a seat: the usual function, and the way to someone not known yet."""

from typing import Any

from flask import url_for
from sqlalchemy import case, func, select

from mdo.kernel.base.context import context_of
from models.people import Mandate
from views.base.catalogues import gettext
from views.base.coming_back import BACK, came_from
from views.base.database import db
from views.base.forms import RecordForm
from views.base.pages import Panel

_SHARED = ("instance", "seat", "college")


def propose_for_seat(form: RecordForm) -> None:
    """The function that this seat was held in, else the one of most seats of its body; today as the start where someone
    held it before, since a mandate without one could have begun then. One is free to change both.
    """
    if "function" not in form or "seat" not in form or form["function"].data or not form["seat"].data:
        return
    of_seat = func.max(case((Mandate.seat_id == form["seat"].data, 1), else_=0))
    usual = (
        select(Mandate.function_id, of_seat)
        .where(Mandate.instance_id == form["instance"].data, Mandate.seat_id.is_not(None))
        .group_by(Mandate.function_id)
        .order_by(of_seat.desc(), func.count().desc(), Mandate.function_id)
        .limit(1)
    )
    for function_id, was_held in db.session.execute(usual):
        form["function"].take([function_id])
        if was_held and form["start_on"].data is None:
            form["start_on"].data = context_of(db.session).today


def someone_new(form: RecordForm) -> Panel:
    """Under the person: the form that makes the record and the mandate at once, for the same seat."""
    chosen: dict[str, Any] = {name: form[name].data for name in _SHARED if name in form and form[name].data}
    back = came_from()
    words = gettext("Person and mandate")
    url = url_for("PersonView.enrol", **chosen | ({BACK: back} if back else {}))
    return Panel(words, "people/someone_new.html", {"url": url, "words": words, "after": "person"})
