"""The tab of the tenders of a contract: what was received, how it ranks, rounds of negotiation, the committee."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import format_decimal

from mdo.contracts.remark_words import Remark
from mdo.contracts.signature import by_post_in_words, standstill_of
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import FIELD_LABELS
from mdo.suppliers.evaluations import last_evaluations
from mdo.tenders.letters import to_be_told
from mdo.tenders.low import low_from, low_remarks
from mdo.tenders.ranking import RankedTender, amount_after, ranking_of, weight_of
from mdo.tenders.remarks import stranded_criteria, unbalanced
from mdo.tenders.report import order_in_words, rank_in_words
from mdo.tenders.rules import asks_committee, criteria_of, may_negotiate, opinions_of, rounds_of, tenders_of
from models.contracts import Contract, ContractState
from models.tenders import AwardCriterion, CommitteeOpinion, NegotiationRound, Tender
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Link, Panel, TabContent
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.base.words import moment_of, tone_of, value_in_words
from views.contracts.panels import (
    Head,
    euros,
    number_head,
    panel_row,
    percent_in_words,
    remarks_in_words,
    rows_panel,
    show_url,
)
from views.tenders.judging import TAB_OF_TENDERS, may_read_tenders
from views.tenders.remedies import remedies_of

_LABELS = FIELD_LABELS[Tender]


def tenders_tab(view: BackofficeView, contract: Contract) -> TabSource | None:
    """What suppliers offered, for those who may read it now; of lots, each has its own.

    A file that is bought by lots shows the criteria that were written on it, as long as there are some.
    """
    if not view.may("can_list", "TenderView") or (contract.lots and not criteria_of(db.session, contract)):
        return None
    title = gettext("Tenders")

    def fill() -> TabContent:
        if not may_read_tenders(contract):
            words = gettext("What suppliers offer is read by the mission alone until the contract is awarded.")
            return TabContent(TAB_OF_TENDERS, title, (rows_panel(title, (), (), (), words),))
        return TabContent(TAB_OF_TENDERS, title, _Tab(view, contract).panels())

    return TabSource(TAB_OF_TENDERS, title, fill, (Tender, Tender.contract_id == contract.id))


class _Tab:
    """The panels, over what is read once."""

    def __init__(self, view: BackofficeView, contract: Contract) -> None:
        self.contract = contract
        self.rights = view.rights_on("TenderView")
        self.is_under_way = contract.state is ContractState.PROCEDURE
        self.is_settled = contract.state not in (ContractState.PROCEDURE, ContractState.AWARDED)
        self.may_write = "can_edit" in self.rights and view.may_change(contract)
        self.may_export = "can_export" in self.rights
        self.may_award = self.may_write and view.may("can_edit", "ContractView")
        self.criteria = criteria_of(db.session, contract)
        self.tenders = tenders_of(db.session, contract)
        self.rounds = rounds_of(db.session, contract)
        self.last = self.rounds[-1].number if self.rounds else 0
        self.ranking = ranking_of(self.criteria, self.tenders, self.last)

    def panels(self) -> tuple[Panel, ...]:
        if self.contract.state is ContractState.NEED or self.contract.lots:
            return (self._criteria(),)
        parts = [self._received(), self._ranking(), self._criteria()]
        if self.rounds or may_negotiate(self.contract):
            parts.append(self._rounds())
        opinions = opinions_of(db.session, self.contract)
        if opinions or asks_committee(self.contract) or self.may_write:
            parts.append(self._committee(opinions))
        return tuple(parts)

    def _link(self, words: str, method: str, icon: str, *, is_post: bool = False, **address: Any) -> Link:
        return Link(words, url_for(f"TenderView.{method}", pk=self.contract.id, **address), icon, is_post=is_post)

    # ---- What was received --------------------------------------------------------------------------------------

    def _received(self) -> Panel:
        amount = number_head(_LABELS["amount_excl_tax"])
        headers = (_LABELS["supplier"], _LABELS["received_at"], amount, _LABELS["is_admissible"])
        evaluations = last_evaluations(db.session, [row.supplier_id for row in self.tenders])
        admitted = {row: amount_after(row, self.last) for row in self.tenders if row.is_admissible}
        remarks = low_remarks(admitted, low_from(db.session, self.contract))
        rows = [self._tender(row, evaluations, remarks) for row in self.tenders]
        add = None
        if self.may_write and not self.is_settled and "can_add" in self.rights:
            add = Link(gettext("Add a tender"), url_for("TenderView.add", contract=self.contract.id), "plus-lg")
        return rows_panel(gettext("Tenders received"), headers, rows, (add,), gettext("No tender was written yet."))

    def _tender(self, row: Tender, evaluations: Mapping[int, Any], remarks: Mapping[Tender, Remark]) -> dict[str, Any]:
        last = evaluations.get(row.supplier_id)
        today = context_of(db.session).today
        said = self._fate(row)
        if row in remarks:
            said["remarks"] = remarks_in_words((remarks[row],))
        amount = amount_after(row, self.last)
        first = euros(row.amount_excl_tax)
        detail = gettext("%(amount)s at first", amount=first) if amount != row.amount_excl_tax and first else ""
        received = moment_of(row.received_at, today).words if row.received_at is not None else ""
        known = " ".join(filter(None, (self._with(row), last.text(gettext) if last is not None else "")))
        url = show_url("TenderView", row.id, self.rights)
        return panel_row(
            str(row),
            {"text": f"{row.position}. {row}", "url": url, "detail": known},
            received,
            {"text": euros(amount), "detail": detail},
            said,
            links=remedies_of(row, is_low=row in remarks) if self.may_award else (),
        )

    def _with(self, row: Tender) -> str:
        names = ", ".join(member.name for member in row.members)
        return gettext("lead of a grouping with %(names)s", names=names) if names else ""

    def _fate(self, row: Tender) -> dict[str, Any]:
        """What became of a tender, or where it stands."""
        if row.is_retained:
            return {"text": gettext("Retained (tender)"), "tone": "ok"}
        ground = value_in_words(row.inadmissible_ground)
        detail = " – ".join(filter(None, (ground, row.inadmissible_reason))) if not row.is_admissible else ""
        if row.regularised_on is not None:
            detail = gettext("put right on %(day)s", day=value_in_words(row.regularised_on))
        elif row.regularisation_asked_on is not None:
            day = value_in_words(row.regularisation_asked_on)
            detail = f"{detail}. " + gettext("Offered to be put right on %(day)s.", day=day)
        if self.contract.state in AWARDED_STATES:
            return {"text": gettext("Not retained (tender)"), "tone": "muted", "detail": detail}
        if row.is_admissible:
            return {"text": gettext("Admissible (tender)"), "tone": "info", "detail": detail}
        return {"text": gettext("Not admissible"), "tone": "warn", "detail": detail}

    # ---- The ranking --------------------------------------------------------------------------------------------

    def _ranking(self) -> Panel:
        headers: tuple[Head, ...] = (
            gettext("Rank (tender)"),
            _LABELS["supplier"],
            *(number_head(f"{row.name} / {format_decimal(row.weight, format='0.##')}") for row in self.criteria),
            number_head(gettext("Total out of 100")),
        )
        rows = [self._line(line) for line in self.ranking.lines]
        remarks: list[tuple[str, str]] = []
        if self.ranking.obstacle is not None and self.tenders:
            remarks.append(("warn", self.ranking.obstacle.text(gettext)))
        elif rows and not self.ranking.is_complete:
            remarks.append(("warn", gettext("Marks are missing: the ranking is provisional.")))
        remarks += [
            (
                "warn",
                gettext("Left out, not admissible: %(name)s – %(reason)s", name=row, reason=row.inadmissible_reason),
            )
            for row in self.ranking.left_out
        ]
        remarks += self._standstill()
        title = gettext("Ranking after the last round") if self.rounds else gettext("Ranking")
        mark = self._link(gettext("Mark the tenders"), "marks", "pen") if self._may_mark() else None
        links, empty = (mark, *self._papers()), gettext("Nothing to rank yet.")
        return rows_panel(title, headers, rows, links, empty, note=self._who_marked(), remarks=remarks)

    def _standstill(self) -> list[tuple[str, str]]:
        """From which day the contract may be signed, once it is awarded and until it is signed."""
        if self.contract.state is not ContractState.AWARDED or self.contract.signed_on is not None:
            return []
        try:
            found = standstill_of(db.session, self.contract)
        except RuleViolation as refusal:
            return [("warn", refusal.text(gettext))]
        tone = "ok" if found.is_sent or found.why_none is not None else "warn"
        told = [(tone, found.in_words().text(gettext))]
        if found.by_post is not None:
            told.append(("warn", by_post_in_words(found.by_post).text(gettext)))
        return told

    def _papers(self) -> tuple[Link, ...]:
        """The workbook and the report once there are tenders, the letters once one of them is retained."""
        if not self.tenders:
            return ()
        url = url_for("TenderView.analysis", pk=self.contract.id)
        files = (Link(gettext("Analysis (Excel)"), url, "download", is_file=True),) if self.may_export else ()
        if not self.may_write:
            return files
        papers = [(gettext("Analysis report (Word)"), "rapport", "file-earmark-word")]
        if to_be_told(db.session, self.contract):
            papers.append((gettext("Letters (Word)"), "lettres", "file-earmark-word"))
            papers.append((gettext("Mailing of the letters (Excel)"), "publipostage", "file-earmark-spreadsheet"))
        where: dict[str, Any] = {"pk": self.contract.id}
        return files + tuple(
            Link(words, url_for("TenderView.make_paper", paper=paper, **where), icon, is_post=True)
            for words, paper, icon in papers
        )

    def _may_mark(self) -> bool:
        has_criteria = any(not row.is_price for row in self.criteria)
        return self.may_write and self.is_under_way and has_criteria and any(row.is_admissible for row in self.tenders)

    def _who_marked(self) -> str:
        names = dict.fromkeys(str(mark.assessor) for tender in self.tenders for mark in tender.marks)
        if not names:
            return ""
        return gettext("Points are weight × mean mark / 20. Marked by: %(names)s.", names=", ".join(names))

    def _line(self, line: RankedTender) -> dict[str, Any]:
        points = []
        for row in self.criteria:
            value = line.points[row.id]
            mean = line.means[row.id]
            mark = "" if mean is None else gettext("%(mark)s / 20", mark=_decimal(mean))
            points.append({"text": "" if value is None else _decimal(value), "detail": mark})
        links: tuple[Link, ...] = ()
        if self.may_award and self.is_under_way and line.rank == 1 and self.ranking.is_complete:
            url = url_for("TenderView.retain", pk=line.tender.id)
            links = (Link(gettext("Retain this tender"), url, "award"),)
        total: dict[str, Any] = {"text": "" if line.total is None else _decimal(line.total)}
        if line.missing:
            names = ", ".join(str(row) for row in line.missing)
            total["remarks"] = (("warn", gettext("To be marked: %(names)s", names=names)),)
        name = str(line.tender)
        first = {"text": name, "detail": euros(line.amount)}
        return panel_row(name, rank_in_words(line, gettext), first, *points, total, links=links)

    # ---- Criteria, rounds, committee ----------------------------------------------------------------------------

    def _criteria(self) -> Panel:
        labels = FIELD_LABELS[AwardCriterion]
        headers = (labels["name"], number_head(labels["weight"]), gettext("How it is marked"))
        rows = [
            panel_row(
                row.name,
                row.name,
                percent_in_words(row.weight),
                gettext("Lowest amount / amount × 20") if row.is_price else gettext("By the assessors"),
            )
            for row in self.criteria
        ]
        links: tuple[Link, ...] = ()
        if self.may_write:
            words = gettext("Change the criteria") if rows else gettext("Write the criteria")
            links = (*self._copies(), self._link(words, "criteria", "list-check"))
        total = gettext("Total of the weights: %(total)s", total=percent_in_words(weight_of(self.criteria)))
        if self.contract.state is ContractState.NEED:
            total = f"{total}. " + gettext("Prepared before the launch: they are published with it.")
        remarks = [("warn", told.text(gettext)) for row, told in unbalanced(db.session, self.contract) if rows]
        stranded = stranded_criteria(db.session, self.contract)
        if stranded is not None:
            remarks = [("warn", stranded.text(gettext))]
        title, empty = gettext("Criteria and weights"), gettext("No criterion yet.")
        return rows_panel(title, headers, rows, links, empty, note=total if rows else "", remarks=remarks)

    def _copies(self) -> tuple[Link, ...]:
        """Criteria written elsewhere in the same file: those of the file to its lots, those of a lot to another one."""
        if self.contract.lots:
            words = gettext("Carry them to the lots")
            return (self._link(words, "criteria_to_lots", "box-arrow-in-down", is_post=True),)
        if self.criteria or self.contract.allotment is None:
            return ()
        others = [lot for lot in self.contract.allotment.lots if lot is not self.contract]
        return tuple(
            self._link(
                gettext("Take those of lot %(number)s", number=lot.lot_number), "criteria_of_lot", "box-arrow-in-down",
                is_post=True, other=lot.id,
            )
            for lot in others
            if criteria_of(db.session, lot)
        )  # fmt: skip

    def _rounds(self) -> Panel:
        labels = FIELD_LABELS[NegotiationRound]
        headers = (labels["held_on"], gettext("Ranking after it"), labels["notes"])
        rows = [self._round(0, gettext("Before any negotiation"), "", ())] if self.rounds else []
        for row in self.rounds:
            links: tuple[Link, ...] = ()
            if self.may_write and self.is_under_way:
                links = (self._link(gettext("Change the round"), "round", "pencil", number=row.number),)
                if row.number == self.last:
                    links = (*links, self._link(gettext("Delete"), "delete_round", "trash", number=row.number))
            day = value_in_words(row.held_on)
            words = gettext("Round %(number)d, on %(day)s", number=row.number, day=day)
            rows.append(self._round(row.number, words, row.notes or "", links))
        add = None
        if self.may_write and self.is_under_way and may_negotiate(self.contract) and self.tenders:
            add = self._link(gettext("Add a round"), "round", "plus-lg")
        empty = gettext("No negotiation: the tenders stand as received.")
        return rows_panel(gettext("Rounds of negotiation"), headers, rows, (add,), empty)

    def _round(self, number: int, words: str, notes: str, links: tuple[Link, ...]) -> dict[str, Any]:
        ranked = ranking_of(self.criteria, self.tenders, number)
        return panel_row(words, words, order_in_words(ranked, gettext), notes, links=links)

    def _committee(self, opinions: Sequence[CommitteeOpinion]) -> Panel:
        labels = FIELD_LABELS[CommitteeOpinion]
        headers = tuple(labels[name] for name in ("held_on", "kind", "sense", "text"))
        rows = [
            panel_row(
                str(row),
                value_in_words(row.held_on),
                value_in_words(row.kind),
                {"text": value_in_words(row.sense), "tone": tone_of(row.sense) or "muted"},
                row.text or "",
                links=self._opinion_links(row),
            )
            for row in opinions
        ]
        empty = gettext("The CAO is not asked by this procedure; it may be consulted.")
        if asks_committee(self.contract):
            empty = gettext("The CAO awards this procedure (L1414-2 CGCT): its decision is still to be written.")
        add = None
        if self.may_write and not self.is_settled:
            add = self._link(gettext("Write what the CAO said"), "committee", "people")
        return rows_panel(gettext("Tender committee (CAO)"), headers, rows, (add,), empty)

    def _opinion_links(self, row: CommitteeOpinion) -> tuple[Link, ...]:
        if not self.may_write:
            return ()
        return tuple(
            Link(words, url_for(f"TenderView.{method}", opinion=row.id), icon)
            for words, method, icon in (
                (gettext("Edit"), "edit_opinion", "pencil"),
                (gettext("Delete"), "delete_opinion", "trash"),
            )
        )


def _decimal(number: Any) -> str:
    return str(format_decimal(number, format="0.00"))
