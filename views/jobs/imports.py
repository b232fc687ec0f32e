"""« Apply » of a long import: what the preview showed, written by a worker in one transaction."""

from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.keeping.applying import apply_kept
from mdo.kernel.imports.keeping.stored import StoredHead, head_of
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import LineState
from mdo.kernel.jobs.kinds import JobKind, Outcome, Parameters, Right
from mdo.kernel.jobs.states import UNDER_WAY
from mdo.kernel.journal.recorder import current_entry_id
from mdo.kernel.sessions.advisory_locks import hold_register
from models.jobs import Job
from views.base.catalogues import gettext
from views.base.database import db
from views.imports import uploads
from views.imports.plans import fingerprint_for, name_of, true_head, write_rejected
from views.imports.uploads import ImportDraft
from views.jobs.starting import start

THRESHOLD = 500  # lines to write: a page does as many in some two seconds
NAME = "import"
_CHECKED = 5  # hundredths of the work
_ROWS_EACH = 3  # with each row go its change in the journal and its search text

GONE = N_("The workbook is no longer there: it waits for some days only. Import it again.")
_CHANGED = N_("Nothing was written: the register changed since the preview. Look at what would change now, then apply.")


def applied_later(
    kind: str, draft: ImportDraft, digest: str, *, only_valid: bool, is_confirmed: bool
) -> Response | None:
    """For a preview of so many lines, the page of the job that writes them; None for a short or a refused one."""
    head = head_of(draft.plan)
    is_undecided = bool(head.held_back and not only_valid) or (head.alarm is not None and not is_confirmed)
    is_refused = digest != head.digest or is_undecided or not head.can_apply
    if is_refused or _is_short(head, draft):
        return None
    again = under_way(draft)
    if again is not None:
        return again
    parameters = {
        "kind": kind,
        "token": draft.token,
        "digest": digest,
        "only_valid": only_valid,
        "is_confirmed": is_confirmed,
    }
    job = start(NAME, name_of(kind, draft), parameters)
    draft.note(job=job.id)
    return redirect(url_for("JobView.show", pk=job.id), 303)


def _is_short(head: StoredHead, draft: ImportDraft) -> bool:
    """Whether a page does it: few lines to write and, if the register changed, few to plan again."""
    if _to_write(head) > THRESHOLD:
        return False
    return sum(head.state_counts.values()) <= THRESHOLD or head.fingerprint == fingerprint_for(db.session, draft)


def under_way(draft: ImportDraft) -> Response | None:
    """The page of the job that plans or writes this import, while it does."""
    number = draft.notes().get("job")
    job = None if number is None else db.session.get(Job, number)
    if job is None or job.state not in UNDER_WAY:
        return None
    return redirect(url_for("JobView.show", pk=job.id), 303)


def _run(session: AnySession, parameters: Parameters, work: Any) -> Outcome:
    kind = parameters["kind"]
    draft = uploads.find(parameters["token"], work.user_id)
    if draft is None or not draft.plan.exists():
        raise RuleViolation(GONE)
    work.report(0, 100, N_("The register is compared with the preview."))
    hold_register(session)
    head = true_head(session, kind, draft)
    if head.digest != parameters["digest"]:
        raise RuleViolation(_CHANGED)

    work.report(_CHECKED, 100, N_("Lines being written: %(count)s."), count=_to_write(head))

    def tell(rows: int) -> None:
        work.await_rows(rows * _ROWS_EACH)

    result = apply_kept(
        session,
        draft.plan,
        only_valid=parameters["only_valid"],
        is_confirmed=bool(parameters.get("is_confirmed")),
        digest=head.digest,
        tell=tell,
    )
    file = None
    if result.rejected:
        file = work.new_file()
        with file.open("wb") as stream:
            write_rejected(stream, session, kind, draft)
    entry_id = current_entry_id(session)
    return Outcome(
        figures=(
            (N_("Lines created"), result.created),
            (N_("Lines changed"), result.changed),
            (N_("Lines unchanged"), result.unchanged),
            (N_("Lines left to correct"), result.rejected),
            *([(N_("Records deleted"), result.deleted)] if result.deleted else []),
            *([(N_("Lines left out"), result.left)] if result.left else []),
        ),
        file=file,
        file_name=gettext("lines-to-correct") + ".xlsx",
        file_label=N_("Lines to correct (.xlsx)"),
        entry_id=entry_id,
        then=lambda: draft.note_result(kind, result, entry_id),
    )


def _to_write(head: StoredHead) -> int:
    return sum(head.counts[state] for state in (LineState.CREATED, LineState.CHANGED, LineState.DELETED))


def rights(parameters: Parameters) -> tuple[Right, ...]:
    """Those that each step of an import asks."""
    return (("ImportView", "can_import"), (KINDS[parameters["kind"]].view, "can_add"))


def _leads_to(parameters: Parameters, user_id: int, *, is_done: bool) -> tuple[str, str] | None:
    """The result of an import, or the preview of what was not written."""
    draft = uploads.find(parameters["token"], user_id)
    if draft is None or not (is_done or draft.plan.exists()):
        return None
    address = {"kind": parameters["kind"], "token": draft.token}
    if is_done:
        return N_("See the result"), url_for("ImportView.result", **address)
    return N_("Back to the preview"), url_for("ImportView.preview", **address)


IMPORT = JobKind(NAME, N_("Import of a workbook"), _run, writes=True, rights=rights, leads_to=_leads_to)
