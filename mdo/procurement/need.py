"""What a need follows on the day of its launch: procedure, committee, review of legality, notice, environment.

One rule, asked by the form, the import, the calendar and the command. Euros before tax. What the law leaves uncertain
is proposed with its reason, « to be confirmed ».
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from mdo.errors import RuleViolation
from mdo.messages import N_
from mdo.procurement.law import NeedLaw
from mdo.procurement.reasons import Decision, Reason, of_threshold
from mdo.procurement.small_lots import kept_lots
from mdo.procurement.specific import family_of
from mdo.procurement.thresholds import needed_on, reaches, valid_on
from models.procurement import ProcedureCode, SpecificService, Threshold, ThresholdCode

FORMAL = (ProcedureCode.OPEN, ProcedureCode.RESTRICTED, ProcedureCode.NEGOTIATED, ProcedureCode.DIALOGUE)
_LEVELS = {ProcedureCode.DIRECT: 0, ProcedureCode.ADAPTED: 1, **dict.fromkeys(FORMAL, 2)}
_T = ThresholdCode


class Notice(StrEnum):
    """Where a consultation is announced."""

    NONE = "none"
    FREE = "free"
    BOAMP_OR_JAL = "boamp_or_jal"
    EUROPEAN = "european"


@dataclass(frozen=True)
class Qualification:
    """What a need, or one of its lots, follows; an appel d'offres ouvert stands for the formal procedures.

    `value` is None for a lot without an estimate. `asked` is what the documents hold.
    """

    value: Decimal | None
    procedure: ProcedureCode
    committee: bool
    legality: bool
    notice: Notice
    decided: Reason
    reasons: tuple[Reason, ...]
    asked: Mapping[ThresholdCode, Reason]
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

    Raises RuleViolation without any amount, field `estimate_excl_tax`, or on a day of which the table says nothing.
    """
    known = [lot for lot in lots if lot is not None]
    amounts = [value for value in (amount, maximum, sum(known, Decimal(0)) if known else None) if value is not None]
    if not amounts:
        raise RuleViolation(
            N_("Give the estimate of the need, its maximum or its lots: the procedure follows from it."),
            field="estimate_excl_tax",
        )
    value = max(amounts)
    service = family_of(cpv, law.services)
    decided = procedure_for(value, day, law.thresholds, service)
    first = () if maximum is None or maximum <= (amount or 0) else (_at_its_maximum(maximum),)
    whole = _completed(value, value, decided, day, law, service)
    whole = replace(whole, reasons=(*first, *whole.reasons))
    if not lots:
        return whole
    kept = kept_lots(lots, level_of(whole.procedure), day, law)
    of_lots = tuple(
        _completed(
            lot, value, kept.decisions.get(place) or _of_need(decided, kept.refused.get(place)), day, law, service
        )
        for place, lot in enumerate(lots)
    )
    return replace(whole, reasons=(*whole.reasons, *kept.of_need), lots=of_lots)


# ---- The procedure -------------------------------------------------------------------------------------------------


def procedure_for(
    amount: Decimal, day: dt.date, thresholds: Sequence[Threshold], service: SpecificService | None = None
) -> Decision:
    """The procedure for an amount on a day (R2122-8, R2123-1, R2124-1); `service` is its family of annex 3, if any.

    Raises RuleViolation when the table says nothing of the day.
    """
    direct = needed_on(thresholds, _T.NO_COMPETITION, day)
    formal = needed_on(thresholds, _T.FORMAL, day)
    said = {"amount": amount, "day": day}
    if amount < direct.amount_excl_tax:
        words = N_("%(amount)s € before tax: under the %(threshold)s € in force on %(day)s (%(basis)s), "
                   "neither publicity nor competition is imposed.")  # fmt: skip
        return _decided(ProcedureCode.DIRECT, words, direct, said)
    if amount < formal.amount_excl_tax:
        words = N_("%(amount)s € before tax: from the threshold of publicity and under the %(threshold)s € in force on "
                   "%(day)s (%(basis)s), the procedure is adapted.")  # fmt: skip
        return _decided(ProcedureCode.ADAPTED, words, formal, said)
    specific = valid_on(thresholds, _T.SPECIFIC_SERVICES, day)
    if service is not None and specific is not None:
        words = N_("%(amount)s € before tax: a service of annex 3 (%(service)s), the procedure is adapted whatever the "
                   "amount (%(basis)s).")  # fmt: skip
        rule = RuleViolation(words, None, **said, service=service.label, basis=service.article)
        is_to_confirm = service.is_to_confirm or specific.is_to_confirm
        return Decision(ProcedureCode.ADAPTED, Reason(rule, service.article, is_to_confirm), specific)
    words = N_("%(amount)s € before tax: from the %(threshold)s € in force on %(day)s (%(basis)s), the procedure is "
               "formal.")  # fmt: skip
    return _decided(ProcedureCode.OPEN, words, formal, said)


def _decided(procedure: ProcedureCode, words: str, threshold: Threshold, said: dict[str, object]) -> Decision:
    rule = RuleViolation(words, None, **said, threshold=threshold.amount_excl_tax, basis=threshold.legal_basis)
    return Decision(procedure, Reason(rule, threshold.legal_basis, threshold.is_to_confirm), threshold)


