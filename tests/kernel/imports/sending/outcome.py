"""Runs a workbook as it was sent through `plan` and `apply`, with its answers, and tells what differs line by line."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.asking import Gathered, Question
from mdo.kernel.imports.cells.values import shown
from mdo.kernel.imports.keeping.corrections import cell_at, corrected
from mdo.kernel.imports.plans import ImportPlan, LineError, LineState, PlannedLine
from mdo.kernel.imports.run import apply, plan
from mdo.kernel.workbook.reader import ReadFile, read_file
from tests.kernel.imports.sending.answering import Given, answer, translate
from tests.kernel.imports.sending.cells import cells_wrong, columns_shown, unsaid
from tests.kernel.imports.sending.comparing import Place, compare, may_be_refused
from tests.kernel.imports.sending.correcting import asks_of, corrections_of, place_of
from tests.kernel.imports.sending.standing import stand
from tests.kernel.imports.sending.written import facts_of
from tests.kernel.imports.sent.lines import Line
from tests.support import TODAY

_ROUNDS = 6


@dataclass
class Outcome:
    """What became of a file: by line what differs, and what differs of the whole."""

    name: str
    lines: list[Line]
    wrong: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    whole: list[str] = field(default_factory=list)
    said: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    given: Given = field(default_factory=Given)

    @property
    def right(self) -> int:
        """How many lines are as expected."""
        return sum(not self.wrong.get((line["sheet"], line["row"])) for line in self.lines)

    @property
    def is_whole(self) -> bool:
        """Whether nothing differs."""
        return self.right == len(self.lines) and not self.whole

    def screen(self, *, says_all: bool = False) -> str:
        """All that differs, a line of the file a paragraph."""
        rows = [f"{self.name}: {self.right} of {len(self.lines)} lines"]
        rows += [f"  ! {each}" for each in self.whole]
        for line in self.lines:
            place = line["sheet"], line["row"]
            if self.wrong.get(place) or says_all:
                rows.append(f"  {line['sheet']} {line['row']} (expected {line['fate']} {line['cells']})")
                rows += [f"      {each}" for each in self.wrong.get(place, ())]
                rows += [f"      · {each}" for each in self.said.get(place, ())]
        return "\n".join(rows)


def text_of(question: Question) -> str:
    """A question in French, as its reader has it."""
    return question.text(translate)


def run(session: Session, module: ModuleType, folder: Path) -> Outcome:
    """Runs it: what stands before, the plan, the answers, the writing, and the same again."""
    outcome = Outcome(module.__name__.rsplit(".", 1)[-1], module.LINES)
    stand(session, module)
    before = {(fact.what, fact.row.id) for fact in facts_of(session)}
    path = folder / module.FILE
    module.workbook(path)
    try:
        file = read_file(path)
        given = outcome.given
        first = _planned(session, module, file, given)
    except (RuleViolation, KeyError) as refused:
        outcome.whole.append(f"refused: {refused.text(translate) if isinstance(refused, RuleViolation) else refused!r}")
        for line in module.LINES:
            if line["fate"] != "blank":
                outcome.wrong[line["sheet"], line["row"]].append("the file is refused")
        return outcome
    corrections = corrections_of(module, file, first)
    _fates(outcome, module, first, file)
    _cells(outcome, module, first)
    if corrections:  # typed in the fields of the preview, before its questions are answered
        file = corrected(file, corrections)
        given.rounds += 1
    made = _answered(session, module, file, given, _planned(session, module, file, given) if corrections else first)
    outcome.whole += [f"not foreseen: {text}" for text in given.unforeseen]
    outcome.whole += [f"no answer fits: {text}" for text in given.unanswered]
    _held_back(outcome, module, made)
    _of_the_file(outcome, made)
    if not made.file_errors and any(line.writes and not line.is_held_back for line in made.lines):
        apply(session, made, only_valid=True)
        session.flush()
    of_rows: dict[int, set[Place]] = defaultdict(set)
    for line in made.lines:
        for write in line.writes:
            of_rows[id(write.target.row)].add((_sheet(module, line.sheet), line.number))
    found = compare(module, facts_of(session), before, of_rows)
    for place, wrong in found.wrong.items():
        outcome.wrong[place] += wrong
    outcome.whole += found.elsewhere
    session.commit()
    session.expire_all()
    _again(outcome, module, _planned(session, module, corrected(read_file(path), corrections), given))
    return outcome


def _answered(session: Session, module: ModuleType, file: Any, given: Given, first: ImportPlan) -> ImportPlan:
    """The plan once its questions have their answers."""
    made = first
    for _ in range(_ROUNDS):
        gathered = Gathered()
        for line in made.lines:
            gathered.add(_sheet(module, line.sheet), line.number, line.questions)
        if not answer(given, gathered.all(), module, text_of):
            break
        given.rounds += 1
        made = _planned(session, module, file, given)
    return made


def answers_of(session: Session, module: ModuleType, path: Path) -> Given:
    """The answers that a file asks for, of a register that stands."""
    given, file = Given(), read_file(path)
    _answered(session, module, file, given, _planned(session, module, file, given))
    return given


def _planned(session: Session, module: ModuleType, file: Any, given: Given) -> ImportPlan:
    return plan(session, module.KIND, file, today=TODAY, name=module.FILE, answers=given.answers)


def _sheet(module: ModuleType, sheet: str) -> str:
    return "csv" if hasattr(module, "ENCODING") else sheet


def _by_place(module: ModuleType, made: ImportPlan) -> dict[Place, list[PlannedLine]]:
    lines: dict[Place, list[PlannedLine]] = defaultdict(list)
    for line in made.lines:
        lines[_sheet(module, line.sheet), line.number].append(line)
    return lines


def fate_of(parts: list[PlannedLine]) -> str:
    """What became of a row at first, in the words of the modules."""
    if not parts:
        return "nothing"
    if any(part.errors for part in parts):
        return "error"
    if any(part.questions for part in parts):
        return "asked"
    return "left" if all(part.state is LineState.LEFT for part in parts) else "taken"


# What is as good: titles and headers are told as left out with what they say, and a sheet left aside is told once.
_AS_GOOD = {"blank": {"nothing"}, "left": {"left"}, "header": {"nothing", "left"}}


def _fates(outcome: Outcome, module: ModuleType, made: ImportPlan, file: ReadFile) -> None:
    planned = _by_place(module, made)
    aside = {_sheet(module, name) for name in (*made.ignored_sheets, *made.hidden_sheets)}
    for line in module.LINES:
        place = line["sheet"], line["row"]
        parts = planned.get(place, [])
        fate = fate_of(parts)
        if fate == "error" and all(_is_asked(module, made, file, error) for part in parts for error in part.errors):
            fate = "asked"  # each is a field of the preview
        good = {line["fate"], *(other["fate"] for other in line.get("or", ()) if "fate" in other)}
        good |= _AS_GOOD.get(line["fate"], set()) | ({"error"} if may_be_refused(line) else set())
        if line.get("reason"):
            good |= {"left"} if line["fate"] == "taken" else set()
        if line.get("reason") == "header":
            good |= _AS_GOOD["header"]
        if line["fate"] == "left" and line["sheet"] in aside:
            good.add("nothing")
        outcome.said[place] += _said(parts)
        if fate not in good:
            outcome.wrong[place].append(f"{fate} instead of {' or '.join(sorted(good))}{_why(parts)}")


def _cells(outcome: Outcome, module: ModuleType, made: ImportPlan) -> None:
    """The cells of a line, and what is told of it."""
    planned = _by_place(module, made)
    told = {place: _told(parts) for place, parts in planned.items()}
    of_file = [text for texts in told.values() for text in texts] + columns_shown(made)
    for line in module.LINES:
        place = line["sheet"], line["row"]
        if line["fate"] in {"taken", "asked"} and (
            cells := cells_wrong(line, planned.get(place, []), made, told.get(place, ()))
        ):
            outcome.wrong[place].append(f"cells {line['cells']}, are {cells}")
        for text in unsaid(line, [*told.get(place, ()), *of_file]):
            outcome.wrong[place].append(f"the preview does not say « {text} »")


def _told(parts: list[PlannedLine]) -> list[str]:
    """All that is said of a row, its errors and what waits behind them too."""
    notes = [RuleViolation(message, **params).text(translate) for part in parts for message, params in part.notes]
    return [*_said(parts), *notes, *(error.text(translate) for part in parts for error in part.errors)]


def _is_asked(module: ModuleType, made: ImportPlan, file: ReadFile, error: LineError) -> bool:
    place = place_of(made, error)
    return place is not None and asks_of(module, error, shown(cell_at(file.all_sheets, place)))


def _said(parts: list[PlannedLine]) -> list[str]:
    said = []
    for part in parts:
        of = f"[{part.part}] " if part.part else ""
        said += [f"{of}{RuleViolation(message, **params).text(translate)}" for message, params in part.remarks]
        said += [f"{of}? {text_of(question)}" for question in part.questions]
        if part.left:
            said.append(f"{of}left: {RuleViolation(part.left[0], **part.left[1]).text(translate)}")
    return said


def _why(parts: list[PlannedLine]) -> str:
    texts = [f"{error.column}: {error.text(translate)}" for part in parts for error in part.errors]
    texts += [f"? {text_of(question)}" for part in parts for question in part.questions]
    return f" ({' | '.join(texts)})" if texts else ""


def _held_back(outcome: Outcome, module: ModuleType, made: ImportPlan) -> None:
    """Lines that wait, or are in error, once all is answered."""
    refused = {(line["sheet"], line["row"]) for line in module.LINES if may_be_refused(line)}
    for place, parts in _by_place(module, made).items():
        for part in parts:
            if part.is_held_back and not (part.errors and place in refused):
                outcome.wrong[place].append(f"once answered{_why([part])}")


def _of_the_file(outcome: Outcome, made: ImportPlan) -> None:
    for error in made.file_errors:
        outcome.whole.append(f"file: {error.sheet} {error.line} {error.column} {error.text(translate)}")


def _again(outcome: Outcome, module: ModuleType, made: ImportPlan) -> None:
    """The same file again, with the same answers, writes nothing."""
    for line in made.lines:
        if line.writes and not line.is_held_back and not line.errors:
            changed = ", ".join(f"{change.label} {change.before!r} → {change.after!r}" for change in line.changes)
            outcome.wrong[_sheet(module, line.sheet), line.number].append(
                f"again, it writes: {line.state.value} {changed}"
            )
