"""Handover on screen: to whom and from when, all that goes, by kind, then one operation that the journal takes back."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy.exc import SQLAlchemyError
from wtforms.validators import InputRequired

from mdo.handover.succession import Handing, Owned, check_handing, hand_over, owned_by
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from models.accounts import User
from models.journal import Door
from models.network import Referent
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import DayField, RelationField
from views.base.integrity import violation_of
from views.base.kept import typed_again
from views.base.pages import Crumb
from views.base.relations import Relation
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable

_SHOWN = 8
SUCCESSOR = Relation(where=lambda: User.active.is_(True), is_few=True)


class HandoverForm(FlaskForm):
    """Who takes over, and the last day of the one who leaves."""

    successor = RelationField(
        lazy_gettext("Successor"),
        [InputRequired(lazy_gettext("Choose an item of the list."))],
        target=User,
        fetch=lambda ids: SUCCESSOR.fetch(User, ids),
        options=lambda: SUCCESSOR.options(User),
        lookup_url=lambda: "",
        description=lazy_gettext("The account that answers for everything from then on."),
    )
    last_on = DayField(
        lazy_gettext("Last day"),
        [InputRequired(lazy_gettext("Fill this field."))],
        description=lazy_gettext(
            "Rights on the arrondissement end that evening and pass on the next day; all the rest passes at once."
        ),
    )


def handover_page(view: Any, row: Referent) -> Any:
    """GET asks and shows all that goes; POST shows it again for the successor chosen, then applies (`then=apply`)."""
    if not view.may_change(row) or not context_of(db.session).scope.is_unlimited:
        abort(403)
    typed, today = typed_again(), context_of(db.session).today
    form = HandoverForm() if typed is None else HandoverForm(formdata=typed)
    page = _Page(view, row, form)
    if request.method != "POST":
        form.last_on.data = max(today, row.start_on) if row.end_on is None else max(today, row.end_on)
        return page.show()
    if typed is not None or not form.validate():
        return page.show(status=422 if form.errors else 200)
    successor = db.session.get(User, form.successor.data)
    if successor is None:
        abort(404)
    handing = Handing(row.user, successor, form.last_on.data, today)
    try:
        check_handing(handing)
    except RuleViolation as violation:
        if violation.field:
            form[violation.field].errors = [violation.text(gettext)]
        return page.show(status=422)
    if request.form.get("then") != "apply":
        return page.show(handing)
    if page.seen() != request.form.get("seen"):
        flash(gettext("What is to hand over changed meanwhile: look again, then apply."), "warning")
        return page.show(handing, status=409)
    through(db.session, Door.BULK, gettext("Handover from %(who)s to %(whom)s", who=handing.leaver, whom=successor))
    try:
        total = hand_over(db.session, handing)
        entry_id = commit_undoable()
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        refusal = error if isinstance(error, RuleViolation) else violation_of(error, Referent.__table__)
        flash(refusal.text(gettext), "danger")
        return redirect(view.url("handover", pk=row.id))
    text = ngettext(
        "%(num)d object handed over to %(whom)s.", "%(num)d objects handed over to %(whom)s.", total, whom=successor
    )
    flash_undoable(text, entry_id)
    return redirect(view.url("list"))


class _Page:
    """The page of a handover: its form, and all that the account answers for."""

    def __init__(self, view: Any, row: Referent, form: HandoverForm) -> None:
        self._view, self._row, self._form = view, row, form
        self._owned: list[tuple[Owned, Sequence[Any]]] | None = None

    @property
    def owned(self) -> list[tuple[Owned, Sequence[Any]]]:
        if self._owned is None:
            self._owned = owned_by(db.session, self._row.user, context_of(db.session).today)
        return self._owned

    def seen(self) -> str:
        """What the reader saw, to be compared with what is about to go."""
        return " ".join(f"{kind.name}={len(rows)}" for kind, rows in self.owned)

    def show(self, handing: Handing | None = None, status: int = 200) -> Any:
        pk, leaver = self._row.id, self._row.user
        title = gettext("Hand over everything: %(who)s", who=leaver)
        return render(
            "handover/page.html",
            status=status,
            title=title,
            crumbs=(
                *self._view.crumbs(),
                Crumb(str(self._row), self._view.url("show", pk=pk)),
                Crumb(gettext("Handover")),
            ),
            form=self._form,
            leaver=str(leaver),
            successor=str(handing.successor) if handing is not None else "",
            is_asked=handing is not None,
            total=sum(len(rows) for _, rows in self.owned),
            kinds=[
                {
                    "label": gettext(kind.label),
                    "count": len(rows),
                    "names": [str(item) for item in rows[:_SHOWN]],
                    "more": max(len(rows) - _SHOWN, 0),
                }
                for kind, rows in self.owned
            ],
            seen=self.seen(),
            action_url=self._view.url("handover", pk=pk),
            cancel_url=self._view.url("show", pk=pk),
        )
