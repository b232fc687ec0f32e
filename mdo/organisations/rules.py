"""Rules of the register of organisations."""

import re

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.organisations import Organisation

# La Poste's establishments break the Luhn key: their digits add up to a multiple of five instead (INSEE).
NOT_A_SIRET = N_("Not a SIRET number: 14 digits whose key is right.")
_LA_POSTE = "356000000"


def is_siret(text: str) -> bool:
    """Whether 14 digits are a SIRET number (Luhn key)."""
    if not re.fullmatch(r"\d{14}", text):
        return False
    digits = [int(digit) for digit in text]
    if text.startswith(_LA_POSTE):
        return sum(digits) % 5 == 0
    doubled = [digit * 2 if index % 2 == 0 else digit for index, digit in enumerate(digits)]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def check_organisation(organisation: Organisation) -> None:
    """Normalises the SIRET and checks the dates of the convention. Raises RuleViolation."""
    if organisation.siret:
        digits = re.sub(r"[\s.]", "", organisation.siret)
        if not is_siret(digits):
            raise RuleViolation(NOT_A_SIRET, field="siret")
        organisation.siret = digits
    start, end = organisation.convention_start_on, organisation.convention_end_on
    if start and end and end < start:
        raise RuleViolation(N_("The end comes before the start."), field="convention_end_on")
