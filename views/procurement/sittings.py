"""Days on which the tender committee (CAO) and the municipal council sit, typed one by one or pasted as a list."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.fields import SITTING_DATE
from mdo.procurement.sittings import Pasted, read_sittings
from models.procurement import SittingDate, SittingKind
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.filters import filters_of
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.base.words import value_in_words


class SittingView(BackofficeView):
    """Days on which the tender committee and the municipal council sit."""

    model = SittingDate
    route_base = "/seances"
    order = ("day", "desc")
    intro = N_("The steps of the committee and of the council land on these days; without any, no day is imposed.")
    carried = ("kind",)
    filters = filters_of(SITTING_DATE, "kind", "day")
    empty_text = N_("No sitting yet: paste the calendar of the committee and of the council.")

    def list_actions(self) -> Sequence[Link]:
        if not self.may("can_add"):
            return ()
        return (Link(gettext("Add several dates"), self.url("load"), "calendar-check"),)

    @expose("/load", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    def load(self) -> Any:
        """A list of dates of one assembly; those that are stored already are left as they are."""
        if request.method != "POST":
            return self._page(SittingKind.TENDER_COMMITTEE, "")
        typed = request.form.get("days", "")
        kind = next((item for item in SittingKind if item.value == request.form.get("kind")), None)
        if kind is None:
            return self._page(None, typed, gettext("Choose the assembly."))
        try:
            pasted = read_sittings(typed)
        except RuleViolation as violation:
            return self._page(kind, typed, violation.text(gettext))
        added = _add(kind, pasted)
        if not added:
            flash(gettext("All these dates are known already."), "info")
            return redirect(self.url("list"))
        entry_id = commit_undoable()
        flash_undoable(ngettext("%(num)d date added.", "%(num)d dates added.", added), entry_id)
        return redirect(self.url("list"))

    def _page(self, kind: SittingKind | None, days: str, error: str = "") -> Any:
        title = gettext("Add several dates")
        return render(
            "procurement/sittings.html",
            status=422 if error else 200,
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            kinds=[(item.value, value_in_words(item), item is kind) for item in SittingKind],
            days=days,
            error=error,
            cancel_url=self.url("list"),
        )


def _add(kind: SittingKind, pasted: Sequence[Pasted]) -> int:
    """Adds the days that are not stored yet; returns how many."""
    days = [item.day for item in pasted]
    stored = select(SittingDate.day).where(SittingDate.kind == kind, SittingDate.day.in_(days))
    known = set(db.session.scalars(stored))
    rows = [SittingDate(kind=kind, day=item.day, notes=item.notes) for item in pasted if item.day not in known]
    db.session.add_all(rows)
    return len(rows)
