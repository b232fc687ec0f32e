"""The password rule, the same on screens and in commands: length, and not easy to guess; no classes of characters.

ASVS 5.0 6.2.1 to 6.2.12 and CNIL 2022: twelve characters behind a limit on attempts, sixteen for an administrator
(ANSSI), nothing common, nothing local, nothing of one's own name.
"""

import re
import secrets
from collections.abc import Iterable
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash
from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # ships no types

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.text import fold

MINIMUM_LENGTH = 12
MINIMUM_LENGTH_ADMIN = 16
MAXIMUM_LENGTH = 256

# Guesses, as a power of ten, from which zxcvbn calls a password very hard to guess; its lists hold the common ones.
_MINIMUM_GUESSES = 10.0
_ZXCVBN_LONGEST = 72
# What must remain once the words below, one's own names and the years are taken away.
_MINIMUM_OWN_CHARACTERS = 8
_LOCAL_WORDS = (
    "arrondissement", "azerty", "azertyuiop", "bonjour", "citoyen", "citoyenne", "concertation", "conseil",
    "croixrousse", "democratie", "fourviere", "grandlyon", "guillotiere", "mairie", "mission", "motdepasse", "ouverte",
    "partdieu", "participative", "password", "presquile", "quartier", "referent", "rhone", "saone", "ville", "lyon",
    "mdo", "oye",
)  # fmt: skip
_YEAR = re.compile(r"(19|20)\d\d")
_SHORTEST_NAME = 3
_METHOD = "scrypt:32768:8:1"
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without the letters that one misreads
_GROUPS, _GROUP_LENGTH = 5, 4


def check_password(password: str, *, is_admin: bool, names: Iterable[str] = ()) -> None:
    """Refuses a password that is short, common or made of one's own names (first, last, user name, e-mail).

    Raises RuleViolation on the field `password`.
    """
    shortest = MINIMUM_LENGTH_ADMIN if is_admin else MINIMUM_LENGTH
    if len(password) < shortest:
        raise _violation(
            N_("Write at least %(minimum)s characters: several words in a row are easy to remember."), minimum=shortest
        )
    if len(password) > MAXIMUM_LENGTH:
        raise _violation(N_("Write at most %(maximum)s characters."), maximum=MAXIMUM_LENGTH)
    if any(ord(character) < ord(" ") for character in password):
        raise _violation(N_("A password holds no control character (tabulation, line end)."))
    words = _own_words(names)
    if _own_characters(password, words) < _MINIMUM_OWN_CHARACTERS:
        raise _violation(N_("This password is too close to your name or to words of the city: choose other words."))
    guesses = zxcvbn(password[:_ZXCVBN_LONGEST], user_inputs=[*words, *_LOCAL_WORDS])["guesses_log10"]
    if guesses < _MINIMUM_GUESSES:
        raise _violation(N_("This password is too common or too easy to guess: choose other words."))


def new_password() -> str:
    """A password to hand over once: five groups of four characters, some 99 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def hash_of(password: str) -> str:
    """The stored form of a password."""
    return generate_password_hash(password, method=_METHOD, salt_length=16)


def is_password(stored: str | None, password: str) -> bool:
    """Whether a password is the stored one; it takes as long when there is none, so that time tells nothing."""
    if not stored or not password.strip("\0"):
        check_password_hash(hash_of_nobody(), password)
        return False
    return check_password_hash(stored, password)


def _violation(message: str, **params: object) -> RuleViolation:
    return RuleViolation(message, field="password", **params)


def _own_words(names: Iterable[str]) -> list[str]:
    """The words of one's own names that are long enough to be recognised."""
    words = {word for name in names for word in re.split(r"[^a-z0-9]+", fold(name))}
    return sorted(word for word in words if len(word) >= _SHORTEST_NAME)


def _own_characters(password: str, words: list[str]) -> int:
    """How many letters and digits remain without those words and without years."""
    bare = "".join(character for character in fold(password) if character.isalnum())
    for word in sorted({*words, *_LOCAL_WORDS}, key=len, reverse=True):
        bare = bare.replace(word, "")
    return len(_YEAR.sub("", bare))


@cache
def hash_of_nobody() -> str:
    """What stands for the password of who has no account; a server makes it before its first sign-in."""
    return hash_of(secrets.token_urlsafe(16))
