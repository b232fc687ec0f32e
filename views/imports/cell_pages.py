"""The routes by which cells of a preview are corrected, judged one by one, and taken back as a workbook."""

import io
from pathlib import Path
from typing import Any

from flask import abort, flash, jsonify, redirect, request, send_file, url_for

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.keeping.stored import head_of
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import XLSX
from views.imports.correcting import correct, judge, told_of, write_workbook
from views.imports.frame import ImportPages, import_page, page_args


class CellPages(ImportPages):
    """Part of the screens of an import: its cells."""

    @import_page("/<kind>/<token>/correct", "POST")
    def correct(self, kind: str, token: str) -> Any:
        """What was typed in cells is kept, and the rules of the whole file are asked again; nothing is written.

        Of a long file, the page of the job that does is shown. The address says which lines to come back to.
        """
        draft = self._draft(kind, token, is_idle=True)
        args = page_args()
        preview_url = url_for("ImportView.preview", kind=kind, token=token, **args)
        if not draft.plan.exists():
            return redirect(preview_url, 303)
        before = draft.corrections()
        db.session.rollback()  # on SQLite others write while the file is read
        try:
            file = correct(draft, request.form)
            later = None if file is None else self._planned(kind, draft, file)
        except RuleViolation as violation:
            draft.correct(before)
            return self._preview(kind, draft, refusal=violation.text(gettext))
        if later is not None:
            return later
        words = gettext("No cell was changed.") if file is None else told_of(head_of(draft.plan))
        flash(words, "info" if file is None else "success")
        return redirect(preview_url, 303)

    @import_page("/<kind>/<token>/cell", "POST")
    def judge(self, kind: str, token: str) -> Any:
        """Whether what is typed in one cell can be read; nothing is kept of it."""
        draft = self._draft(kind, token)
        said = judge(db.session, draft, request.form) if draft.plan.exists() else None
        if said is None:
            abort(404)
        return jsonify(said)

    @import_page("/<kind>/<token>/workbook")
    def workbook(self, kind: str, token: str) -> Any:
        """The file that was sent, its cells corrected in place."""
        draft = self._draft(kind, token)
        if not draft.plan.exists():
            abort(404)
        stream = io.BytesIO()
        write_workbook(stream, draft)
        stream.seek(0)
        name = gettext("%(name)s-corrected", name=Path(draft.name).stem) + ".xlsx"
        return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=name)
