"""Accounts on screen, for administrators."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import current_app, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from mdo.accounts.columns import ACCOUNT_COLUMNS
from mdo.accounts.fields import USER
from mdo.accounts.passwords import new_password
from mdo.accounts.rules import check_account, check_deletable, end_sessions, lacks_of, set_password
from mdo.handover.closing import is_closing, left_by
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.relations import value_before
from mdo.kernel.fields.columns import columns_named
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.rights.accounts import is_open
from mdo.kernel.rights.identity import rights_of
from mdo.kernel.rights.roles import RoleCode, role_in_words
from mdo.network.fields import ABSENCE_COLUMNS, REFERENT_COLUMNS
from models.accounts import Role, User
from models.journal import Door
from models.network import Absence, Referent
from views.accounts.roles import render_rights
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import EnumFilter, filters_of
from views.base.kept import keeps_typing
from views.base.pages import Cell, Crumb, Gap, Link
from views.base.record import RelatedList
from views.base.relations import Relation
from views.base.rendering import render
from views.base.view import BackofficeView
from views.base.words import value_in_words
from views.handover.closing import closing_page
from views.security.gate import require_identity

_LABELS = FIELD_LABELS[User]


class RoleChoice(Relation):
    """The roles by their labels: their stored names are codes."""

    def fetch(self, target: Any, ids: list[int]) -> dict[int, str]:
        rows = db.session.scalars(self.statement(target).where(target.id.in_(ids)))
        return {row.id: value_in_words(role_in_words(row)) for row in rows}

    def options(self, target: Any) -> list[tuple[int, str]]:
        return [(row.id, value_in_words(role_in_words(row))) for row in db.session.scalars(self.statement(target))]


def _known_roles() -> ColumnElement[bool]:
    found: ColumnElement[bool] = Role.name.in_([code.value for code in RoleCode])
    return found


def _of_roles(codes: list[Any], _today: Any) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = User.roles.any(Role.name.in_([code.value for code in codes]))
    return clause


class AccountView(BackofficeView):
    """Who may sign in, with which roles and until when."""

    model = User
    empty_for = N_("Here are the accounts of those who sign in, with their roles.")
    route_base = "/comptes"
    copied = ("roles",)
    carried = ("roles",)
    columns = ACCOUNT_COLUMNS
    order = ("name", "asc")
    relations = {"roles": RoleChoice(where=_known_roles, is_required=True, is_few=True)}
    required = ("roles",)
    related_lists = (
        RelatedList(
            "referents",
            Referent,
            columns_named(REFERENT_COLUMNS, "arrondissement", "start_on", "end_on", "replacement"),
            lambda row: Referent.user_id == row.id,
            (Referent.start_on.desc(),),
            title=N_("Arrondissements"),
            add_argument="user",
        ),
        RelatedList(
            "absences",
            Absence,
            columns_named(ABSENCE_COLUMNS, "start_on", "end_on", "replacement", "note"),
            lambda row: Absence.user_id == row.id,
            (Absence.start_on.desc(),),
            add_argument="user",
        ),
    )
    filters = (
        EnumFilter("roles", _LABELS["roles"], RoleCode, build=_of_roles),
        *filters_of(USER, "active"),
    )

    def check(self, row: User) -> None:
        today = context_of(db.session).today
        check_account(db.session, row, today)
        if row.id is not None and is_closing(row, value_before(row, "active"), value_before(row, "ends_on"), today):
            self._check_owns_nothing(row, today)

    def _check_owns_nothing(self, row: User, today: dt.date) -> None:
        """An account that answers for something is closed by its own page, which says who takes what."""
        with db.session.no_autoflush:
            count = sum(len(rows) for kind, rows in left_by(db.session, row, today) if not kind.is_signed)
        if count:
            raise RuleViolation(
                N_("This account still answers for something (%(count)s): « Close the account » says who takes what."),
                field="ends_on" if row.active else "active",
                count=count,
            )

    def check_delete(self, row: User) -> None:
        check_deletable(db.session, row, context_of(db.session).today)

    def status(self, row: User) -> Cell:
        opens = is_open(row.active, row.ends_on, context_of(db.session).today)
        text, tone = (gettext("Open"), "ok") if opens else (gettext("Closed"), "muted")
        return Cell("status", gettext("Account"), text, tone=tone)

    def fact_groups(self, row: User, may_open: Any) -> Any:
        roles = ", ".join(value_in_words(role_in_words(role)) for role in row.roles)
        return tuple(
            type(group)(group.title, tuple(self._fact(cell, roles) for cell in group.facts))
            for group in super().fact_groups(row, may_open)
        )

    def _fact(self, cell: Cell, roles: str) -> Cell:
        return Cell(cell.name, cell.label, roles) if cell.name == "roles" else cell

    def gap(self, row: User) -> Gap | None:
        """An account that was just made opens nothing by itself: what it still needs is told until it has it."""
        lacks = lacks_of(db.session, row, context_of(db.session).today)
        if not lacks:
            return None
        return Gap(tuple(gettext(label) for label, _ in lacks), " ".join(gettext(text) for _, text in lacks))

    def writer_actions(self, row: User) -> Sequence[Link]:
        opens = is_open(row.active, row.ends_on, context_of(db.session).today)
        closing = (Link(gettext("Close the account"), self.url("close", pk=row.id), "lock"),) if opens else ()
        password = Link(
            gettext("New password"),
            self.url("give_password", pk=row.id),
            "key",
            is_post=True,
            confirm=gettext("Give this account a new password and end its sessions?"),
        )
        may_do = Link(gettext("What this account may do"), self.url("rights", pk=row.id), "shield-check")
        # Nobody signs in without a password: as long as there is none, to give one comes first.
        first = (may_do, *closing, password) if row.password else (password, may_do, *closing)
        return (
            *first,
            Link(
                gettext("End sessions"),
                self.url("close_sessions", pk=row.id),
                "box-arrow-right",
                is_post=True,
                confirm=gettext("Sign this account out everywhere?"),
            ),
        )

    @expose("/close/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def close(self, pk: int) -> Any:
        """Closes the account: all that it answers for goes to the team or to who is chosen, as one operation."""
        return closing_page(self, self.fetch(pk, for_update=request.method == "POST"))

    @expose("/password/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def give_password(self, pk: int) -> Any:
        """Generates a password, shown once to the administrator who hands it over; the account's sessions end."""
        row = self.fetch(pk, for_update=True)
        password = new_password()
        title = gettext("New password: %(who)s", who=row)
        through(db.session, Door.FORM, title)
        set_password(row, password, is_given=True)
        end_sessions(db.session, row.id)
        db.session.commit()
        current_app.logger.info("password given account=%s by=%s", pk, require_identity().id)
        return render(
            "accounts/new_password.html",
            title=title,
            crumbs=(*self.crumbs(), Crumb(str(row), self.url("show", pk=pk)), Crumb(gettext("New password"))),
            username=row.username,
            password=password,
            back_url=self.url("show", pk=pk),
        )

    @expose("/end-sessions/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def close_sessions(self, pk: int) -> Response:
        """Signs the account out everywhere."""
        row = self.fetch(pk)
        count = end_sessions(db.session, row.id)
        db.session.commit()
        current_app.logger.info("sessions ended account=%s by=%s count=%s", pk, require_identity().id, count)
        flash(gettext("Sessions ended: %(count)d.", count=count), "success")
        return redirect(self.url("show", pk=pk), 303)

    @expose("/rights/<int:pk>")
    @has_access
    @permission_name("show")
    def rights(self, pk: int) -> Any:
        """What the account may do today: the union of its roles, and its arrondissements in force."""
        row = self.fetch(pk)
        today = context_of(db.session).today
        crumbs = (*self.crumbs(), Crumb(str(row), self.url("show", pk=pk)), Crumb(gettext("Rights")))
        return render_rights(
            title=gettext("What this account may do: %(who)s", who=row),
            crumbs=crumbs,
            rights=rights_of(db.session, row.id, today),
            is_open=is_open(row.active, row.ends_on, today),
        )
