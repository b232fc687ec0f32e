"""The routes by which an import is written, and what came of it."""

import io
from typing import Any

from flask import abort, flash, redirect, request, send_file, url_for
from sqlalchemy.exc import SQLAlchemyError

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.keeping.applying import apply_kept
from mdo.kernel.imports.keeping.kept_lines import DamagedPlan
from mdo.kernel.imports.keeping.stored import head_of
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import LineState
from mdo.kernel.journal.recorder import current_entry_id
from mdo.kernel.journal.undo import Rows, kinds_of, rows_written
from mdo.kernel.sessions.advisory_locks import hold_register
from models.journal import ChangeAction
from models.people import Person
from views.base.catalogues import gettext
from views.base.database import db
from views.base.exporting import XLSX
from views.base.integrity import violation_of
from views.base.record import VIEW_OF_MODEL
from views.base.undoing import may_take_back, rows_told, tables_in_words
from views.imports import uploads
from views.imports.frame import ImportPages, import_page
from views.imports.plans import true_head, write_rejected
from views.jobs.imports import applied_later
from views.security.once import leads_to


class ResultPages(ImportPages):
    """Part of the screens of an import: its result."""

    @import_page("/<kind>/<token>/apply", "POST")
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

    @import_page("/<kind>/<token>/result")
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
        entry_id, is_left = notes["entry_id"], notes["result"][3] and draft.plan.exists()
        is_wrong = bool(is_left and head_of(draft.plan).counts[LineState.ERROR])
        left_state = LineState.ERROR if is_wrong else LineState.ASKED
        may_read_journal = self.appbuilder.sm.has_access("can_undo", "JournalView")
        written = rows_written(db.session, entry_id) if entry_id else {}
        can_undo = entry_id is not None and may_take_back(kinds_of(db.session, entry_id))
        return self._page(
            kind,
            "result",
            counts=tuple(
                pair for at, pair in enumerate(zip(words, notes["result"], strict=False)) if pair[1] or at < 4
            ),
            written=rows_told(written),
            lists=self._lists(kind, written, entry_id),
            correct_url=url_for("ImportView.preview", kind=kind, token=token, state=left_state, _anchor="cells")
            if is_left
            else None,
            errors_url=url_for("ImportView.errors", kind=kind, token=token) if is_left else None,
            journal_url=url_for("JournalView.show", pk=entry_id) if entry_id and may_read_journal else None,
            undo_url=url_for("UndoView.take_back", pk=entry_id) if can_undo else None,
            body_url=url_for("InstanceView.show", pk=notes[uploads.BODY]) if uploads.BODY in notes else None,
        )

    def _lists(self, kind: str, written: Rows, entry_id: int | None) -> tuple[tuple[str, str], ...]:
        """The lists of what an import made and changed (words, address), that of its kind first."""
        there = {key: count for key, count in written.items() if key[1] is not ChangeAction.DELETE}
        kinds = sorted(KINDS.values(), key=lambda one: one.code != kind)
        listed = [one for one in kinds if VIEW_OF_MODEL.get(one.model) == one.view]
        views = {one.model.__name__: one.view for one in listed if self.appbuilder.sm.has_access("can_list", one.view)}
        found = []
        for name, view in views.items():
            of = {key: count for key, count in there.items() if key[0] == name}
            if of:
                words = gettext("See what was written – %(rows)s", rows=", ".join(tables_in_words(of)))
                found.append((words, url_for(f"{view}.list", f_import=entry_id)))
        return tuple(found)

    @import_page("/<kind>/<token>/errors")
    def errors(self, kind: str, token: str) -> Any:
        """The lines left out, as they came, with what is wrong with each: to correct and import again."""
        draft = self._draft(kind, token)
        if not draft.plan.exists():
            abort(404)
        stream = io.BytesIO()
        write_rejected(stream, db.session, kind, draft)
        stream.seek(0)
        return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=gettext("lines-to-correct") + ".xlsx")
