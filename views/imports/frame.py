"""What the pages of an import share: the draft and who may see it, its plan made again, the preview, the page."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from werkzeug.wrappers import Response

from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.keeping.answers import SHARE, names_in_sight, remembered_answers
from mdo.kernel.imports.keeping.kept_lines import DamagedPlan
from mdo.kernel.imports.keeping.stored import StoredHead, head_of
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import LineState
from mdo.kernel.imports.roundtrip.decisions import decisions_from
from mdo.kernel.workbook.reader import ReadFile
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Crumb
from views.base.rendering import render
from views.imports import uploads
from views.imports.cells import corrected_cells, typed_fields
from views.imports.decisions import rules_of
from views.imports.pages import alarm_in_words, copies_of, page_of_lines, read_in_words
from views.imports.plans import fingerprint_for, plan_of, rights_of
from views.imports.questions import question_page
from views.imports.uploads import ImportDraft
from views.jobs.imports import under_way
from views.jobs.previews import planned_later

_OF_THE_PAGE = ("state", "q", "size", "page", "open")


def import_page(address: str, *methods: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A route of an import under way, for who may import.

    A preview that can no longer be read is thrown away, and the import begins again with its file.
    """

    def exposed(route: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(route)
        def guarded(self: Any, kind: str, token: str) -> Any:
            try:
                return route(self, kind, token)
            except DamagedPlan as damaged:
                db.session.rollback()
                return self.begin_again(kind, token, damaged)

        page: Callable[..., Any] = expose(address, methods or ("GET",))(has_access(permission_name("import")(guarded)))
        return page

    return exposed


def page_args() -> dict[str, Any]:
    """What the address says of the lines that are shown."""
    return {name: value for name, value in request.args.items() if name in _OF_THE_PAGE}


def may_share() -> bool:
    """Whether the reader may share answers with the mission."""
    return rights_of(db.session)(SHARE[1], SHARE[0])


def answering(head: StoredHead, draft: ImportDraft) -> dict[str, Any]:
    """What a preview shows of its questions."""
    answers, remembered = draft.notes().get("answers", {}), remembered_answers(db.session)
    return {
        "questions": question_page(head, answers, remembered, partial(names_in_sight, db.session), draft.name),
        "may_share": may_share(),
        "kept_url": url_for("ImportView.kept"),
    }


class ImportPages:
    """Part of the screens of an import: what the others lean on."""

    appbuilder: Any

    def _may(self, kind: str) -> bool:
        return bool(self.appbuilder.sm.has_access("can_add", KINDS[kind].view))

    def _check(self, kind: str) -> None:
        if kind not in KINDS:
            abort(404)
        if not self._may(kind):
            abort(403)

    def _user_id(self) -> int:
        return context_of(db.session).actor_id or 0

    def _planned(self, kind: str, draft: ImportDraft, file: ReadFile) -> Response | None:
        """Plans a file; of a long one the page of the job that does is returned."""
        later = planned_later(kind, draft, file)
        if later is None:
            plan_of(db.session, kind, draft, file)
        return later

    def _planned_now(self, kind: str, draft: ImportDraft) -> Response | None:
        """Plans the file again where the register changed since; of a long one the page of the job is returned."""
        if head_of(draft.plan).fingerprint == fingerprint_for(db.session, draft):
            return None
        db.session.rollback()
        return self._planned(kind, draft, draft.read())

    def _draft(self, kind: str, token: str, *, is_done: bool = False, is_idle: bool = False) -> ImportDraft:
        """What a token stands for; of an import that `is_done` too, and one that `is_idle` no job works at."""
        self._check(kind)
        draft = uploads.find(token, self._user_id())
        notes = {} if draft is None else draft.notes()
        if uploads.BODY in notes:
            g.menu_view = "InstanceView"
        if draft is None or notes.get("kind") != kind:
            abort(404)
        if not (is_done or draft.file.stat().st_size):  # the import is whole: « back » leads to what it did
            abort(redirect(url_for("ImportView.result", kind=kind, token=token), 303) if "result" in notes else 404)
        if is_idle and (busy := under_way(draft)) is not None:
            abort(busy)
        return draft

    def _preview(
        self, kind: str, draft: ImportDraft, *, is_stale: bool = False, is_unsure: bool = False, refusal: str = ""
    ) -> Any:
        head, token, notes = head_of(draft.plan), draft.token, draft.notes()
        is_back = draft.is_back
        error_count = head.counts[LineState.ERROR]
        corrections = draft.corrections()
        corrected, corrected_count = corrected_cells(head, draft, corrections)
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
            shown=page_of_lines(draft, head, kind, corrections, typed_fields(request.form)),
            corrected=corrected,
            corrected_count=corrected_count,
            correct_url=url_for("ImportView.correct", kind=kind, token=token, **page_args()),
            judge_url=url_for("ImportView.judge", kind=kind, token=token),
            workbook_url=url_for("ImportView.workbook", kind=kind, token=token),
            read=read_in_words(head, draft.name),
            **answering(head, draft),
            answer_url=url_for("ImportView.answer", kind=kind, token=token, **page_args()),
            error_count=error_count,
            held_count=head.held_back,
            preview_url=url_for("ImportView.preview", kind=kind, token=token),
            apply_url=url_for("ImportView.apply", kind=kind, token=token),
            columns_url="" if is_back else url_for("ImportView.columns", kind=kind, token=token),
            rules=rules_of(decisions_from(notes.get("decisions"))) if is_back else None,
            is_pasted_over=bool(notes.get("is_pasted_over")),
            decide_url=url_for("ImportView.decide", kind=kind, token=token, **page_args()),
            conflict_count=head.counts[LineState.CONFLICT],
            missing_count=head.counts[LineState.MISSING] + head.counts[LineState.DELETED],
            errors_url=url_for("ImportView.errors", kind=kind, token=token) if head.held_back else None,
            can_apply=head.can_apply,
        )

    def begin_again(self, kind: str, token: str, damaged: RuleViolation) -> Any:
        """The page of the file, with the reason; nothing of a damaged preview is kept."""
        self._draft(kind, token, is_done=True).remove()
        flash(damaged.text(gettext), "danger")
        return redirect(url_for("ImportView.start", kind=kind), 303)

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
