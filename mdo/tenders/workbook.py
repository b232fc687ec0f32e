"""The analysis of the tenders of a contract as a workbook: a tidy table for each of those of the page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_, Translate
from mdo.kernel.fields.columns import Column, Kind, columns_named, stored_column
from mdo.kernel.labels import FIELD_LABELS, enum_label
from mdo.kernel.workbook.layout import WrittenSheet
from mdo.tenders.columns import TENDER_COLUMNS
from mdo.tenders.low import low_from, low_remarks
from mdo.tenders.ranking import RankedTender, Ranking, amount_after, ranking_of
from mdo.tenders.rules import criteria_of, final_ranking, opinions_of, rounds_of, tenders_of
from models.contracts import Contract
from models.tenders import AwardCriterion, CommitteeOpinion, NegotiationRound, Tender, TenderMark

_CRITERION, _TENDER = FIELD_LABELS[AwardCriterion], FIELD_LABELS[Tender]
_ROUND, _OPINION = FIELD_LABELS[NegotiationRound], FIELD_LABELS[CommitteeOpinion]
_NUMBER = N_("Round (0: before any negotiation)")


@dataclass(frozen=True)
class _Candidate:
    """A tender as the readable sheet tells it: its line in the last ranking, none where it was left out."""

    tender: Tender
    line: RankedTender | None
    amount: Decimal | None

    @property
    def fate(self) -> str:
        """What became of it."""
        if self.tender.is_retained:
            return N_("Retained (tender)")
        if self.tender.contract.state in AWARDED_STATES:
            return N_("Not retained (tender)")
        return N_("Admissible (tender)") if self.tender.is_admissible else N_("Not admissible")


@dataclass(frozen=True)
class _Ranked:
    """A tender in the ranking after a round."""

    round_number: int
    line: RankedTender


@dataclass(frozen=True)
class _Judged:
    """What a tender gets on a criterion after a round: the mean of its marks out of 20, and its points."""

    round_number: int
    line: RankedTender
    criterion: AwardCriterion

    @property
    def mean(self) -> Decimal | None:
        return self.line.means[self.criterion.id]

    @property
    def points(self) -> Decimal | None:
        return self.line.points[self.criterion.id]


@dataclass(frozen=True)
class _Revised:
    """The amount of a tender before and after a round of negotiation."""

    held: NegotiationRound
    tender: Tender

    @property
    def before(self) -> Decimal | None:
        return amount_after(self.tender, self.held.number - 1)

    @property
    def after(self) -> Decimal | None:
        return amount_after(self.tender, self.held.number)


def _column(
    name: str, label: str, value: Callable[[Any], Any], kind: Kind = Kind.TEXT, width: int = 18, help_id: str = ""
) -> Column:
    return Column(name, label, lambda row, today: value(row), kind, width=width, help=help_id)


CRITERIA = (
    stored_column(AwardCriterion.position, _CRITERION["position"], width=10),
    stored_column(AwardCriterion.name, _CRITERION["name"], width=44),
    _column("weight", _CRITERION["weight"], lambda row: row.weight, Kind.DECIMAL),
    stored_column(AwardCriterion.is_price, _CRITERION["is_price"]),
)
RECEIVED = columns_named(
    TENDER_COLUMNS, "supplier", "position", "received_at", "amount_excl_tax", "is_admissible", "inadmissible_reason",
    "is_suspected_low", "low_asked_on", "low_answer", "is_retained", "rejection_reason", "notes",
)  # fmt: skip
MARKS = (
    _column("round", _NUMBER, lambda row: row.round_number, Kind.INTEGER),
    _column("supplier", _TENDER["supplier"], lambda row: str(row.tender), width=36),
    _column("criterion", N_("Criterion"), lambda row: str(row.criterion), width=36),
    _column("assessor", N_("Assessor"), lambda row: str(row.assessor), width=24),
    _column("mark", N_("Mark out of 20"), lambda row: row.mark, Kind.DECIMAL),
    _column("comment", N_("Comment (criterion)"), lambda row: row.comment, Kind.LONG_TEXT, width=50),
)
RANKING = (
    _column("round", _NUMBER, lambda row: row.round_number, Kind.INTEGER),
    _column("rank", N_("Rank (tender)"), lambda row: row.line.rank, Kind.INTEGER, 10),
    _column("is_tied", N_("Tied"), lambda row: row.line.is_tied, Kind.BOOLEAN, 10),
    _column("supplier", _TENDER["supplier"], lambda row: str(row.line.tender), width=36),
    _column("amount", _TENDER["amount_excl_tax"], lambda row: row.line.amount, Kind.AMOUNT),
    _column("total", N_("Total out of 100"), lambda row: row.line.total, Kind.DECIMAL),
)
POINTS = (
    _column("round", _NUMBER, lambda row: row.round_number, Kind.INTEGER),
    _column("supplier", _TENDER["supplier"], lambda row: str(row.line.tender), width=36),
    _column("criterion", N_("Criterion"), lambda row: row.criterion.name, width=36),
    _column("weight", _CRITERION["weight"], lambda row: row.criterion.weight, Kind.DECIMAL),
    _column("mean", N_("Mean mark out of 20"), lambda row: row.mean, Kind.DECIMAL),
    _column("points", N_("Points"), lambda row: row.points, Kind.DECIMAL),
)
ROUNDS = (
    _column("round", _ROUND["number"], lambda row: row.held.number, Kind.INTEGER, 10),
    _column("held_on", _ROUND["held_on"], lambda row: row.held.held_on, Kind.DATE),
    _column("supplier", _TENDER["supplier"], lambda row: str(row.tender), width=36),
    _column("before", N_("Amount before (€, before tax)"), lambda row: row.before, Kind.AMOUNT),
    _column("after", N_("Amount after (€, before tax)"), lambda row: row.after, Kind.AMOUNT),
    _column("notes", _ROUND["notes"], lambda row: row.held.notes, Kind.LONG_TEXT, 50),
)
COMMITTEE = (
    stored_column(CommitteeOpinion.held_on, _OPINION["held_on"]),
    stored_column(CommitteeOpinion.kind, _OPINION["kind"], width=24),
    stored_column(CommitteeOpinion.sense, _OPINION["sense"], width=20),
    stored_column(CommitteeOpinion.text, _OPINION["text"], width=60),
)


def _summary(
    session: AnySession, contract: Contract, translate: Translate
) -> tuple[Sequence[Column], Sequence[_Candidate]]:
    """The candidates in the order of the last ranking, a column a criterion; those left out come last."""
    ranking, tenders = final_ranking(session, contract), tenders_of(session, contract)
    low = low_remarks({line.tender: line.amount for line in ranking.lines}, low_from(session, contract))

    def points(criterion: AwardCriterion) -> Column:
        label = f"{criterion.name} / {criterion.weight.normalize():f}"
        return _column(
            f"points_{criterion.id}", label, lambda row: row.line and row.line.points[criterion.id], Kind.DECIMAL, 20
        )

    def remark(row: _Candidate) -> str | None:
        tender = row.tender
        ground = translate(enum_label(tender.inadmissible_ground)) if tender.inadmissible_ground is not None else ""
        said = low[tender].words.text(translate) if tender in low else ""
        return ". ".join(filter(None, (ground, tender.inadmissible_reason, said, tender.low_answer))) or None

    columns = (
        _column("rank", N_("Rank (tender)"), lambda row: row.line and row.line.rank, Kind.INTEGER, 10),
        _column("supplier", _TENDER["supplier"], lambda row: str(row.tender), width=36),
        _column("members", _TENDER["members"], lambda row: ", ".join(item.name for item in row.tender.members) or None),
        _column("amount", _TENDER["amount_excl_tax"], lambda row: row.amount, Kind.AMOUNT),
        *(points(criterion) for criterion in ranking.criteria),
        _column("total", N_("Total out of 100"), lambda row: row.line and row.line.total, Kind.DECIMAL),
        _column("fate", N_("What became of it (tender)"), lambda row: translate(row.fate), width=18),
        _column("remark", N_("Remarks"), remark, Kind.LONG_TEXT, 60),
    )
    last = ranking.round_number
    lines = {line.tender: line for line in ranking.lines}
    ordered = [*lines, *(row for row in tenders if row not in lines)]
    return columns, [_Candidate(row, lines.get(row), amount_after(row, last)) for row in ordered]


def analysis_sheets(session: AnySession, contract: Contract, translate: Translate) -> tuple[WrittenSheet, ...]:
    """The sheets, with what the reader may see of the tenders; an empty one keeps its headers."""
    criteria, tenders = criteria_of(session, contract), tenders_of(session, contract)
    rounds = rounds_of(session, contract)
    rankings = [ranking_of(criteria, tenders, number) for number in (0, *(row.number for row in rounds))]
    ranked = [_Ranked(ranking.round_number, line) for ranking in rankings for line in ranking.lines]
    sheets: tuple[tuple[str, Sequence[Column], Sequence[Any]], ...] = (
        (N_("Analysis in one sheet"), *_summary(session, contract, translate)),
        (N_("Criteria"), CRITERIA, criteria),
        (N_("Tenders received"), RECEIVED, tenders),
        (N_("Marks"), MARKS, list(_marks(tenders))),
        (N_("Points"), POINTS, [judged for ranking in rankings for judged in _judged(ranking)]),
        (N_("Ranking"), RANKING, ranked),
        (N_("Rounds of negotiation"), ROUNDS, [_Revised(held, row) for held in rounds for row in tenders
                                               if row.is_admissible]),
        (N_("CAO (committee)"), COMMITTEE, opinions_of(session, contract)),
    )  # fmt: skip
    return tuple(WrittenSheet(translate(name), columns, rows) for name, columns, rows in sheets)


def _marks(tenders: Sequence[Tender]) -> Iterator[TenderMark]:
    for tender in tenders:
        yield from sorted(tender.marks, key=lambda mark: (mark.round_number, mark.criterion.position, mark.id))


def _judged(ranking: Ranking) -> Iterator[_Judged]:
    for line in ranking.lines:
        for criterion in ranking.criteria:
            yield _Judged(ranking.round_number, line, criterion)
