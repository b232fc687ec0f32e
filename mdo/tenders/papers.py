"""The analysis report of the tenders in Word, and the letters to the suppliers not retained, in Word and as a mailing.

The numbers are those of the page. Each is kept as the next version of a document of the contract.
"""

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mdo.columns import Column, Kind
from mdo.context import AnySession, context_of
from mdo.contracts.documents import CONTRACT_FILES
from mdo.contracts.terms import AWARDED_STATES
from mdo.errors import RuleViolation, amount_in_words
from mdo.labels import enum_label
from mdo.messages import N_
from mdo.papers.fields import FIELDS, in_words_of_templates
from mdo.papers.packages import DOCX, XLSX, SentFile, plain_name
from mdo.papers.rendering import render
from mdo.papers.speech import Speech
from mdo.papers.template_rows import active_template
from mdo.periods import day_of
from mdo.tenders.low import low_from, low_remarks
from mdo.tenders.ranking import Line, Ranking, amount_after, marks_after, ranking_of
from mdo.tenders.rules import criteria_of, opinions_of, rounds_of, tenders_of
from mdo.workbook.cells import PARIS
from mdo.workbook.layout import Book, Sheet
from mdo.workbook.writer import write_workbook
from models.contracts import Contract, ContractDocument, FileKind
from models.documents import PaperKind
from models.suppliers import Supplier
from models.tenders import Tender
from models.text import fold

_NOT_AWARDED = N_("Letters are made once the contract is awarded: retain a tender first.")
_NOBODY = N_("No tender was turned down: there is no letter to make.")


@dataclass(frozen=True)
class Letter:
    """What is told to a supplier that was not retained; `rank` and `total` are empty for one left out."""

    supplier: Supplier
    rank: str
    total: Decimal | None
    winner: str
    winner_total: Decimal | None
    winner_amount: Decimal | None
    reasons: str


def rank_in_words(line: Line, translate: Callable[[str], str]) -> str:
    """« 2 », or « 1 ex æquo »; a word where there is no rank."""
    if line.rank is None:
        return translate(N_("Not ranked"))
    return translate(N_("%(rank)d ex aequo")) % {"rank": line.rank} if line.is_tied else str(line.rank)


def order_in_words(ranking: Ranking, translate: Callable[[str], str]) -> str:
    """« 1. Cabinet A, 2. Cabinet B »."""
    ranked = (line for line in ranking.lines if line.rank is not None)
    return ", ".join(f"{rank_in_words(line, translate)}. {line.tender}" for line in ranked)


# ---- The report ------------------------------------------------------------------------------------------------------


def make_report(session: AnySession, contract: Contract, speech: Speech) -> ContractDocument:
    """The analysis report from the template that serves, kept as the next version; flushes. Raises RuleViolation."""
    if not tenders_of(session, contract):
        raise RuleViolation(N_("No tender was written yet."))
    return _make(session, contract, PaperKind.ANALYSIS_REPORT, _report(session, contract, speech), speech)


