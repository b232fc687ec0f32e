"""The one base view: every screen over a table inherits it and only declares.

It keeps Flask-AppBuilder's routes, permissions and registration, and replaces what FAB does in them: lists, forms,
deletion and bulk actions are scoped by the session, whitelisted, capped, POST-only where they change something.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from flask import abort, jsonify, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import inspect
from werkzeug.datastructures import MultiDict

from mdo.kernel.base.context import context_of
from mdo.kernel.fields.columns import Column
from views.base.catalogues import gettext
from views.base.choices import read_choices
from views.base.database import db
from views.base.exporting import send_excel
from views.base.fields import posted_ids
from views.base.filters import RelationFilter
from views.base.found_in import searched_columns
from views.base.in_place import InPlaceView
from views.base.listing import (
    PAGE_SIZES,
    AskedRows,
    ListState,
    all_rows,
    also_asked,
    arguments_of,
    nearest,
    read_state,
    settled_order,
    settled_page,
    shown_of,
)
from views.base.listpage import build_list_page, filters_in_words
from views.base.listrows import page_of, size_of
from views.base.live import LiveTable, live_link, wrong_of
from views.base.pages import Link
from views.base.relations import Relation
from views.base.rendering import render
from views.base.savedlists import opening_address
from views.security.gate import current_identity


class BackofficeView(InPlaceView):
    """Base of the screens over a table: the list and its Excel file; the rest comes from `InPlaceView`."""

    # ---- List ---------------------------------------------------------------------------------------------------

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        columns = self.visible_columns()
        identity = current_identity()
        chosen = identity.page_size if identity is not None else None
        state = read_state(request.args, columns, self.filters, self.order, chosen or PAGE_SIZES[0])
        choices = read_choices(self.filters, state.active, type(self).__name__)
        address = opening_address(self, choices.saved)
        if address is not None:
            return redirect(address)
        asked = self.rows_asked(state)
        size = size_of(asked)
        near = None if size.total else nearest(asked, state, with_private=self.reads_personal())
        if near is not None:
            asked, size = near, size_of(near)
        state = settled_page(settled_order(self.model, columns, state, size, self.order), size)
        more = tuple(column.name for column in searched_columns(self.model, columns, state))
        rows = page_of(asked, columns, replace(state, columns=(*state.columns, *more)), size)
        if not rows and size.is_beyond:
            state = replace(state, from_end=1)
            rows = page_of(asked, columns, replace(state, columns=(*state.columns, *more)), size)
        page = build_list_page(self, columns, state, choices, size, rows, is_near=near is not None)
        also = () if near else self._also(asked, columns, state, [row for row, _ in rows])
        return render("base/list.html", page=page, is_near=near is not None, also=also)

    def _also(
        self, asked: AskedRows, columns: Sequence[Column], state: ListState, rows: Sequence[Any]
    ) -> tuple[tuple[str, str], ...]:
        """What may be searched too, in words, with the address of this list that searches it."""
        shown = self.as_shown(columns, state)
        return tuple(
            (words, f"?{urlencode(arguments_of(replace(state, query=words), columns, self.order))}")
            for words in also_asked(asked, state, shown, rows, with_private=self.reads_personal())
        )

    @expose("/export")
    @has_access
    def export(self) -> Any:
        """The list on screen as an Excel file: same filters, search, order, columns and scope, all its pages."""
        columns, state = self._asked(request.args)
        return send_excel(
            title=gettext(self.plural),
            columns=self.as_shown(columns, state),
            rows=all_rows(self.model, columns, state, self._shown(state)),
            state=state,
            filters=self.filters,
            what=type(self).__name__,
        )

    def _asked(self, args: MultiDict[str, str]) -> tuple[tuple[Column, ...], ListState]:
        columns = self.file_columns()
        return columns, read_state(args, columns, self.filters, self.order)

    def _shown(self, state: ListState) -> Sequence[Any]:
        return shown_of(self.rows_asked(state), state, with_private=self.reads_personal()).criteria

    # Whether live links answer it: not where the file holds something else than the rows.
    is_live: ClassVar[bool] = True

    def live_table(self, args: MultiDict[str, str]) -> LiveTable:
        """What a live link answers: the rows and columns of the Excel file."""
        columns, state = self._asked(args)
        return LiveTable(
            title=gettext(self.plural),
            columns=self.as_shown(columns, state),
            today=context_of(db.session).today,
            words=lambda: filters_in_words(state, self.filters),
            wrong=wrong_of(state, self.filters),
            rows=lambda first, most: all_rows(self.model, columns, state, self.rows_asked(state).criteria, first, most),
        )

    @expose("/lookup/<string:field>")
    @has_access
    @permission_name("show")
    def lookup(self, field: str) -> Any:
        """Choices of a relation field or filter, searched on the server, 20 a page, in the reader's scope."""
        mapped = inspect(self.model).relationships.get(field)
        # A filter may go through another table: the body of the meeting of a decision.
        through = {item.name: item.target for item in self.filters if isinstance(item, RelationFilter)}
        target = mapped.mapper.class_ if mapped is not None else through.get(field)
        known = {*self.form_fields, *(item.name for item in self.filters), *self.lookups}
        if field not in known or not Relation.is_searched(target):
            abort(404)
        page = request.args.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        relation = self.relations.get(field, Relation())
        of = next(iter(posted_ids(request.args.getlist("of")[:1])), None)
        choices, more = relation.search(target, request.args.get("q", "")[:200], max(number, 1), of)
        given = relation.given(target, [row_id for row_id, _ in choices])
        results: list[dict[str, Any]] = [{"id": row_id, "text": text} for row_id, text in choices]
        for result in results if relation.gives else ():
            result["gives"] = {relation.gives: given.get(result["id"])}
        return jsonify(results=results, more=more)

    lookups: ClassVar[frozenset[str]] = frozenset()

    def live_links(self, args: MultiDict[str, str]) -> tuple[Link, ...]:
        """The button that makes a live link of what is on screen."""
        return live_link(self, args)

    def list_actions(self) -> Sequence[Link]:
        """More buttons above the list."""
        return ()
