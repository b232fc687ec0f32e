"""« Eliminations »: sign-in sheets that are a year old, the visa that allows to destroy them, what was destroyed."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import abort, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Length

from mdo.archives.columns import ELIMINATION_COLUMNS
from mdo.archives.fields import SIGN_IN_SHEET
from mdo.archives.sheets import attached_to, check_visa, destroy, due_clause, files_of, record_visa, withdraw_visa
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.labels import FIELD_LABELS
from models.archives import SheetElimination, SheetState, SignInSheet
from models.base import utc_now
from models.documents import Document
from models.journal import Door
from views.base.actions import BulkSpec
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import DayField, TextField, posted_ids
from views.base.filters import EnumFilter, filters_of
from views.base.pages import Cell, Crumb, Link
from views.base.record import TabSource
from views.base.rendering import render
from views.base.view import BackofficeView
from views.base.words import date_in_words, tone_of, value_in_words

_SHEET = FIELD_LABELS[SignInSheet]
_VISA = {name: lazy_gettext(label) for name, label in FIELD_LABELS[SheetElimination].items()}
_NEEDED = lazy_gettext("Fill this field.")
_TEXT = [InputRequired(_NEEDED), Length(max=80)]


class VisaForm(FlaskForm):
    """What a person copies from the bordereau that came back."""

    bordereau = TextField(
        _VISA["bordereau"],
        _TEXT,
        description=lazy_gettext("The reference of the bordereau of elimination that the mayor signed."),
    )
    visa_number = TextField(_VISA["visa_number"], _TEXT)
    visa_on = DayField(
        _VISA["visa_on"],
        [InputRequired(_NEEDED)],
        description=lazy_gettext("The day on which the director of the Archives départementales gave it."),
    )


def _ask_visa(view: "EliminationView", rows: Sequence[SignInSheet]) -> Any:
    return view.visa_page([row.id for row in rows])


def _ask_destruction(view: "EliminationView", rows: Sequence[SignInSheet]) -> Any:
    return view.destruction_page([row.id for row in rows])


def _withdraw(view: "EliminationView", rows: Sequence[SignInSheet]) -> Response:
    through(db.session, Door.BULK, gettext("Visa withdrawn"))
    try:
        total = withdraw_visa(db.session, [row.id for row in rows], context_of(db.session).today)
        db.session.commit()
    except RuleViolation as refusal:
        db.session.rollback()
        flash(refusal.text(gettext), "danger")
    else:
        flash(ngettext("Visa withdrawn: %(num)d sheet.", "Visa withdrawn: %(num)d sheets.", total), "success")
    return redirect(view.back_to_list(), 303)


class EliminationView(BackofficeView):
    """What is a year old, line by line: nothing is destroyed without a visa."""

    model = SignInSheet
    route_base = "/eliminations"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "edit", "delete", "lookup", "version"}
    columns = ELIMINATION_COLUMNS
    order = ("held_at", "asc")
    filters = (
        EnumFilter(
            "state",
            _SHEET["state"],
            SheetState,
            build=lambda states, today: SignInSheet.state.in_([state.value for state in states]),
        ),
        *filters_of(SIGN_IN_SHEET, "held_at"),
    )
    bulk = (
        BulkSpec("visa", N_("Record the visa"), "can_edit", _ask_visa, icon="pencil"),
        BulkSpec(
            "withdraw",
            N_("Withdraw the visa"),
            "can_edit",
            _withdraw,
            confirm=N_("Withdraw the visa of the ticked sheets? They wait for one again."),
            icon="x-lg",
        ),
        BulkSpec("destroy", N_("Destroy"), "can_delete", _ask_destruction, icon="trash", is_danger=True),
    )
    intro = N_(
        "Sign-in sheets are kept one year. Then each waits here for the visa of the director of the Archives "
        "départementales, on a bordereau that the mayor signs: without it nothing is destroyed (code du patrimoine, "
        "art. L212-2 and L214-3)."
    )
    empty_text = N_("No sign-in sheet is a year old yet.")

    def _init_forms(self) -> None:
        """No form: these rows are read."""

    def base_criteria(self) -> tuple[Any, ...]:
        return (due_clause(context_of(db.session).today),)

    def status(self, row: SignInSheet) -> Cell | None:
        state = SheetState(row.state)
        return Cell("state", gettext(_SHEET["state"]), value_in_words(state), tone=tone_of(state))

    def tabs(self, row: SignInSheet) -> tuple[TabSource, ...]:
        """None: what happened is in the facts, and in the journal."""
        return ()

    def record_actions(self, row: SignInSheet) -> tuple[Link, ...]:
        """The act that comes next."""
        links = []
        if row.state != SheetState.DESTROYED.value and self.may("can_edit"):
            links.append(Link(gettext("Record the visa"), self.url("visa", rowid=row.id), "pencil", "primary"))
        if row.state == SheetState.RECEIVED.value and self.may("can_delete"):
            links.append(Link(gettext("Destroy"), self.url("destroy_sheets", rowid=row.id), "trash"))
        return tuple(links)

    # ---- The visa ---------------------------------------------------------------------------------------------------

    @expose("/visa", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    def visa(self) -> Any:
        """GET asks for the visa of some sheets, POST records it."""
        if request.method != "POST":
            return self.visa_page(self._ids(request.args.getlist("rowid")))
        ids, form = self._ids(request.form.getlist("rowid")), VisaForm()
        if not form.validate():
            return self.visa_page(ids, form, 422)
        through(db.session, Door.FORM, gettext("Visa %(number)s", number=form.visa_number.data))
        today = context_of(db.session).today
        try:
            total = record_visa(
                db.session, ids, form.bordereau.data or "", form.visa_number.data or "", form.visa_on.data, today
            )
            db.session.commit()
        except RuleViolation as refusal:
            db.session.rollback()
            if refusal.field in form:
                form[refusal.field].errors = [refusal.text(gettext)]
            else:
                flash(refusal.text(gettext), "danger")
            return self.visa_page(ids, form, 422)
        flash(ngettext("Visa recorded: %(num)d sheet.", "Visa recorded: %(num)d sheets.", total), "success")
        return redirect(self.back_to_list(), 303)

    def visa_page(self, ids: Sequence[int], form: VisaForm | None = None, status: int = 200) -> Any:
        """The form of the visa of these sheets, with what is recorded already where they share it."""
        rows, title = self._rows(ids), gettext("Record the visa")
        if form is None:
            known = {(row.bordereau, row.visa_number, row.visa_on) for row in rows}
            values = next(iter(known)) if len(known) == 1 else (None, None, None)
            form = VisaForm(formdata=None, data=dict(zip(("bordereau", "visa_number", "visa_on"), values, strict=True)))
        return render(
            "archives/visa.html",
            status=status,
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            form=form,
            sheets=tuple(_sheet_in_words(row) for row in rows),
            ids=ids,
            query=self.list_query(),
            action_url=self.url("visa"),
            cancel_url=self.back_to_list(),
        )

    # ---- Destruction ------------------------------------------------------------------------------------------------

    @expose("/destroy", methods=["GET", "POST"])
    @has_access
    @permission_name("delete")
    def destroy_sheets(self) -> Any:
        """GET says what would be destroyed, POST destroys it."""
        if request.method != "POST":
            return self.destruction_page(self._ids(request.args.getlist("rowid")))
        ids, files = self._ids(request.form.getlist("rowid")), posted_ids(request.form.getlist("file"))
        through(db.session, Door.FORM, gettext("Elimination of sign-in sheets"))
        try:
            done = destroy(db.session, ids, context_of(db.session).today, utc_now(), files)
            db.session.commit()
        except RuleViolation as refusal:
            db.session.rollback()
            flash(refusal.text(gettext), "danger")
            return redirect(self.back_to_list(), 303)
        text = ngettext("Destroyed: %(num)d sheet", "Destroyed: %(num)d sheets", done.sheets)
        counts = gettext("Lines that lost their name: %(lines)d. Files: %(files)d.", lines=done.lines, files=done.files)
        flash(f"{text}. {counts}", "success")
        return redirect(self.back_to_list(), 303)

    def destruction_page(self, ids: Sequence[int]) -> Any:
        """What would be destroyed; who knows that an attached file is the signed sheet ticks it."""
        rows, title = self._rows(ids), gettext("Destroy sign-in sheets")
        try:
            check_visa(db.session, ids, context_of(db.session).today)
        except RuleViolation as refusal:
            flash(refusal.text(gettext), "danger")
            return redirect(self.back_to_list(), 303)
        titles = {row.id: row.title for row in rows}
        return render(
            "archives/destroy.html",
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            sheets=tuple(
                (
                    _sheet_in_words(row),
                    _visa_in_words(row),
                    row.lines,
                    [file.file_name for file in files_of(db.session, row.id)],
                )
                for row in rows
            ),
            attached=tuple(
                (file.id, _file_in_words(file, titles))
                for file in attached_to(db.session, ids)
                if not file.is_withdrawn
            ),
            ids=ids,
            query=self.list_query(),
            action_url=self.url("destroy_sheets"),
            cancel_url=self.back_to_list(),
        )

    def _ids(self, sent: Sequence[str]) -> Sequence[int]:
        return sorted(posted_ids(sent))

    def _rows(self, ids: Collection[int]) -> Sequence[SignInSheet]:
        """These sheets, in the order of their day; 404 when one is not on the list."""
        statement = select(SignInSheet).where(SignInSheet.id.in_(ids), *self.base_criteria())
        rows: Sequence[SignInSheet] = db.session.scalars(statement.order_by(SignInSheet.held_at, SignInSheet.id)).all()
        if not ids or len(rows) != len(ids):
            abort(404)
        return rows


def _sheet_in_words(row: SignInSheet) -> str:
    body = f" – {row.body}" if row.body else ""
    day = date_in_words(day_of(row.held_at))
    return f"{row.title}{body}" if day in row.title else f"{row.title}{body} – {day}"


def _visa_in_words(row: SignInSheet) -> str:
    day = date_in_words(row.visa_on) if row.visa_on else ""
    return gettext(
        "visa %(number)s of %(day)s, bordereau %(reference)s", number=row.visa_number, day=day, reference=row.bordereau
    )


def _file_in_words(file: Document, titles: dict[int, str]) -> str:
    return f"{file} – {titles[file.meeting_id or 0]}"
