"""« Excel » on a table that the page of a record shows: its rows as a file, noted in the list of exports."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from flask import abort
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select

from mdo.kernel.fields.columns import Column, loading_options
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import send_table
from views.base.pages import Link, TabContent
from views.base.record import RelatedList, TabSource
from views.base.view import BackofficeView

_ICON = "file-earmark-spreadsheet"


def excel_link(words: str, url: str) -> Link:
    """The link of a table; it says of which, for those who hear the links one after the other."""
    return Link(gettext("Excel: %(what)s", what=words), url, _ICON, is_file=True)


class TablesOfRecord(BackofficeView):
    """Base of the pages with such tables; the right asked is that to export the list of their rows."""

    tables: ClassVar[tuple[RelatedList, ...]] = ()

    def table_link(self, row: Any, name: str) -> Link | None:
        """Where the Excel file of a table is, for who may take it."""
        table = next((item for item in self.tables if item.name == name), None)
        if table is None or not self._may_take(table):
            return None
        return excel_link(table.heading, self.url("export_table", pk=row.id, table=name))

    def _may_take(self, table: RelatedList) -> bool:
        return self.may("can_export", table.listed_by) and bool(self.visible_columns(table.columns))

    def list_tab(self, row: Any, declared: RelatedList) -> TabSource:
        """The tab of a related list, with its file."""
        source = super().list_tab(row, declared)
        link = self.table_link(row, declared.name)

        def fill() -> TabContent:
            content = source.fill()
            if content.related is None or link is None or not content.related.table.rows:
                return content
            return replace(content, related=replace(content.related, file=link))

        return replace(source, fill=fill)

    @expose("/<int:pk>/excel/<string:table>")
    @has_access
    @permission_name("export")
    def export_table(self, pk: int, table: str) -> Any:
        """The rows of a table of the page, all of them."""
        row = self.fetch(pk, with_facts=False)
        found = next((item for item in self.tables if item.name == table), None)
        if found is None:
            abort(404)
        if not self._may_take(found):
            abort(403)
        columns = self.visible_columns(found.columns)
        rows = _rows(found, row, columns) if found.lines is None else found.lines(row)
        title, words = found.heading, str(row)
        return send_table(title=title, columns=columns, rows=rows, what=found.listed_by, filters=words)


def _rows(table: RelatedList, row: Any, columns: Sequence[Column]) -> Sequence[Any]:
    statement = select(table.model).where(table.where(row)).order_by(*table.order_by, table.model.id)
    return db.session.scalars(statement.options(*loading_options(columns))).unique().all()
