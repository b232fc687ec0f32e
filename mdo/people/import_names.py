"""Asks what the name of a line leaves open: which of its words is the last name, whether two lines are one person."""

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.written.drafts import key_of
from mdo.people.import_persons import Evidence, KnownPerson, PeopleIndex, UndecidedName, names_of
from mdo.people.name_words import in_order, order_of

_ORDER = N_("Which comes first in « %(column)s », as in « %(value)s »?")
_LAST_FIRST, _FIRST_FIRST = Option("last", N_("The last name")), Option("first", N_("The first name"))
_WHICH = N_("Which is the last name in « %(value)s »?")
_READ_IN_ORDER = N_(
    "« %(value)s » is read as « %(last)s » (last name), « %(first)s » (first name), as the whole column."
)
_SAME = N_("« %(name)s » stands on several lines with nothing more to tell: is it one person?")
_ONE, _SEVERAL = (
    Option("one", N_("One person, with a mandate a line")),
    Option("several", N_("Namesakes: a person a line")),
)
_SAME_PERSON = N_("The same person as on line %(line)d of « %(sheet)s »: one person, several mandates.")
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


def same_elsewhere(planner: LinePlanner, index: PeopleIndex, evidence: Evidence) -> KnownPerson | None:
    """Someone whom another line of the file adds and who has the same name, once it was said that both are one."""
    others = [known for known in index.namesakes(planner.values) if known.target.is_new and known.may_be(evidence)]
    if not others:
        return None
    name = str(others[0].target.row)
    question = Question(key_of("same", name), _SAME, {"name": name}, (_ONE, _SEVERAL))
    for other in others:
        for line in other.lines:
            line.ask(question)
    return others[0] if planner.ask(question) == _ONE.value else None


def tell_same_person(planner: LinePlanner, known: KnownPerson) -> None:
    """Says of a line that another sheet speaks of the same person."""
    first = next((line.line for line in known.lines if line.line.sheet != planner.line.sheet), None)
    if first is not None:
        planner.planned.notes.append((_SAME_PERSON, {"line": first.number, "sheet": first.sheet}))
