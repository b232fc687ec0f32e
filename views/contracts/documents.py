"""The documents of a contract on its page: taken, attached, version after version, withdrawn; and by no other door."""

from pathlib import PurePosixPath
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import and_
from sqlalchemy.exc import SQLAlchemyError

from mdo.contract_sheet.sheet import make_sheet
from mdo.contracts.documents import CONTRACT_FILES
from mdo.documents.document_format import Wording
from mdo.documents.packages import file_of
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import enum_label
from models.contracts import Contract, ContractDocument, FileKind
from models.journal import Door
from views.base.attached import owner_to_change
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import note
from views.base.fields import MAX_ID, posted_ids
from views.base.integrity import violation_of
from views.base.pages import Panel, TabContent
from views.base.record import TabSource
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.base.words import full_date, moment_of, value_in_words
from views.documents.pages import ShownSeries, Version, size_in_words, suffixes
from views.documents.screens import in_city_language

_LONGEST_TITLE = 120
_ICONS = {"docx": "file-earmark-word", "xlsx": "file-earmark-spreadsheet"}


def documents_tab(view: BackofficeView, contract: Contract) -> TabSource:
    """The tab of the documents."""
    title = gettext("Documents")
    may_change = view.may("can_edit") and view.may_change(contract)
    where = and_(ContractDocument.contract_id == contract.id, ~ContractDocument.is_withdrawn)

    def fill() -> TabContent:
        data = {
            "may_change": may_change,
            "series": tuple(_shown(series, contract, may_change=may_change) for series in
                            CONTRACT_FILES.series(db.session, contract.id)),
            "attach_url": url_for("ContractView.attach", pk=contract.id),
            "suffixes": suffixes(),
            "links": tuple(filter(None, (view.table_link(contract, "documents"),))),
        }  # fmt: skip
        return TabContent("documents", title, (Panel(title, "contracts/documents.html", data),))

    return TabSource("documents", title, fill, (ContractDocument, where))


def _shown(series: Any, contract: Contract, *, may_change: bool) -> ShownSeries:
    suffix = PurePosixPath(series.versions[0].file_name).suffix.lstrip(".").lower()
    kind = "" if series.kind is FileKind.ATTACHMENT else gettext(enum_label(series.kind))
    form = ", ".join(filter(None, (kind if kind != series.title else "", suffix.upper())))
    versions = tuple(_version(row, contract, may_change=may_change) for row in series.versions)
    return ShownSeries(series.title, form, _ICONS.get(suffix, "file-earmark-text"), versions)


def _version(row: ContractDocument, contract: Contract, *, may_change: bool) -> Version:
    when = moment_of(row.made_at, context_of(db.session).today).words
    by = gettext("%(who)s, %(when)s", who=row.made_by, when=when) if row.made_by is not None else when
    where: dict[str, Any] = {"pk": contract.id, "document": row.id}
    is_new = row.id in posted_ids(request.args.getlist("made"))
    withdraw = url_for("ContractView.withdraw", **where) if may_change and row.kind is FileKind.ATTACHMENT else ""
    return Version(row.number, by, size_in_words(row.size), url_for("ContractView.document", **where), withdraw, is_new)


class ContractDocuments(BackofficeView):
    """What the page of a contract does to its documents."""

    @expose("/<int:pk>/document/<int:document>")
    @has_access
    @permission_name("show")
    def document(self, pk: int, document: int) -> Response:
        """A version of a document, as a file to keep; noted in the access log."""
        contract = self.fetch(pk, with_facts=False)
        found = CONTRACT_FILES.find(db.session, contract.id, document) if document <= MAX_ID else None
        if found is None:
            abort(404)
        response = Response(found.content, mimetype=found.media_type)
        response.headers.set("Content-Disposition", "attachment", filename=found.file_name)
        response.headers.set("X-Content-Type-Options", "nosniff")
        note("ContractView", found.file_name, 1)
        return response

    @expose("/<int:pk>/fiche", methods=["POST"])
    @has_access
    @permission_name("edit")
    def make_sheet(self, pk: int) -> Any:
        """Makes the contract sheet as it stands today and keeps it as the next version; the page hands it over."""
        contract = owner_to_change(self, pk)
        words = gettext(enum_label(FileKind.CONTRACT_SHEET))
        through(db.session, Door.FORM, gettext("%(paper)s: %(meeting)s", paper=words, meeting=contract))
        try:
            with in_city_language():
                made = make_sheet(db.session, contract, Wording(gettext, full_date, value=value_in_words))
            number, made_id = made.number, made.id
            entry_id = commit_undoable()
        except RuleViolation as refusal:
            db.session.rollback()
            flash(refusal.text(gettext), "danger")
            return _back(pk)
        flash_undoable(gettext("%(paper)s, version %(number)s: made.", paper=words, number=number), entry_id)
        return _back(pk, made=made_id)

    @expose("/<int:pk>/joindre", methods=["POST"])
    @has_access
    @permission_name("edit")
    def attach(self, pk: int) -> Any:
        """Attaches a file; one of the same title is its next version."""
        contract = owner_to_change(self, pk)
        upload = request.files.get("file")
        try:
            if upload is None or not upload.filename:
                flash(gettext("Choose a file first."), "danger")
                return _back(pk)
            file = file_of(upload.filename, upload.read())
            title = " ".join(request.form.get("title", "").split())[:_LONGEST_TITLE] or file.name
            through(db.session, Door.FORM, gettext("Attached file: %(what)s", what=title))
            kept = CONTRACT_FILES.keep(db.session, contract.id, FileKind.ATTACHMENT, title, file)
            text = gettext("Attached: %(what)s, version %(number)s.", what=title, number=kept.number)
            entry_id = commit_undoable()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            refusal = error if isinstance(error, RuleViolation) else violation_of(error, ContractDocument.__table__)
            flash(refusal.text(gettext), "danger")
            return _back(pk)
        flash_undoable(text, entry_id)
        return _back(pk)

    @expose("/<int:pk>/document/<int:document>/retirer", methods=["POST"])
    @has_access
    @permission_name("edit")
    def withdraw(self, pk: int, document: int) -> Any:
        """Takes an attached file out of sight; it can be undone."""
        contract = owner_to_change(self, pk)
        found = CONTRACT_FILES.find(db.session, contract.id, min(document, MAX_ID))
        if found is None or found.kind is not FileKind.ATTACHMENT:
            abort(404)
        title = found.title
        through(db.session, Door.FORM, gettext("Withdrawn: %(what)s", what=found))
        found.is_withdrawn = True
        flash_undoable(gettext("Withdrawn: %(what)s", what=title), commit_undoable())
        return _back(pk)


def _back(pk: int, **arguments: Any) -> Any:
    return redirect(url_for("ContractView.show", pk=pk, tab="documents", _anchor="tabs", **arguments), 303)
