"""The one base view: every screen over a table inherits it and only declares (DESIGN.md §6).

It keeps Flask-AppBuilder's routes, permissions and registration, and replaces what FAB does in them: lists, forms,
deletion and bulk actions are scoped by the session, whitelisted, capped, POST-only where they change something.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from flask import abort, jsonify, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext
from sqlalchemy import inspect

from mdo.context import context_of
from views.base.database import db
from views.base.exporting import send_excel
from views.base.listing import all_rows, count, criteria_of, page_statement, read_state
from views.base.listpage import build_list_page
from views.base.pages import Crumb, FactGroup, Link, Panel, RecordPage, Related
from views.base.record import fact, history, related
from views.base.relations import Relation
from views.base.rendering import render
from views.base.writing import WritingView


class BackofficeView(WritingView):
    """Base of the screens over a table: the list, its Excel file, the record page; forms come from `WritingView`."""

    # ---- List ---------------------------------------------------------------------------------------------------

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        columns = self.visible_columns()
        state = read_state(request.args, columns, self.filters, self.order)
        today = context_of(db.session).today
        criteria = [*self.base_criteria(), *criteria_of(self.model, state, today, with_private=self.reads_personal())]
        total = count(self.model, criteria)
        last_page = max((total - 1) // state.size + 1, 1)
        state = replace(state, page=min(state.page, last_page))
        rows = db.session.execute(page_statement(self.model, columns, state, criteria)).unique().all()
        return render("mdo/list.html", page=build_list_page(self, columns, state, total, rows))

    def base_criteria(self) -> tuple[Any, ...]:
        """Criteria that every list of this view has, besides the scope."""
        return ()

    @expose("/export")
    @has_access
    def export(self) -> Any:
        """The list on screen as an Excel file: same filters, search, order, columns and scope, all its pages."""
        columns = self.visible_columns()
        state = read_state(request.args, columns, self.filters, self.order)
        today = context_of(db.session).today
        criteria = [*self.base_criteria(), *criteria_of(self.model, state, today, with_private=self.reads_personal())]
        shown = [column for column in columns if column.name in state.columns]
        return send_excel(
            title=gettext(self.plural),
            columns=shown,
            rows=all_rows(self.model, columns, state, criteria),
            state=state,
            filters=self.filters,
            what=type(self).__name__,
        )

    @expose("/lookup/<string:field>")
    @has_access
    @permission_name("show")
    def lookup(self, field: str) -> Any:
        """Choices of a relation field or filter, searched on the server, 20 a page, in the reader's scope."""
        mapped = inspect(self.model).relationships.get(field)
        if mapped is None or field not in {*self.form_fields, *(item.name for item in self.filters), *self.lookups}:
            abort(404)
        page = request.args.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        relation = self.relations.get(field, Relation())
        choices, more = relation.search(mapped.mapper.class_, request.args.get("q", "")[:200], max(number, 1))
        return jsonify(results=[{"id": row_id, "text": text} for row_id, text in choices], more=more)

    lookups: ClassVar[frozenset[str]] = frozenset()

    # ---- Record page --------------------------------------------------------------------------------------------

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        row = self.fetch(pk)
        may_open = lambda view: self.may("can_show", view)  # noqa: E731  # a one-line closure over the rights
        groups = self.fact_groups(row, may_open)
        panels, lists = self.parts(row)
        page = RecordPage(
            title=str(row),
            crumbs=(*self.crumbs(), Crumb(str(row))),
            subtitle=self.subtitle(row),
            status=self.status(row),
            actions=self.record_actions(row),
            groups=groups,
            panels=panels,
            related=lists,
            history=history(row, self.hidden_fields()),
        )
        return render("mdo/record.html", page=page)

    def fact_groups(self, row: Any, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """The facts of a record, by section, without what the reader may not see."""
        groups = []
        for title, names in self.sections:
            facts = tuple(fact(row, name, may_open) for name in names if name not in self.hidden_fields())
            if facts:
                groups.append(FactGroup(self.section_title(title, row), facts))
        return tuple(groups)

    def subtitle(self, row: Any) -> str:
        """One line under the title of a record."""
        return ""

    def status(self, row: Any) -> Any:
        """The status pill beside the title, or None."""
        return None

    def parts(self, row: Any) -> tuple[tuple[Panel, ...], tuple[Related, ...]]:
        """The panels of the record page, which have a template of their own, and its related lists, as of right."""
        lists = tuple(
            related(row, declared, self.rights_on(declared.view), self.visible_columns(declared.columns))
            for declared in self.related_lists
            if self.may("can_list", declared.view)
        )
        return (), lists

    def record_actions(self, row: Any) -> tuple[Link, ...]:
        """The buttons of a record page."""
        links = []
        rights = self.rights_on(self.class_permission_name) if self.may_change(row) else set()
        if "can_edit" in rights:
            links.append(Link(gettext("Edit"), self.url("edit", pk=row.id), "pencil", "primary"))
            links.extend(self.writer_actions(row))
        if "can_delete" in rights:
            links.append(Link(gettext("Delete"), self.url("delete", pk=row.id), "trash", "danger"))
        return tuple(links)

    def list_actions(self) -> Sequence[Link]:
        """More buttons above the list."""
        return ()

    def writer_actions(self, row: Any) -> Sequence[Link]:
        """More buttons for a reader who may change the record."""
        return ()
