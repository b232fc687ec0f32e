"""What amendments weigh of the initial amount, and what the law says of it, in words.

Amounts are euros before tax, shares are percentages of the initial amount. The limits are those of domain.md §1.5: low
value below 10 % for services, summed apart (R2194-8 and -9); additional services and unforeseen circumstances at most
50 % for each modification (R2194-3 and -5); opinion of the CAO beyond 5 % (L1414-4 CGCT). All « à confirmer ».
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mdo.contracts.terms import initial_amount
from mdo.errors import RuleViolation
from mdo.messages import N_
from models.amendments import Amendment, AmendmentGround, AmendmentOpinion
from models.contracts import Contract
from models.types import CENT

LOW_VALUE, ONE_BY_ONE, COMMITTEE = Decimal(10), Decimal(50), Decimal(5)
# Each of them alone may reach half of the contract.
LARGE = (AmendmentGround.ADDITIONAL, AmendmentGround.UNFORESEEN)
_JUDGED = (AmendmentGround.NOT_SUBSTANTIAL, AmendmentGround.REVIEW_CLAUSE)
_NOTHING = Decimal(0)
OK, WARN, DANGER = "ok", "warn", "danger"


@dataclass(frozen=True)
class Remark:
    """A sentence about an amendment, and how grave: ok, warn or danger."""

    tone: str
    words: RuleViolation


@dataclass(frozen=True)
class Standing:
    """What an amendment weighs: alone, with those before it, and with those before it that are of low value.

    Percentages; None while the initial amount is not known. `low_value` is None for another ground.
    """

    amendment: Amendment
    share: Decimal | None
    cumulated: Decimal | None
    low_value: Decimal | None
    remarks: tuple[Remark, ...]

    @property
    def tone(self) -> str:
        """The gravest of the remarks."""
        tones = {remark.tone for remark in self.remarks}
        return next((tone for tone in (DANGER, WARN) if tone in tones), OK)


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


def asks_committee(amendment: Amendment, others: Iterable[Amendment]) -> bool:
    """Whether the opinion of the CAO comes first: the contract grows by more than 5 %, this amendment included."""
    if amendment.amount_excl_tax <= 0 or not needs_committee(amendment.contract):
        return False
    share = share_of(cumulated(amendment, others), amendment.contract)
    return share is not None and share > COMMITTEE


def standings_of(contract: Contract) -> list[Standing]:
    """The amendments of a contract in the order of their numbers, each with what it weighs."""
    found: list[Standing] = []
    before: list[Amendment] = []
    for amendment in sorted(contract.amendments, key=_rank):
        found.append(_standing(amendment, before))
        before.append(amendment)
    return found


def standing_of(amendment: Amendment) -> Standing:
    """What one amendment weighs."""
    return _standing(amendment, [row for row in amendment.contract.amendments if _rank(row) < _rank(amendment)])


def _standing(amendment: Amendment, before: Sequence[Amendment]) -> Standing:
    contract = amendment.contract
    is_low = amendment.ground is AmendmentGround.LOW_VALUE
    low_value = share_of(cumulated(amendment, low_values(before)), contract) if is_low else None
    return Standing(
        amendment,
        share_of(amendment.amount_excl_tax, contract),
        share_of(cumulated(amendment, before), contract),
        low_value,
        tuple(_remarks(amendment, before, low_value)),
    )


def _remarks(amendment: Amendment, before: Sequence[Amendment], low_value: Decimal | None) -> Iterable[Remark]:
    contract = amendment.contract
    share = share_of(amendment.amount_excl_tax, contract)
    if amendment.ground is None:
        yield Remark(WARN, RuleViolation(N_("Read in the essential data, which do not say the ground: choose it.")))
    if share is None:
        if amendment.amount_excl_tax:
            yield Remark(WARN, RuleViolation(N_("Percentage unknown: the contract has no amount yet.")))
        return
    if low_value is not None:
        yield _low_value_remark(low_value)
    if amendment.ground in LARGE:
        yield _large_remark(amendment, before, share)
    if amendment.ground in _JUDGED and share >= LOW_VALUE:
        yield Remark(WARN, RuleViolation(N_("10 %% or more: the justification is what carries it (L2194-1).")))
    if asks_committee(amendment, before):
        yield _committee_remark(amendment)


def _low_value_remark(low_value: Decimal) -> Remark:
    if low_value >= LOW_VALUE:
        words = N_("Low value: %(share)s %% in all: from 10 %% on, another ground is needed (R2194-8 and -9).")
        return Remark(DANGER, RuleViolation(words, share=rounded(low_value)))
    if low_value <= -LOW_VALUE:
        words = N_("Low value: %(share)s %% in all; a decrease of 10 %% or more is to be justified.")
        return Remark(WARN, RuleViolation(words, share=rounded(low_value)))
    words = N_("Low value: %(share)s %% in all, below 10 %% (R2194-8 and -9).")
    return Remark(OK, RuleViolation(words, share=rounded(low_value)))


def _large_remark(amendment: Amendment, before: Sequence[Amendment], share: Decimal) -> Remark:
    if share > ONE_BY_ONE:
        return Remark(DANGER, RuleViolation(N_("More than 50 %% in one amendment (R2194-3 and -5).")))
    same = [row for row in before if row.ground is amendment.ground]
    total = share_of(cumulated(amendment, same), amendment.contract)
    if same and total is not None and total > ONE_BY_ONE:
        words = N_("%(share)s %% in all on this ground: successive amendments must not get round competition.")
        return Remark(WARN, RuleViolation(words, share=rounded(total)))
    return Remark(OK, RuleViolation(N_("At most 50 %% in one amendment (R2194-3 and -5).")))


def _committee_remark(amendment: Amendment) -> Remark:
    if amendment.committee_opinion is AmendmentOpinion.UNFAVOURABLE:
        return Remark(WARN, RuleViolation(N_("More than 5 %%: the opinion of the CAO is unfavourable (L1414-4 CGCT).")))
    if amendment.committee_opinion is not None:
        return Remark(OK, RuleViolation(N_("More than 5 %%: the CAO gave its opinion (L1414-4 CGCT).")))
    tone = WARN if amendment.signed_on is None else DANGER
    return Remark(tone, RuleViolation(N_("More than 5 %%: opinion of the CAO before the signature (L1414-4 CGCT).")))


def _rank(amendment: Amendment) -> int:
    """Where it stands among those of its contract; one without a number yet comes last."""
    return amendment.number or 100
