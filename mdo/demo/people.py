"""Invented people: French names from Faker, numbers and addresses that reach nobody."""

import datetime as dt
import random
from typing import Any

from faker import Faker

from models.people import Consent, Gender
from models.text import fold

_ADULT_AGES = ((18, 25, 8), (26, 39, 26), (40, 59, 32), (60, 74, 24), (75, 92, 10))
_CHILD_AGES = (9, 11)
_GENDERS = ((Gender.FEMALE, 46), (Gender.MALE, 41), (Gender.OTHER, 1), (Gender.UNKNOWN, 12))
_CONSENTS = ((Consent.GIVEN, 55), (Consent.REFUSED, 10), (Consent.UNKNOWN, 35))
_POOL = 400


def pick(rng: random.Random, weighted: tuple[tuple[Any, int], ...]) -> Any:
    """One value, each as often as its weight says."""
    values, weights = zip(*weighted, strict=True)
    return rng.choices(values, weights)[0]


class People:
    """Gives one invented person after the other, the same for a seed; memory does not grow with their number."""

    def __init__(self, rng: random.Random, today: dt.date) -> None:
        self._rng = rng
        self._today = today
        fake = Faker("fr_FR")
        fake.seed_instance(rng.getrandbits(32))
        self._last_names = [fake.last_name() for _ in range(_POOL)]
        self._first_names = {
            Gender.FEMALE: [fake.first_name_female() for _ in range(_POOL)],
            Gender.MALE: [fake.first_name_male() for _ in range(_POOL)],
        }
        self._streets = [fake.street_name() for _ in range(_POOL)]

    def adult(self, number: int, arrondissement: int | None, since: dt.date) -> dict[str, Any]:
        """Columns of a person; `number` keeps e-mails apart, `since` is when the mission came to know them."""
        first, last, _ = _ADULT_AGES[self._rng.choices(range(len(_ADULT_AGES)), [band[2] for band in _ADULT_AGES])[0]]
        person = self._someone(number, arrondissement, since)
        if self._rng.random() < 0.7:
            person["birth_year"] = self._today.year - self._rng.randint(first, last)
        return person

    def minor(self, number: int, arrondissement: int | None, since: dt.date) -> dict[str, Any]:
        """A child of the age that the children's council takes, with a legal guardian and no contact of its own."""
        person = self._someone(number, arrondissement, since)
        guardian = f"{self._name(self._any_gender())} {person['last_name']}"
        person |= {
            "birth_year": since.year - self._rng.randint(*_CHILD_AGES),
            "email": None,
            "phone": None,
            "guardian_name": guardian,
            "guardian_email": f"{fold(guardian).replace(' ', '.')}.{number}@example.org",
            "guardian_phone": self._phone(),
        }
        return person

    def again(self, person: dict[str, Any], number: int) -> dict[str, Any]:
        """The same person typed a second time: capitals, and not the same contact."""
        return person | {
            "last_name": person["last_name"].upper(),
            "email": f"contact.{number}@example.org" if self._rng.random() < 0.5 else person["email"],
            "birth_year": None,
        }

    def _someone(self, number: int, arrondissement: int | None, since: dt.date) -> dict[str, Any]:
        rng = self._rng
        gender = pick(rng, _GENDERS)
        named_as = gender if gender in self._first_names else self._any_gender()
        first_name, last_name = self._name(named_as), rng.choice(self._last_names)
        place = arrondissement or (rng.randint(1, 9) if rng.random() < 0.6 else None)
        has_address = rng.random() < 0.5
        email = f"{fold(f'{first_name} {last_name}').replace(' ', '.')}.{number}@example.org"
        return {
            "last_name": last_name,
            "first_name": first_name,
            "gender": gender,
            "birth_year": None,
            "email": email if rng.random() < 0.75 else None,
            "phone": self._phone() if rng.random() < 0.45 else None,
            "address": f"{rng.randint(1, 180)} {rng.choice(self._streets)}" if has_address else None,
            "postal_code": f"6900{place}" if has_address and place else None,
            "city": "Lyon" if has_address and place else None,
            "arrondissement": place,
            "guardian_name": None,
            "guardian_email": None,
            "guardian_phone": None,
            **self._consents(since),
        }

    def _consents(self, since: dt.date) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in ("newsletter_consent", "image_consent", "directory_consent"):
            answer = pick(self._rng, _CONSENTS)
            values |= {name: answer, f"{name}_on": None if answer is Consent.UNKNOWN else since}
        return values

    def _any_gender(self) -> Gender:
        return self._rng.choice((Gender.FEMALE, Gender.MALE))

    def _name(self, gender: Gender) -> str:
        return self._rng.choice(self._first_names[gender])

    def _phone(self) -> str:
        """Of the range that the regulator keeps for fiction (ARCEP, decision 2018-0881: 06 39 98)."""
        digits = f"{self._rng.randrange(10_000):04d}"
        return f"06 39 98 {digits[:2]} {digits[2:]}"
