"""Import on screen: file, columns, preview, result. Nothing is written before « apply »."""

import io
from typing import Any
from urllib.parse import parse_qsl

from flask import abort, flash, redirect, request, send_file, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.keeping.memory import remember, remembered
from mdo.kernel.imports.keeping.stored import DamagedPlan, apply_kept, head_of
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.model_workbook import write_model
from mdo.kernel.imports.plans import LineState
from mdo.kernel.imports.roundtrip.decisions import decisions_from
from mdo.kernel.imports.roundtrip.returning import bears_marks
from mdo.kernel.journal.recorder import current_entry_id
from mdo.kernel.journal.undo import kinds_of
from mdo.kernel.sessions.advisory_locks import hold_register
from mdo.kernel.workbook.reader import ReadFile
from models.people import Person
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import XLSX
from views.base.integrity import violation_of
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import may_take_back
from views.base.words import language
from views.imports import uploads
from views.imports.answer_pages import AnswerPages, answering
from views.imports.cell_pages import CellPages, begins_again, page_args
from views.imports.cells import corrected_cells, typed_fields
from views.imports.columns import (
    as_noted,
    body_names,
    columns_read,
    is_readable,
    needs_a_look,
    posted_choices,
    posted_hidden,
    sheet_choices,
    ticked,
)
from views.imports.correcting import pasted
from views.imports.decisions import posted_decisions, rules_of, values_asked
from views.imports.grid import MembersGrid
from views.imports.over import PasteOver
from views.imports.pages import alarm_in_words, copies_of, page_of_lines, read_in_words
from views.imports.plans import layouts_of, plan_of, rights_of, true_head, write_rejected
from views.imports.uploads import Draft
from views.jobs.imports import applied_later, under_way
from views.jobs.previews import planned_later
from views.security.once import leads_to

_MAX_QUERY = 1_000


