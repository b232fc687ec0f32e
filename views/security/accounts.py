"""Accounts and roles on screen, for administrators."""

from collections.abc import Sequence
from typing import Any

from flask import abort, current_app, flash, redirect
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext, lazy_gettext
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from mdo.account_columns import ACCOUNT_COLUMNS, ROLE_COLUMNS, role_in_words
from mdo.accounts import check_account, check_deletable, end_sessions, is_open, set_password
from mdo.context import context_of
from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from mdo.passwords import new_password
from mdo.roles import RoleCode
from models.accounts import Role, User
from views.base.database import db
from views.base.filters import BooleanFilter, EnumFilter
from views.base.pages import Cell, Crumb, Link
from views.base.relations import Relation
from views.base.rendering import render
from views.base.view import BackofficeView
from views.base.words import value_in_words
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
    return Role.name.in_([code.value for code in RoleCode])


def _of_roles(codes: list[Any], _today: Any) -> ColumnElement[bool]:
    clause: ColumnElement[bool] = User.roles.any(Role.name.in_([code.value for code in codes]))
    return clause


class AccountView(BackofficeView):
    """Who may sign in, with which roles and until when."""

    model = User
    route_base = "/comptes"
    columns = ACCOUNT_COLUMNS
    order = ("name", "asc")
    sections = (
        (N_("Person"), ("first_name", "last_name", "email")),
        (N_("Access"), ("username", "roles", "active", "ends_on")),
    )
    relations = {"roles": RoleChoice(where=_known_roles, is_required=True, is_few=True)}
    required = ("roles",)
    filters = (
        EnumFilter("roles", _LABELS["roles"], RoleCode, build=_of_roles),
        BooleanFilter("active", _LABELS["active"], User.active),
    )
    help_texts = {
        "username": lazy_gettext("Small letters without accents, digits, dots or hyphens."),
        "roles": lazy_gettext("Rights take effect at the next page that the person opens."),
        "active": lazy_gettext("Unticked, the account is closed at once and everything it wrote stays."),
        "ends_on": lazy_gettext("Last day of access, for a replacement or a trainee; empty without limit."),
    }

    def check(self, row: User) -> None:
        check_account(db.session, row, context_of(db.session).today)

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

    def writer_actions(self, row: User) -> Sequence[Link]:
        return (
            Link(
                gettext("New password"),
                self.url("give_password", pk=row.id),
                "key",
                is_post=True,
                confirm=gettext("Give this account a new password and end its sessions?"),
            ),
            Link(
                gettext("End sessions"),
                self.url("close_sessions", pk=row.id),
                "box-arrow-right",
                is_post=True,
                confirm=gettext("Sign this account out everywhere?"),
            ),
        )

    @expose("/password/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def give_password(self, pk: int) -> Any:
        """Generates a password, shown once to the administrator who hands it over; the account's sessions end."""
        row = self.fetch(pk, for_update=True)
        password = new_password()
        set_password(row, password)
        end_sessions(db.session, row.id)
        db.session.commit()
        current_app.logger.info("password given account=%s by=%s", pk, require_identity().id)
        title = gettext("New password: %(who)s", who=row)
        return render(
            "security/new_password.html",
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


class RoleView(BackofficeView):
    """What each role may do: shown, not edited, since roles are code (mdo/roles.py)."""

    model = Role
    route_base = "/roles"
    exclude_route_methods = {
        *BackofficeView.exclude_route_methods, "add", "edit", "delete", "export", "lookup", "bulk_action",
    }  # fmt: skip
    columns = ROLE_COLUMNS
    order = ("name", "asc")
    sections = ((N_("Role"), ("name",)),)

    def base_criteria(self) -> tuple[Any, ...]:
        return (_known_roles(),)

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        role = self.fetch(pk)
        if role.name not in RoleCode.__members__.values():
            abort(404)
        title = value_in_words(role_in_words(role))
        return render(
            "security/role.html", title=title, crumbs=(*self.crumbs(), Crumb(title)), lines=rights_in_words(role)
        )


def rights_in_words(role: Role) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The rights of a role: each view with the words of its permissions."""
    by_view: dict[str, list[str]] = {}
    for pair in role.permissions:
        by_view.setdefault(pair.view_menu.name, []).append(pair.permission.name)
    return tuple(
        (
            gettext(VIEW_WORDS[view]),
            tuple(gettext(PERMISSION_WORDS[name]) for name in PERMISSION_WORDS if name in names),
        )
        for view, names in sorted(by_view.items())
        if view in VIEW_WORDS
    )


VIEW_WORDS = {
    "HomeView": N_("Home"),
    "InstanceView": N_("Participative bodies"),
    "InstanceTypeView": N_("Types of bodies"),
    "CollegeView": N_("Colleges"),
    "SeatView": N_("Seats"),
    "FunctionView": N_("Functions"),
    "PersonView": N_("People"),
    "MandateView": N_("Mandates"),
    "DuplicateView": N_("Possible duplicates"),
    "OrganisationView": N_("Organisations"),
    "ReferentView": N_("Référents"),
    "AbsenceView": N_("Absences"),
    "ArrondissementView": N_("Arrondissements"),
    "ImportView": N_("Import a workbook"),
    "JournalView": N_("Journal"),
    "AccessLogView": N_("Exports"),
    "AccountView": N_("Accounts"),
    "RoleView": N_("Roles"),
    "PersonalData": N_("Contact details and personal data"),
}
PERMISSION_WORDS = {
    "can_list": N_("see the list"),
    "can_show": N_("open"),
    "can_add": N_("add"),
    "can_edit": N_("edit"),
    "can_delete": N_("delete"),
    "can_export": N_("export to Excel"),
    "can_import": N_("import"),
    "can_undo": N_("undo and restore"),
    "can_read": N_("read"),
}
