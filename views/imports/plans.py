"""The plan of an import under way: made from its file, kept beside it, made again when the register changed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import IO

from flask import current_app

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.imports.asking import Answers
from mdo.kernel.imports.keeping.answers import remembered_answers
from mdo.kernel.imports.keeping.kept_lines import line_of, lines_of
from mdo.kernel.imports.keeping.memory import remembered
from mdo.kernel.imports.keeping.stored import StoredHead, fingerprint, head_of, keep
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.plans import LineState, Part, PlannedLine
from mdo.kernel.imports.reading.found import SheetLayout
from mdo.kernel.imports.reading.spreading import RowReading, laid_out
from mdo.kernel.imports.reading.tables import read_tables
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.rejected import write_errors, write_errors_of
from mdo.kernel.imports.roundtrip.decisions import decisions_from
from mdo.kernel.imports.run import plan_apart
from mdo.kernel.workbook.reader import ReadFile
from views.base.catalogues import gettext
from views.imports.choosing import from_notes
from views.imports.uploads import ImportDraft

Tell = Callable[[int, int], None]


def rights_of(session: AnySession) -> Callable[[str, str], bool]:
    """Whether the reader has a permission on a view."""
    rights = context_of(session).rights
    return lambda permission, view: (view, permission) in rights


def name_of(kind: str, draft: ImportDraft) -> str:
    """What the journal and the list of jobs call an import."""
    return f"{gettext(KINDS[kind].label)} – {draft.name}"


def layouts_of(
    session: AnySession, kind: str, draft: ImportDraft, file: ReadFile, *, is_by_itself: bool = False
) -> list[SheetLayout]:
    """How a file is read, table by table; `is_by_itself` without anything that was chosen, now or earlier."""
    spec = KINDS[kind]
    reading = RowReading.of(spec, Register(session, context_of(session).today, rights_of(session)))
    if is_by_itself:
        return laid_out(file.all_sheets, spec, reading)
    return laid_out(file.all_sheets, spec, reading, remembered(session, kind), from_notes(draft.notes()))


def fingerprint_for(session: AnySession, draft: ImportDraft) -> str:
    """What the plan of a file depends on beside the file: the register, the reader, what was chosen and decided."""
    notes = draft.notes()
    answers = answers_for(session, draft)
    return fingerprint(session, notes.get("choices"), notes.get("decisions"), answers, draft.corrections_mark)


def answers_for(session: AnySession, draft: ImportDraft) -> Answers:
    """What was answered of this file, and of the same values before."""
    return {**remembered_answers(session), **draft.notes().get("answers", {})}


def plan_of(
    session: AnySession, kind: str, draft: ImportDraft, file: ReadFile, tell: Tell = lambda done, total: None
) -> StoredHead:
    """Makes the plan and keeps it; `tell` hears how many lines are planned, of how many."""
    mark = fingerprint_for(session, draft)
    made, parts = plan_apart(
        session,
        kind,
        file,
        today=context_of(session).today,
        can=rights_of(session),
        name=name_of(kind, draft),
        remembered=remembered(session, kind),
        choices=from_notes(draft.notes()),
        secret=current_app.config["SECRET_KEY"],
        decisions=decisions_from(draft.notes().get("decisions")),
        answers=answers_for(session, draft),
    )
    if parts is None:
        return keep(draft.plan, made, mark)
    return keep(draft.plan, made, mark, _told(parts, sum(len(table.rows) for table in made.tables), tell))


def _told(parts: Iterable[Part], total: int, tell: Tell) -> Iterator[Part]:
    done = 0
    tell(done, total)
    for part in parts:
        yield part
        done += len(part)
        tell(done, total)


def true_head(session: AnySession, kind: str, draft: ImportDraft) -> StoredHead:
    """The plan, made again if the register changed since it was made."""
    head = head_of(draft.plan)
    if head.fingerprint == fingerprint_for(session, draft):
        return head
    return plan_of(session, kind, draft, draft.read())


def write_rejected(stream: IO[bytes], session: AnySession, kind: str, draft: ImportDraft) -> None:
    """The lines in error, as they came, with what is wrong with each."""
    spec, file = KINDS[kind], draft.read()

    def lines() -> Iterator[PlannedLine]:
        held = (lines_of(draft.plan, state) for state in (LineState.ERROR, LineState.ASKED))
        return map(line_of, chain.from_iterable(held))

    if draft.is_back:
        decisions = decisions_from(draft.notes().get("decisions"))
        write_errors_of(stream, kind, file, lines, gettext, current_app.config["SECRET_KEY"], decisions)
        return
    layouts = layouts_of(session, kind, draft, file)
    tables, *_ = read_tables(file.all_sheets, spec.fields, spec.required, layouts)
    write_errors(stream, tables, lines, gettext)
