"""Small lots (R2123-1 2°, R2122-8): each under its threshold, all so passed at most a fifth of the value of all lots.

A share of value, never of the number of lots. Euros before tax; a lot without an estimate is None.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.figures import number_on
from mdo.procurement.law import NeedLaw
from mdo.procurement.reasons import ImposedProcedure, Reason
from mdo.procurement.thresholds import valid_on
from models.procurement import FigureCode, ProcedureCode, ThresholdCode
from models.types import CENT

_ARTICLE = "Articles R2123-1, 2°, et R2122-8"
# As many small lots are counted in every set that they make; more, the smallest first.
_MOST_SETS = 12
_CODES = {2: ThresholdCode.SMALL_LOT, 1: ThresholdCode.NO_COMPETITION}
_BEST = N_("Small lots, the set that keeps most of them, then most value: %(kept)s € of the %(total)s € of all lots, "
           "%(share)s %% of at most %(limit)s %%.")  # fmt: skip
_POSSIBLE = N_("Small lots, the smallest first, one possible set: %(kept)s € of the %(total)s € of all lots, "
               "%(share)s %% of at most %(limit)s %%.")  # fmt: skip


@dataclass(frozen=True)
class LotLaw:
    """Under how many euros a lot may be set apart, without competition, and how many per cent all so passed may be."""

    ceiling: Decimal
    dispensation: Decimal
    share: Decimal

    def ceiling_of(self, procedure: ProcedureCode | None) -> Decimal:
        """Under how many euros a lot may follow a procedure lighter than its need's."""
        return self.dispensation if procedure is ProcedureCode.DIRECT else self.ceiling

    def fits(self, passed: Decimal, total: Decimal) -> bool:
        """Whether lots of this value may be passed apart."""
        return passed * 100 <= total * self.share


@dataclass(frozen=True)
class LotsSetApart:
    """By place: the lots set apart, why others are not; and what is said of the whole need."""

    decisions: dict[int, ImposedProcedure] = field(default_factory=dict)
    refused: dict[int, Reason] = field(default_factory=dict)
    of_need: tuple[Reason, ...] = ()
    is_unknown: bool = False


def lot_law(level: int, day: dt.date, law: NeedLaw) -> LotLaw | None:
    """What may be set apart from a need of this level (1 adapted, 2 formal) on a day; None when nothing may."""
    ceiling = valid_on(law.thresholds, _CODES[level], day) if level in _CODES else None
    direct = valid_on(law.thresholds, ThresholdCode.NO_COMPETITION, day)
    share = number_on(law.figures, FigureCode.SMALL_LOTS, day)
    if ceiling is None or direct is None or share is None:
        return None
    return LotLaw(ceiling.amount_excl_tax, direct.amount_excl_tax, share)


def kept_lots(lots: Sequence[Decimal | None], level: int, day: dt.date, law: NeedLaw) -> LotsSetApart:
    """The small lots proposed: of the sets within their share, one that keeps most lots, then most value."""
    rule = lot_law(level, day, law)
    small = {place: lot for place, lot in enumerate(lots) if rule is not None and lot and lot < rule.ceiling}
    if rule is None or not small:
        return LotsSetApart()
    total = sum((lot for lot in lots if lot is not None), Decimal(0))
    is_best = len(small) <= _MOST_SETS
    places = _best(small, rule, total) if is_best else _smallest_first(small, rule, total)
    kept = sum((small[place] for place in places), Decimal(0))
    said = {"total": total, "limit": rule.share}
    refused = N_(
        "With this lot of %(amount)s €, the small lots would make %(share)s %% of the %(total)s € of all lots, more "
        "than %(limit)s %%: it follows the procedure of the need."
    )
    return LotsSetApart(
        {place: _decision(small[place], total, rule) for place in places},
        {
            place: _reason(refused, amount=lot, share=share_of(kept + lot, total), **said)
            for place, lot in small.items()
            if place not in places
        },
        (_reason(_BEST if is_best else _POSSIBLE, kept=kept, share=share_of(kept, total), **said),) if places else (),
    )


def refusal_of(lot: Decimal, procedure: ProcedureCode, passed: Decimal, total: Decimal, rule: LotLaw) -> str | None:
    """Why a lot may not follow a lighter procedure than its need, `passed` being all lots that do, itself included.

    A message id, which says `amount`, `ceiling`, `share`, `limit` and `total`; None when it may.
    """
    if lot >= rule.ceiling_of(procedure):
        return N_("This lot of %(amount)s € follows its need: a lighter procedure is for lots under %(ceiling)s € "
                  "(R2123-1 2°).")  # fmt: skip
    if not rule.fits(passed, total):
        return N_("The lots passed apart would make %(share)s %% of the %(total)s € of all lots: at most %(limit)s %% "
                  "(R2123-1 2°), this one follows its need.")  # fmt: skip
    return None


def share_of(amount: Decimal, total: Decimal) -> Decimal:
    """Per cent of the value of all lots, with two decimals, for the eye alone."""
    return (amount * 100 / total).quantize(CENT, ROUND_HALF_UP) if total else Decimal(0)


def unknown_maxima(total: Decimal, value: Decimal) -> LotsSetApart:
    """No small lot, `total` being what the lots add up to: what each may reach of the maximum is not known."""
    words = N_(
        "The lots add up to %(total)s € and the need is worth %(value)s €: the maxima of the lots are not known, no "
        "small lot is proposed. Give the maximum of each."
    )
    told = replace(_reason(words, total=total, value=value), is_grave=True)
    return LotsSetApart(of_need=(told,), is_unknown=True)


def _best(small: dict[int, Decimal], rule: LotLaw, total: Decimal) -> tuple[int, ...]:
    for number in range(len(small), 0, -1):
        fitting = (
            (sum((small[place] for place in places), Decimal(0)), places) for places in combinations(small, number)
        )
        sets = [(value, places) for value, places in fitting if rule.fits(value, total)]
        if sets:
            return max(sets, key=lambda found: found[0])[1]
    return ()


def _smallest_first(small: dict[int, Decimal], rule: LotLaw, total: Decimal) -> list[int]:
    places: list[int] = []
    passed = Decimal(0)
    for place in sorted(small, key=lambda place: (small[place], place)):
        if rule.fits(passed + small[place], total):
            places.append(place)
            passed += small[place]
    return places


def _decision(lot: Decimal, total: Decimal, rule: LotLaw) -> ImposedProcedure:
    is_direct = lot < rule.dispensation
    direct = N_(
        "A small lot of %(amount)s €, %(share)s %% of the value of all lots, under %(ceiling)s €: it may be passed "
        "without publicity nor competition."
    )
    adapted = N_(
        "A small lot of %(amount)s €, %(share)s %% of the value of all lots, under %(ceiling)s €: it may follow an "
        "adapted procedure."
    )
    ceiling = rule.dispensation if is_direct else rule.ceiling
    words = direct if is_direct else adapted
    reason = _reason(words, amount=lot, share=share_of(lot, total), ceiling=ceiling)
    return ImposedProcedure(ProcedureCode.DIRECT if is_direct else ProcedureCode.ADAPTED, reason)


def _reason(words: str, **said: Decimal) -> Reason:
    return Reason(RuleViolation(words, None, **said), _ARTICLE, is_to_confirm=True)
