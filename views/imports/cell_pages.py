"""The routes by which cells of a preview are corrected, judged one by one, and taken back as a workbook."""

import io
from pathlib import Path
from typing import Any

from flask import abort, jsonify, request, send_file

from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import XLSX
from views.imports.correcting import judge, write_workbook
from views.imports.frame import import_page
from views.imports.taking import TakingPages


class CellPages(TakingPages):
    """Part of the screens of an import: its cells."""

    @import_page("/<kind>/<token>/correct", "POST")
    def correct(self, kind: str, token: str) -> Any:
        """What was typed in cells is kept, with what was answered; the rules of the whole file are asked again."""
        return self._taken(kind, token, is_check=True)

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
