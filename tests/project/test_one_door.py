"""The rules that a view asks of its rows are those of the one door, which undo and restore ask (row_rules.py)."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.rules.declared import RULES, nothing
from mdo.kernel.states.acts import Machine
from models.accounts import Role, User
from models.amendments import Amendment, Renewal
from models.contracts import Contract, ProcurementStep
from models.meetings import Meeting
from models.preferences import SavedView
from views.domains import SCREENS

# Rules that are asked of a form alone, by the function that raises them, each with its reason.
OF_FORMS = {
    ("mdo.amendments.rules", "write_amendment"): "what a form leaves empty; it asks the door's rule besides",
    ("mdo.amendments.states", "take_back"): "moves the end of the contract, which an undo sets back itself",
    ("mdo.amendments.renewals", "_complete"): "what a form leaves empty: it completes the row",
    ("mdo.amendments.renewals", "_take_back"): "moves the end of the contract, which an undo sets back itself",
    ("mdo.contracts.numbers", "complete_contract"): "gives the number that a form leaves empty",
    ("mdo.requests.numbers", "complete_request"): "gives the number that a form leaves empty",
    ("mdo.instances.lifecycle", "_check_order"): "the day of a change of state; an undo takes the change back",
    ("mdo.instances.lifecycle", "_check_transition"): "the same",
    ("mdo.contracts.file_days", "_is_taken_off"): "asks whether a file may do without a day; it refuses nothing",
    ("mdo.instances.dissolution", "mandates_to_end"): "the mandates that end with a body; no undo dissolves one",
}
# What a row writes in another, whose own rules an undo of both asks.
WRITES_IN = {ProcurementStep: Contract}
# Accounts and roles are not undone.
NOT_UNDONE = (User, Role)


def reached(function: Any, owner: type | None = None) -> Iterator[tuple[str, str]]:
    """The functions of `mdo` that raise a refusal, among those that a function may come to call."""
    seen: set[CodeType] = set()
    asked = [function]
    while asked:
        here = asked.pop()
        here = getattr(here, "__wrapped__", here)
        if not isinstance(here, FunctionType) or here.__code__ in seen:
            continue
        seen.add(here.__code__)
        names = _names_of(here.__code__)
        if here.__module__.startswith("mdo.") and "RuleViolation" in names:
            yield here.__module__, here.__name__
        for name in names:
            found = here.__globals__.get(name)
            if isinstance(found, ModuleType):
                asked += [getattr(found, other) for other in names if hasattr(found, other)]
            elif isinstance(found, Machine):
                asked += [*found.leaves.values(), *found.comes.values()]
            elif isinstance(found, FunctionType) and found.__module__.partition(".")[0] in ("mdo", "views"):
                if found.__module__ != "mdo.kernel.rules.row_rules":
                    asked.append(found)
            elif owner is not None and name in ("check", "_check", "check_delete", "complete") and name not in seen:
                asked.append(getattr(owner, name, None))


def _names_of(code: CodeType) -> set[str]:
    inner = (_names_of(part) for part in code.co_consts if isinstance(part, CodeType))
    return set(code.co_names).union(*inner)


@cache
def of_the_door(model: type) -> frozenset[tuple[str, str]]:
    """What undo and restore ask of the rows of a table."""
    rules = RULES.get(model)
    if rules is None:
        return frozenset()
    asked = [rules.written, rules.stored, rules.removal, rules.undone]
    return frozenset(found for rule in asked if rule not in (None, nothing) for found in reached(rule))


def _views() -> list[Any]:
    shown = (view for each in SCREENS for view in (*each.views, *each.for_all))
    return [view for view in shown if hasattr(view, "check") and getattr(view, "model", None) is not None]


@pytest.mark.parametrize("view", _views(), ids=lambda view: view.__name__)
def test_a_view_asks_no_rule_that_an_undo_does_not(view: Any) -> None:
    if view.model in NOT_UNDONE:
        return
    asked = {*reached(view.check, view), *reached(view.check_delete, view)}
    by_undo = of_the_door(view.model) | of_the_door(WRITES_IN.get(view.model, view.model))
    assert asked - by_undo - OF_FORMS.keys() == set()


# An importer that asks less than the door of its table, and why.
LESS = {
    "elected_officials": "it writes the account of a body alone, of which no rule speaks",
    "suppliers": "a line of a known identifier is that supplier's: `check_not_twice` has nothing to refuse",
    "applications": "an import deletes nothing",
    "contracts": "an import deletes nothing",
    "events": "an import deletes nothing",
    "registrations": "the lists of a file are read once: `place` asks of them what the door asks of the database",
    "attendance": "a line that represents someone is in use: a workbook that comes back without it leaves it",
}


@pytest.mark.parametrize("name", sorted(KINDS.keys() - LESS.keys()))
def test_an_importer_asks_what_the_door_asks(name: str) -> None:
    module = import_module(KINDS[name].plan_lines.__module__)
    own = [found for found in vars(module).values() if getattr(found, "__module__", "") == module.__name__]
    functions = [part for found in own for part in (vars(found).values() if isinstance(found, type) else [found])]
    asked = {rule for function in functions for rule in reached(function)}
    assert of_the_door(KINDS[name].model) - asked == set()


def test_the_walk_sees_the_rules_of_views() -> None:
    """Those that have rules of their own around the door's."""
    own = {view.model for view in _views() if {*reached(view.check, view), *reached(view.check_delete, view)}}
    assert {Amendment, Renewal, SavedView} <= own
    assert len(of_the_door(Meeting)) >= 2
