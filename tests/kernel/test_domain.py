"""What domains declare is handed over once: two of one name, or of one place, stop the start."""

import re
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select

from mdo.kernel import domain as kernel
from mdo.kernel import forgotten
from mdo.kernel.base.context import Context
from mdo.kernel.base.declaring import add_once
from mdo.kernel.domain import Domain, hand_over
from mdo.kernel.forgotten import check_nothing_forgotten
from mdo.kernel.rights import roles
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.rules.declared import RULES, RowRules, nothing
from mdo.kernel.scope import awards, placements
from mdo.kernel.scope.limits import Scope
from mdo.kernel.scope.placements import Bodies, Clauses, Places
from mdo.kernel.search.kinds import SearchKind
from mdo.kernel.search.sources import SearchSource
from mdo.kernel.sessions import factory
from mdo.kernel.sessions.hooks import Hook
from models.people import Person
from models.placement import AsPerson, MissionOnly, Placement
from tests.support import TODAY


def test_what_was_declared_is_not_declared_again() -> None:
    rules = RULES[Person]
    with pytest.raises(ValueError, match=r"loans declares once more.*Person"):
        hand_over([Domain("loans", rules={Person: RowRules(nothing)})])
    assert RULES[Person] is rules
    with pytest.raises(ValueError, match="a"):
        add_once({"a": 1}, {"a": 2}, "loans")


@pytest.mark.parametrize(
    "hooks", [(Hook(10, len), Hook(10, print)), (Hook(10, len), Hook(20, len))], ids=["one place", "one name"]
)
def test_two_of_one_place_or_of_one_name_are_refused(hooks: tuple[Hook, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "HOOKS", [])
    with pytest.raises(ValueError, match="declared by loans and by loans"):
        hand_over([Domain("loans", hooks=hooks)])
    assert kernel.HOOKS == []


def test_a_session_is_not_opened_before_the_domains_declared_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factory, "HOOKS", [])
    with pytest.raises(RuntimeError, match=r"mdo\.domains"):
        factory.install_all(factory.sessionmaker())


def screen(view: str, place: int, section: Section = Section.SETTINGS) -> ScreenRights:
    return ScreenRights(view, "Loans", section, place, Audience.REFERENCE)


@pytest.mark.parametrize(
    ("rights", "told"),
    [
        ((screen("LoanView", 1), screen("LoanView", 2)), "rights: 'LoanView' is declared by loans and by loans"),
        ((screen("LoanView", 1), screen("DeskView", 1)), r"rights: \(.*Settings.*, 1\) is declared by loans"),
    ],
    ids=["one view", "one place of one section"],
)
def test_rights_are_declared_once_and_each_has_its_place(rights: tuple[ScreenRights, ...], told: str) -> None:
    before = dict(kernel.RIGHTS)
    with pytest.raises(ValueError, match=told):
        hand_over([Domain("loans", rights=rights)])
    assert before == kernel.RIGHTS


def test_a_permission_that_does_not_exist_is_refused_where_it_is_declared() -> None:
    with pytest.raises(ValueError, match=r"LoanView: no such permission: \['can_lend'\]"):
        ScreenRights("LoanView", "Loans", Section.SETTINGS, 1, Audience.REFERENCE, "list lend")


def test_nobody_has_rights_before_the_domains_declared_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "RIGHTS", {})
    with pytest.raises(RuntimeError, match=r"mdo\.domains"):
        roles.pairs_of.__wrapped__("admin")


def test_each_audience_is_that_of_a_screen_and_is_granted_to_someone_beside_administrators() -> None:
    assert {rights.audience for rights in kernel.RIGHTS.values()} == set(Audience)
    granted = {audience for role in roles.ROLES if role.code != roles.ADMIN for audience in role.grants}
    assert set(Audience) - granted == {Audience.ADMINISTRATION}


@dataclass(frozen=True)
class ByLoan(Placement):
    """Placed where a loan is."""


def _table(**told: Any) -> Any:
    """A table of loans that says all that is asked of one, save what is told otherwise."""
    said = {"__module__": "models.loans", "__placement__": MissionOnly(), **told}
    return type("Loan", (), said)


def _tracked(**told: Any) -> Any:
    return type("Loan", (Person,), {"__module__": "models.loans", "__abstract__": True, **told})


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (_table(__placement__=None), "loans, __placement__: Loan does not say where its rows stand in the city."),
        (
            _table(__placement__=ByLoan()),
            "loans, places: Loan is placed by ByLoan, of which no domain declares the clauses.",
        ),
        (
            _table(__searched__=("words",)),
            "loans, searched: Loan has a text to search and no words, or words and no `__searched__`.",
        ),
        (
            _table(__sorted_by__={"name": str}),
            "loans, sorted_by: Loan is not sorted by what its `__sorted_by__` says.",
        ),
        (_tracked(), "loans, fields.py: Loan has no label."),
    ],
    ids=["placement", "clauses", "words", "sorted", "label"],
)
def test_what_is_forgotten_of_a_table_stops_the_start(table: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        check_nothing_forgotten([table], [])


def test_who_reads_the_journal_of_a_table_is_said() -> None:
    with pytest.raises(ValueError, match=r"^people, shown_in: Person does not say whose readers read its journal"):
        check_nothing_forgotten([Person], [])
    check_nothing_forgotten([Person], [Person])


def test_what_is_found_from_every_page_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    table = _table()
    monkeypatch.setattr(forgotten, "KINDS", [SearchKind(10, table, title=Person.last_name, order=(Person.id,))])
    with pytest.raises(ValueError, match="loans, found: Loan is found from every page and has no `__searched__`"):
        check_nothing_forgotten([table], [])


def test_private_words_are_kept_where_they_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(forgotten.SOURCES, Person, SearchSource(("last_name",)))
    with pytest.raises(ValueError, match="people, searched: Person keeps private words that it does not say"):
        check_nothing_forgotten([Person], [Person])


def test_a_row_whose_placement_nobody_declared_is_read_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placements, "CLAUSES", {})
    with pytest.raises(LookupError, match=r"ByLoan has no clauses.*mdo\.domains"):
        placements.clauses_of(ByLoan())
    monkeypatch.setattr(awards, "KEPT_BACK", {})
    with pytest.raises(LookupError, match=r"mdo\.domains"):
        awards.sight_of(Context(scope=Scope.everything(1), today=TODAY))


def test_a_placement_and_a_table_of_bodies_are_declared_once() -> None:
    clauses = Clauses(AsPerson, lambda placement, scope: None)
    with pytest.raises(ValueError, match=r"loans declares once more.*AsPerson"):
        hand_over([Domain("loans", places=Places(clauses=(clauses,)))])
    bodies = Bodies(lambda ids: select(Person.id), lambda ids: select(Person.id), select(Person))
    with pytest.raises(ValueError, match=r"loans declares once more.*bodies"):
        hand_over([Domain("loans", places=Places(bodies=bodies))])
    assert placements.CLAUSES[AsPerson] is not clauses


def test_what_falls_due_leads_to_a_screen_that_has_rights() -> None:
    kind = replace(next(iter(kernel.KINDS.values())), view="LoanView")
    with pytest.raises(ValueError, match=f"Domain loans: {kind.code} leads to LoanView, which has no rights"):
        hand_over([Domain("loans", deadlines=(kind,))])


def test_the_journal_of_a_table_is_read_by_who_has_a_screen_that_has_rights() -> None:
    with pytest.raises(ValueError, match="Domain loans, shown_in: Person names LoanView, without rights"):
        hand_over([Domain("loans", shown_in={Person: ("LoanView",)})])
