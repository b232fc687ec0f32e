"""The preview of a long file: planned by a worker, which reads and takes no lock, then shown as any other."""

from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.plans import LineState
from mdo.kernel.jobs.kinds import JobKind, Outcome, Parameters
from mdo.kernel.workbook.reader import ReadFile
from views.imports import uploads
from views.imports.plans import name_of, plan_of
from views.imports.uploads import ImportDraft
from views.jobs.imports import GONE, rights, under_way
from views.jobs.starting import start

THRESHOLD = 500  # lines of a file: a page plans as many in half a second
NAME = "import_preview"
_FIGURES = (
    (LineState.CREATED, N_("Lines to create")),
    (LineState.CHANGED, N_("Lines to change")),
    (LineState.UNCHANGED, N_("Lines unchanged")),
    (LineState.ERROR, N_("Lines in error")),
    (LineState.CONFLICT, N_("Lines in conflict")),
    (LineState.ASKED, N_("Lines that wait for an answer")),
    (LineState.LEFT, N_("Lines left out")),
)


def planned_later(kind: str, draft: ImportDraft, file: ReadFile) -> Response | None:
    """For a file of so many lines, the page of the job that plans them; None for a short one."""
    if _lines(file) <= THRESHOLD:
        return None
    again = under_way(draft)
    if again is not None:
        return again
    job = start(NAME, name_of(kind, draft), {"kind": kind, "token": draft.token})
    draft.note(job=job.id)
    return redirect(url_for("JobView.show", pk=job.id), 303)


def _lines(file: ReadFile) -> int:
    """The lines that hold something, save one a sheet: its headers."""
    filled = (sum(any(cell is not None for cell in row) for row in sheet.rows) for sheet in file.sheets)
    return sum(max(lines - 1, 0) for lines in filled)


def _run(session: AnySession, parameters: Parameters, work: Any) -> Outcome:
    kind = parameters["kind"]
    draft = uploads.find(parameters["token"], work.user_id)
    if draft is None or not draft.file.stat().st_size:
        raise RuleViolation(GONE)
    work.report(0, 100, N_("The file is read."))
    file = draft.read()

    def tell(done: int, total: int) -> None:
        work.report(done, total, N_("Lines compared with the register: %(done)s of %(total)s."), done=done, total=total)

    head = plan_of(session, kind, draft, file, tell)
    counts = head.state_counts
    return Outcome(figures=tuple((label, counts[state]) for state, label in _FIGURES if counts[state]))


def _leads_to(parameters: Parameters, user_id: int, *, is_done: bool) -> tuple[str, str] | None:
    """The preview; where it was not made, the step before it, with all that was chosen there."""
    kind = parameters["kind"]
    draft = uploads.find(parameters["token"], user_id)
    if draft is None or not draft.file.stat().st_size:
        return N_("Import a file"), url_for("ImportView.start", kind=kind)
    address = {"kind": kind, "token": draft.token}
    if draft.plan.exists():
        label = N_("See the preview") if is_done else N_("Back to the preview")
        return label, url_for("ImportView.preview", **address)
    if draft.is_back:
        return N_("Send the file again"), url_for("ImportView.start", kind=kind)
    return N_("Back to the columns"), url_for("ImportView.columns", **address)


PREVIEW = JobKind(NAME, N_("Preview of an import"), _run, rights=rights, leads_to=_leads_to)
