"""A file of essential data (DECP) on screen: past contracts of the city, seen first, then written in one operation."""

import hashlib
from typing import Any

from flask import abort, current_app, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext, ngettext
from sqlalchemy.exc import SQLAlchemyError

from mdo.context import context_of, through
from mdo.decp.acts import ActKind, LaterAct
from mdo.decp.importing import stored_ids, write_contracts
from mdo.decp.reading import MOST_BYTES, Fate, Incoming, ReadFile, read_decp
from mdo.errors import RuleViolation
from mdo.locks import hold_register
from mdo.messages import N_
from models.contracts import Contract
from models.journal import Door
from views import uploads
from views.base.database import db
from views.base.fields import parse_date
from views.base.integrity import violation_of
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import date_in_words
from views.contract_panels import euros, months_in_words
from views.open_data_words import VIEW
from views.uploads import Draft

_FATES = {
    Fate.ERROR: (N_("In error (contract)"), "danger"),
    Fate.NEW: (N_("New (contract)"), "ok"),
    Fate.EXISTING: (N_("Already there"), "muted"),
}
_MOST_SHOWN = 300
_ACTS = {
    ActKind.AMENDMENT: N_("Amendment n° %(number)d"),
    ActKind.SUBCONTRACT: N_("Act of subcontracting n° %(number)d"),
    ActKind.CHANGE: N_("Change of the act of subcontracting n° %(number)d"),
}


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
        """What the file would make, contract by contract."""
        _check_rights()
        draft = _draft(token)
        return _page(draft, _read(draft))

    @expose("/importer/<token>/appliquer", methods=["POST"])
    @has_access
    @permission_name("add")
    def apply(self, token: str) -> Any:
        """Writes the new contracts as one entry of the journal, if they still are those that were shown."""
        _check_rights()
        draft = _draft(token)
        hold_register(db.session)
        read = _read(draft)
        rows = read.of(Fate.NEW)
        if request.form.get("seen") != _digest(read) or not rows:
            db.session.rollback()
            return _page(draft, read, error=gettext("The register changed meanwhile: look again, then apply."))
        through(db.session, Door.IMPORT, gettext("Essential data imported: %(file)s", file=draft.name))
        try:
            write_contracts(db.session, rows, context_of(db.session).today)
            entry_id = commit_undoable()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            refusal = error if isinstance(error, RuleViolation) else violation_of(error, Contract.__table__)
            return _page(draft, _read(draft), error=refusal.text(gettext))
        draft.remove()
        flash_undoable(
            ngettext("%(num)d contract file created.", "%(num)d contract files created.", len(rows)), entry_id
        )
        return redirect(url_for(f"{VIEW}.list"), 303)


def _check_rights() -> None:
    may = current_app.appbuilder.sm.has_access  # type: ignore[attr-defined]  # FAB's own
    if not (may("can_add", "ContractView") and may("can_add", "SupplierView")):
        abort(403)


def _user_id() -> int:
    return context_of(db.session).actor_id or 0


def _draft(token: str) -> Draft:
    draft = uploads.find(token, _user_id())
    if draft is None:
        abort(404)
    return draft


def _read(draft: Draft) -> ReadFile:
    with draft.file.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    return read_decp(content, stored_ids(db.session), context_of(db.session).today)


def _digest(read: ReadFile) -> str:
    """What was shown, to be compared with what is about to be written."""
    return hashlib.sha256("\n".join(f"{row.rank} {row.id} {row.fate}" for row in read.rows).encode()).hexdigest()


def _page(draft: Draft | None = None, read: ReadFile | None = None, error: str = "") -> Any:
    title = gettext("Import a DECP file")
    fates = list(_FATES)
    rows = sorted(read.rows, key=lambda row: (fates.index(row.fate), row.rank)) if read is not None else []
    return render(
        "mdo/open_data_import.html",
        status=422 if error else 200,
        title=title,
        crumbs=(Crumb(gettext("Essential data (DECP)"), url_for(f"{VIEW}.list")), Crumb(title)),
        error=error,
        is_read=read is not None,
        counts=[(gettext(text), len(read.of(fate)), tone) for fate, (text, tone) in _FATES.items()] if read else [],
        of_others=read.of_others if read is not None else 0,
        rows=[_row(row) for row in rows[:_MOST_SHOWN]],
        total=len(rows),
        to_write=len(read.of(Fate.NEW)) if read is not None else 0,
        seen=_digest(read) if read is not None else "",
        load_url=url_for(f"{VIEW}.load"),
        apply_url=url_for(f"{VIEW}.apply", token=draft.token) if draft is not None else "",
        cancel_url=url_for(f"{VIEW}.list"),
    )


def _row(row: Incoming) -> dict[str, Any]:
    record = row.record
    words, tone = _FATES[row.fate]
    day = parse_date(_text(record.get("dateNotification"))[:10])
    amount = record.get("montant")
    return {
        "rank": row.rank,
        "id": row.id or "–",
        "title": _text(record.get("objet")),
        "day": date_in_words(day) if day is not None else "",
        "amount": euros(amount) if isinstance(amount, int | float) and not isinstance(amount, bool) else "",
        "state": gettext(words),
        "tone": tone,
        "faults": [fault.text(gettext) for fault in row.faults],
        "acts": [_act(act) for act in row.acts],
    }


def _act(act: LaterAct) -> dict[str, str]:
    """An act that comes with the contract, or why it is to be written by hand."""
    what = gettext(_ACTS[act.kind], number=act.number)
    if act.fault is not None:
        return {"text": gettext("%(what)s: %(why)s", what=what, why=act.fault.text(gettext)), "tone": "warn"}
    added = act.kind is ActKind.AMENDMENT
    amount, months = act.values["amount_excl_tax"], act.values["months"]
    parts = [
        gettext("notified on %(day)s", day=date_in_words(act.notified_on)),
        euros(amount, signed=added) if amount else "",
        gettext("%(months)+d months", months=months) if months and added else "",
        months_in_words(months) if months and not added else "",
        gettext("new holder: %(name)s", name=act.company["id"]) if added and act.company else "",
        act.company["id"] if act.company and not added else "",
    ]
    return {"text": gettext("%(what)s: %(why)s", what=what, why=", ".join(filter(None, parts))), "tone": "ok"}


def _text(value: Any) -> str:
    return value[:200] if isinstance(value, str) else ""
