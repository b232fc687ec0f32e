"""What may be written of a homogeneous family: the figure of the other directions is dated and sourced."""

import datetime as dt

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.procurement import PurchaseFamily


def check_family(family: PurchaseFamily, today: dt.date) -> None:
    """Raises RuleViolation for an amount of other directions without its day or its source, or of a day to come."""
    family.others_source = (family.others_source or "").strip() or None
    amount, day, source = family.others_excl_tax, family.others_on, family.others_source
    if amount is None and (day is not None or source is not None):
        raise RuleViolation(
            N_("Give the amount that the other directions committed, or leave its day and its source empty."),
            field="others_excl_tax",
        )
    if amount is not None and day is None:
        raise RuleViolation(
            N_("Say on which day this amount was known: it is added up from then on."), field="others_on"
        )
    if amount is not None and source is None:
        raise RuleViolation(N_("Say who gave this amount, or where it was read."), field="others_source")
    if day is not None and day > today:
        raise RuleViolation(N_("This day is still to come: write it down once it has happened."), field="others_on")
