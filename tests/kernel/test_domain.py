"""What domains declare is handed over once: two of one name, or of one place, stop the start."""

from dataclasses import replace

import pytest

from mdo.kernel import domain as kernel
from mdo.kernel.domain import Domain, add_once, hand_over
from mdo.kernel.rights import roles
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.rules.declared import RULES, RowRules, nothing
from mdo.kernel.sessions import factory
from mdo.kernel.sessions.hooks import Hook
from models.people import Person


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


def test_what_falls_due_leads_to_a_screen_that_has_rights() -> None:
    kind = replace(next(iter(kernel.KINDS.values())), view="LoanView")
    with pytest.raises(ValueError, match=f"Domain loans: {kind.code} leads to LoanView, which has no rights"):
        hand_over([Domain("loans", deadlines=(kind,))])