def _report(session: AnySession, contract: Contract, speech: Speech) -> dict[str, Any]:
    criteria, tenders, rounds = (
        criteria_of(session, contract),
        tenders_of(session, contract),
        rounds_of(session, contract),
    )
    last = rounds[-1].number if rounds else 0
    ranking = ranking_of(criteria, tenders, last)
    admitted = {row: amount_after(row, last) for row in tenders if row.is_admissible}
    low = low_remarks(admitted, low_from(session, contract))
    translate = speech.translate
    return {
        "launch_on": _day(contract.launch_on),
        "estimate": _euros(contract.estimate_excl_tax),
        "tender_count": str(len(tenders)),
        "criteria": [
            {
                "name": row.name,
                "weight": f"{_number(row.weight)} %",
                "marking": translate(N_("Lowest amount / amount × 20") if row.is_price else N_("By the assessors")),
            }
            for row in criteria
        ],
        "tenders": [
            {
                "number": str(row.position),
                "supplier": str(row),
                "received": _day(day_of(row.received_at)) if row.received_at is not None else "",
                "amount": _euros(amount_after(row, last)),
                "remark": _remark(row, low, translate),
            }
            for row in tenders
        ],
        "ranking": [
            {
                "rank": rank_in_words(line, translate),
                "supplier": str(line.tender),
                "amount": _euros(line.amount),
                "points": "; ".join(
                    f"{row.name} {_number(line.points[row.id])}" for row in criteria if line.points[row.id] is not None
                ),
                "total": _number(line.total),
            }
            for line in ranking.lines
        ],
        "appraisals": _appraisals(ranking, last),
        "rounds": [
            {
                "held_on": _day(row.held_on),
                "ranking": order_in_words(ranking_of(criteria, tenders, row.number), translate),
            }
            for row in rounds
        ],
        "committee": [
            {
                "held_on": _day(row.held_on),
                "decision": f"{translate(enum_label(row.kind))} – {translate(enum_label(row.sense))}",
                "text": row.text or "",
            }
            for row in opinions_of(session, contract)
        ],
        "proposal": _proposal(ranking, translate),
    }


def _remark(tender: Tender, low: Mapping[Tender, Any], translate: Callable[[str], str]) -> str:
    if not tender.is_admissible:
        return tender.inadmissible_reason or ""
    said = low[tender].words.text(translate) if tender in low else ""
    return " ".join(part for part in (said, tender.low_answer or "") if part)


def _appraisals(ranking: Ranking, last: int) -> list[dict[str, str]]:
    found = []
    for line in ranking.lines:
        for row in ranking.criteria:
            comments = [mark.comment for mark in marks_after(line.tender, row, last).values() if mark.comment]
            found.append(
                {
                    "supplier": str(line.tender),
                    "criterion": row.name,
                    "mark": _number(line.means[row.id]),
                    "comment": " / ".join(comments),
                }
            )
    return found


def _proposal(ranking: Ranking, translate: Callable[[str], str]) -> str:
    if not ranking.is_complete:
        return translate(N_("No proposal yet: the ranking is not complete."))
    names = ", ".join(f"{line.tender} ({_euros(line.amount)})" for line in ranking.first)
    return translate(N_("First in the ranking: %(names)s.")) % {"names": names}


# ---- The letters -----------------------------------------------------------------------------------------------------


def letters_of(session: AnySession, contract: Contract, speech: Speech) -> Sequence[Letter]:
    """One letter a tender that was not retained. Raises RuleViolation before the award, or when there is none."""
    if contract.state not in AWARDED_STATES:
        raise RuleViolation(_NOT_AWARDED)
    tenders, rounds = tenders_of(session, contract), rounds_of(session, contract)
    ranking = ranking_of(criteria_of(session, contract), tenders, rounds[-1].number if rounds else 0)
    lines = {line.tender: line for line in ranking.lines}
    retained = [row for row in tenders if row.is_retained]
    won = lines.get(retained[0]) if retained else None
    letters = []
    for row in tenders:
        if row.is_retained:
            continue
        line = lines.get(row)
        letters.append(
            Letter(
                supplier=row.supplier,
                rank=rank_in_words(line, speech.translate) if line is not None and line.rank is not None else "",
                total=line.total if line is not None else None,
                winner=", ".join(str(holder) for holder in contract.holders),
                winner_total=won.total if won is not None else None,
                winner_amount=contract.amount_excl_tax,
                reasons=" ".join(filter(None, (row.inadmissible_reason, row.rejection_reason))),
            )
        )
    if not letters:
        raise RuleViolation(_NOBODY)
    return letters


def make_letters(session: AnySession, contract: Contract, speech: Speech) -> ContractDocument:
    """All letters in one Word file, a page each, kept as the next version; flushes. Raises RuleViolation."""
    values = {
        "letters": [
            {
                "supplier": letter.supplier.name,
                "address": _address(letter.supplier),
                "rank": letter.rank,
                "total": _number(letter.total),
                "winner": letter.winner,
                "winner_total": _number(letter.winner_total),
                "reasons": letter.reasons,
            }
            for letter in letters_of(session, contract, speech)
        ]
    }
    return _make(session, contract, PaperKind.REJECTION_LETTERS, values, speech)