def _at_its_maximum(maximum: Decimal) -> Reason:
    words = N_("An accord-cadre is worth the most that may be ordered, renewals included: its maximum, %(maximum)s €.")
    return Reason(RuleViolation(words, maximum=maximum), "R2121-8", is_to_confirm=True)


def _of_need(decided: Decision, refused: Reason | None) -> Decision:
    """A lot that follows its need, and why it is not set apart."""
    return decided if refused is None else replace(decided, reason=refused)


# ---- What comes with it --------------------------------------------------------------------------------------------


def _completed(
    value: Decimal | None,
    whole: Decimal,
    decided: Decision,
    day: dt.date,
    law: NeedLaw,
    service: SpecificService | None,
) -> Qualification:
    """What comes with the procedure of a need, or of a lot of one that is worth `whole`: lots count together."""
    procedure, thresholds = decided.procedure, law.thresholds
    committee = procedure in FORMAL
    reasons = [decided.reason]
    if committee:
        words = N_("The tender committee (CAO) awards it.")
        reasons.append(Reason(RuleViolation(words), "L1414-2 du CGCT", is_to_confirm=False))
    # A lot that is set apart from its need is announced for its own amount.
    is_apart = decided.threshold is None and value is not None
    notice, announced = _notice(procedure, value if is_apart and value is not None else whole, day, law, service)
    legality = reaches(whole, thresholds, _T.LEGALITY, day)
    asked = _asked(whole, procedure, day, thresholds, service)
    reasons += announced
    if legality is not None:
        words = N_("From %(threshold)s € on, whatever the procedure, all lots together, the contract is sent to the "
                   "prefect (review of legality).")  # fmt: skip
        reasons.append(of_threshold(words, legality))
    written = reaches(value, thresholds, _T.WRITTEN_CONTRACT, day)
    if written is not None:
        reasons.append(
            of_threshold(N_("From %(threshold)s € on, the contract is in writing; an accepted quote is one."), written)
        )
    return Qualification(
        value, procedure, committee, legality is not None, notice,
        decided.reason, (*reasons, *asked.values()), asked,
    )  # fmt: skip


def _notice(
    procedure: ProcedureCode, value: Decimal, day: dt.date, law: NeedLaw, service: SpecificService | None
) -> tuple[Notice, list[Reason]]:
    thresholds = law.thresholds
    if procedure is ProcedureCode.DIRECT:
        return Notice.NONE, []
    documents = reaches(value, thresholds, _T.FREE_DOCUMENTS, day)
    free = N_("From %(threshold)s € on, where a notice is published, the documents are free of charge on the buyer "
              "profile.")  # fmt: skip
    after = [] if documents is None else [of_threshold(free, documents)]
    specific = reaches(value, thresholds, _T.SPECIFIC_SERVICES, day) if service is not None else None
    if specific is not None:
        words = N_("A service of annex 3 from %(threshold)s € on: the notice is European (JOUE).")
        return Notice.EUROPEAN, [of_threshold(words, specific), *after]
    if procedure in FORMAL:
        words = N_("A formal procedure is announced in the BOAMP and the JOUE.")
        return Notice.EUROPEAN, [Reason(RuleViolation(words), "R2131-16", is_to_confirm=True), *after]
    published = reaches(value, thresholds, _T.ADVERTISING, day)
    if published is not None:
        words = N_("From %(threshold)s € on, a notice in the BOAMP or in a newspaper of legal notices.")
        return Notice.BOAMP_OR_JAL, [of_threshold(words, published), *after]
    words = N_("The publicity is chosen freely, by what is bought and its amount.")
    return Notice.FREE, [Reason(RuleViolation(words), "R2131-12", is_to_confirm=False), *after]


_DOCUMENTS = (_T.ENVIRONMENT_CRITERION, _T.ENVIRONMENT_CONDITION, _T.SOCIAL_CONDITION)
_ASKED = {
    _T.ENVIRONMENT_CRITERION: N_(
        "Launched from %(day)s on, it is not judged on price alone: several criteria of which one on the environment, "
        "or a global cost that takes it in."
    ),
    _T.ENVIRONMENT_CONDITION: N_(
        "Launched from %(day)s on, the contract holds a condition of performance on the environment."
    ),
    _T.SOCIAL_CONDITION: N_(
        "From %(threshold)s € on, the contract holds a condition on social and employment matters, save listed "
        "exceptions."
    ),
}


def _asked(
    value: Decimal, procedure: ProcedureCode, day: dt.date, thresholds: Sequence[Threshold],
    service: SpecificService | None,
) -> dict[ThresholdCode, Reason]:  # fmt: skip
    """What the documents hold on environment and employment: no criterion is asked where nothing competes."""
    found = {}
    for code in _DOCUMENTS:
        row = reaches(value, thresholds, code, day)
        if row is None or (code is _T.ENVIRONMENT_CRITERION and procedure is ProcedureCode.DIRECT):
            continue
        if code is _T.SOCIAL_CONDITION and service is not None:
            # The European threshold of these services is their own.
            row = reaches(value, thresholds, _T.SPECIFIC_SERVICES, day)
            if row is None:
                continue
        found[code] = of_threshold(_ASKED[code], row, is_grave=procedure is not ProcedureCode.DIRECT)
    return found
