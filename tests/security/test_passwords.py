"""A password is long and hard to guess; nothing else is asked of it (ASVS 6.2.5: no classes of characters)."""

import pytest

from mdo.accounts.passwords import check_password, hash_of, is_password, new_password
from mdo.kernel.base.errors import RuleViolation
from tests.support.application import quickly_hashed

NAMES = ("jean.dupont", "Jean", "Dupont-Lefèvre", "j.dupont")


@pytest.mark.parametrize(
    ("password", "is_admin", "is_accepted"),
    [
        ("qwm7 rtb9 kl", False, True),  # 12 characters
        ("qwm7 rtb9 k", False, False),  # 11
        ("qwm7 rtb9 klvx z", True, True),  # 16
        ("qwm7 rtb9 klvx ", True, False),  # 15
        ("cheval agrafe pile correct", False, True),
        ("éléphant rieur œuf nappe", False, True),
        ("пароль из слов длинный", False, True),
        ("x" * 257, False, False),
        ("azertyuiop12", False, False),
        ("123456789012", False, False),
        ("password1234", False, False),
        ("motdepasse2026", False, False),
        ("aaaaaaaaaaaaaaaa", False, False),
        ("abcdefghijklmnop", False, False),
        ("qwerty123456", False, False),
        ("MissionDemocratieOuverte", False, False),
        ("Lyon-Mairie-2026!", False, False),
        ("Croix-Rousse-2025", False, False),
        ("jean.dupont.2026", False, False),
        ("Lefevre-Dupont-69", False, False),
        ("tab\tqwm7 rtb9 kl", False, False),
    ],
)
def test_the_rule(password: str, is_admin: bool, is_accepted: bool) -> None:
    if is_accepted:
        check_password(password, is_admin=is_admin, names=NAMES)
        return
    with pytest.raises(RuleViolation) as caught:
        check_password(password, is_admin=is_admin, names=NAMES)
    assert caught.value.field == "password"


def test_a_generated_password_passes_the_rule_of_administrators() -> None:
    passwords = {new_password() for _ in range(50)}
    assert len(passwords) == 50
    for password in passwords:
        check_password(password, is_admin=True, names=NAMES)


@pytest.mark.parametrize(
    ("stored", "typed", "expected"),
    [
        (hash_of("right"), "right", True),
        (quickly_hashed("right"), "wrong", False),
        (quickly_hashed(""), "", False),
        (quickly_hashed("\0"), "\0", False),
        (None, "right", False),
        ("", "", False),
    ],
)
def test_an_empty_password_never_opens_an_account(stored: str | None, typed: str, expected: bool) -> None:
    assert is_password(stored, typed) is expected
