"""What was answered of values of workbooks, kept for the next ones: one's own answers, and those that are shared.

An answer names a row by its id: whoever may not see that row is neither shown nor given the answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.imports.asking import BLANK, CREATE, LEAVE, Answers, Question
from mdo.kernel.imports.batches import batches
from mdo.kernel.imports.cells.places import FAMILY, PLACES
from mdo.kernel.imports.words.names import ID
from mdo.kernel.labels import ENUM_LABELS
from mdo.kernel.rights.roles import RoleCode
from mdo.kernel.scope.clauses import held_role_ids
from models.accounts import Role
from models.base import Record
from models.preferences import ImportAnswer
from models.text import fold

SHARE = ("SavedViewView", "can_share")
MOST_NAMES = 2_000  # beyond, a list of them helps nobody
_LONGEST = 250
_BLANKS = {BLANK: N_("The cell is left empty"), CREATE: N_("It is created")}


@dataclass(frozen=True)
class Kept:
    """An answer that is kept: its row, what the value stands for in words, whether it is the reader's own."""

    row: ImportAnswer
    answer: str
    is_own: bool


def remembered_answers(session: AnySession) -> dict[str, str]:
    """By key of a question, those of the reader, else those shared with a role of hers; none for the command line."""
    return {kept.row.key: kept.row.answer for kept in reversed(kept_answers(session, str))}


def kept_answers(session: AnySession, translate: Translate) -> list[Kept]:
    """The answers that the reader may use, of rows in her sight: her own, then the shared ones, the latest first."""
    actor_id = context_of(session).actor_id
    if actor_id is None:
        return []
    readable = or_(ImportAnswer.user_id == actor_id, ImportAnswer.role_id.in_(held_role_ids(actor_id)))
    asked = select(ImportAnswer).where(readable).options(joinedload(ImportAnswer.user))
    asked = asked.order_by(ImportAnswer.value, ImportAnswer.updated_at.desc())
    rows = sorted(session.scalars(asked), key=lambda row: row.user_id != actor_id)
    words = _in_words(session, rows, translate)
    return [Kept(row, words[row.id], row.user_id == actor_id) for row in rows if row.id in words]


def remember_answers(session: AnySession, questions: Iterable[Question], answers: Answers, *, is_shared: bool) -> None:
    """Keeps what was answered to the questions of values; lines left aside are asked of again. Flushes."""
    actor_id = context_of(session).actor_id
    if actor_id is None:
        return
    rows = {row.key: row for row in session.scalars(select(ImportAnswer).where(ImportAnswer.user_id == actor_id))}
    role_id = session.scalar(select(Role.id).where(Role.name == RoleCode.MISSION)) if is_shared else None
    for question in questions:
        answer = answers.get(question.key)
        is_choice = answer in {option.value for option in question.options} or str(answer).startswith(ID)
        if not question.family or answer is None or answer == LEAVE or not is_choice:
            continue
        row = rows.get(question.key)
        if row is None:
            row = ImportAnswer(user_id=actor_id, key=question.key, value=str(question.params["value"])[:_LONGEST])
            session.add(row)
        row.answer, row.header = answer, question.column[:_LONGEST]
        row.role_id = role_id or row.role_id
    session.flush()


def names_in_sight(session: AnySession, family: str) -> dict[str, str]:
    """What one may type in answer of a family of rows: the names of those that the reader sees, with their answers."""
    model = None if "@" in family else _model(family)  # of one body or kind: those are among the options
    if model is None:
        return {}
    rows = session.scalars(select(model).limit(MOST_NAMES + 1)).unique().all()
    return {} if len(rows) > MOST_NAMES else {str(row): f"{ID}{row.id}" for row in rows}


def as_chosen(typed: str, names: Mapping[str, str]) -> str:
    """The answer of the one row that bears the name that was typed; else what was typed."""
    found = [answer for name, answer in names.items() if fold(name) == fold(typed)]
    return found[0] if len(found) == 1 else typed


def _in_words(session: AnySession, rows: Iterable[ImportAnswer], translate: Translate) -> dict[int, str]:
    """What answers say, by id; those that name a row out of sight say nothing."""
    found: dict[int, str] = {}
    by_model: dict[Any, dict[int, list[int]]] = {}
    for row in rows:
        family, number = _family(row.key), row.answer.removeprefix(ID)
        model = _model(family)
        if row.answer in _BLANKS:
            found[row.id] = translate(_BLANKS[row.answer])
        elif model is not None and number.isdecimal():
            by_model.setdefault(model, {}).setdefault(int(number), []).append(row.id)
        elif model is None:
            found[row.id] = _word(family, row.answer, translate)
    for model, ids in by_model.items():
        for batch in batches(ids):
            for seen in session.scalars(select(model).where(model.id.in_(batch))).unique():
                found.update(dict.fromkeys(ids[seen.id], str(seen)))
    return found


def _family(key: str) -> str:
    return key.partition(":")[0]


def _model(family: str) -> Any:
    """The table of a family, « College@type 3 »; None of a closed list."""
    name = family.partition("@")[0]
    return next((mapper.class_ for mapper in Record.registry.mappers if mapper.class_.__name__ == name), None)


def _word(family: str, answer: str, translate: Translate) -> str:
    if family == FAMILY and answer in PLACES:
        return PLACES[answer].text(translate)
    labels = next((words for kind, words in ENUM_LABELS.items() if kind.__name__ == family), {})
    return translate(next((label for member, label in labels.items() if member == answer), answer))
