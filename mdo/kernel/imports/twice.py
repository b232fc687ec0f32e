"""Lines that say the same thing: a form that was answered twice, a supplier who stands twice in a list."""

from collections.abc import Iterable, Sequence
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import LEFT_ASIDE, Option, Question
from mdo.kernel.imports.lines import LinePlanner, refuse_contradictions

_TWICE = N_("Lines %(lines)s say the same thing (%(who)s): what is kept?")
_TOGETHER, _FIRST, _LAST = "together", "first", "last"
_ALL = Option(_TOGETHER, N_("All that they say, once"))
_ONE = (Option(_FIRST, N_("The first line; leave the others")), Option(_LAST, N_("The last line; leave the others")))


def ask_twice(planners: Iterable[LinePlanner], keys: Iterable[Any], column: str) -> None:
    """Asks once of the lines that have one key what is kept of them; a None key is no key.

    What they say together is offered where they write the same rows; those that do not agree are then in error.
    """
    by_key: dict[Any, list[LinePlanner]] = {}
    for planner, key in zip(planners, keys, strict=True):
        if key is not None:
            by_key.setdefault(key, []).append(planner)
    for group in by_key.values():
        if len(group) > 1:
            _ask(group, column)


def _ask(group: Sequence[LinePlanner], column: str) -> None:
    places = [(*planner.line.table, planner.line.number) for planner in group]
    lines = ", ".join(str(number) for *_, number in places)
    who = next((planner.planned.label for planner in group if planner.planned.label), "…")
    written = [{id(write.target.row) for write in planner.planned.writes} for planner in group]
    is_of_one = max(written, key=len) == set.union(*written)
    labels = [planner.planned.label for planner in group]
    differ = all(labels) and len(set(labels)) == len(labels)
    each = tuple(Option(str(at), label, is_text=True) for at, label in enumerate(labels)) if differ else _ONE
    options = (*((_ALL,) if is_of_one else ()), *each)
    params = {"lines": lines, "who": who}
    question = Question(f"twice:{column}:{places}", _TWICE, params, options, column=group[0].header(column))
    answers = [planner.ask(question) for planner in group]
    if answers[0] == _TOGETHER:
        refuse_contradictions({write.target for planner in group for write in planner.planned.writes})
    elif answers[0] in {option.value for option in each}:
        places_kept = {_FIRST: 0, _LAST: len(group) - 1}
        kept = group[places_kept[answers[0]] if answers[0] in places_kept else int(answers[0])]
        for planner in group:
            if planner is not kept:
                _leave(planner, RuleViolation(question.message, **params))


def _leave(planner: LinePlanner, question: RuleViolation) -> None:
    """Leaves a line aside: what it says of the row is forgotten."""
    planner.planned.left = LEFT_ASIDE, {"question": question}
    for write in planner.planned.writes:
        for name, said in write.target.said.items():
            write.target.said[name] = [each for each in said if each[0] is not planner]
