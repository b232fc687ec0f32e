"""Import on screen: upload, preview, apply. Nothing is written before « apply »; the file waits in the file store."""

import io
from pathlib import Path
from typing import Any

from flask import abort, flash, redirect, request, send_file, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError

from mdo.context import context_of
from mdo.errors import RuleViolation
from mdo.exports import EXPORTS
from mdo.imports import KINDS, apply, error_workbook, plan
from mdo.imports.plans import STATE_LABELS, ImportPlan, LineState, PlannedLine
from mdo.journal.recorder import current_entry_id
from mdo.locks import hold_register
from models.people import Person
from views import uploads
from views.base.database import db
from views.base.exporting import XLSX
from views.base.integrity import violation_of
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.words import value_in_words

_MAX_SHOWN = 200
_MAX_CREATIONS = 50  # a line of a member weighs some 500 bytes
_EXPORTED = frozenset(column.label for export in EXPORTS.values() for column in export.columns)
_KIND_VIEWS = {
    "instances": "InstanceView",
    "people": "PersonView",
    "mandates": "MandateView",
    "referents": "ReferentView",
}


class ImportView(BaseView):
    """Upload → preview → apply, through the same functions as the command."""

    route_base = "/import"
    default_view = "index"

    @expose("/")
    @has_access
    @permission_name("import")
    def index(self) -> Any:
        """The kinds of workbooks that the reader may import."""
        kinds = tuple(
            (gettext(KINDS[kind].label), url_for("ImportView.start", kind=kind)) for kind in KINDS if self._may(kind)
        )
        title = gettext("Import a workbook")
        return render("mdo/import_index.html", title=title, crumbs=(Crumb(title),), kinds=kinds)

    @expose("/<kind>", methods=["GET", "POST"])
    @has_access
    @permission_name("import")
    def start(self, kind: str) -> Any:
        """Upload of a workbook."""
        self._check(kind)
        error = ""
        if request.method == "POST":
            upload = request.files.get("file")
            if upload is None or not upload.filename:
                error = gettext("Choose an Excel workbook (.xlsx) first.")
            elif not upload.filename.lower().endswith(".xlsx"):
                error = gettext("This is not an .xlsx workbook: in Excel, save it as « Excel workbook (.xlsx) ».")
            else:
                token = uploads.keep(upload, self._user_id())
                return redirect(url_for("ImportView.preview", kind=kind, token=token), 303)
        return self._page(kind, "upload", status=422 if error else 200, error=error)

    @expose("/<kind>/<token>")
    @has_access
    @permission_name("import")
    def preview(self, kind: str, token: str) -> Any:
        """What the import would do, line by line."""
        path = self._file(kind, token)
        try:
            planned = self._plan(kind, path)
        except RuleViolation as violation:
            uploads.forget(path)
            return self._page(kind, "upload", status=422, error=violation.text(gettext))
        return self._preview(kind, token, planned)

    @expose("/<kind>/<token>/apply", methods=["POST"])
    @has_access
    @permission_name("import")
    def apply(self, kind: str, token: str) -> Any:
        """Writes all the lines, or with `only_valid` those that pass, in one transaction.

        What is written is what was shown: when a colleague changed one of these rows meanwhile, it is shown again.
        """
        path = self._file(kind, token)
        only_valid = request.form.get("only_valid") == "1"
        try:
            hold_register(db.session)
            planned = self._plan(kind, path)
            if request.form.get("plan") != planned.fingerprint:
                return self._preview(kind, token, planned, is_stale=True)
            if planned.errors and not only_valid:
                return self._preview(kind, token, planned)
            result = apply(db.session, planned, only_valid=only_valid)
            entry_id = current_entry_id(db.session)
            db.session.commit()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            violation = error if isinstance(error, RuleViolation) else violation_of(error, Person.__table__)
            flash(violation.text(gettext), "danger")
            return redirect(url_for("ImportView.preview", kind=kind, token=token), 303)
        if not result.rejected:
            uploads.forget(path)
        counts = (
            (gettext("Lines created"), result.created),
            (gettext("Lines changed"), result.changed),
            (gettext("Lines unchanged"), result.unchanged),
            (gettext("Lines left out"), result.rejected),
        )
        errors_url = url_for("ImportView.errors", kind=kind, token=token) if result.rejected else None
        journal_url = None
        if entry_id is not None and self.appbuilder.sm.has_access("can_undo", "JournalView"):
            journal_url = url_for("JournalView.show", pk=entry_id)
        return self._page(kind, "result", counts=counts, errors_url=errors_url, journal_url=journal_url)

    @expose("/<kind>/<token>/errors")
    @has_access
    @permission_name("import")
    def errors(self, kind: str, token: str) -> Any:
        """The lines left out, as they came, with what is wrong with each: to correct and import again."""
        planned = self._plan(kind, self._file(kind, token))
        stream = io.BytesIO()
        error_workbook(stream, planned, gettext)
        stream.seek(0)
        return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=gettext("lines-to-correct") + ".xlsx")

    # ---- Helpers ------------------------------------------------------------------------------------------------

    def _may(self, kind: str) -> bool:
        manager = self.appbuilder.sm
        return bool(manager.has_access("can_add", _KIND_VIEWS[kind]))

    def _check(self, kind: str) -> None:
        if kind not in KINDS:
            abort(404)
        if not self._may(kind):
            abort(403)

    def _user_id(self) -> int:
        return context_of(db.session).actor_id or 0

    def _file(self, kind: str, token: str) -> Path:
        self._check(kind)
        return uploads.find(token, self._user_id()) or abort(404)

    def _plan(self, kind: str, path: Path) -> ImportPlan:
        rights = context_of(db.session).rights
        return plan(
            db.session,
            kind,
            path,
            today=context_of(db.session).today,
            can=lambda permission, view: (view, permission) in rights,
            name=f"{gettext(KINDS[kind].label)} – {uploads.name_of(path)}",
        )

    def _preview(self, kind: str, token: str, planned: ImportPlan, *, is_stale: bool = False) -> Any:
        counts = tuple((gettext(STATE_LABELS[state]), count, state.value) for state, count in planned.counts.items())
        changes = [
            (
                line.sheet,
                line.number,
                line.label,
                gettext(change.label),
                value_in_words(change.before),
                value_in_words(change.after),
            )
            for line in planned.lines
            if line.state is LineState.CHANGED
            for change in line.changes
        ]
        creations = [
            (line.sheet, line.number, line.label, self._written(line))
            for line in planned.lines
            if line.state is LineState.CREATED
        ]
        return self._page(
            kind,
            "preview",
            status=409 if is_stale else 422 if planned.errors else 200,
            is_stale=is_stale,
            fingerprint=planned.fingerprint,
            counts=counts,
            errors=tuple(
                (error.sheet, error.line, error.column, error.text(gettext)) for error in planned.errors[:_MAX_SHOWN]
            ),
            error_count=len(planned.errors),
            changes=tuple(changes[:_MAX_SHOWN]),
            change_count=len(changes),
            creations=tuple(creations[:_MAX_CREATIONS]),
            creation_count=len(creations),
            to_complete=tuple(
                (line.sheet, line.number, line.label, ", ".join(gettext(name) for name in names))
                for line, names in planned.to_complete[:_MAX_SHOWN]
            ),
            to_complete_count=len(planned.to_complete),
            unknown_columns=tuple(f"{header} ({sheet})" for sheet, header in planned.unknown_columns),
            apply_url=url_for("ImportView.apply", kind=kind, token=token),
            errors_url=url_for("ImportView.errors", kind=kind, token=token) if planned.errors else None,
            remarks=tuple(
                (line.sheet, line.number, line.label, RuleViolation(message, **params).text(gettext))
                for line, message, params in planned.remarks[:_MAX_SHOWN]
            ),
            remark_count=len(planned.remarks),
            can_apply=planned.can_apply,
        )

    @staticmethod
    def _written(line: PlannedLine) -> str:
        """What a line would write, in words."""
        return " ; ".join(
            gettext("%(label)s: %(value)s", label=gettext(change.label), value=value_in_words(change.after))
            for change in line.changes
            if change.after is not None
        )

    def _page(self, kind: str, step: str, status: int = 200, **values: Any) -> Any:
        title = gettext("Import: %(what)s", what=gettext(KINDS[kind].label))
        index = gettext("Import a workbook")
        return render(
            "mdo/import.html",
            status=status,
            title=title,
            crumbs=(Crumb(index, url_for("ImportView.index")), Crumb(gettext(KINDS[kind].label))),
            step=step,
            upload_url=url_for("ImportView.start", kind=kind),
            list_url=url_for(f"{_KIND_VIEWS[kind]}.list"),
            columns=_columns_read(kind) if step == "upload" else (),
            guide_url=url_for("PublicView.help_page", page="imports"),
            **{"error": "", **values},
        )


def _columns_read(kind: str) -> tuple[tuple[str, str, str], ...]:
    """The columns of a kind of workbook: usual header, other headers that are known, whether one needs it.

    The headers of our own exports are told in the language of the reader alone.
    """
    needed = {name: group for group in KINDS[kind].required for name in group}
    found = []
    for field in KINDS[kind].fields:
        header, *others = (name for name in field.synonyms if name not in _EXPORTED or gettext(name) == name)
        group = needed.get(field.name, ())
        mark = gettext("required") if len(group) == 1 else gettext("one of them is required") if group else ""
        found.append((header, ", ".join(others), mark))
    return tuple(found)
