"""Lines that say the same thing: a form that was answered twice, a supplier who stands twice in a list."""

from collections.abc import Iterable, Sequence
from typing import Any

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import LEFT_ASIDE, Option, Question
from mdo.kernel.imports.lines import LinePlanner, is_same, is_same_words, refuse_contradictions
from models.text import fold

_TWICE = N_("Lines %(lines)s say the same thing (%(who)s): what is kept?")
_EACH_ITS_OWN = N_("Lines %(lines)s speak of the same record, each in its own way (%(who)s): which one is kept?")
_ONE_NUMBER = N_("Lines %(lines)s bear one number, %(number)s, and several names (%(who)s): which one is kept?")
_NOT_ONE = N_("The lines %(lines)s are different records, as answered, and bear one number (%(number)s): correct it.")
_JOINS = N_("The record is the one that line %(line)d makes: it is made once.")
_TOGETHER, _FIRST, _LAST, _APART = "together", "first", "last", "apart"
_DIFFERENT = Option(_APART, N_("None: they are different records, and a number is wrong"))
_ALL = Option(_TOGETHER, N_("All that they say, once"))
_ONE = (Option(_FIRST, N_("The first line; leave the others")), Option(_LAST, N_("The last line; leave the others")))


def ask_twice(
    planners: Iterable[LinePlanner],
    keys: Iterable[Any],
    column: str,
    attached: tuple[type, ...] = (),
    number: str = "",
) -> None:
    """Asks once of the lines that have one key what is kept of them; a None key is no key.

    Where they are one by the field `number` alone, it is told, and they may be different records.
    What they say together is offered where they write the same rows, those that are `attached` to it aside, and
    contradict each other nowhere.
    """
    by_key: dict[Any, list[LinePlanner]] = {}
    for planner, key in zip(planners, keys, strict=True):
        if key is not None:
            by_key.setdefault(key, []).append(planner)
    for group in by_key.values():
        if len(group) > 1:
            _ask(group, column, attached, number)


def _ask(group: Sequence[LinePlanner], column: str, attached: tuple[type, ...], number: str) -> None:
    places = [(*planner.line.table, planner.line.number) for planner in group]
    lines = ", ".join(str(number) for *_, number in places)
    written = [
        {id(write.target.row) for write in planner.planned.writes if not isinstance(write.target.row, attached)}
        for planner in group
    ]
    is_of_one = max(written, key=len) == set.union(*written) and not _disagree(group)
    labels = [planner.planned.label for planner in group]
    named = list(dict.fromkeys(filter(None, labels)))
    differ = all(labels) and len(named) == len(labels)
    each = tuple(Option(str(at), label, is_text=True) for at, label in enumerate(labels)) if differ else _ONE
    numbers = {"".join(str(planner.values.get(number, "")).split()) for planner in group} if differ else set()
    one_number = numbers.pop() if len(numbers) == 1 else ""
    options = (*((_ALL,) if is_of_one else ()), *each, *((_DIFFERENT,) if one_number else ()))
    params = {"lines": lines, "who": ", ".join(named) or "…", **({"number": one_number} if one_number else {})}
    # An answer is of what was compared: once another answer makes these lines say something else, it is asked again.
    key = ":".join(("twice", column, str(places), *map(fold, named)))
    message = _ONE_NUMBER if one_number else _EACH_ITS_OWN if differ else _TWICE
    question = Question(key, message, params, options, column=group[0].header(column))
    answers = [planner.ask(question) for planner in group]
    if answers[0] == _TOGETHER:
        refuse_contradictions({write.target for planner in group for write in planner.planned.writes})
        for planner in group[1:]:
            planner.planned.joins = group[0].planned
            planner.planned.notes.append((_JOINS, {"line": group[0].line.number}))
    elif answers[0] == _APART:
        for planner in group:
            planner.fail(number, _NOT_ONE, lines=lines, number=one_number)
    elif answers[0] in {option.value for option in each}:
        places_kept = {_FIRST: 0, _LAST: len(group) - 1}
        kept = group[places_kept[answers[0]] if answers[0] in places_kept else int(answers[0])]
        for planner in group:
            if planner is not kept:
                _leave(planner, RuleViolation(question.message, **params))


def _disagree(group: Sequence[LinePlanner]) -> bool:
    """Whether two of the lines say something else of one row."""
    targets = {id(write.target): write.target for planner in group for write in planner.planned.writes}.values()
    for target in targets:
        for name, said in target.said.items():
            own = [value for planner, value in said if any(planner is one for one in group)]
            if not all(is_same_words(own[0], value) or is_same(name, own[0], value) for value in own[1:]):
                return True
    return False


def _leave(planner: LinePlanner, question: RuleViolation) -> None:
    """Leaves a line aside: what it says of the row is forgotten."""
    planner.planned.left = LEFT_ASIDE, {"question": question}
    for write in planner.planned.writes:
        for name, said in write.target.said.items():
            write.target.said[name] = [each for each in said if each[0] is not planner]