MAILING_COLUMNS = (
    Column("supplier", N_("Supplier"), lambda row, today: row.supplier.name, width=36),
    Column("address", N_("Postal address"), lambda row, today: row.supplier.address, width=36),
    Column("postal_code", N_("Postal code"), lambda row, today: row.supplier.postal_code, width=12),
    Column("city", N_("City"), lambda row, today: row.supplier.city, width=20),
    Column("email", N_("E-mail address"), lambda row, today: row.supplier.email, width=30),
    Column("rank", N_("Rank (tender)"), lambda row, today: row.rank or None, width=14),
    Column("total", N_("Total out of 100"), lambda row, today: row.total, Kind.AMOUNT, width=14),
    Column("winner", N_("Retained supplier"), lambda row, today: row.winner, width=36),
    Column("winner_total", N_("Its total out of 100"), lambda row, today: row.winner_total, Kind.AMOUNT, width=14),
    Column("winner_amount", N_("Amount awarded before tax (€)"), lambda row, today: row.winner_amount, Kind.AMOUNT),
    Column(
        "reasons", N_("Reasons told to the supplier"), lambda row, today: row.reasons or None, Kind.LONG_TEXT, width=60
    ),
)


def make_mailing(session: AnySession, contract: Contract, speech: Speech) -> ContractDocument:
    """The letters as a workbook for a mail merge, kept as the next version; flushes. Raises RuleViolation."""
    rows = letters_of(session, contract, speech)
    context = context_of(session)
    title = speech.translate(enum_label(PaperKind.REJECTION_LETTERS))
    sheet = Sheet(title, MAILING_COLUMNS, rows)
    now = dt.datetime.now(PARIS)
    book = Book(f"{title} – {contract}", [sheet], context.today, speech.translate, now, author=context.actor_name)
    stream = io.BytesIO()
    write_workbook(stream, book)
    file = SentFile(_file_name(title, contract, "xlsx"), XLSX, stream.getvalue())
    return CONTRACT_FILES.keep(session, contract.id, FileKind.LETTERS, title, file)


# ---- Both ------------------------------------------------------------------------------------------------------------


_KINDS = {
    PaperKind.ANALYSIS_REPORT: FileKind.ANALYSIS_REPORT,
    PaperKind.REJECTION_LETTERS: FileKind.LETTERS,
}


def _make(
    session: AnySession, contract: Contract, kind: PaperKind, values: Mapping[str, Any], speech: Speech
) -> ContractDocument:
    template = active_template(session, kind)
    common = {
        "contract_number": contract.number,
        "contract_title": contract.title,
        "procedure": speech.translate(enum_label(contract.procedure)) if contract.procedure is not None else "",
        "made_on": _day(context_of(session).today),
    }
    known = {**common, **values}
    content = render(
        kind, template.content, in_words_of_templates({item.key: known[item.key] for item in FIELDS[kind]})
    )
    title = speech.translate(enum_label(kind))
    file = SentFile(_file_name(title, contract, "docx"), DOCX, content)
    return CONTRACT_FILES.keep(session, contract.id, _KINDS[kind], title, file)


def _file_name(title: str, contract: Contract, end: str) -> str:
    return plain_name(f"{fold(f'{title} {contract.number}').replace(' ', '-')[:90]}.{end}")


def _address(supplier: Supplier) -> str:
    town = " ".join(filter(None, (supplier.postal_code, supplier.city)))
    return ", ".join(filter(None, (supplier.address, town)))


def _day(day: dt.date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"


def _euros(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount_in_words(amount)} €"


def _number(number: Decimal | None) -> str:
    return "" if number is None else f"{number:.2f}".replace(".", ",")
