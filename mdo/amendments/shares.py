"""What amendments weigh of the initial amount, and what the law says of it, in words.

Amounts are euros before tax, shares are percentages of the initial amount. The limits are figures of the law on the
day of the contract: `LOW_VALUE`, which those of low value stay below, summed apart (R2194-8 and -9);
`ONE_BY_ONE`, at most for each amendment for additional services or unforeseen circumstances (R2194-3 and -5);
`COMMITTEE`, beyond which the CAO gives its opinion (L1414-4 CGCT). All « à confirmer ».
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mdo.contracts.limits import LegalLimits
from mdo.contracts.remark_words import DANGER, OK, WARN, Remark
from mdo.contracts.terms import initial_amount
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from models.amendments import Amendment, AmendmentGround, AmendmentOpinion
from models.contracts import Contract
from models.procurement import FigureCode
from models.types import CENT

# Each amendment on one of them has its own limit, large.
LARGE = (AmendmentGround.ADDITIONAL, AmendmentGround.UNFORESEEN)
_JUDGED = (AmendmentGround.NOT_SUBSTANTIAL, AmendmentGround.REVIEW_CLAUSE)
_NOTHING = Decimal(0)


@dataclass(frozen=True)
class AmendmentShare:
    """What an amendment weighs: alone, with those before it, and with those before it that are of low value.

    Percentages; None while the initial amount is not known. `low_value` is None for another ground. `before` are the
    amendments that come before it, `of_ground` is what it makes with those of the same ground (R2194-3, -5, -7 …).
    """

    amendment: Amendment
    before: tuple[Amendment, ...]
    share: Decimal | None
    cumulated: Decimal | None
    low_value: Decimal | None
    of_ground: Decimal | None = None

    @property
    def same_ground(self) -> list[Amendment]:
        """Those before it on the same ground."""
        return [row for row in self.before if row.ground is not None and row.ground is self.amendment.ground]


def share_of(amount: Decimal, contract: Contract) -> Decimal | None:
    """An amount in per cent of the initial one, exact; None while it is not known."""
    initial = initial_amount(contract)
    return None if initial is None else amount * 100 / initial


def rounded(share: Decimal | None) -> Decimal | None:
    """A share with two decimals, for the eye alone: limits are read on the exact one."""
    return None if share is None else share.quantize(CENT, ROUND_HALF_UP)


def in_force_before(amendment: Amendment) -> Sequence[Amendment]:
    """The amendments of the contract that count with this one: those before it, and those signed since."""
    return [
        other
        for other in amendment.contract.amendments
        if other is not amendment and (other.signed_on is not None or _rank(other) < _rank(amendment))
    ]


def cumulated(amendment: Amendment, others: Iterable[Amendment]) -> Decimal:
    """What an amendment and others add, those that take away deducted."""
    return sum((other.amount_excl_tax for other in others), amendment.amount_excl_tax)


def low_values(amendments: Iterable[Amendment]) -> list[Amendment]:
    """Those of low value: summed apart from the others (R2194-9)."""
    return [row for row in amendments if row.ground is AmendmentGround.LOW_VALUE]


def needs_committee(contract: Contract) -> bool:
    """Whether the CAO awarded the contract, as its procedure says."""
    return contract.template is not None and contract.template.needs_committee


def asks_committee(amendment: Amendment, others: Iterable[Amendment], limits: LegalLimits) -> bool:
    """Whether the opinion of the CAO comes first: the contract grows beyond the limit, this amendment included."""
    limit = limits.of(FigureCode.COMMITTEE)
    if limit is None or amendment.amount_excl_tax <= 0 or not needs_committee(amendment.contract):
        return False
    share = share_of(cumulated(amendment, others), amendment.contract)
    return share is not None and share > limit


def standings_of(contract: Contract) -> list[AmendmentShare]:
    """The amendments of a contract in the order of their numbers, each with what it weighs."""
    found: list[AmendmentShare] = []
    before: list[Amendment] = []
    for amendment in sorted(contract.amendments, key=_rank):
        found.append(_standing(amendment, before))
        before.append(amendment)
    return found


def standing_of(amendment: Amendment) -> AmendmentShare:
    """What one amendment weighs."""
    return _standing(amendment, [row for row in amendment.contract.amendments if _rank(row) < _rank(amendment)])


def _standing(amendment: Amendment, before: Sequence[Amendment]) -> AmendmentShare:
    contract = amendment.contract
    is_low = amendment.ground is AmendmentGround.LOW_VALUE
    low_value = share_of(cumulated(amendment, low_values(before)), contract) if is_low else None
    of_ground = cumulated(amendment, [row for row in before if row.ground is amendment.ground])
    return AmendmentShare(
        amendment,
        tuple(before),
        share_of(amendment.amount_excl_tax, contract),
        share_of(cumulated(amendment, before), contract),
        low_value,
        share_of(of_ground, contract),
    )


def remarks_on(standing: AmendmentShare, limits: LegalLimits) -> Iterator[Remark]:
    """What the limits in force for its contract say of an amendment that weighs so."""
    amendment, share = standing.amendment, standing.share
    if amendment.ground is None:
        yield Remark(WARN, RuleViolation(N_("Read in the essential data, which do not say the ground: choose it.")))
    if share is None:
        if amendment.amount_excl_tax:
            yield Remark(WARN, RuleViolation(N_("Percentage unknown: the contract has no amount yet.")))
        return
    if any(limits.of(code) is None for code in _read(amendment)):
        yield Remark(WARN, limits.unknown())
    low, large = limits.of(FigureCode.LOW_VALUE), limits.of(FigureCode.ONE_BY_ONE)
    if standing.low_value is not None and low is not None:
        yield _low_value_remark(standing.low_value, low)
    if amendment.ground in LARGE and large is not None:
        yield _large_remark(standing, share, large)
    if amendment.ground in _JUDGED and low is not None and (standing.of_ground or share) >= low:
        words = N_("%(limit)s %% or more: the justification is what carries it (L2194-1).")
        yield Remark(WARN, RuleViolation(words, limit=low))
    if standing.same_ground and amendment.ground not in (AmendmentGround.LOW_VALUE, *LARGE):
        words = N_("%(share)s %% in all on this ground.")
        yield Remark(OK, RuleViolation(words, share=rounded(standing.of_ground)))
    if asks_committee(amendment, standing.before, limits):
        yield _committee_remark(amendment, limits)


def _read(amendment: Amendment) -> Iterator[FigureCode]:
    """The figures that the rules of an amendment read."""
    if amendment.ground in LARGE:
        yield FigureCode.ONE_BY_ONE
    if amendment.ground in (AmendmentGround.LOW_VALUE, *_JUDGED):
        yield FigureCode.LOW_VALUE
    if needs_committee(amendment.contract):
        yield FigureCode.COMMITTEE


def _low_value_remark(low_value: Decimal, limit: Decimal) -> Remark:
    if low_value >= limit:
        tone = DANGER
        words = N_("Low value: %(share)s %% in all: from %(limit)s %% on, another ground is needed (R2194-8 and -9).")
    elif low_value <= -limit:
        tone, words = WARN, N_("Low value: %(share)s %% in all; a decrease of %(limit)s %% or more is to be justified.")
    else:
        tone, words = OK, N_("Low value: %(share)s %% in all, below %(limit)s %% (R2194-8 and -9).")
    return Remark(tone, RuleViolation(words, share=rounded(low_value), limit=limit))


def _large_remark(standing: AmendmentShare, share: Decimal, limit: Decimal) -> Remark:
    if share > limit:
        words = N_("More than %(limit)s %% in one amendment (R2194-3 and -5).")
        return Remark(DANGER, RuleViolation(words, limit=limit))
    total = standing.of_ground
    if standing.same_ground and total is not None and total > limit:
        words = N_("%(share)s %% in all on this ground: successive amendments must not get round competition.")
        return Remark(WARN, RuleViolation(words, share=rounded(total)))
    if standing.same_ground:
        words = N_("At most %(limit)s %% in one amendment (R2194-3 and -5); %(share)s %% in all on this ground.")
        return Remark(OK, RuleViolation(words, limit=limit, share=rounded(total)))
    return Remark(OK, RuleViolation(N_("At most %(limit)s %% in one amendment (R2194-3 and -5)."), limit=limit))


def _committee_remark(amendment: Amendment, limits: LegalLimits) -> Remark:
    if amendment.committee_opinion is AmendmentOpinion.UNFAVOURABLE:
        tone, words = WARN, N_("More than %(limit)s %%: the opinion of the CAO is unfavourable (L1414-4 CGCT).")
    elif amendment.committee_opinion is not None:
        tone, words = OK, N_("More than %(limit)s %%: the CAO gave its opinion (L1414-4 CGCT).")
    else:
        tone = WARN if amendment.signed_on is None else DANGER
        words = N_("More than %(limit)s %%: opinion of the CAO before the signature (L1414-4 CGCT).")
    return Remark(tone, RuleViolation(words, limit=limits.of(FigureCode.COMMITTEE)))


def _rank(amendment: Amendment) -> int:
    """Where it stands among those of its contract; one without a number yet comes last."""
    return amendment.number or 100
