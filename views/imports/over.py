"""A block copied from a spreadsheet, pasted over the cells of a list: an import without a file, with its preview.

It is as if the rows had been exported to be changed, and had come back with these cells typed in.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import case
from werkzeug.datastructures import FileStorage

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.plain_rows import plain_rows
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.roundtrip.book import VERSION, book_to_edit, columns_to_edit
from mdo.kernel.imports.roundtrip.decisions import Decisions, Resolution
from mdo.kernel.workbook.pasted import rows_of
from mdo.kernel.workbook.writer import WorkbookStream
from models.base import utc_now
from views.base.catalogues import gettext
from views.base.database import db
from views.base.words import language
from views.imports import uploads
from views.imports.correcting import name_of_paste


class PasteOver(BaseView):
    """The part of the imports that takes cells pasted over those of a list."""

    @expose("/<kind>/over", methods=["GET", "POST"])
    @has_access
    @permission_name("import")
    def over(self, kind: str) -> Any:
        """`rowid` are the rows in the order of the list, `column` those of the block, `cells` what was pasted."""
        self._check(kind)
        if request.method == "GET":
            return redirect(url_for("ImportView.start", kind=kind), 303)
        view = next(view for view in self.appbuilder.baseviews if type(view).__name__ == KINDS[kind].view)
        if not view.may("can_edit"):
            abort(403)
        ids = [int(text) for text in request.form.getlist("rowid") if text.isascii() and text.isdigit()][:500]
        names = request.form.getlist("column")
        try:
            changed = self._changed(view, kind, ids, names)
        except RuleViolation as refusal:
            flash(refusal.text(gettext), "danger")
            return redirect(view.back_to_list())
        draft = uploads.keep(FileStorage(self._file(view, kind, changed), filename=name_of_paste()), self._user_id())
        # A blank in the middle of a block empties nothing unless one says so.
        draft.note(is_pasted_over=True, decisions=Decisions(blanks=Resolution.KEEP).noted())
        return self._begun(kind, draft)

    @staticmethod
    def _changed(view: Any, kind: str, ids: Sequence[int], names: Sequence[str]) -> Mapping[int, Mapping[str, str]]:
        """What the cells become, by row and column. Raises RuleViolation for a block that does not fit."""
        open_ones = {
            sent.name for sent in columns_to_edit(kind, with_personal=view.reads_personal()) if not sent.is_locked
        }
        if not names or not {*names} <= open_ones & {*view.cells_of()}:
            raise RuleViolation(_NOT_THERE)
        block = rows_of(request.form.get("cells", ""), has_headers=False)
        if len(block) > len(ids) or max(map(len, block)) > len(names):
            raise RuleViolation(_TOO_LARGE, lines=len(block), rows=len(ids))
        found = {row_id: dict(zip(names, line, strict=False)) for row_id, line in zip(ids, block, strict=False)}
        if len(view.rows_by_id(list(found))) != len(found):
            raise RuleViolation(_NOT_YOURS)
        return found

    @staticmethod
    def _file(view: Any, kind: str, changed: Mapping[int, Mapping[str, str]]) -> io.BytesIO:
        columns = columns_to_edit(kind, with_personal=view.reads_personal())
        read = [*(sent.column for sent in columns), VERSION]
        context = context_of(db.session)
        chosen = view.model.id.in_(list(changed))
        as_on_screen = case({row_id: at for at, row_id in enumerate(changed)}, value=view.model.id)
        book = book_to_edit(
            db.session,
            kind,
            plain_rows(db.session, view.model, read, lambda statement: statement.where(chosen).order_by(as_on_screen)),
            columns,
            secret=current_app.config["SECRET_KEY"],
            title=gettext(view.plural),
            today=context.today,
            now=utc_now(),
            translate=gettext,
            author=context.actor_name,
            language=language(),
            changed=changed,
        )
        return io.BytesIO(b"".join(WorkbookStream(book)))


_NOT_THERE = N_("The cells of this column are not pasted: open the rows, or import a workbook.")
_TOO_LARGE = N_(
    "What was copied does not fit: %(lines)d lines, for %(rows)d rows from this cell down. Copy less, or show more "
    "rows."
)
_NOT_YOURS = N_("One of these rows is not yours to change, or is gone: open the list again, then paste.")
