"""Import on screen: file, columns, preview, result. Nothing is written before « apply »."""

import io
from typing import Any

from flask import abort, redirect, request, send_file, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.model_workbook import write_model
from mdo.kernel.imports.roundtrip.returning import bears_marks
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import XLSX
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.words import language
from views.imports import uploads
from views.imports.answer_pages import AnswerPages
from views.imports.cell_pages import CellPages
from views.imports.column_pages import ColumnPages
from views.imports.columns import (
    columns_read,
    needs_a_look,
)
from views.imports.correcting import pasted
from views.imports.frame import import_page
from views.imports.grid import MembersGrid
from views.imports.over import PasteOver
from views.imports.plans import layouts_of, rights_of
from views.imports.result_pages import ResultPages
from views.imports.unfinished import UnfinishedPages, last_written, unfinished
from views.imports.uploads import ImportDraft


class ImportView(AnswerPages, CellPages, ColumnPages, ResultPages, PasteOver, MembersGrid, UnfinishedPages, BaseView):
    """File → columns → preview → result, through the same functions as the command."""

    route_base = "/import"
    default_view = "index"

    @expose("/")
    @has_access
    @permission_name("import")
    def index(self) -> Any:
        """The kinds of workbooks that the reader may import, and the imports that he has not ended."""
        kinds = tuple(
            (gettext(KINDS[kind].label), url_for("ImportView.start", kind=kind)) for kind in KINDS if self._may(kind)
        )
        title = gettext("Import a workbook")
        kept_url = url_for("ImportView.kept")
        return render(
            "imports/index.html",
            title=title,
            crumbs=(Crumb(title),),
            kinds=kinds,
            kept_url=kept_url,
            unfinished=unfinished(self._user_id(), self._may),
            written=last_written(self._user_id()) if self.appbuilder.sm.has_access("can_undo", "JournalView") else (),
            days_kept=uploads.days_kept(),
        )

    @expose("/<kind>/", methods=["GET", "POST"])
    @expose("/<kind>", methods=["GET", "POST"])
    @has_access
    @permission_name("import")
    def start(self, kind: str) -> Any:
        """Upload of a file; what needs no decision goes on to the preview at once."""
        self._check(kind)
        if request.method == "GET":
            return self._start_page(kind)
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            return self._start_page(kind, gettext("Choose a workbook first."))
        return self._begun(kind, uploads.keep(upload, self._user_id()))

    @expose("/<kind>/paste", methods=["GET", "POST"])
    @has_access
    @permission_name("import")
    def paste(self, kind: str) -> Any:
        """Cells copied from a spreadsheet: an import without a file; they are pasted on its first page."""
        self._check(kind)
        if request.method == "GET":
            return redirect(url_for("ImportView.start", kind=kind), 303)
        text, has_headers = request.form.get("cells", ""), "bare" not in request.form
        try:
            draft = pasted(text, self._user_id(), has_headers=has_headers)
        except RuleViolation as violation:
            return self._start_page(kind, violation.text(gettext), pasted=text, has_headers=has_headers)
        return self._begun(kind, draft, pasted=text, has_headers=has_headers)

    def _begun(self, kind: str, draft: ImportDraft, **pasted: Any) -> Any:
        """Reads a file that was just kept; what needs no decision goes on to the preview."""
        db.session.rollback()  # on SQLite others write while the file is read
        try:
            file = draft.read()
        except RuleViolation as violation:
            draft.remove()
            return self._start_page(kind, violation.text(gettext), **pasted)
        is_back = file.fingerprint is not None
        draft.note(kind=kind, is_back=is_back)
        layouts = [] if is_back or bears_marks(file) else layouts_of(db.session, kind, draft, file)
        if layouts and (not pasted.get("has_headers", True) or needs_a_look(kind, file, layouts)):
            return redirect(url_for("ImportView.columns", kind=kind, token=draft.token), 303)
        try:
            later = self._planned(kind, draft, file)
        except RuleViolation as violation:  # exported from another list, tampered with, without its hidden sheet
            draft.remove()
            return self._start_page(kind, violation.text(gettext), **pasted)
        return later or redirect(url_for("ImportView.preview", kind=kind, token=draft.token), 303)

    @expose("/<kind>/model")
    @has_access
    @permission_name("import")
    def model_workbook(self, kind: str) -> Any:
        """A workbook to fill in: headers, drop-down lists, help and examples."""
        self._check(kind)
        stream = io.BytesIO()
        write_model(db.session, kind, stream, gettext, rights_of(db.session), language())
        stream.seek(0)
        name = gettext("model-%(kind)s", kind=gettext(KINDS[kind].label).lower().replace(" ", "-"))
        return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=f"{name}.xlsx")

    @import_page("/<kind>/<token>")
    def preview(self, kind: str, token: str) -> Any:
        """What the import would do, line by line, as it was planned."""
        draft = self._draft(kind, token, is_idle=True)
        if not draft.plan.exists():
            before = "ImportView.start" if draft.is_back else "ImportView.columns"
            again: dict[str, Any] = {} if draft.is_back else {"token": token}
            return redirect(url_for(before, kind=kind, **again), 303)
        if "result" in draft.notes():  # some of its lines were written: they are no longer to be
            later = self._planned_now(kind, draft)
            if later is not None:
                return later
        return self._preview(kind, draft)

    @import_page("/<kind>/<token>/decide", "POST")
    def decide(self, kind: str, token: str) -> Any:
        """What is decided of conflicts, emptied cells and rows that went; the preview is made again with it."""
        if not self._draft(kind, token).is_back:
            abort(404)
        return self._taken(kind, token)

    def _start_page(self, kind: str, error: str = "", *, pasted: str = "", has_headers: bool = True) -> Any:
        return self._page(
            kind,
            "upload",
            status=422 if error else 200,
            error=error,
            columns=columns_read(kind),
            days_kept=uploads.days_kept(),
            pasted=pasted,
            has_headers=has_headers,
            paste_url=url_for("ImportView.paste", kind=kind),
            model_url=url_for("ImportView.model_workbook", kind=kind),
            guide_url=url_for("PublicView.help_page", page="imports"),
        )
