"""« My views »: the lists and reports kept under a name, one's own and those that colleagues share."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import abort, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, func
from werkzeug.wrappers import Response

from mdo.kernel.base.context import through
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.preferences.saved_views import check_sharing, readable_clause, yield_default
from mdo.kernel.rights.roles import RoleCode, role_in_words
from models.accounts import Role
from models.journal import Door
from models.preferences import SavedView
from views.base.catalogues import gettext
from views.base.database import db
from views.base.filters import BooleanFilter
from views.base.kept import keeps_typing
from views.base.relations import Relation
from views.base.savedlists import VIEW, list_in_words, list_named, query_of
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.base.words import value_in_words
from views.security.gate import require_identity

_LABELS = FIELD_LABELS[SavedView]
SHARE = "can_share"


def _roles_on_offer() -> ColumnElement[bool]:
    identity = require_identity()
    is_any = identity.has_access(SHARE, SavedViewView.__name__)
    codes = [code.value for code in RoleCode] if is_any else sorted(identity.rights.role_codes)
    found: ColumnElement[bool] = Role.name.in_(codes)
    return found


def _is_shared(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    return SavedView.role_id.is_not(None) if wanted else SavedView.role_id.is_(None)


class SavedViewView(BackofficeView):
    """The saved views that the reader may open; one changes and deletes one's own."""

    model = SavedView
    route_base = "/mes-vues"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "lookup"}
    columns = (
        Column("name", _LABELS["name"], lambda row, today: row.name, sort=(func.lower(SavedView.name),), width=36),
        Column(
            "list_name",
            _LABELS["list_name"],
            lambda row, today: list_in_words(row.list_name),
            sort=(SavedView.list_name,),
            width=28,
        ),
        Column(
            "role",
            _LABELS["role"],
            lambda row, today: role_in_words(row.role) if row.role else None,
            loads=(SavedView.role,),
            width=28,
        ),
        Column(
            "is_default",
            _LABELS["is_default"],
            lambda row, today: row.is_default,
            Kind.BOOLEAN,
            (SavedView.is_default,),
            width=16,
        ),
        Column("user", _LABELS["user"], lambda row, today: str(row.user), loads=(SavedView.user,), width=28),
    )
    order = ("name", "asc")
    sections = ((N_("Saved view"), ("name", "role", "is_default")),)
    relations = {"role": Relation(where=_roles_on_offer, label=lambda role: value_in_words(role_in_words(role)))}
    filters = (
        BooleanFilter("shared", N_("Shared"), build=_is_shared),
        BooleanFilter("is_default", _LABELS["is_default"], SavedView.is_default),
    )
    intro = N_(
        "A view keeps the search, filters, order and columns of a list, or the parameters of a report. It holds no "
        "row: all see their own."
    )
    empty_text = N_("Open a list or a report, choose filters or columns, then « Views » and « Save ».")

    def _init_titles(self) -> None:
        super()._init_titles()
        self.plural = N_("My views")

    # ---- Whose ----------------------------------------------------------------------------------------------------

    def base_criteria(self) -> tuple[Any, ...]:
        return (readable_clause(require_identity().id),)

    def fetch(self, pk: int, **options: Any) -> Any:
        row = super().fetch(pk, **options)
        identity = require_identity()
        if row.user_id != identity.id and (row.role is None or row.role.name not in identity.rights.role_codes):
            abort(404)
        return row

    def rights_on(self, view: str) -> set[str]:
        """A view is made from a list: there is no « Add » above these."""
        return super().rights_on(view) - {"can_add"}

    # ---- Opened, saved, updated -------------------------------------------------------------------------------------

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """Opens the list; its own filters and scope decide what is seen there."""
        row = self.fetch(pk)
        view = list_named(row.list_name)
        if view is None or not view.may("can_list"):
            flash(gettext("The list of « %(name)s » is not yours to open.", name=row.name), "warning")
            return redirect(self.url("list"))
        return redirect(view.url("list", **{VIEW: row.id}))

    @expose("/add", methods=["GET", "POST"])
    @has_access
    @keeps_typing
    def add(self) -> Any:
        """Keeps a list that is on screen, whose name and query the address gives."""
        if self._source() is None:
            flash(gettext("Open a list or a report first: its « Views » menu saves it."), "info")
            return redirect(self.url("list"))
        return super().add()

    def _source(self) -> Any:
        view = list_named(request.args.get("list", ""))
        return view if view is not None and view.may("can_list") else None

    def new_row(self) -> SavedView:
        view = self._source()
        query = query_of(view, request.args.get("query", ""))
        return SavedView(user_id=require_identity().id, list_name=view.kept_name, query=query)

    def url(self, method: str, **values: Any) -> str:
        """The form of a new view goes back to the list that it keeps."""
        if method == "add" and not values:
            values = {name: request.args[name] for name in ("list", "query") if name in request.args}
        return super().url(method, **values)

    def render_form(self, *args: Any, **options: Any) -> Any:
        """A second view would be the same: nothing to save and add another of."""
        return super().render_form(*args, **options | {"another_label": ""})

    def check(self, row: SavedView) -> None:
        row.name = row.name.strip()
        identity, view = require_identity(), list_named(row.list_name)
        if row.role is not None and row.role_id != row.role.id:
            may_export = view is not None and view.may("can_export")
            check_sharing(
                row.role.name, identity.rights.role_codes, may_export=may_export, shares_with_all=self.may(SHARE)
            )
        super().check(row)
        yield_default(db.session, row)

    @expose("/update/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def update(self, pk: int) -> Response:
        """Puts what is on screen in the place of what the view kept."""
        row = self.fetch(pk)
        if not self.may_change(row):
            abort(403)
        view = list_named(row.list_name)
        if view is None:
            abort(404)
        through(db.session, Door.FORM, gettext("Change: %(what)s", what=row))
        row.query = query_of(view, request.form.get("query", ""))
        flash_undoable(gettext("View updated: %(name)s.", name=row.name), commit_undoable())
        return redirect(f"{view.url('list')}?{urlencode([*parse_qsl(row.query), (VIEW, row.id)])}")

    def delete_warnings(self, rows: Sequence[SavedView]) -> Mapping[int, str]:
        return {row.id: self._goes_with(row) for row in rows}

    def _goes_with(self, row: SavedView) -> str:
        said = []
        if row.role is not None:
            label = value_in_words(role_in_words(row.role))
            said.append(gettext("It is shared: the holders of the role « %(role)s » lose it too.", role=label))
        if row.is_default:
            said.append(gettext("The list will open with all its rows again."))
        return " ".join(said)
