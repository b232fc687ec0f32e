"""Asks what the name of a line leaves open: which of its words is the last name."""

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.written.drafts import key_of
from mdo.people.import_persons import UndecidedName, names_of
from mdo.people.name_words import in_order, order_of

_ORDER = N_("Which comes first in « %(column)s », as in « %(value)s »?")
_LAST_FIRST, _FIRST_FIRST = Option("last", N_("The last name")), Option("first", N_("The first name"))
_WHICH = N_("Which is the last name in « %(value)s »?")
_READ_IN_ORDER = N_(
    "« %(value)s » is read as « %(last)s » (last name), « %(first)s » (first name), as the whole column."
)
_MOST_WORDS = 6


def name_of(planner: LinePlanner) -> tuple[str, str | None] | None:
    """Last and first names of a line; None when they are asked. Raises RuleViolation for a line without a name."""
    try:
        return names_of(planner.values)
    except UndecidedName:
        text: str = planner.values["full_name"]
    column = planner.header("full_name")
    is_last_first = order_of(column)
    if is_last_first is None and in_order(text, is_last_first=True):
        question = Question(
            key_of("order", column),
            _ORDER,
            {"column": column, "value": text},
            (_LAST_FIRST, _FIRST_FIRST),
            column=column,
        )
        answer = planner.ask(question)
        if answer not in ("last", "first"):
            return None
        is_last_first = answer == "last"
    found = None if is_last_first is None else in_order(text, is_last_first=is_last_first)
    if found is None:
        return _chosen(planner, text, column)
    told = planner.register.once(_told_columns)
    if column not in told:
        told.add(column)
        planner.planned.notes.append((_READ_IN_ORDER, {"value": text, "last": found[0], "first": found[1]}))
    return found


def _told_columns(session: AnySession) -> set[str]:
    """The columns whose order was told: none yet."""
    return set()


def _chosen(planner: LinePlanner, text: str, column: str) -> tuple[str, str] | None:
    """The parts of a name of many words, as they were chosen."""
    words = text.split()[:_MOST_WORDS]
    ways = []
    for place in range(1, len(words)):
        one, other = " ".join(text.split()[:place]), " ".join(text.split()[place:])
        ways += [(one, other), (other, one)]
    parts = {f"{last}, {first}": (last, first) for last, first in ways}
    options = tuple(Option(words, words, is_text=True) for words in parts)
    answer = planner.ask(Question(key_of("name", text), _WHICH, {"value": text}, options, column=column))
    return parts.get(answer or "")
