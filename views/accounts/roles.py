"""Roles as matrices: all side by side, one alone with its holders, and what one account may do.

Roles are code (mdo/kernel/rights/roles.py): they are shown from the rights really stored, never edited here.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import abort, url_for
from flask_appbuilder import BaseView, expose, has_access

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column
from mdo.kernel.labels import enum_label
from mdo.kernel.rights.declared import RIGHT_LABELS, SECTIONS, Right
from mdo.kernel.rights.identity import Rights
from mdo.kernel.rights.matrix import (
    Extent,
    Holder,
    MatrixLine,
    StoredRole,
    holders_of,
    matrix_of,
    places_in_words,
    stored_roles,
)
from mdo.kernel.rights.roles import PERSONAL_DATA, ROLE_BY_CODE
from mdo.kernel.scope.limits import Reach
from models.accounts import Role
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import send_table
from views.base.pages import Crumb, Link
from views.base.rendering import render
from views.base.view import BackofficeView
from views.security.gate import require_identity

ICONS = {
    Right.READ: "eye",
    Right.WRITE: "pencil",
    Right.DELETE: "trash",
    Right.EXPORT: "file-earmark-spreadsheet",
    Right.IMPORT: "upload",
    Right.UNDO: "arrow-counterclockwise",
}


@dataclass(frozen=True)
class RightMark:
    """A right in a cell: its icon, its word, and whether only a part of it is granted, then which."""

    icon: str
    label: str
    extent: Extent
    words: str


@dataclass(frozen=True)
class MatrixRow:
    """A line of a matrix, in words; one tuple of marks for each column."""

    label: str
    cells: tuple[tuple[RightMark, ...], ...]


@dataclass(frozen=True)
class RoleHead:
    """The head of a column: a role, how far it sees, where its own page is."""

    label: str
    reach: str
    url: str
    is_as_written: bool


def role_label(name: str) -> str:
    """A role in words; one that the code no longer knows keeps its stored name."""
    return gettext(ROLE_BY_CODE[name].label) if name in ROLE_BY_CODE else name


def _reach_label(name: str) -> str:
    return gettext(enum_label(ROLE_BY_CODE[name].reach if name in ROLE_BY_CODE else Reach.NOTHING))


def _mark(line: MatrixLine, right: Right) -> RightMark:
    words = ", ".join(gettext(word) for word in line.granted[right])
    return RightMark(ICONS[right], gettext(RIGHT_LABELS[right]), line.extents[right], words)


def _by_right(pairs: Any) -> tuple[tuple[str, tuple[MatrixRow, ...]], ...]:
    """One role or account: a column for each right."""
    return tuple(
        (
            gettext(title),
            tuple(MatrixRow(gettext(line.label), tuple((_mark(line, right),) for right in Right)) for line in lines),
        )
        for title, lines in matrix_of(pairs)
    )


def _by_role(roles: Sequence[StoredRole]) -> tuple[tuple[str, tuple[MatrixRow, ...]], ...]:
    """All roles: a column for each."""
    matrices = [matrix_of(role.pairs) for role in roles]
    sections = []
    for index, (title, _) in enumerate(SECTIONS):
        columns = [matrix[index][1] for matrix in matrices]
        rows = tuple(
            MatrixRow(
                gettext(lines[0].label), tuple(tuple(_mark(line, right) for right in line.rights) for line in lines)
            )
            for lines in zip(*columns, strict=True)
        )
        sections.append((gettext(title), rows))
    return tuple(sections)


def right_heads() -> tuple[tuple[str, str], ...]:
    """Icon and word of each right, for the heads of columns and the legend."""
    return tuple((ICONS[right], gettext(RIGHT_LABELS[right])) for right in Right)


def render_rights(*, title: str, crumbs: tuple[Crumb, ...], rights: Rights, is_open: bool) -> Any:
    """What one account may do: the union of its roles, how far it sees, and in which arrondissements today."""
    scope = rights.scope
    may_see_roles = require_identity().has_access("can_show", "RoleView")
    roles = [role for role in stored_roles(db.session) if role.name in rights.role_codes]
    return render(
        "accounts/rights.html",
        title=title,
        crumbs=crumbs,
        sections=_by_right(rights.pairs),
        heads=right_heads(),
        roles=tuple(
            (role_label(role.name), url_for("RoleView.show", pk=role.id) if may_see_roles else None) for role in roles
        ),
        reach=gettext(enum_label(scope.reach)),
        has_places=scope.reach is Reach.ARRONDISSEMENTS,
        places=places_in_words(db.session, scope.arrondissement_ids) if scope.arrondissement_ids else (),
        reads_personal=PERSONAL_DATA in rights.pairs,
        is_open=is_open,
    )


class RoleView(BackofficeView):
    """What each role may do."""

    model = Role
    is_live = False  # its file is a matrix
    route_base = "/roles"
    exclude_route_methods = {
        *BackofficeView.exclude_route_methods, "add", "edit", "delete", "lookup", "bulk_action",
    }  # fmt: skip

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        """All roles side by side."""
        roles = stored_roles(db.session)
        title = gettext(self.plural)
        return render(
            "accounts/roles.html",
            title=title,
            crumbs=(Crumb(title),),
            heads=tuple(
                RoleHead(
                    role_label(role.name), _reach_label(role.name), self.url("show", pk=role.id), role.is_as_written
                )
                for role in roles
            ),
            sections=_by_role(roles),
            legend=right_heads(),
            actions=(Link(gettext("Excel"), self.url("export"), "file-earmark-spreadsheet", is_file=True),)
            if self.may("can_export")
            else (),
        )

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """One role: a line for each screen, a column for each right, and who holds it."""
        role = next((item for item in stored_roles(db.session) if item.id == pk), None)
        if role is None:
            abort(404)
        title = role_label(role.name)
        return render(
            "accounts/role.html",
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            reach=_reach_label(role.name),
            is_as_written=role.is_as_written,
            sections=_by_right(role.pairs),
            heads=right_heads(),
            holders=self._holders(role),
        )

    def _holders(self, role: StoredRole) -> tuple[tuple[Holder, str | None], ...]:
        may_open = self.may("can_show", "AccountView")
        holders = holders_of(db.session, role.id, context_of(db.session).today)
        return tuple((holder, url_for("AccountView.show", pk=holder.id) if may_open else None) for holder in holders)

    @expose("/export")
    @has_access
    def export(self) -> Any:
        """The matrix as a workbook: a line for each screen, a column for each role."""
        roles = stored_roles(db.session)
        rows = [
            (title, row.label, *(_words(cell) for cell in row.cells))
            for title, section in _by_role(roles)
            for row in section
        ]
        return send_table(
            title=gettext(self.plural),
            columns=_columns([role.name for role in roles]),
            rows=[(gettext("Sees"), "", *(_reach_label(role.name) for role in roles)), *rows],
            what=type(self).__name__,
        )


def _cell(row: Sequence[str], today: dt.date, index: int) -> str:
    return row[index]


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    heads = (
        N_("Section"),
        N_("Screen"),
        *(ROLE_BY_CODE[name].label if name in ROLE_BY_CODE else name for name in names),
    )
    return tuple(
        Column(f"column{index}", head, partial(_cell, index=index), width=28 if index < 2 else 22)
        for index, head in enumerate(heads)
    )


def _words(marks: Sequence[RightMark]) -> str:
    return ", ".join(mark.label if mark.extent is Extent.ALL else mark.words for mark in marks) or gettext("nothing")


class OwnRightsView(BaseView):
    """« Ce que je peux faire », for whoever is signed in: the rights of the request itself."""

    route_base = "/mon-compte"
    default_view = "mine"

    @expose("/droits")
    def mine(self) -> Any:
        identity = require_identity()
        title = gettext("What I may do")
        return render_rights(title=title, crumbs=(Crumb(title),), rights=identity.rights, is_open=True)
