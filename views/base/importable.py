"""A list whose rows can be imported: it also leaves as a workbook to change and send back."""

from typing import Any, ClassVar

from flask import abort, current_app, flash, redirect, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import Select, select

from mdo.kernel.base.context import context_of
from mdo.kernel.base.counting import capped
from mdo.kernel.fields.plain_rows import plain_rows
from mdo.kernel.imports.roundtrip.book import MOST_ROWS, TOO_MANY, VERSION, book_to_edit, columns_to_edit, writable_ids
from mdo.kernel.workbook.writer import WorkbookStream
from models.base import utc_now
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import send_workbook
from views.base.imported import imported_filter
from views.base.listing import ordering, read_state
from views.base.listpage import filters_in_words
from views.base.view import BackofficeView
from views.base.words import language


class ImportableView(BackofficeView):
    """Base of the lists that an import fills."""

    can_import_kind: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "model" in cls.__dict__:
            cls.filters = (*cls.filters, imported_filter(cls.model))

    @expose("/export-to-edit")
    @has_access
    @permission_name("export")
    def export_to_edit(self) -> Any:
        """The rows of the list on screen, same filters, search and order: the import tells what was changed in it."""
        if not self.may_import():
            abort(403)
        shown = self.file_columns()
        state = read_state(request.args, shown, self.filters, self.order)
        today = context_of(db.session).today
        criteria = self._shown(state)
        rows_asked: Any = select(self.model.id).where(*criteria)
        if (db.session.scalar(capped(rows_asked, MOST_ROWS)) or 0) > MOST_ROWS:
            flash(gettext(TOO_MANY) % {"most": MOST_ROWS}, "warning")
            return redirect(self.back_to_list())
        joins, order = ordering(self.model, shown, state)

        def complete(statement: Select[Any]) -> Select[Any]:
            for relation in joins:
                statement = statement.outerjoin(relation)
            return statement.where(*criteria).order_by(*order)

        columns = columns_to_edit(self.can_import_kind, with_personal=self.reads_personal())
        words = filters_in_words(state, self.filters)
        title = gettext(self.plural)
        read = [*(sent.column for sent in columns), VERSION]
        rows = plain_rows(db.session, self.model, read, complete)
        book = book_to_edit(
            db.session,
            self.can_import_kind,
            rows,
            columns,
            secret=current_app.config["SECRET_KEY"],
            title=title,
            today=today,
            now=utc_now(),
            translate=gettext,
            author=context_of(db.session).actor_name,
            language=language(),
            filters=words,
            writable=writable_ids(db.session, self.model, today, may_edit=self.may("can_edit")),
        )
        name = gettext("%(what)s to change", what=title)
        told = gettext("to be changed") + f" – {words}"
        return send_workbook(
            WorkbookStream(book),
            title=name,
            what=type(self).__name__,
            words=told,
            are_many=rows.are_many,
        )
