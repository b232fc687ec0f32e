"""The accessibility statement: read by everyone at /accessibilite, changed by an administrator."""

import datetime as dt
from typing import Any

from flask import Flask, redirect, request, url_for
from flask_appbuilder import expose, has_access
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from mdo.accessibility.statement import audit_valid_until, conformity_on, statement_of
from mdo.kernel.base.context import context_of
from mdo.kernel.labels import enum_label
from models.accessibility import RGAA, AccessibilityStatement, Conformity
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Cell, Crumb, Link
from views.base.rendering import render
from views.base.view import BackofficeView
from views.base.words import date_in_words, moment_in_words
from views.security.gate import current_identity

_TONES = {Conformity.NONE: "danger", Conformity.PARTIAL: "warn", Conformity.FULL: "ok"}
# Pages read before anyone is known, on which the law wants the mention too.
_WITHOUT_SIGN_IN = ("AuthView.login", "PublicView.accessibility", "PublicView.help", "PublicView.help_page")


class AccessibilityView(BackofficeView):
    """The one row of the statement; `flask mdo init` makes it, and it is never deleted."""

    model = AccessibilityStatement
    route_base = "/declaration-accessibilite"
    exclude_route_methods = {
        *BackofficeView.exclude_route_methods, "add", "delete", "export", "lookup", "bulk_action",
    }  # fmt: skip

    @expose("/list/")
    @has_access
    def list(self) -> Response:
        """There is one row: its page."""
        statement = statement_of(db.session)
        return redirect(self.url("show", pk=statement.id if statement else 0))

    def status(self, row: AccessibilityStatement) -> Cell:
        state = conformity_on(row.conformity, row.audited_on, context_of(db.session).today)
        return Cell("status", gettext("State"), gettext(enum_label(state)), tone=_TONES[state])

    def writer_actions(self, row: AccessibilityStatement) -> tuple[Link, ...]:
        return (Link(gettext("Published page"), url_for("PublicView.accessibility"), "box-arrow-up-right"),)

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(gettext(self.singular)),)


def render_statement() -> Any:
    """The published page; without a row it says « non conforme », which asks for no proof."""
    statement = statement_of(db.session) or AccessibilityStatement(conformity=Conformity.NONE)
    today = context_of(db.session).today
    state = conformity_on(statement.conformity, statement.audited_on, today)
    is_valid = statement.audited_on is not None and audit_valid_until(statement.audited_on) >= today
    title = gettext("Accessibility statement")
    identity = current_identity()
    may_edit = identity is not None and identity.has_access("can_edit", AccessibilityView.__name__)
    return render(
        "accessibility/statement.html",
        title=title,
        crumbs=(Crumb(title),),
        statement=statement,
        state=str(state),
        audited_on=date_in_words(statement.audited_on) if statement.audited_on and is_valid else "",
        was_audited=statement.audited_on is not None,
        made_on=_day(statement.created_at),
        changed_on=_day(statement.updated_at),
        rgaa=RGAA,
        edit_url=url_for("AccessibilityView.edit", pk=statement.id) if may_edit and statement.id else None,
    )


def _day(moment: dt.datetime | None) -> str:
    return moment_in_words(moment).split()[0] if moment else ""


def _mention() -> str:
    """« Accessibilité : non conforme », as the law asks of the home page; no state where the database may be out."""
    state = _state()
    label = gettext("Accessibility")
    if state is None:
        return label
    words = gettext(enum_label(state))
    return gettext("%(label)s: %(value)s", label=label, value=words[:1].lower() + words[1:])


def _state() -> Conformity | None:
    identity, today = current_identity(), context_of(db.session).today
    if identity is not None:
        return conformity_on(identity.said["conformity"], identity.said["audited_on"], today)
    if request.endpoint not in _WITHOUT_SIGN_IN or today == dt.date.min:
        return None  # the session was never bound: the database did not answer
    try:
        found = statement_of(db.session)
    except SQLAlchemyError:
        db.session.rollback()
        return None
    return conformity_on(found.conformity, found.audited_on, today) if found else Conformity.NONE


def install(app: Flask) -> None:
    """Gives the footer its mention."""

    @app.context_processor
    def _for_the_footer() -> dict[str, Any]:
        return {"accessibility_mention": _mention}
