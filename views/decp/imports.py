"""A file of essential data (DECP) on screen: contracts and what came after them, seen first, then written at once."""

import hashlib
import json
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.exc import SQLAlchemyError

from mdo.decp.columns import IMPORTED_COLUMNS
from mdo.decp.import_outcome import RecordOutcome
from mdo.decp.importing import stored_ids, write_contracts
from mdo.decp.reading import MOST_BYTES, ReadData, read_decp
from mdo.decp.reconcile import compared, write_kept
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.sessions.advisory_locks import hold_register
from models.contracts import Contract
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import send_table
from views.base.integrity import violation_of
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.decp.brought import act_counts_of, counts_of, done_in_words, lines_of, row_in_words, rows_in_order
from views.decp.words import VIEW
from views.imports import uploads
from views.imports.uploads import ImportDraft
from views.security.gate import may

_MOST_SHOWN = 300
# What an import writes: each is a right of its own.
_NEEDED = (
    ("can_add", VIEW),
    ("can_add", "ContractView"),
    ("can_edit", "ContractView"),
    ("can_add", "SupplierView"),
    *(
        (permission, view)
        for view in ("AmendmentView", "SubcontractView", "SubcontractChangeView")
        for permission in ("can_add", "can_edit")
    ),
)


def may_import() -> bool:
    """Whether the reader may write all that such a file may bring."""
    return all(may(permission, view) for permission, view in _NEEDED)


class OpenDataImport:
    """File, preview, then « apply »: nothing is written before."""

    @expose("/importer", methods=["GET", "POST"])
    @has_access
    @permission_name("add")
    def load(self) -> Any:
        """GET asks for the file, POST keeps it and shows what it would make."""
        _check_rights()
        if request.method != "POST":
            return _page()
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            return _page(error=gettext("Choose a file first."))
        draft = uploads.keep(upload, _user_id())
        try:
            _read(draft)
        except RuleViolation as violation:
            draft.remove()
            return _page(error=violation.text(gettext))
        return redirect(url_for(f"{VIEW}.preview", token=draft.token), 303)

    @expose("/importer/<token>")
    @has_access
    @permission_name("add")
    def preview(self, token: str) -> Any:
        """What the file would make or bring, contract by contract."""
        _check_rights()
        draft = _draft(token)
        return _page(draft, _read(draft))

    @expose("/importer/<token>/appliquer", methods=["POST"])
    @has_access
    @permission_name("add")
    def apply(self, token: str) -> Any:
        """Writes what was shown as one entry of the journal, if it still is what the file would do."""
        _check_rights()
        draft = _draft(token)
        hold_register(db.session)
        read = _read(draft)
        if request.form.get("seen") != _digest(read) or not _to_write(read):
            db.session.rollback()
            return _page(draft, read, error=gettext("The register changed meanwhile: look again, then apply."))
        through(db.session, Door.IMPORT, gettext("Essential data imported: %(file)s", file=draft.name))
        try:
            kept = write_kept(db.session, read.of(RecordOutcome.CHANGED), context_of(db.session).today)
            made = write_contracts(db.session, read.of(RecordOutcome.NEW), context_of(db.session).today)
            entry_id = commit_undoable()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            refusal = error if isinstance(error, RuleViolation) else violation_of(error, Contract.__table__)
            return _page(draft, _read(draft), error=refusal.text(gettext))
        draft.remove()
        flash_undoable(done_in_words(len(made), kept), entry_id)
        return redirect(url_for(f"{VIEW}.list"), 303)

    @expose("/importer/<token>/excel")
    @has_access
    @permission_name("add")
    def export_import(self, token: str) -> Response:
        """What the preview shows as a workbook: what becomes of each contract and act, and the values that differ."""
        _check_rights()
        if not may("can_export", VIEW):
            abort(403)
        draft = _draft(token)
        lines = list(lines_of(_read(draft)))
        title = gettext("What the DECP file would do")
        return send_table(title=title, columns=IMPORTED_COLUMNS, rows=lines, what=VIEW, filters=draft.name)


def _check_rights() -> None:
    if not may_import():
        abort(403)


def _user_id() -> int:
    return context_of(db.session).actor_id or 0


def _draft(token: str) -> ImportDraft:
    draft = uploads.find(token, _user_id())
    if draft is None:
        abort(404)
    return draft


def _read(draft: ImportDraft) -> ReadData:
    with draft.file.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    today = context_of(db.session).today
    return compared(db.session, read_decp(content, stored_ids(db.session), today), today)


def _to_write(read: ReadData) -> int:
    return len(read.of(RecordOutcome.NEW)) + len(read.of(RecordOutcome.CHANGED))


def _digest(read: ReadData) -> str:
    """What was shown, to be compared with what is about to be written."""
    shown = [row_in_words(row) for row in rows_in_order(read)]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def _page(draft: ImportDraft | None = None, read: ReadData | None = None, error: str = "") -> Any:
    title = gettext("Import a DECP file")
    rows = rows_in_order(read) if read is not None else []
    may_export = may("can_export", VIEW)
    return render(
        "decp/import.html",
        status=422 if error else 200,
        title=title,
        crumbs=(Crumb(gettext("Essential data (DECP)"), url_for(f"{VIEW}.list")), Crumb(title)),
        error=error,
        is_read=read is not None,
        counts=counts_of(read) if read is not None else [],
        act_counts=act_counts_of(read) if read is not None else [],
        of_others=read.of_others if read is not None else 0,
        rows=[row_in_words(row) for row in rows[:_MOST_SHOWN]],
        total=len(rows),
        to_write=_to_write(read) if read is not None else 0,
        seen=_digest(read) if read is not None else "",
        load_url=url_for(f"{VIEW}.load"),
        apply_url=url_for(f"{VIEW}.apply", token=draft.token) if draft is not None else "",
        excel_url=url_for(f"{VIEW}.export_import", token=draft.token) if draft is not None and may_export else "",
        cancel_url=url_for(f"{VIEW}.list"),
    )