class ImportView(AnswerPages, CellPages, PasteOver, MembersGrid, BaseView):
    """File → columns → preview → result, through the same functions as the command."""

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
        kept_url = url_for("ImportView.kept")
        return render("imports/index.html", title=title, crumbs=(Crumb(title),), kinds=kinds, kept_url=kept_url)

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

    def _begun(self, kind: str, draft: Draft, **pasted: Any) -> Any:
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

    @expose("/<kind>/<token>/columns", methods=["GET", "POST"])
    @has_access
    @permission_name("import")
    def columns(self, kind: str, token: str) -> Any:
        """Where the headers of each sheet stand and what each column says; what is chosen is kept for the next file."""
        draft = self._draft(kind, token)
        if draft.is_back:
            return redirect(url_for("ImportView.preview", kind=kind, token=token), 303)
        busy = under_way(draft)
        if busy is not None:
            return busy
        db.session.rollback()  # on SQLite others write while the file is read
        file = draft.read()
        if request.method == "POST":
            before = layouts_of(db.session, kind, draft, file)
            choices = posted_choices(request.form, file, kind, before)
            answers = posted_hidden(request.form, file, before, draft.notes().get("answers") or {})
            draft.note(choices=as_noted(choices), answers=answers)
            layouts = layouts_of(db.session, kind, draft, file)
            if "reread" not in request.form and is_readable(kind, layouts):
                choices = posted_choices(request.form, file, kind, before, is_final=True)
                draft.note(choices=as_noted(choices), answers=answers)
                layouts = layouts_of(db.session, kind, draft, file)
                found = layouts_of(db.session, kind, draft, file, is_by_itself=True)
                remember(db.session, kind, layouts, ticked(found, choices, remembered(db.session, kind)))
                draft.plan.unlink(missing_ok=True)  # it was made of other columns
                later = self._planned(kind, draft, file)
                preview_url = url_for("ImportView.preview", kind=kind, token=token)
                leads_to(preview_url if later is None else later.location or preview_url)
                db.session.commit()
                return later or redirect(preview_url, 303)
        layouts = layouts_of(db.session, kind, draft, file)
        sheets = sheet_choices(kind, file, layouts, draft.notes().get("answers") or {}, draft.name)
        errors = [(sheet.name, error) for sheet in sheets for error in sheet.errors]
        is_without = not any(sheet.is_taken for sheet in sheets)
        return self._page(
            kind,
            "columns",
            status=422 if errors or is_without else 200,
            sheets=sheets,
            fields=tuple((field.name, gettext(field.label)) for field in KINDS[kind].fields),
            bodies=body_names(db.session) if any(table.body_field for one in sheets for table in one.tables) else (),
            columns_url=url_for("ImportView.columns", kind=kind, token=token),
            is_without=is_without,
            has_errors=bool(errors),
        )

    @expose("/<kind>/<token>")
    @has_access
    @permission_name("import")
    @begins_again
    def preview(self, kind: str, token: str) -> Any:
        """What the import would do, line by line, as it was planned."""
        draft = self._draft(kind, token)
        busy = under_way(draft)
        if busy is not None:
            return busy
        if not draft.plan.exists():
            before = "ImportView.start" if draft.is_back else "ImportView.columns"
            again: dict[str, Any] = {} if draft.is_back else {"token": token}
            return redirect(url_for(before, kind=kind, **again), 303)
        return self._preview(kind, draft)

    @expose("/<kind>/<token>/decide", methods=["POST"])
    @has_access
    @permission_name("import")
    @begins_again
    def decide(self, kind: str, token: str) -> Any:
        """What is decided of conflicts, emptied cells and rows that went; the preview is made again with it."""
        draft = self._draft(kind, token)
        if not draft.is_back:
            abort(404)
        before = decisions_from(draft.notes().get("decisions"))
        asked = values_asked(draft.plan) if draft.plan.exists() else {}
        busy = under_way(draft)
        if busy is not None:
            return busy
        draft.note(decisions=posted_decisions(request.form, before, asked).noted())
        later = self._planned(kind, draft, draft.read())
        if later is not None:
            return later
        return self._again(kind, token)

    @expose("/<kind>/<token>/apply", methods=["POST"])
    @has_access
    @permission_name("import")
    @begins_again
    def apply(self, kind: str, token: str) -> Any:
        """Writes all the lines, or with `only_valid` those that pass, in one transaction.

        What is written is what was shown: when the register changed meanwhile, what would change now is shown first.
        More than some hundred lines are written by a worker, whose page is shown instead.
        """
        draft = self._draft(kind, token)
        preview_url = url_for("ImportView.preview", kind=kind, token=token)
        if not draft.plan.exists():
            return redirect(preview_url, 303)
        only_valid = request.form.get("only_valid") == "1"
        is_confirmed = request.form.get("confirmed") == "1"
        shown = request.form.get("plan", "")
        later = applied_later(
            kind, draft, request.form.get("plan", ""), only_valid=only_valid, is_confirmed=is_confirmed
        )
        if later is not None:
            return later
        try:
            hold_register(db.session)
            head = head_of(draft.plan)
            if shown == head.digest:  # else it was made again meanwhile, and is shown as it is
                head = true_head(db.session, kind, draft)
            is_unsure = head.alarm is not None and not is_confirmed
            if shown != head.digest or (head.held_back and not only_valid) or is_unsure:
                db.session.rollback()
                return self._preview(kind, draft, is_stale=shown != head.digest, is_unsure=is_unsure)
            result = apply_kept(
                db.session, draft.plan, only_valid=only_valid, is_confirmed=is_confirmed, digest=head.digest
            )
            entry_id = current_entry_id(db.session)
            leads_to(url_for("ImportView.result", kind=kind, token=token))
            db.session.commit()
        except DamagedPlan:
            raise
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            violation = error if isinstance(error, RuleViolation) else violation_of(error, Person.__table__)
            flash(violation.text(gettext), "danger")
            return redirect(preview_url, 303)
        draft.note_result(kind, result, entry_id)
        return redirect(url_for("ImportView.result", kind=kind, token=token), 303)

    @expose("/<kind>/<token>/result")
    @has_access
    @permission_name("import")
    def result(self, kind: str, token: str) -> Any:
        """What an import did, the lines that it left out, and how to take it back."""
        draft = self._draft(kind, token, is_done=True)
        notes = draft.notes()
        if "result" not in notes:
            abort(404)
        words = (  # an import of an earlier version tells no more of them than it noted
            gettext("Lines created"),
            gettext("Lines changed"),
            gettext("Lines unchanged"),
            gettext("Lines left to correct"),
            gettext("Records deleted"),
            gettext("Lines left out"),
        )
        entry_id, is_left = notes["entry_id"], notes["result"][3]
        may_read_journal = self.appbuilder.sm.has_access("can_undo", "JournalView")
        can_undo = entry_id is not None and may_take_back(kinds_of(db.session, entry_id))
        return self._page(
            kind,
            "result",
            counts=tuple(
                pair for at, pair in enumerate(zip(words, notes["result"], strict=False)) if pair[1] or at < 4
            ),
            correct_url=url_for("ImportView.preview", kind=kind, token=token, state="error", _anchor="cells")
            if is_left
            else None,
            errors_url=url_for("ImportView.errors", kind=kind, token=token) if is_left else None,
            journal_url=url_for("JournalView.show", pk=entry_id) if entry_id and may_read_journal else None,
            undo_url=url_for("UndoView.take_back", pk=entry_id) if can_undo else None,
        )

    @expose("/<kind>/<token>/errors")
    @has_access
    @permission_name("import")
    @begins_again
    def errors(self, kind: str, token: str) -> Any:
        """The lines left out, as they came, with what is wrong with each: to correct and import again."""
        draft = self._draft(kind, token)
        if not draft.plan.exists():
            abort(404)
        stream = io.BytesIO()
        write_rejected(stream, db.session, kind, draft)
        stream.seek(0)
        return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=gettext("lines-to-correct") + ".xlsx")

    def begin_again(self, kind: str, token: str, damaged: RuleViolation) -> Any:
        """The page of the file, with the reason; nothing of a damaged preview is kept."""
        self._draft(kind, token, is_done=True).remove()
        flash(damaged.text(gettext), "danger")
        return redirect(url_for("ImportView.start", kind=kind), 303)

    # ---- Helpers ------------------------------------------------------------------------------------------------

    def _may(self, kind: str) -> bool:
        return bool(self.appbuilder.sm.has_access("can_add", KINDS[kind].view))

    def _check(self, kind: str) -> None:
        if kind not in KINDS:
            abort(404)
        if not self._may(kind):
            abort(403)

    def _user_id(self) -> int:
        return context_of(db.session).actor_id or 0

    def _again(self, kind: str, token: str) -> Response:
        """To the preview, where one was in it."""
        query = parse_qsl(request.form.get("query", "")[:_MAX_QUERY])
        args: dict[str, Any] = {name: value for name, value in query if name in ("state", "q", "size", "page")}
        return redirect(url_for("ImportView.preview", kind=kind, token=token, **args), 303)

    def _planned(self, kind: str, draft: Draft, file: ReadFile) -> Response | None:
        """Plans a file; of a long one the page of the job that does is returned."""
        later = planned_later(kind, draft, file)
        if later is None:
            plan_of(db.session, kind, draft, file)
        return later

    def _draft(self, kind: str, token: str, *, is_done: bool = False) -> Draft:
        self._check(kind)
        draft = uploads.find(token, self._user_id())
        notes = {} if draft is None else draft.notes()
        if draft is None or notes.get("kind") != kind:
            abort(404)
        if not (is_done or draft.file.stat().st_size):  # the import is whole: « back » leads to what it did
            abort(redirect(url_for("ImportView.result", kind=kind, token=token), 303) if "result" in notes else 404)
        return draft

    def _preview(
        self, kind: str, draft: Draft, *, is_stale: bool = False, is_unsure: bool = False, refusal: str = ""
    ) -> Any:
        head, token, notes = head_of(draft.plan), draft.token, draft.notes()
        is_back = draft.is_back
        error_count = head.counts[LineState.ERROR]
        return self._page(
            kind,
            "preview",
            status=409 if is_stale else 422 if head.held_back or is_unsure or refusal else 200,
            is_stale=is_stale,
            is_unsure=is_unsure and not is_stale,
            alarm=alarm_in_words(head),
            copies=copies_of(head),
            digest=head.digest,
            error=refusal,
            shown=page_of_lines(draft, head, kind, typed_fields(request.form)),
            corrected=corrected_cells(head, draft.corrections()),
            correct_url=url_for("ImportView.correct", kind=kind, token=token, **page_args()),
            judge_url=url_for("ImportView.judge", kind=kind, token=token),
            workbook_url=url_for("ImportView.workbook", kind=kind, token=token),
            read=read_in_words(head, draft.name),
            **answering(head, draft),
            answer_url=url_for("ImportView.answer", kind=kind, token=token),
            error_count=error_count,
            held_count=head.held_back,
            preview_url=url_for("ImportView.preview", kind=kind, token=token),
            apply_url=url_for("ImportView.apply", kind=kind, token=token),
            columns_url="" if is_back else url_for("ImportView.columns", kind=kind, token=token),
            rules=rules_of(decisions_from(notes.get("decisions"))) if is_back else None,
            decide_url=url_for("ImportView.decide", kind=kind, token=token),
            query=request.query_string.decode("utf-8", "replace"),
            conflict_count=head.counts[LineState.CONFLICT],
            missing_count=head.counts[LineState.MISSING] + head.counts[LineState.DELETED],
            errors_url=url_for("ImportView.errors", kind=kind, token=token) if head.held_back else None,
            can_apply=head.can_apply,
        )

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

    def _page(self, kind: str, step: str, status: int = 200, **values: Any) -> Any:
        title = gettext("Import: %(what)s", what=gettext(KINDS[kind].label))
        index = gettext("Import a workbook")
        return render(
            f"imports/{step}.html",
            status=status,
            title=title,
            crumbs=(Crumb(index, url_for("ImportView.index")), Crumb(gettext(KINDS[kind].label))),
            step=step,
            upload_url=url_for("ImportView.start", kind=kind),
            list_url=url_for(f"{KINDS[kind].view}.list"),
            **{"error": "", **values},
        )
