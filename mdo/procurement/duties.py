"""What comes with the procedure of a need: committee, notice, review of legality, what the documents hold, open data.

Euros before tax. Each sentence has its article; the other reading of what is in doubt is said with it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.procurement.law import NeedLaw
from mdo.procurement.reasons import ImposedProcedure, Reason, of_threshold, on_its_day
from mdo.procurement.thresholds import reaches, valid_on
from models.procurement import ProcedureCode, SpecificService, ThresholdCode

FORMAL = (ProcedureCode.OPEN, ProcedureCode.RESTRICTED, ProcedureCode.NEGOTIATED, ProcedureCode.DIALOGUE)
_T = ThresholdCode
_DAY = dt.timedelta(days=1)


class Notice(StrEnum):
    """Where a consultation is announced."""

    NONE = "none"
    FREE = "free"
    BOAMP_OR_JAL = "boamp_or_jal"
    EUROPEAN = "european"


@dataclass(frozen=True)
class Duties:
    """What the duties of a need and of its lots follow from; `whole` is what all lots are worth together.

    `are_lots_under`: each lot is under the threshold of the need.
    """

    whole: Decimal
    day: dt.date
    law: NeedLaw
    service: SpecificService | None
    are_lots_under: bool = False

    def reached(self, value: Decimal | None, code: ThresholdCode) -> Reason | None:
        """What is said where a value reaches a threshold of the day; None where it does not."""
        row = reaches(value, self.law.thresholds, code, self.day)
        return None if row is None else of_threshold(_WORDS[code], row)


@dataclass(frozen=True)
class FoundDuties:
    """The notice; the reasons but that of the procedure; what the documents hold; on which reason an answer rests."""

    notice: Notice
    reasons: tuple[Reason, ...]
    asked: Mapping[ThresholdCode, Reason]
    rests: Mapping[str, Reason]


_WORDS = {
    _T.LEGALITY: N_(
        "From %(threshold)s € on, whatever the procedure, all lots together, the contract is sent to the prefect "
        "(review of legality)."
    ),
    _T.WRITTEN_CONTRACT: N_("From %(threshold)s € on, the contract is in writing."),
    _T.OPEN_DATA: N_(
        "From %(threshold)s € on, the essential data of the contract are published within two months of its "
        "notification."
    ),
    _T.FREE_DOCUMENTS: N_(
        "From %(threshold)s € on, where a notice is published, the documents are free of charge on the buyer profile."
    ),
    _T.ADVERTISING: N_("From %(threshold)s € on, a notice in the BOAMP or in a newspaper of legal notices."),
    _T.SPECIFIC_SERVICES: N_(
        "A service of annex 3 from %(threshold)s € on: the notice is European (JOUE), and so is that of the award."
    ),
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


def duties_of(value: Decimal | None, decided: ImposedProcedure, duties: Duties) -> FoundDuties:
    """What comes with the procedure of a need, or of one of its lots: lots count together but for what is written."""
    procedure, day = decided.procedure, duties.day
    rests = {"procedure": decided.reason, "cao": decided.reason}
    reasons: list[Reason] = []
    if procedure is ProcedureCode.DIRECT:
        words = N_("The buyer chooses a relevant tender, makes good use of public money and does not contract with the "
                   "same firm systematically.")  # fmt: skip
        reasons.append(Reason(RuleViolation(words), "Article R2122-8", is_to_confirm=False))
    if procedure in FORMAL:
        rests["cao"] = _committee(are_lots_under=duties.are_lots_under)
        reasons.append(rests["cao"])
    notice, announced = _notice(value, decided, duties)
    if announced:
        rests["notice"] = announced[0]
    reasons += announced
    legality = duties.reached(duties.whole, _T.LEGALITY)
    if legality is not None:
        rests["legality"] = legality
        words = N_("It is sent within 15 days of its signature.")
        reasons += [legality, Reason(RuleViolation(words), "Article L2131-13 du CGCT", is_to_confirm=True)]
    if procedure in FORMAL:
        reasons += _after_award()
    reasons += [
        reason for reason in (_written(value, procedure, duties), duties.reached(value, _T.OPEN_DATA)) if reason
    ]
    asked = {code: on_its_day(reason, day) for code, reason in _asked(procedure, duties)}
    rests |= {name: asked[code] for name, code in _ANSWERS.items() if code in asked}
    between = _between_two_days(procedure, duties)
    if between is not None:
        rests["condition"] = between
        reasons.append(between)
    return FoundDuties(
        notice,
        tuple(on_its_day(reason, day) for reason in reasons),
        asked,
        {name: on_its_day(reason, day) for name, reason in rests.items()},
    )


def _committee(*, are_lots_under: bool) -> Reason:
    words = N_("The tender committee (CAO) chooses the holder.")
    if are_lots_under:
        words = N_(
            "The tender committee (CAO) chooses the holder. Another reading: it does not where each lot is under the "
            "threshold, the value being « taken individually »."
        )
    return Reason(RuleViolation(words), "Article L1414-2 du CGCT", is_to_confirm=are_lots_under)


def _after_award() -> Iterator[Reason]:
    words = N_(
        "Those who are not retained are told why; the contract is signed 11 days later at the earliest when that is "
        "sent by electronic means, 16 otherwise."
    )
    yield Reason(RuleViolation(words), "Articles R2181-3 et R2182-1", is_to_confirm=False)
    words = N_("An award notice is sent within 30 days of the signature.")
    yield Reason(RuleViolation(words), "Article R2183-1", is_to_confirm=False)


def _written(value: Decimal | None, procedure: ProcedureCode, duties: Duties) -> Reason | None:
    row = reaches(value, duties.law.thresholds, _T.WRITTEN_CONTRACT, duties.day)
    if row is not None and procedure is ProcedureCode.DIRECT:
        return of_threshold(N_("From %(threshold)s € on, the contract is in writing; an accepted quote is one."), row)
    return duties.reached(value, _T.WRITTEN_CONTRACT)


def _notice(value: Decimal | None, decided: ImposedProcedure, duties: Duties) -> tuple[Notice, list[Reason]]:
    """A lot that is set apart from its need is announced for its own amount, which is to be confirmed."""
    if decided.procedure is ProcedureCode.DIRECT:
        return Notice.NONE, []
    is_apart = decided.threshold is None and value is not None
    counted = value if is_apart and value is not None else duties.whole
    notice, reason = _announced(counted, decided.procedure, duties)
    documents = duties.reached(counted, _T.FREE_DOCUMENTS)
    reason = replace(reason, is_to_confirm=reason.is_to_confirm or is_apart)
    return notice, [reason] if documents is None else [reason, documents]


def _announced(counted: Decimal, procedure: ProcedureCode, duties: Duties) -> tuple[Notice, Reason]:
    rows, day = duties.law.thresholds, duties.day
    specific = valid_on(rows, _T.SPECIFIC_SERVICES, day) if duties.service is not None else None
    if specific is not None and counted >= specific.amount_excl_tax:
        said = of_threshold(_WORDS[_T.SPECIFIC_SERVICES], specific)
        return Notice.EUROPEAN, replace(said, article="Article R2131-15", is_to_confirm=True)
    if procedure in FORMAL:
        words = N_("A formal procedure is announced in the BOAMP and the JOUE.")
        return Notice.EUROPEAN, Reason(RuleViolation(words), "Article R2131-16", is_to_confirm=False)
    published = reaches(counted, rows, _T.ADVERTISING, day)
    if published is not None and specific is not None:
        words = N_(
            "From %(threshold)s € on, a notice in the BOAMP or in a newspaper of legal notices, to be prudent. Another "
            "reading: under %(free)s € the publicity of a service of annex 3 is chosen freely."
        )
        rule = RuleViolation(words, threshold=published.amount_excl_tax, free=specific.amount_excl_tax)
        return Notice.BOAMP_OR_JAL, Reason(rule, "Articles R2131-12 et R2131-14", is_to_confirm=True)
    if published is not None:
        return Notice.BOAMP_OR_JAL, of_threshold(_WORDS[_T.ADVERTISING], published)
    words = N_("The publicity is chosen freely, by what is bought and its amount.")
    return Notice.FREE, Reason(RuleViolation(words), "Article R2131-12", is_to_confirm=False)


# ---- What the documents hold ---------------------------------------------------------------------------------------

_DOCUMENTS = (_T.ENVIRONMENT_CRITERION, _T.ENVIRONMENT_CONDITION, _T.SOCIAL_CONDITION)
_ANSWERS = {"criterion": _T.ENVIRONMENT_CRITERION, "condition": _T.ENVIRONMENT_CONDITION}


def _asked(procedure: ProcedureCode, duties: Duties) -> Iterator[tuple[ThresholdCode, Reason]]:
    """Conditions on environment and employment; no criterion is asked where nothing competes."""
    rows, day, is_competing = duties.law.thresholds, duties.day, procedure is not ProcedureCode.DIRECT
    for code in _DOCUMENTS:
        row = reaches(duties.whole, rows, code, day)
        if row is None or (code is _T.ENVIRONMENT_CRITERION and not is_competing):
            continue
        said = of_threshold(_WORDS[code], row, is_grave=is_competing)
        own = valid_on(rows, _T.SPECIFIC_SERVICES, day) if duties.service is not None else None
        if code is _T.SOCIAL_CONDITION and own is not None and duties.whole < own.amount_excl_tax:
            words = N_("From %(threshold)s € on, the contract holds a condition on social and employment matters, save "
                       "listed exceptions. Another reading: from %(own)s € on for a service of annex 3.")  # fmt: skip
            other = RuleViolation(words, threshold=row.amount_excl_tax, own=own.amount_excl_tax)
            said = Reason(other, row.legal_basis, is_to_confirm=True)
        yield code, said


def _between_two_days(procedure: ProcedureCode, duties: Duties) -> Reason | None:
    """On the last day without the condition, while a criterion is asked already: its first day is in doubt."""
    rows, day = duties.law.thresholds, duties.day
    criterion, condition = (valid_on(rows, _ANSWERS[name], day) for name in ("criterion", "condition"))
    due = valid_on(rows, _T.ENVIRONMENT_CONDITION, day + _DAY)
    if criterion is None or condition is not None or due is None or procedure is ProcedureCode.DIRECT:
        return None
    words = N_(
        "Launched from %(day)s on, the contract also holds a condition of performance on the environment. Another "
        "reading: from the day before on."
    )
    return replace(of_threshold(words, due), is_to_confirm=True)
