"""Seats of a body made together: as many as one says, numbered one after the other from the first."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, url_for
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from wtforms.validators import NumberRange, Optional

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.instances import Seat
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.editing import SaveOutcome
from views.base.fields import WholeNumberField
from views.base.forms import RecordForm
from views.base.importable import ImportableView
from views.base.pages import FormSection
from views.base.undoing import flash_undoable

_MOST = 100
_LAST_NUMBER = 9_999
_HOW_MANY = "how_many"
# What is the same for all the seats that are made together.
_SHARED = ("instance", "college", "label", "requirement", "appointing_authority", "opened_on", "closed_on")


class HowMany(FlaskForm):
    """How many seats are made."""

    how_many = WholeNumberField(
        lazy_gettext("How many seats"),
        [Optional(), NumberRange(1, _MOST, lazy_gettext("From 1 to %(max)d seats at once.", max=_MOST))],
        default=1,
        description=lazy_gettext("They get the same college, label and appointment, and the numbers that follow."),
    )


class SeveralSeats(ImportableView):
    """The form of a new seat, which makes several."""

    def _init_forms(self) -> None:
        super()._init_forms()
        self.form_type = type("SeatForm", (self.form_type, HowMany), {})

    def open_form(self, names: Sequence[str], row: Any = None, typed: Any = None) -> RecordForm:
        form = super().open_form(names, row, typed)
        if row is not None:
            del form[_HOW_MANY]
        else:
            g.seat_form = form
        return form

    def more_sections(self, form: RecordForm) -> tuple[FormSection, ...]:
        names = (_HOW_MANY,)
        return (FormSection(gettext("Several at once"), names),) if _HOW_MANY in form else ()

    def preset(self, form: RecordForm) -> None:
        """The number that follows those of the body."""
        super().preset(form)
        if form["instance"].data and not form["number"].data:
            form["number"].data = _last_number(form["instance"].data) + 1

    def next_values(self, row: Seat) -> Mapping[str, Any]:
        """The seats of a body are entered one after the other."""
        return {"number": _last_number(row.instance_id) + 1}

    def write_along(self, row: Seat) -> None:
        """The other seats, by the rules of one, in the operation of the first."""
        super().write_along(row)
        g.seats_made = 1
        wanted = g.seat_form[_HOW_MANY].data if "seat_form" in g else None
        if row.number + (wanted or 1) - 1 > _LAST_NUMBER:
            raise RuleViolation(N_("The numbers of seats end at %(last)d."), field=_HOW_MANY, last=_LAST_NUMBER)
        for number in range(row.number + 1, row.number + (wanted or 1)):
            with db.session.no_autoflush:
                seat = Seat(number=number, **{name: getattr(row, name) for name in _SHARED})
                self.check(seat)
            db.session.add(seat)
            db.session.flush()
            g.seats_made += 1

    def tell_saved(self, outcome: SaveOutcome) -> None:
        count = g.get("seats_made", 1)
        if count == 1:
            super().tell_saved(outcome)
        else:
            flash_undoable(ngettext("%(num)d seat made.", "%(num)d seats made.", count), outcome.entry_id)

    def saved_url(self, row: Seat) -> str:
        if g.get("seats_made", 1) == 1:
            return super().saved_url(row)
        return url_for("InstanceView.show", pk=row.instance_id, tab="seats", _anchor="tabs")


def _last_number(instance_id: int) -> int:
    return db.session.scalar(select(func.max(Seat.number)).where(Seat.instance_id == instance_id)) or 0
