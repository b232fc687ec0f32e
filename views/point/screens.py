"""« Mon point »: the fortnight of someone who answers for an arrondissement, and the button « toujours exact »."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from enum import StrEnum
from typing import Any

from flask import flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS
from mdo.kernel.freshness.confirmations import MOST, Record, ToConfirm, confirm, confirmed_today
from mdo.kernel.freshness.looked_at import FRESH_DAYS
from mdo.kernel.labels import MODEL_LABELS
from mdo.point.fortnight import NOTHING, PART_TITLES, PagePart, point_of
from mdo.point.told import PartName, PointLine
from models.freshness import Confirmation
from models.instances import Instance
from models.journal import Door
from models.organisations import Organisation
from models.people import Mandate, Person
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import posted_ids
from views.base.integrity import violation_of
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import date_in_words, long_date, tone_of, value_in_words
from views.point.pages import PointPage, PointPart, PointRow, RecordRow
from views.point.people import people_to_confirm
from views.security.gate import may

_VIEWS: dict[str, tuple[Any, str]] = {
    "Instance": (Instance, "InstanceView"),
    "Organisation": (Organisation, "OrganisationView"),
    "Person": (Person, "PersonView"),
    "Mandate": (Mandate, "MandateView"),
}
# Lines of the week, and of the page alone: so many are read at once, the next ones come as they are confirmed.
SHOWN_IN_THE_WEEK, SHOWN_BY_ITSELF = 6, 25
# Parts whose day is the last on which all is well.
_FALLING_DUE = frozenset({PartName.MANDATES, PartName.REPLACED})
# The list that holds all the lines of a part.
_LISTS: dict[PartName, tuple[str, dict[str, Any]]] = {
    PartName.VACANCIES: ("InstanceView", {"f_alert": "vacancy"}),
    PartName.MANDATES: ("DeadlineView", {"f_kind": "mandate_end"}),
    PartName.TO_PREPARE: ("MeetingView", {"f_state": "prepared"}),
    PartName.TO_CLOSE: ("MeetingView", {"f_state": "held"}),
    PartName.REQUESTS: ("RequestView", {"f_status": ["received", "sent", "overdue"]}),
    PartName.DOCUMENTS: ("MeetingView", {"all": 1}),
    PartName.REPLACED: ("DeadlineView", {"f_whose": "mine"}),
}


class PointView(BaseView):
    """What awaits the reader and the records to confirm: a part of her first page, at an address of its own."""

    route_base = "/mon-point"
    default_view = "list"
    plural = N_("My fortnight")

    @expose("/")
    @has_access
    def list(self) -> Any:
        if not context_of(db.session).scope.is_unlimited:
            return redirect(url_for("HomeView.index", _anchor="to-confirm"))
        return render("point/page.html", page=point_page())

    @expose("/confirm", methods=["POST"])
    @has_access
    @permission_name("edit")
    def confirm(self) -> Any:
        """Stamps the records named by `record` (Instance-12) as still right: one operation, that can be undone."""
        lines = request.form.getlist("record")[:MOST]
        records, count = _records(lines), len(lines)
        words = ngettext("Confirmed: %(num)d record", "Confirmed: %(num)d records", count)
        try:
            through(db.session, Door.FORM, words)
            rows = confirm(db.session, records)
            if count == 1:
                words = gettext("Confirmed: %(what)s", what=rows[0])
            entry_id = commit_undoable()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            violation = error if isinstance(error, RuleViolation) else violation_of(error, Confirmation.__table__)
            flash(violation.text(gettext), "danger")
            return redirect(_back())
        flash_undoable(gettext("%(done)s.", done=words), entry_id)
        return redirect(_back())


def _back() -> str:
    """The records to confirm, where the reader reads them."""
    view = "PointView.list" if context_of(db.session).scope.is_unlimited else "HomeView.index"
    return url_for(view, _anchor="to-confirm")


def _records(values: list[str]) -> list[Record]:
    """The records that lines name: « Person-12.Mandate-34 » is a person with the mandate that was read beside her."""
    found = []
    for value in values:
        for word in value.split("."):
            name, _, text = word.partition("-")
            found += [(name, row_id) for row_id in posted_ids([text])]
    return found


def point_page(without: Collection[PartName] = (), most: int = SHOWN_BY_ITSELF) -> PointPage:
    """What the reader looks at each fortnight, and the records that she may say are still right, `most` of them."""
    point = point_of(db.session, without=without)
    title = gettext("My fortnight")
    shown = point.to_confirm[:most]
    has_more = any(number >= MOST for number in Counter(record.model for record in point.to_confirm).values())
    confirm_url = url_for("PointView.confirm") if may("can_edit", "PointView") else ""
    people, keys = people_to_confirm([record.id for record in shown if record.model == "Person"], confirm_url)
    others = tuple(_record(record) for record in shown if record.model != "Person")
    return PointPage(
        title=title,
        crumbs=(Crumb(title),),
        subtitle=long_date(context_of(db.session).today),
        parts=tuple(_part(part) for part in point.parts),
        people=people,
        keys=(*keys, *(record.key for record in others)),
        records=others,
        total=MOST if has_more else len(point.to_confirm),
        has_more=has_more,
        done=confirmed_today(db.session),
        days=FRESH_DAYS,
        confirm_url=confirm_url,
    )


def _part(part: PagePart) -> PointPart:
    view, arguments = _LISTS[part.name]
    title = gettext(PART_TITLES[part.name])
    places = sorted(context_of(db.session).scope.arrondissement_ids)
    if view in {"InstanceView", "RequestView"} and places:
        arguments = {**arguments, "f_arrondissements": places}
    url = url_for(f"{view}.list", **arguments) if may("can_list", view) else ""
    return PointPart(
        part.name.value,
        title,
        part.count,
        tuple(_row(line, is_due=part.name in _FALLING_DUE) for line in part.lines),
        Link(gettext("See all: %(what)s", what=title), url) if part.count > len(part.lines) and url else None,
        gettext(NOTHING[part.name]),
    )


def _row(line: PointLine, *, is_due: bool) -> PointRow:
    tab: dict[str, Any] = {"tab": line.tab} if line.tab else {}
    url = url_for(f"{line.view}.show", pk=line.id, **tab) if may("can_show", line.view) else None
    tone = tone_of(line.note) or ""
    if isinstance(line.note, dt.date) and line.note < context_of(db.session).today:
        tone = "danger" if is_due else ""
    counts_seats = isinstance(line.note, int) and may("can_list", "SeatView")
    note_url = url_for("SeatView.list", f_instance=line.id, f_vacant=1) if counts_seats else None
    detail = " – ".join(filter(None, (line.detail, value_in_words(line.who))))
    return PointRow(line.title, detail, note_in_words(line), tone, url, note_url)


def note_in_words(line: PointLine) -> str:
    """« 2 empty seats », a day, a status."""
    if isinstance(line.note, StrEnum):
        return value_in_words(line.note)
    if isinstance(line.note, int):
        return ngettext("%(num)d empty seat", "%(num)d empty seats", line.note)
    return date_in_words(line.note) if line.note is not None else ""


def _record(record: ToConfirm) -> RecordRow:
    model, view = _VIEWS[record.model]
    may_show, may_edit = may("can_show", view), may("can_edit", view)
    return RecordRow(
        key=f"{record.model}-{record.id}",
        name=record.name,
        kind=gettext(MODEL_LABELS[model][0]),
        changed=date_in_words(record.changed_at.astimezone(PARIS).date()),
        show_url=url_for(f"{view}.show", pk=record.id) if may_show else None,
        edit_url=url_for(f"{view}.edit", pk=record.id) if may_edit else None,
    )
