"""The letters to the suppliers that were not retained, and to all where there is no contract; in Word and as a mailing.

Ranks and points are those of the analysis report; the day of the signature is computed and never typed.
"""

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mdo.contracts.documents import CONTRACT_FILES
from mdo.contracts.signature import Standstill, standstill_of
from mdo.contracts.terms import AWARDED_STATES
from mdo.decp.record import holders_at
from mdo.documents.document_format import Wording
from mdo.documents.packages import XLSX, SentFile
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import enum_label
from mdo.kernel.workbook.cells import PARIS
from mdo.kernel.workbook.layout import Book, WrittenSheet
from mdo.kernel.workbook.writer import write_workbook
from mdo.procurement.duties import FORMAL
from mdo.tenders.ranking import RankedTender, Ranking
from mdo.tenders.remedies import may_be_regularised
from mdo.tenders.report import day_in_words, file_name, make_paper, number_in_words, percent_in_words, rank_in_words
from mdo.tenders.rules import final_ranking, tenders_of
from models.contracts import Contract, ContractState, GroupKind
from models.documents import Document, DocumentKind, PaperKind
from models.suppliers import Supplier
from models.tenders import AwardCriterion, InadmissibleGround, Tender

_NOT_AWARDED = N_("Letters are made once the contract is awarded, or ended without one: retain a tender first.")
_NOBODY = N_("No tender was turned down: there is no letter to make.")


@dataclass(frozen=True)
class ComparedPoints:
    """The points of a tender on a criterion and its rank there, beside those of the tender that was retained."""

    criterion: AwardCriterion
    points: Decimal | None
    winner_points: Decimal | None
    rank: int | None
    winner_rank: int | None


@dataclass(frozen=True)
class Letter:
    """What is told to a supplier, the lead of its grouping; `is_candidacy`: its candidacy itself was not admitted.

    `rank` and `total` are empty for one left out, which reads in `choice` the points of the winner; who won, before the
    award.
    """

    supplier: Supplier
    group: str
    is_candidacy: bool
    rank: str
    total: Decimal | None
    winner: str
    winner_total: Decimal | None
    winner_amount: Decimal | None
    reasons: str
    own_reasons: str
    choice_reason: str
    choice: str
    comparison: tuple[ComparedPoints, ...]
    sent_on: dt.date
    signed_from: dt.date | None


def to_be_told(session: AnySession, contract: Contract) -> list[Tender]:
    """The tenders whose suppliers are written to: all but those of the holders; all where there is no contract.

    Before the award, those left out for good: they are told without delay (R2181-1).
    """
    tenders = tenders_of(session, contract)
    if contract.state is ContractState.ABANDONED:
        return list(tenders)
    if contract.state not in AWARDED_STATES:
        left_out = [row for row in tenders if not row.is_admissible and row.inadmissible_ground is not None]
        return [row for row in left_out if not may_be_regularised(row)]
    holders = {*holders_at(contract, dt.date.min), *(holder.supplier for holder in contract.holders)}
    return [row for row in tenders if not row.is_retained and row.supplier not in holders]


def letters_of(session: AnySession, contract: Contract, wording: Wording) -> Sequence[Letter]:
    """One letter a tender, in the order in which they came.

    Raises RuleViolation before the award, when there is none, or when a formal procedure gives no reason (R2181-3).
    """
    is_ended, is_awarded = contract.state is ContractState.ABANDONED, contract.state in AWARDED_STATES
    rows = to_be_told(session, contract)
    if not rows:
        raise RuleViolation(_NOBODY if is_awarded or is_ended else _NOT_AWARDED)
    ranking = final_ranking(session, contract)
    lines = {line.tender: line for line in ranking.lines}
    first = set(holders_at(contract, dt.date.min)) if is_awarded else set()
    won = next((line for line in ranking.lines if line.tender.supplier in first), None)
    told = _told(session, contract)
    letters = [_letter(row, lines.get(row), won, ranking, told, contract, wording.translate) for row in rows]
    silent = [row.supplier.name for row in letters if not row.reasons]
    if silent and contract.procedure in FORMAL and not is_ended:
        raise RuleViolation(
            N_("A letter of a formal procedure gives the reasons (R2181-3): write them in the tender of %(names)s."),
            names=", ".join(silent),
        )
    return letters


def _told(session: AnySession, contract: Contract) -> Standstill:
    """The day of the letters and what follows it; before the award they leave today and no signature is in sight."""
    if contract.state in (*AWARDED_STATES, ContractState.ABANDONED):
        return standstill_of(session, contract)
    return Standstill(context_of(session).today)


