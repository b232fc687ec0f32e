"""The one door to the rules of rows, of any table: what a form refuses, an undo and a restore refuse in its words."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import inspect

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import RuleViolation, gather
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.declared import RULES, nothing
from mdo.kernel.rules.free_texts import check_stored, check_written
from mdo.kernel.rules.phones import check_phones

_BATCH = 500
_NOT_PUT_BACK = N_("Nothing was put back, since « %(name)s » would break a rule. %(rule)s")
_NOT_TAKEN_AWAY = N_("Nothing was undone, since « %(name)s » cannot be taken away. %(rule)s")


def check_row(session: AnySession, row: Any, today: dt.date) -> None:
    """The rules of a row that a form is about to write, which they may tidy and complete. Raises RuleViolation."""
    rules = RULES.get(type(row))
    asked = () if rules is None else (partial(rules.written, session, row, today),)
    gather(*asked, partial(check_written, row), partial(check_phones, row))


def check_removal(session: AnySession, row: Any, today: dt.date) -> None:
    """The rules of a deletion. Raises RuleViolation."""
    rules = RULES.get(type(row))
    if rules is not None:
        rules.removal(session, row, today)


def is_removal_ruled(model: type) -> bool:
    """Whether a rule is asked when a row of this table goes."""
    rules = RULES.get(model)
    return rules is not None and (rules.removal is not nothing or rules.undone is not None)


def check_rows(session: AnySession, rows: Sequence[Any], today: dt.date) -> None:
    """Raises RuleViolation, with the name of the row and its sentence, for the first that breaks a rule."""
    for broken in broken_rules(session, rows, today):
        raise broken


def broken_rules(session: AnySession, rows: Sequence[Any], today: dt.date) -> Iterator["BrokenRule"]:
    """The stored rows that break a rule, one refusal for each rule of them; none is left other than it was."""
    for model, asked in RULES.items():
        if asked.together is None:
            continue
        many = [row for row in rows if isinstance(row, model)]
        for start in range(0, len(many), _BATCH):
            batch = many[start : start + _BATCH]
            rule = asked.together(session, batch)
            for row in batch:
                try:
                    with _left_as_it_was(row):
                        rule(session, row, today)
                except RuleViolation as refusal:
                    yield BrokenRule.of(row, refusal)
    for row in rows:
        rules = RULES.get(type(row))
        judges = () if rules is None else (partial(rules.stored or rules.written, session, row, today),)
        for ask in (*judges, partial(check_stored, row)):
            try:
                with _left_as_it_was(row):
                    ask()
            except RuleViolation as refusal:
                yield BrokenRule.of(row, refusal)


def kept_by_rules(session: AnySession, rows: Sequence[Any], today: dt.date) -> Iterator["BrokenRule | Remaining"]:
    """What is refused of rows that are about to go with the operation that made them.

    Yields refusals, and what is left to ask once all of them are gone.
    """
    for row in rows:
        rules = RULES.get(type(row))
        if rules is None:
            continue
        try:
            after = (rules.undone or rules.removal)(session, row, today)
        except RuleViolation as refusal:
            yield BrokenRule.of(row, refusal, _NOT_TAKEN_AWAY)
        else:
            if after is not None:
                yield Remaining((type(row).__name__, row.id), str(row), after)


class Remaining:
    """A rule that is asked once a row is gone; the refusal bears the name that the row had."""

    def __init__(self, key: tuple[str, int], name: str, ask: Callable[[], None]) -> None:
        self._key, self._name, self._ask = key, name, ask

    def broken(self) -> "BrokenRule | None":
        """The refusal, if there is one."""
        try:
            self._ask()
        except RuleViolation as refusal:
            return BrokenRule(self._key, self._name, refusal, _NOT_TAKEN_AWAY)
        return None


@contextmanager
def _left_as_it_was(row: Any) -> Iterator[None]:
    """Rules tidy and complete what a form wrote: here they only judge."""
    before = {attribute.key: getattr(row, attribute.key) for attribute in inspect(type(row)).column_attrs}
    try:
        yield
    finally:
        for name, value in before.items():
            if getattr(row, name) != value:
                setattr(row, name, value)


class BrokenRule(RuleViolation):
    """What would come back or go breaks a rule: nothing is written. The sentence holds that of the rule.

    `key` says which row (its class and id), `name` is the row in words.
    """

    def __init__(self, key: tuple[str, int], name: str, rule: RuleViolation, sentence: str = _NOT_PUT_BACK) -> None:
        self.key, self.name = key, name
        super().__init__(sentence, name=name, rule=rule)

    @classmethod
    def of(cls, row: Any, rule: RuleViolation, sentence: str = _NOT_PUT_BACK) -> "BrokenRule":
        """That of a row."""
        return cls((type(row).__name__, row.id), str(row), rule, sentence)
