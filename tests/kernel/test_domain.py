"""What domains declare is handed over once: two of one name, or of one place, stop the start."""

import pytest

from mdo.kernel import domain as kernel
from mdo.kernel.domain import Domain, add_once, hand_over
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