def without_reason(session: AnySession, contract: Contract) -> list[Tender]:
    """The tenders whose letter must give the reasons (R2181-1, R2181-3) and for which nobody wrote any."""
    if contract.state not in AWARDED_STATES or contract.procedure not in FORMAL:
        return []
    return [row for row in to_be_told(session, contract) if row.is_admissible and not row.rejection_reason]


def _letter(
    row: Tender,
    line: RankedTender | None,
    won: RankedTender | None,
    ranking: Ranking,
    told: Standstill,
    contract: Contract,
    translate: Callable[[str], str],
) -> Letter:
    ground = translate(enum_label(row.inadmissible_ground)) if row.inadmissible_ground is not None else ""
    left_out = " – ".join(filter(None, (ground, row.inadmissible_reason))) if not row.is_admissible else ""
    ranked = line if line is not None and line.rank is not None else None
    compared = (
        ComparedPoints(
            criterion,
            ranked.points[criterion.id],
            won.points[criterion.id],
            _rank_on(criterion, ranked, ranking),
            _rank_on(criterion, won, ranking),
        )
        for criterion in ranking.criteria
        if ranked is not None and won is not None
    )
    comparison = tuple(compared)
    return Letter(
        supplier=row.supplier,
        group=", ".join(member.name for member in row.members),
        rank=rank_in_words(ranked, translate) if ranked is not None else "",
        total=line.total if line is not None else None,
        is_candidacy=row.inadmissible_ground is InadmissibleGround.CANDIDACY and not row.is_admissible,
        winner=_winner(contract, translate) if contract.state in AWARDED_STATES else "",
        winner_total=won.total if won is not None else None,
        winner_amount=contract.amount_excl_tax,
        reasons=_sentences(left_out, row.rejection_reason, _points_in_words(comparison, translate)),
        own_reasons=_sentences(left_out, row.rejection_reason),
        choice_reason=contract.award_reason or "",
        choice="" if won is None or ranked is not None else _choice_in_words(won, ranking),
        comparison=comparison,
        sent_on=told.sent_on,
        signed_from=told.signed_from,
    )


def _sentences(*parts: str | None) -> str:
    """These parts one after the other, each with one full stop."""
    told = [" ".join(part.split()).rstrip(".") for part in parts if part and part.strip(" .")]
    return " ".join(text if text.endswith(("!", "?", "…")) else f"{text}." for text in told)


def _rank_on(criterion: AwardCriterion, line: RankedTender, ranking: Ranking) -> int | None:
    """The rank of a tender on one criterion alone, among those that are ranked; equals have the same."""
    own = line.points[criterion.id]
    if own is None or line.rank is None:
        return None
    others = (other.points[criterion.id] for other in ranking.lines if other.rank is not None)
    return 1 + sum(1 for points in others if points is not None and points > own)


def _points_in_words(comparison: Sequence[ComparedPoints], translate: Callable[[str], str]) -> str:
    """The first of the reasons: points and rank on each criterion, against those of the tender that was retained."""
    words = translate(N_("%(name)s: %(points)s against %(winner)s (rank %(rank)d against %(winner_rank)d)"))
    parts = [
        words
        % {
            "name": row.criterion.name,
            "points": number_in_words(row.points),
            "winner": number_in_words(row.winner_points),
            "rank": row.rank,
            "winner_rank": row.winner_rank,
        }
        for row in comparison
        if row.rank is not None and row.winner_rank is not None
    ]
    if not parts:
        return ""
    return translate(N_("Points compared with those of the retained tender: %(points)s")) % {
        "points": " ; ".join(parts)
    }


def _choice_in_words(won: RankedTender, ranking: Ranking) -> str:
    """What the choice rests on (R2181-3), for one that is compared with nobody: « Prix : 40,00 ; Méthode : 51,00 »."""
    return " ; ".join(f"{row.name} : {number_in_words(won.points[row.id]) or '–'}" for row in ranking.criteria)


def _winner(contract: Contract, translate: Callable[[str], str]) -> str:
    """Who was retained; of a grouping, its lead and the others."""
    names = [supplier.name for supplier in holders_at(contract, dt.date.min)]
    if contract.group_kind is GroupKind.NONE or len(names) < 2:
        return ", ".join(names)
    words = translate(N_("%(lead)s, lead of a grouping with %(names)s"))
    return words % {"lead": names[0], "names": ", ".join(names[1:])}


