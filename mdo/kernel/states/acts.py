"""Acts on rows and the states that they lead to: who may, what is asked, what is written and refused, what follows.

A domain declares a `Machine` for a table, in `mdo/<domain>/states.py`. The screen of its acts (`views/base/acting.py`),
a button, a bulk action and a command ask it, and so does who fills the whole row: a form and an act cannot differ.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.relations import value_before
from mdo.kernel.rules.row_rules import check_row

State = Any
Effect = Callable[[Any], None]
Rules = Callable[[AnySession, Any, dt.date], None]


def nothing(*asked: Any) -> None:
    """Nothing is written, or follows."""


def never(row: Any, law: Any) -> bool:
    """For an act that no page puts forward by itself."""
    return False


@dataclass(frozen=True)
class Act:
    """One act on a row. Words are message ids.

    `name` is its address and the function that answers there; `label` its button; `title` what it is called in the
    journal, where that differs, and on its form too where it says the row itself (« %(what)s »); `help` the sentence
    over its form, `submit` the button under it.
    `asks` are the columns that its form holds, of which the `optional` may stay empty, and `more` what it asks besides;
    `today` is proposed as this day while it is empty, `among` says what is left to choose from in closed lists.

    `sources` are the states that it starts from, or tell it of a row (None: any) whose form may have been filled: they
    then ask a column that the act asks by `value_before`. `target` is the state that it leads to
    (None: as its columns say); `who` is asked besides the right to edit. `offered` says whether a page puts it forward,
    given the row and what `Machine.law` read; `leads` whether it then comes before « edit ». `propose` fills its form.
    `write` writes what is asked besides its columns, before the rules of the row; `follows` is what is written with it
    once the row is flushed. An act that says what is `done` asks nothing: it is done by one press. One that is done
    `in_bulk` is offered for many rows of a list at once too.
    """

    name: str
    label: str
    icon: str
    asks: tuple[str, ...] = ()
    title: str = ""
    address: str = ""  # where it is not its name
    help: str = ""
    submit: str = ""
    optional: tuple[str, ...] = ()
    today: tuple[str, ...] = ()
    among: Callable[[Any], Mapping[str, Iterable[Any]]] = lambda row: {}
    more: tuple[str, ...] = ()
    sources: frozenset[State] | Callable[[Any], bool] | None = None
    target: State = None
    who: Callable[[AnySession, Any], bool] = lambda session, row: True
    offered: Callable[[Any, Any], bool] = lambda row, law: True
    leads: bool = True
    done: str = ""
    propose: Callable[[AnySession, Any], Mapping[str, Any]] = lambda session, row: {}
    write: Callable[[AnySession, Any, Mapping[str, Any]], None] = nothing
    follows: Callable[[AnySession, Any], None] = nothing
    in_bulk: bool = False

    def proposed(self, session: AnySession, row: Any) -> Mapping[str, Any]:
        """What the form holds when it opens: today where a day is not said yet, and what the act proposes."""
        today = context_of(session).today
        return {name: today for name in self.today if getattr(row, name) is None} | dict(self.propose(session, row))


@dataclass(frozen=True)
class Machine:
    """The states of the rows of a table, and the acts on them, the one that comes next first.

    `stored` names the column that holds the state; where it is empty, `state_of` tells it from the other columns.
    `comes` is what coming to a state brings to other rows, once the rules hold; `leaves` what leaving it takes back,
    before they are asked. `law` reads what `offered` asks besides the row, once for all the rows of a page. `left_out`
    is what an act does not ask of this row; `elsewhere` is what it is refused with when the row has come to another
    state.
    """

    model: type
    acts: tuple[Act, ...]
    stored: str = ""
    state_of: Callable[[Any], State] = lambda row: None
    comes: Mapping[State, Effect] = field(default_factory=dict)
    leaves: Mapping[State, Effect] = field(default_factory=dict)
    law: Callable[[AnySession, Any], Any] = lambda session, row: None
    left_out: Callable[[AnySession, Act, Any], Collection[str]] = lambda session, act, row: ()
    elsewhere: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for an act that could not be done, with its name."""
        names = [act.name for act in self.acts]
        for act in self.acts:
            unknown = [name for name in act.asks if not hasattr(self.model, name)]
            wrong = (
                f"asks {unknown}, which it does not have" if unknown else
                "is declared twice" if names.count(act.name) > 1 else
                "leads to a state that no column holds" if act.target is not None and not self.stored else
                "says no refusal (elsewhere)" if act.sources is not None and not self.elsewhere else
                ""
            )  # fmt: skip
            if wrong:
                raise ValueError(f"{self.model.__name__}: the act {act.name} {wrong}.")

    def act(self, name: str) -> Act:
        """The act of this name. Raises KeyError."""
        return {act.name: act for act in self.acts}[name]

    def state(self, row: Any) -> State:
        """Where a row stands."""
        return getattr(row, self.stored) if self.stored else self.state_of(row)

    def allows(self, act: Act, row: Any) -> bool:
        """Whether an act starts from where the row stands."""
        if callable(act.sources):
            return act.sources(row)
        return act.sources is None or self.state(row) in act.sources

    def offers(self, row: Any, law: Any) -> Sequence[Act]:
        """What may be put forward of a row, the next one first."""
        return [act for act in self.acts if self.allows(act, row) and act.offered(row, law)]

    def moved(self, before: State, after: State) -> tuple[Effect, Effect]:
        """What a change of state takes back before the rules are asked, and what it brings after."""
        if before == after:
            return nothing, nothing
        return self.leaves.get(before, nothing), self.comes.get(after, nothing)

    @contextmanager
    def moving(self, row: Any) -> Iterator[None]:
        """Around the rules of a row, wherever they are asked of one that was filled: by its form or by an act."""
        leave, come = self.moved(self.state(_Before(row)), self.state(row))
        leave(row)
        yield
        come(row)


class _Before:
    """A row as it was read, whatever was set since."""

    def __init__(self, row: Any) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return value_before(self._row, name)


def write(
    machine: Machine, act: Act, session: AnySession, row: Any, asked: Mapping[str, Any], rules: Rules = check_row
) -> None:
    """Writes an act on a row whose columns are filled, whoever asks for it, then asks its rules: those of its form.

    `asked` holds what is asked besides the columns. Raises RuleViolation.
    """
    if not machine.allows(act, row):
        raise RuleViolation(machine.elsewhere)
    act.write(session, row, asked)
    if act.target is not None and machine.stored:
        setattr(row, machine.stored, act.target)
    rules(session, row, context_of(session).today)


def perform(
    machine: Machine, act: Act, session: AnySession, row: Any, asked: Mapping[str, Any], rules: Rules = check_row
) -> None:
    """Does an act without a form: fills its columns, writes it and what follows, and flushes. Raises RuleViolation."""
    with session.no_autoflush:
        for name in act.asks:
            if name in asked:
                setattr(row, name, asked[name])
        write(machine, act, session, row, asked, rules)
    session.flush()
    act.follows(session, row)
    session.flush()
