"""What a preview sends is one form, whichever of its buttons sends it: answers, decisions and cells are all kept."""

from functools import cache, partial
from typing import Any

from flask import flash, redirect, request, url_for

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.keeping.answers import names_in_sight, remember_answers, remembered_answers
from mdo.kernel.imports.keeping.kept_lines import lines_of
from mdo.kernel.imports.keeping.stored import head_of
from mdo.kernel.imports.roundtrip.decisions import decisions_from
from views.base.catalogues import gettext
from views.base.database import db
from views.imports.correcting import contacts_gone, correct, told_of
from views.imports.decisions import posted_decisions, values_asked
from views.imports.frame import ImportPages, may_share, page_args
from views.imports.questions import posted_answers
from views.imports.uploads import ImportDraft
from views.security.once import leads_to

_GONE = N_(
    "« %(values)s » stood in a cell that you corrected, and no longer does: type it there again, or in its own column, "
    "if it is to be kept."
)


class TakingPages(ImportPages):
    """Part of the screens of an import: what its preview sends."""

    def _taken(self, kind: str, token: str, *, is_check: bool = False) -> Any:
        """Keeps what was answered, decided and typed, and plans the file again; nothing of it is written.

        Of a long file, the page of the job that does is shown. The address says which lines to come back to. What was
        changed is told where `is_check`, that nothing was too.
        """
        draft = self._draft(kind, token, is_idle=True)
        if not draft.plan.exists():
            return redirect(url_for("ImportView.preview", kind=kind, token=token, **page_args()), 303)
        db.session.rollback()  # on SQLite others write while the file is read
        before = draft.corrections()
        is_noted = _answered(draft) | _decided(draft)
        try:
            file = correct(draft, request.form)
            if file is None and is_check and not is_noted:
                flash(gettext("No cell was changed."), "info")
                return redirect(self._shown_again(kind, draft), 303)
            later = self._planned(kind, draft, file or draft.read())
        except RuleViolation as violation:
            draft.correct(before)
            db.session.commit()  # what was answered stays
            return self._preview(kind, draft, refusal=violation.text(gettext))
        gone = contacts_gone(before, draft.corrections())
        if gone:
            flash(gettext(_GONE, values=", ".join(gone)), "warning")
        answer = later or redirect(self._shown_again(kind, draft), 303)
        leads_to(answer.location or "")
        db.session.commit()
        if later is None and (file is not None or is_check):
            flash(told_of(head_of(draft.plan)), "success")
        return answer

    @staticmethod
    def _shown_again(kind: str, draft: ImportDraft) -> str:
        """The preview where one was in it; all its lines once none is any more as those that one looked at."""
        args = page_args()
        state = args.get("state", "")
        if state and not any(True for _ in lines_of(draft.plan, state, args.get("q", "")[:200])):
            args = {name: value for name, value in args.items() if name not in ("state", "page")}
        return url_for("ImportView.preview", kind=kind, token=draft.token, **args)


def _answered(draft: ImportDraft) -> bool:
    """Notes what is answered to the questions of the file; whether something is."""
    head = head_of(draft.plan)
    before = draft.notes().get("answers", {})
    asked = (*head.questions, *head.answered)
    known = {**remembered_answers(db.session), **before}
    answers = posted_answers(request.form, asked, known, cache(partial(names_in_sight, db.session)))
    is_shared = "share" in request.form and may_share()
    if answers:
        draft.note(answers={**before, **answers})
    if answers or is_shared:
        kept = {**known, **answers} if is_shared else answers
        remember_answers(db.session, [one.question for one in asked], kept, is_shared=is_shared)
    return bool(answers)


def _decided(draft: ImportDraft) -> bool:
    """Notes what is decided of a workbook that was exported to be changed; whether something is."""
    if not draft.is_back:
        return False
    before = decisions_from(draft.notes().get("decisions"))
    after = posted_decisions(request.form, before, values_asked(draft.plan))
    if after != before:
        draft.note(decisions=after.noted())
    return after != before
