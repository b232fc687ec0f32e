"""What a need follows on the day of its launch: procedure, committee, review of legality, notice, environment.

One rule, asked by the form, the import, the calendar and the command. Euros before tax. What the law leaves uncertain
is proposed with its reason, « to be confirmed ».
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.duties import FORMAL, Duties, Notice, duties_of
from mdo.procurement.law import NeedLaw
from mdo.procurement.reasons import ImposedProcedure, Reason, article_on, on_its_day
from mdo.procurement.small_lots import LotsSetApart, kept_lots, unknown_maxima
from mdo.procurement.specific import family_of, is_works
from mdo.procurement.thresholds import needed_on, valid_on
from models.procurement import ProcedureCode, SpecificService, Threshold, ThresholdCode

_LEVELS = {ProcedureCode.DIRECT: 0, ProcedureCode.ADAPTED: 1, **dict.fromkeys(FORMAL, 2)}
_T = ThresholdCode
NOTHING = N_("A need or a lot of 0 € is none: give its amount before tax, or leave it empty.")


@dataclass(frozen=True)
class Qualification:
    """What a need, or one of its lots, follows; an appel d'offres ouvert stands for the formal procedures.

    `value` is None for a lot without an estimate. `asked` is what the documents hold; `rests` says on which reason
    each answer rests: procedure, cao, legality, notice, criterion, condition.
    """

    value: Decimal | None
    procedure: ProcedureCode
    committee: bool
    legality: bool
    notice: Notice
    decided: Reason
    reasons: tuple[Reason, ...]
    asked: Mapping[ThresholdCode, Reason]
    rests: Mapping[str, Reason]
    lots: tuple["Qualification", ...] = ()

    @property
    def criterion(self) -> bool:
        """Whether it is not judged on price alone."""
        return _T.ENVIRONMENT_CRITERION in self.asked

    @property
    def condition(self) -> bool:
        """Whether it holds a condition of performance on the environment."""
        return _T.ENVIRONMENT_CONDITION in self.asked

    @property
    def social(self) -> bool:
        """Whether it holds a condition on social and employment matters."""
        return _T.SOCIAL_CONDITION in self.asked

    @property
    def rule(self) -> RuleViolation:
        """The rule that decides of the procedure, in words."""
        return self.decided.words


def level_of(procedure: ProcedureCode) -> int:
    """How demanding a procedure is: 0 without competition, 1 adapted, 2 formal; a subsequent contract is the last."""
    return _LEVELS.get(procedure, 2)


def qualify(
    amount: Decimal | None,
    day: dt.date,
    law: NeedLaw,
    *,
    maximum: Decimal | None = None,
    cpv: str | None = None,
    lots: Sequence[Decimal | None] = (),
) -> Qualification:
    """What a need launched on a day follows; it is worth the most of its estimate, its maximum and its lots' sum.

    A lot is worth its own maximum: lots that add up to less than the maximum of the need are not set apart.
    Raises RuleViolation without any amount or for 0 €, field `estimate_excl_tax`, or on a day of which the table says
    nothing.
    """
    known = [lot for lot in lots if lot is not None]
    if 0 in (amount, maximum, *known):
        raise RuleViolation(NOTHING, field="estimate_excl_tax")
    amounts = [value for value in (amount, maximum, sum(known, Decimal(0)) if known else None) if value is not None]
    if not amounts:
        raise RuleViolation(
            N_("Give the estimate of the need, its maximum or its lots: the procedure follows from it."),
            field="estimate_excl_tax",
        )
    value = max(amounts)
    service = family_of(cpv, law.services)
    decided = procedure_for(value, day, law.thresholds, service)
    kept = LotsSetApart()
    if maximum is not None and lots and sum(known) < value:
        kept = unknown_maxima(sum(known, Decimal(0)), value)
    elif lots:
        kept = kept_lots(lots, level_of(decided.procedure), day, law)
    threshold = decided.threshold
    are_under = bool(lots) and len(known) == len(lots) and not kept.is_unknown
    are_under = are_under and threshold is not None and max(known) < threshold.amount_excl_tax
    duties = Duties(value, day, law, service, are_lots_under=are_under)
    said = (*_of_annex(value, decided, service, day, law.thresholds), *_of_value(amount, maximum, cpv))
    first = [on_its_day(reason, day) for reason in said]
    of_need = [on_its_day(reason, day) for reason in kept.of_need]
    whole = _completed(value, decided, duties)
    of_lots = tuple(
        _completed(lot, kept.decisions.get(place) or _of_need(decided, kept.refused.get(place)), duties)
        for place, lot in enumerate(lots)
    )
    return replace(whole, reasons=(whole.decided, *first, *whole.reasons[1:], *of_need), lots=of_lots)


def _completed(value: Decimal | None, decided: ImposedProcedure, duties: Duties) -> Qualification:
    found = duties_of(value, decided, duties)
    reasons = (found.rests["procedure"], *found.reasons, *found.asked.values())
    return Qualification(
        value, decided.procedure, decided.procedure in FORMAL, "legality" in found.rests, found.notice,
        found.rests["procedure"], reasons, found.asked, found.rests,
    )  # fmt: skip


# ---- The procedure -------------------------------------------------------------------------------------------------


def procedure_for(
    amount: Decimal, day: dt.date, thresholds: Sequence[Threshold], service: SpecificService | None = None
) -> ImposedProcedure:
    """The procedure for an amount on a day (R2122-8, R2123-1, R2124-1); `service` is its family of annex 3, if any.

    Raises RuleViolation when the table says nothing of the day.
    """
    direct = needed_on(thresholds, _T.NO_COMPETITION, day)
    formal = needed_on(thresholds, _T.FORMAL, day)
    said: dict[str, object] = {"amount": amount, "day": day}
    if amount < direct.amount_excl_tax:
        words = N_("%(amount)s € before tax: under the %(threshold)s € in force on %(day)s (%(basis)s), "
                   "neither publicity nor competition is imposed.")  # fmt: skip
        return _decided(ProcedureCode.DIRECT, words, direct, said)
    if amount < formal.amount_excl_tax:
        words = N_("%(amount)s € before tax: from the %(direct)s € (%(direct_basis)s) and under the %(threshold)s € "
                   "(%(basis)s) in force on %(day)s, the procedure is adapted.")  # fmt: skip
        said |= {"direct": direct.amount_excl_tax, "direct_basis": direct.legal_basis}
        found = _decided(ProcedureCode.ADAPTED, words, formal, said)
        return replace(found, reason=replace(found.reason, article=article_on("Article R2123-1, 1°", day)))
    specific = valid_on(thresholds, _T.SPECIFIC_SERVICES, day)
    if service is not None and specific is not None:
        words = N_("%(amount)s € before tax: a service of annex 3 (%(service)s), the procedure is adapted whatever the "
                   "amount (%(basis)s), where it is formal from %(threshold)s € on for others.")  # fmt: skip
        basis = article_on(service.article, day)
        said |= {"service": service.label, "threshold": formal.amount_excl_tax}
        rule = RuleViolation(words, None, **said, basis=basis)
        is_to_confirm = service.is_to_confirm or specific.is_to_confirm
        return ImposedProcedure(ProcedureCode.ADAPTED, Reason(rule, basis, is_to_confirm), specific)
    words = N_("%(amount)s € before tax: from the %(threshold)s € in force on %(day)s (%(basis)s), the procedure is "
               "formal.")  # fmt: skip
    return _decided(ProcedureCode.OPEN, words, formal, said)


def _decided(procedure: ProcedureCode, words: str, threshold: Threshold, said: dict[str, object]) -> ImposedProcedure:
    rule = RuleViolation(words, None, **said, threshold=threshold.amount_excl_tax, basis=threshold.legal_basis)
    return ImposedProcedure(procedure, Reason(rule, threshold.legal_basis, threshold.is_to_confirm), threshold)


def _of_annex(
    value: Decimal,
    decided: ImposedProcedure,
    service: SpecificService | None,
    day: dt.date,
    thresholds: Sequence[Threshold],
) -> Iterable[Reason]:
    """What annex 3 changes for a need that is adapted by its amount already; above, it is what decides."""
    formal, specific = (valid_on(thresholds, code, day) for code in (_T.FORMAL, _T.SPECIFIC_SERVICES))
    if service is None or specific is None or formal is None or decided.procedure is not ProcedureCode.ADAPTED:
        return
    if value < formal.amount_excl_tax:
        words = N_(
            "A service of annex 3 (%(service)s): the procedure stays adapted from %(formal)s € on too, where it is "
            "formal for others; the notice is European from %(specific)s € on."
        )
        amounts = {"formal": formal.amount_excl_tax, "specific": specific.amount_excl_tax}
        rule = RuleViolation(words, service=service.label, **amounts)
        yield Reason(rule, f"{service.article} ; Article R2131-15", service.is_to_confirm or specific.is_to_confirm)


def _of_value(amount: Decimal | None, maximum: Decimal | None, cpv: str | None) -> Iterable[Reason]:
    """How a need is counted, said once for it and its lots."""
    if maximum is not None and maximum > (amount or 0):
        words = N_(
            "An accord-cadre is worth the most that may be ordered, renewals included: its maximum, %(maximum)s €."
        )
        yield Reason(RuleViolation(words, maximum=maximum), "Article R2121-8", is_to_confirm=True)
    elif maximum is not None and amount is not None and maximum < amount:
        words = N_(
            "The maximum of %(maximum)s € is under the estimate of %(amount)s €: the stricter counts, correct one of "
            "the two."
        )
        said = RuleViolation(words, maximum=maximum, amount=amount)
        yield Reason(said, "Article R2121-8", is_to_confirm=True, is_grave=True)
    words = N_(
        "The amount is that of the need of the whole city, by homogeneous services or by functional unit, over the "
        "whole duration, options and renewals included; a need is not split to stay under a threshold."
    )
    yield Reason(RuleViolation(words), "Articles R2121-1, R2121-4, R2121-6 et R2121-7", is_to_confirm=False)
    if maximum is not None:
        words = N_("An accord-cadre lasts four years at most, save a justified exception, and has a maximum.")
        yield Reason(RuleViolation(words), "Articles L2125-1 et R2162-4", is_to_confirm=False)
    if is_works(cpv):
        words = N_("This CPV code is one of works: these thresholds are those of supplies and services alone.")
        yield Reason(RuleViolation(words), "Annexe n° 2 du code de la commande publique", is_to_confirm=True)


def _of_need(decided: ImposedProcedure, refused: Reason | None) -> ImposedProcedure:
    """A lot that follows its need, and why it is not set apart."""
    return decided if refused is None else replace(decided, reason=refused)