def make_letters(session: AnySession, contract: Contract, wording: Wording) -> Document:
    """All letters in one Word file, a page each, kept as the next version; flushes. Raises RuleViolation."""
    letters = letters_of(session, contract, wording)
    told, translate = _told(session, contract), wording.translate
    is_ended = contract.state is ContractState.ABANDONED
    values = {
        "sent_on": day_in_words(told.sent_on),
        "is_formal": translate(N_("yes")) if contract.procedure in FORMAL else "",
        "signed_from": day_in_words(told.signed_from),
        "no_standstill": told.why_none.text(translate) if told.why_none is not None else "",
        "ended": translate(enum_label(contract.ending or contract.state)).lower() if is_ended else "",
        "ended_reason": (contract.state_reason or "") if is_ended else "",
        "responsible": str(contract.responsible) if contract.responsible is not None else "",
        "contact": (contract.responsible.email or "") if contract.responsible is not None else "",
        "letters": [_values(letter, translate, is_formal=contract.procedure in FORMAL) for letter in letters],
    }
    return make_paper(session, contract, PaperKind.REJECTION_LETTERS, values, wording)


def _values(letter: Letter, translate: Callable[[str], str], *, is_formal: bool) -> Mapping[str, Any]:
    """The letter of a formal procedure has the table of its points: they are not written out beside other reasons."""
    return {
        "supplier": letter.supplier.name,
        "address": _address(letter.supplier),
        "group": letter.group,
        "candidacy": translate(N_("yes")) if letter.is_candidacy else "",
        "rank": letter.rank,
        "total": number_in_words(letter.total),
        "winner": letter.winner,
        "winner_total": number_in_words(letter.winner_total),
        "reasons": (letter.own_reasons if is_formal and letter.comparison else "") or letter.reasons,
        "choice_reason": letter.choice_reason,
        "choice": letter.choice,
        "comparison": [
            {
                "criterion": row.criterion.name,
                "weight": percent_in_words(row.criterion.weight),
                "points": number_in_words(row.points) or "–",
                "winner_points": number_in_words(row.winner_points) or "–",
                "rank": str(row.rank or "–"),
                "winner_rank": str(row.winner_rank or "–"),
            }
            for row in letter.comparison
        ],
    }


def _address(supplier: Supplier) -> str:
    town = " ".join(filter(None, (supplier.postal_code, supplier.city)))
    return ", ".join(filter(None, (supplier.address, town)))


MAILING_COLUMNS = (
    Column("supplier", N_("Supplier"), lambda row, today: row.supplier.name, width=36),
    Column("address", N_("Postal address"), lambda row, today: row.supplier.address, width=36),
    Column("postal_code", N_("Postal code"), lambda row, today: row.supplier.postal_code, width=12),
    Column("city", N_("City"), lambda row, today: row.supplier.city, width=20),
    Column("email", N_("E-mail address"), lambda row, today: row.supplier.email, width=30),
    Column("rank", N_("Rank (tender)"), lambda row, today: row.rank or None, width=14),
    Column("total", N_("Total out of 100"), lambda row, today: row.total, Kind.DECIMAL, width=14),
    Column("winner", N_("Retained supplier"), lambda row, today: row.winner, width=36),
    Column("winner_total", N_("Its total out of 100"), lambda row, today: row.winner_total, Kind.DECIMAL, width=14),
    Column("winner_amount", N_("Amount awarded before tax (€)"), lambda row, today: row.winner_amount, Kind.AMOUNT),
    Column(
        "reasons", N_("Reasons told to the supplier"), lambda row, today: row.reasons or None, Kind.LONG_TEXT, width=60
    ),
    Column("group", N_("Other members of the grouping"), lambda row, today: row.group or None, width=36),
    Column("sent_on", N_("Letter sent on"), lambda row, today: row.sent_on, Kind.DATE, width=16),
    Column("signed_from", N_("Signature possible from"), lambda row, today: row.signed_from, Kind.DATE, width=22),
)


def make_mailing(session: AnySession, contract: Contract, wording: Wording) -> Document:
    """The letters as a workbook for a mail merge, kept as the next version; flushes. Raises RuleViolation."""
    rows = letters_of(session, contract, wording)
    context = context_of(session)
    title = wording.translate(enum_label(PaperKind.REJECTION_LETTERS))
    sheet = WrittenSheet(title, MAILING_COLUMNS, rows)
    now = dt.datetime.now(PARIS)
    book = Book(f"{title} – {contract}", [sheet], context.today, wording.translate, now, author=context.actor_name)
    stream = io.BytesIO()
    write_workbook(stream, book)
    file = SentFile(file_name(title, contract, "xlsx"), XLSX, stream.getvalue())
    return CONTRACT_FILES.keep(session, contract.id, DocumentKind.LETTERS, title, file)
