"""The grid of a juror, typed by the mission for who has no account: « déport » with its reason, a mark a criterion."""

from collections.abc import Mapping, Sequence

from flask import request
from sqlalchemy import select

from mdo.calls.jury import FileToJudge, declare, stated, write_marks
from mdo.calls.ranking import marks_of
from models.calls import BEST_MARK, CallCriterion, CallJuror
from models.judging import JurorInterest
from views.base.catalogues import gettext
from views.base.database import db
from views.tenders.grid import GridCell

Typed = Mapping[str, str]


def typed_grid(
    juror: CallJuror, files: Sequence[FileToJudge], criteria: Sequence[CallCriterion], *, is_post: bool
) -> tuple[dict[str, str], dict[str, str]]:
    """The grid by the names of its controls, as it was sent or as it is stored, and what is wrong of it."""
    typed: dict[str, str] = {}
    stored = marks_of(db.session, juror.call_id)
    reasons = _reasons(juror)
    for row in files:
        marks = {} if row.is_concerned else stored.get((juror.id, row.id), {})  # set aside, not shown
        typed[out_name(row)] = "1" if row.is_concerned else ""
        typed[why_name(row)] = reasons.get(row.id, "")
        typed |= {mark_name(row, criterion): str(marks.get(criterion.id, "")) for criterion in criteria}
    if not is_post:
        return typed, {}
    typed = {name: request.form.get(name, "").strip() for name in typed}
    return typed, errors_of(files, criteria, typed)


def errors_of(files: Sequence[FileToJudge], criteria: Sequence[CallCriterion], typed: Typed) -> dict[str, str]:
    """What is wrong of a grid, by the names of its controls."""
    errors: dict[str, str] = {}
    for row in files:
        names = {criterion.id: mark_name(row, criterion) for criterion in criteria}
        wrong = read_marks({key: typed[name] for key, name in names.items()})[1]
        errors |= {names[key]: text for key, text in wrong.items()}
        if typed[out_name(row)] and not typed[why_name(row)]:
            errors[why_name(row)] = gettext("Say how she is concerned: the minutes of the jury tell it.")
        elif typed[out_name(row)] and any(typed[name] for name in names.values()):
            errors[out_name(row)] = gettext("Who is concerned marks nothing: empty her marks.")
    return errors


def grid_row(
    row: FileToJudge, criteria: Sequence[CallCriterion], typed: Typed, errors: Typed, told: str = ""
) -> Sequence[GridCell]:
    """The line of a file; `told` is what a workbook that came back changes of it."""
    what = f"{row.number} – {row.title}"
    out, why = out_name(row), why_name(row)
    return (
        GridCell("words", what, detail=" – ".join(filter(None, (row.council, told)))),
        GridCell("check", "", out, gettext("Déport: %(what)s", what=what), errors.get(out, ""),
                 is_checked=bool(typed[out])),
        GridCell("text", typed[why], why, gettext("Reason of the déport: %(what)s", what=what), errors.get(why, "")),
        *(
            GridCell("number", typed[name], name, f"{what}, {criterion.name}", errors.get(name, ""))
            for criterion in criteria
            for name in (mark_name(row, criterion),)
        ),
    )  # fmt: skip


def write_grid(juror: CallJuror, files: Sequence[FileToJudge], criteria: Sequence[CallCriterion], typed: Typed) -> str:
    """Writes what changed of a grid; what is marked was declared without interest. Raises RuleViolation."""
    changed = 0
    for row in files:
        is_out = bool(typed[out_name(row)])
        marks = read_marks({criterion.id: typed[mark_name(row, criterion)] for criterion in criteria})[0]
        is_marked = any(mark is not None for mark in marks.values())
        if is_out or is_marked or row.is_concerned:
            said = _say(juror, row, typed[why_name(row)], is_concerned=is_out)
            changed += said if is_out or row.is_concerned else 0  # a mark says already that nothing concerns her
        # Marks that were set aside stay so, and come back with the file.
        if is_marked or not (is_out or row.is_concerned):
            changed += write_marks(db.session, juror.id, row.id, marks)
    return gettext("Grid of %(who)s: %(count)d changes kept.", who=juror, count=changed)


def _say(juror: CallJuror, row: FileToJudge, reason: str, *, is_concerned: bool) -> int:
    before = stated(db.session, juror.id, row.id)
    known = before.version if before is not None else 0
    return int(declare(db.session, juror, row.id, reason, is_concerned=is_concerned).version != known)


def _reasons(juror: CallJuror) -> dict[int, str]:
    asked = select(JurorInterest.application_id, JurorInterest.reason).where(JurorInterest.juror_id == juror.id)
    return {row_id: reason or "" for row_id, reason in db.session.execute(asked)}


def out_name(row: FileToJudge) -> str:
    """The name of the control that says whether a file concerns the juror."""
    return f"out_{row.id}"


def why_name(row: FileToJudge) -> str:
    """The name of the control of the reason."""
    return f"why_{row.id}"


def mark_name(row: FileToJudge, criterion: CallCriterion) -> str:
    """The name of the control of a mark."""
    return f"mark_{row.id}_{criterion.id}"


def read_marks(typed: Mapping[int, str]) -> tuple[dict[int, int | None], dict[int, str]]:
    """Marks as they are typed, and what is wrong of each."""
    found: dict[int, int | None] = {}
    errors: dict[int, str] = {}
    for key, text in typed.items():
        if not text:
            found[key] = None
        elif text.isdecimal() and len(text) == 1 and int(text) <= BEST_MARK:
            found[key] = int(text)
        else:
            errors[key] = gettext("A mark is a whole number, from 0 to %(best)d.", best=BEST_MARK)
    return found, errors
