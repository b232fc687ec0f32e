"""The analysis report of the tenders in Word, and what their letters are made with (mdo/tenders/letters.py).

The numbers are those of the page. Each is kept as the next version of a document of the contract.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from mdo.contracts.documents import CONTRACT_FILES
from mdo.documents.document_format import Wording
from mdo.documents.packages import DOCX, SentFile, plain_name
from mdo.documents.rendering import render
from mdo.documents.template_fields import FIELDS, in_words_of_templates
from mdo.documents.template_rows import active_template
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation, amount_in_words
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import day_of
from mdo.kernel.labels import enum_label
from mdo.tenders.low import low_from, low_remarks
from mdo.tenders.ranking import RankedTender, Ranking, amount_after, marks_after, ranking_of
from mdo.tenders.rules import criteria_of, opinions_of, rounds_of, tenders_of
from models.contracts import Contract, ContractState
from models.documents import Document, DocumentKind, PaperKind
from models.tenders import AwardCriterion, Tender
from models.text import fold


def rank_in_words(line: RankedTender, translate: Callable[[str], str]) -> str:
    """« 2 », or « 1 ex æquo »; a word where there is no rank."""
    if line.rank is None:
        return translate(N_("Not ranked"))
    return translate(N_("%(rank)d ex aequo")) % {"rank": line.rank} if line.is_tied else str(line.rank)


def order_in_words(ranking: Ranking, translate: Callable[[str], str]) -> str:
    """« 1. Cabinet A, 2. Cabinet B »."""
    ranked = (line for line in ranking.lines if line.rank is not None)
    return ", ".join(f"{rank_in_words(line, translate)}. {line.tender}" for line in ranked)


# ---- The report ------------------------------------------------------------------------------------------------------


def make_report(session: AnySession, contract: Contract, wording: Wording) -> Document:
    """The analysis report from the template that serves, kept as the next version; flushes. Raises RuleViolation."""
    if not tenders_of(session, contract):
        raise RuleViolation(N_("No tender was written yet."))
    return make_paper(session, contract, PaperKind.ANALYSIS_REPORT, _report(session, contract, wording), wording)


def _report(session: AnySession, contract: Contract, wording: Wording) -> dict[str, Any]:
    criteria, tenders, rounds = (
        criteria_of(session, contract),
        tenders_of(session, contract),
        rounds_of(session, contract),
    )
    last = rounds[-1].number if rounds else 0
    ranking = ranking_of(criteria, tenders, last)
    admitted = {row: amount_after(row, last) for row in tenders if row.is_admissible}
    low = low_remarks(admitted, low_from(session, contract))
    translate = wording.translate
    return {
        "launch_on": day_in_words(contract.launch_on),
        "estimate": euros_in_words(contract.estimate_excl_tax),
        "tender_count": str(len(tenders)),
        "criteria": [
            {
                "name": row.name,
                "weight": percent_in_words(row.weight),
                "marking": translate(N_("Lowest amount / amount × 20") if row.is_price else N_("By the assessors")),
            }
            for row in criteria
        ],
        "tenders": [
            {
                "number": str(row.position),
                "supplier": supplier_in_words(row, translate),
                "received": day_in_words(day_of(row.received_at)) if row.received_at is not None else "",
                "amount": euros_in_words(amount_after(row, last)),
                "remark": _remark(row, low, translate),
            }
            for row in tenders
        ],
        "ranking": [
            {
                "rank": rank_in_words(line, translate),
                "supplier": str(line.tender),
                "amount": euros_in_words(line.amount),
                "points": "; ".join(
                    f"{row.name} {number_in_words(line.points[row.id])}"
                    for row in criteria
                    if line.points[row.id] is not None
                ),
                "total": number_in_words(line.total),
            }
            for line in ranking.lines
        ],
        "matrix": [_matrix_line(line, criteria, translate) for line in ranking.lines],
        "left_out": [
            {
                "supplier": str(row),
                "ground": translate(enum_label(row.inadmissible_ground)) if row.inadmissible_ground else "",
                "reason": row.inadmissible_reason or "",
            }
            for row in ranking.left_out
        ],
        "appraisals": _appraisals(ranking, last),
        "rounds": [
            {
                "held_on": day_in_words(row.held_on),
                "ranking": order_in_words(ranking_of(criteria, tenders, row.number), translate),
            }
            for row in rounds
        ],
        "committee": [
            {
                "held_on": day_in_words(row.held_on),
                "decision": f"{translate(enum_label(row.kind))} – {translate(enum_label(row.sense))}",
                "text": row.text or "",
            }
            for row in opinions_of(session, contract)
        ],
        "proposal": _ended(contract, translate) or _proposal(ranking, translate),
    }


def supplier_in_words(tender: Tender, translate: Callable[[str], str]) -> str:
    """Who tenders; of a grouping, its lead and the others."""
    names = ", ".join(member.name for member in tender.members)
    words = translate(N_("%(lead)s, lead of a grouping with %(names)s"))
    return words % {"lead": str(tender), "names": names} if names else str(tender)


def percent_in_words(weight: Decimal) -> str:
    """« 60 % », « 7,5 % »; its sign is never alone on a line."""
    return f"{weight.normalize():f}\N{NO-BREAK SPACE}%".replace(".", ",")


def _matrix_line(
    line: RankedTender, criteria: Sequence[AwardCriterion], translate: Callable[[str], str]
) -> dict[str, Any]:
    """A candidate with its points, criterion by criterion in their order."""
    return {
        "rank": rank_in_words(line, translate),
        "supplier": str(line.tender),
        "amount": euros_in_words(line.amount),
        "cells": [
            {"points": number_in_words(line.points[row.id]) or "–", "mark": number_in_words(line.means[row.id]) or "–"}
            for row in criteria
        ],
        "total": number_in_words(line.total),
    }


def _ended(contract: Contract, translate: Callable[[str], str]) -> str:
    """How and why the procedure ended without a contract; nothing where it did not."""
    if contract.state is not ContractState.ABANDONED:
        return ""
    words = translate(N_("No contract is proposed: the procedure ended (%(ending)s). Reason: %(reason)s"))
    ending = translate(enum_label(contract.ending or contract.state)).lower()
    return words % {"ending": ending, "reason": contract.state_reason or "–"}


def _price_asked(tender: Tender, translate: Callable[[str], str]) -> str:
    """That the price was asked to be justified, and what was answered (L2152-6, R2152-3)."""
    if tender.low_asked_on is None:
        return ""
    asked = translate(N_("Justification of the price asked on %(day)s (L2152-6).")) % {
        "day": day_in_words(tender.low_asked_on)
    }
    answer = translate(N_("No answer in the file."))
    if tender.low_answer:
        answer = translate(N_("Answer: %(answer)s")) % {"answer": tender.low_answer}
    return f"{asked} {answer}"


def _remark(tender: Tender, low: Mapping[Tender, Any], translate: Callable[[str], str]) -> str:
    if not tender.is_admissible:
        ground = translate(enum_label(tender.inadmissible_ground)) if tender.inadmissible_ground else ""
        reason = " – ".join(filter(None, (ground, tender.inadmissible_reason)))
        return " ".join(filter(None, (reason, _price_asked(tender, translate))))
    put_right = ""
    if tender.regularised_on is not None:
        words = translate(N_("Irregular (%(reason)s), put right on %(day)s (R2152-2)."))
        put_right = words % {"reason": tender.inadmissible_reason or "", "day": day_in_words(tender.regularised_on)}
    said = _price_asked(tender, translate) or (low[tender].words.text(translate) if tender in low else "")
    return " ".join(filter(None, (put_right, said)))


def _appraisals(ranking: Ranking, last: int) -> list[dict[str, str]]:
    found = []
    for line in ranking.lines:
        for row in ranking.criteria:
            comments = [mark.comment for mark in marks_after(line.tender, row, last).values() if mark.comment]
            found.append(
                {
                    "supplier": str(line.tender),
                    "criterion": row.name,
                    "mark": number_in_words(line.means[row.id]),
                    "comment": " / ".join(comments),
                }
            )
    return found


def _proposal(ranking: Ranking, translate: Callable[[str], str]) -> str:
    if not ranking.is_complete:
        return translate(N_("No proposal yet: the ranking is not complete."))
    names = ", ".join(
        f"{supplier_in_words(line.tender, translate)} ({euros_in_words(line.amount)})" for line in ranking.first
    )
    return translate(N_("First in the ranking: %(names)s.")) % {"names": names}


# ---- Both ------------------------------------------------------------------------------------------------------------


_KINDS = {
    PaperKind.ANALYSIS_REPORT: DocumentKind.ANALYSIS_REPORT,
    PaperKind.REJECTION_LETTERS: DocumentKind.LETTERS,
}


def make_paper(
    session: AnySession, contract: Contract, kind: PaperKind, values: Mapping[str, Any], wording: Wording
) -> Document:
    """A paper of a contract from the template that serves, kept as the next version; flushes. Raises RuleViolation."""
    template = active_template(session, kind)
    common = {
        "contract_number": contract.number,
        "contract_title": _title(contract, wording.translate),
        "procedure": wording.translate(enum_label(contract.procedure)) if contract.procedure is not None else "",
        "made_on": day_in_words(context_of(session).today),
    }
    known = {**common, **values}
    content = render(
        kind, template.content, in_words_of_templates({item.key: known[item.key] for item in FIELDS[kind]})
    )
    title = wording.translate(enum_label(kind))
    file = SentFile(file_name(title, contract, "docx"), DOCX, content)
    return CONTRACT_FILES.keep(session, contract.id, _KINDS[kind], title, file)


def _title(contract: Contract, translate: Callable[[str], str]) -> str:
    """What is bought; of a lot, its file comes first."""
    if contract.allotment is None:
        return contract.title
    words = translate(N_("%(file)s – lot %(number)s: %(title)s"))
    return words % {"file": contract.allotment.title, "number": contract.lot_number, "title": contract.title}


def file_name(title: str, contract: Contract, end: str) -> str:
    """What the file of a paper is called."""
    return plain_name(f"{fold(f'{title} {contract.number}').replace(' ', '-')[:90]}.{end}")


def day_in_words(day: dt.date | None) -> str:
    """« 24/11/2026 », or nothing."""
    return "" if day is None else f"{day:%d/%m/%Y}"


def euros_in_words(amount: Decimal | None) -> str:
    """« 58 400 € », or nothing."""
    return "" if amount is None else f"{amount_in_words(amount)} €"


def number_in_words(number: Decimal | None) -> str:
    """« 66,20 », or nothing."""
    return "" if number is None else f"{number:.2f}".replace(".", ",")
