"""The contract sheet: the whole file of a contract in two pages, from the template that serves; its page's figures."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from mdo.contract_sheet.owed import owed_of
from mdo.contract_sheet.rows import (
    LONGEST_FACT,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_LOTS,
    NOT_GIVEN,
    SHORTEST_NAME,
    SheetRows,
)
from mdo.contracts.coming import coming, renewal_decided_by
from mdo.contracts.dates import committee_on, step_on
from mdo.contracts.documents import CONTRACT_FILES
from mdo.contracts.figures import balance_of_file, is_counted
from mdo.contracts.publication import Duty, obligation_of
from mdo.contracts.states import state_or_ending
from mdo.contracts.terms import terms_on
from mdo.documents.document_format import Wording
from mdo.documents.packages import DOCX, SentFile, plain_name
from mdo.documents.rendering import render
from mdo.documents.template_fields import FIELDS, in_words_of_templates
from mdo.documents.template_rows import active_template
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import enum_label
from mdo.procurement.choice import estimate_of
from mdo.procurement.law import stored_law
from models.contracts import Contract, GroupKind, Technique
from models.documents import Document, DocumentKind, PaperKind
from models.procurement import DelayUnit, StepCode
from models.text import fold

_MODALITIES = ("has_purchase_orders", "has_subsequent_contracts", "has_tranches")
_CONSIDERATIONS = (
    "has_social_clause",
    "has_social_criterion",
    "is_reserved",
    "has_environmental_clause",
    "has_environmental_criterion",
    "is_innovative",
)


def make_sheet(session: AnySession, contract: Contract, wording: Wording) -> Document:
    """The sheet as it stands today, kept as the next version; flushes. Raises RuleViolation without a template."""
    template = active_template(session, PaperKind.CONTRACT_SHEET)
    content = render(PaperKind.CONTRACT_SHEET, template.content, sheet_values(session, contract, wording))
    title = wording.translate(enum_label(DocumentKind.CONTRACT_SHEET))
    words = fold(f"{title} {contract.number}").replace(" ", "-")[:90]
    name = plain_name(f"{words}-{context_of(session).today:%Y-%m-%d}.docx")
    return CONTRACT_FILES.keep(session, contract.id, DocumentKind.CONTRACT_SHEET, title, SentFile(name, DOCX, content))


def sheet_values(session: AnySession, contract: Contract, wording: Wording) -> dict[str, Any]:
    """The fields of the sheet, under the names that templates use."""
    values = _Sheet(session, contract, wording).values()
    found: dict[str, Any] = in_words_of_templates(
        {field.key: values[field.key] for field in FIELDS[PaperKind.CONTRACT_SHEET]}
    )
    return found


class _Sheet(SheetRows):
    """What the sheet says of one contract on this day."""

    def values(self) -> dict[str, Any]:
        return {
            **self._need(),
            **self._amounts(),
            **self._dates(),
            **self.changes(),
            **self.performance(),
            "open_data": self._open_data(),
            "others": self.others(),
        }

    # ---- Parts --------------------------------------------------------------------------------------------------

    def _need(self) -> dict[str, Any]:
        contract = self._contract
        technique = [] if contract.technique is Technique.NONE else [self._or_empty(contract.technique)]
        price = [self._or_empty(value) for value in (contract.price_form, contract.price_type) if value]
        cpv = " – ".join(part for part in (contract.cpv, contract.cpv_label) if part)
        served = (*contract.arrondissements, *contract.instances)
        is_group = contract.group_kind is not GroupKind.NONE
        return {
            "number": contract.number,
            "title": self._brief(contract.title, LONGEST_TEXT),
            "state": self._or_empty(state_or_ending(contract)),
            "made_on": f"{self._today:%d/%m/%Y}",
            "responsible": self._text(str(contract.responsible) if contract.responsible else None),
            "justification": self._text(self._brief(contract.justification, LONGEST_TEXT)),
            "served": self._text(self._brief(", ".join(map(str, served)), LONGEST_FACT)),
            "family": self._text(self._brief(str(contract.family) if contract.family else None, LONGEST_FACT)),
            "cpv": self._text(self._brief(cpv, LONGEST_FACT)),
            "budget_line": self._text(self._brief(contract.budget_line, LONGEST_FACT)),
            "attached_to": self._brief(str(contract.allotment or contract.framework or ""), LONGEST_FACT),
            "procedure": self._text(contract.procedure),
            "procedure_reason": self._brief(contract.procedure_reason, LONGEST_FACT),
            "technique": ", ".join([*technique, *self._labels(_MODALITIES)]) or self._say(N_("none (technique)")),
            "price": ", ".join(price) or self._say(NOT_GIVEN),
            "ccag": self._text(contract.ccag),
            "considerations": ", ".join(self._labels(_CONSIDERATIONS)) or self._say(N_("none (considerations)")),
            "holders": [
                {
                    "name": self._brief(row.supplier.name, LONGEST_NAME),
                    "identifier": self._text(row.supplier.identifier),
                    "size": self._say(N_("SME")) if row.supplier.is_sme else "",
                }
                for row in self._first(N_("Holders"), contract.holders, MOST_LOTS)
            ],
            "group": self._or_empty(contract.group_kind) if is_group else "",
            "lots": [
                self._lot(lot, str(lot.lot_number or "")) for lot in self._first(N_("Lots"), contract.lots, MOST_LOTS)
            ],
            "subsequents": [
                self._lot(row, row.number)
                for row in self._last(N_("Subsequent contracts"), self._subsequents(), MOST_LOTS)
            ],
            "notes": self._brief(contract.notes, LONGEST_TEXT),
        }

    def _subsequents(self) -> Sequence[Contract]:
        statement = select(Contract).where(Contract.framework_id == self._contract.id)
        return self._session.scalars(statement.order_by(Contract.number, Contract.id)).all()

    def _lot(self, lot: Contract, number: str) -> dict[str, str]:
        amount = lot.estimate_excl_tax if lot.amount_excl_tax is None else lot.amount_excl_tax
        return {
            "number": number,
            "title": self._brief(lot.title, LONGEST_NAME),
            "state": self._or_empty(state_or_ending(lot)),
            "amount": self._euros(amount),
            "who": self._brief(", ".join(row.supplier.name for row in lot.holders), SHORTEST_NAME),
        }

    def _amounts(self) -> dict[str, str]:
        contract = self._contract
        balance = balance_of_file(self._session, contract)
        found = {
            # A lot has its own, though its procedure follows from all of them.
            "estimate": self._euros(
                estimate_of(contract) if contract.allotment is None else contract.estimate_excl_tax
            ),
            "amount": self._euros(contract.amount_excl_tax),
            "minimum": self._euros(contract.minimum_excl_tax),
            "maximum": self._euros(contract.maximum_excl_tax),
            "vat_rate": self._percent(contract.vat_rate),
        }
        names = ("ceiling", "ordered", "invoiced", "paid", "left")
        if not is_counted(contract):
            nothing = self._say(N_("nothing before the award"))
            return {**found, **dict.fromkeys((*names, "share"), nothing), "balance_note": ""}
        note = (
            N_("Amounts before tax, balances taken over included.")
            if balance.has_opening
            else N_("Amounts before tax.")
        )
        return {
            **found,
            **{name: self._euros(getattr(balance, name)) for name in names},
            "share": self._percent(balance.share) or self._say(NOT_GIVEN),
            "balance_note": self._say(note),
        }

    def _dates(self) -> dict[str, str]:
        contract = self._contract
        owed = owed_of(self._session, [contract]).get(contract.id, ())
        ahead = coming(contract, self._today, owed)
        days = ("awarded_on", "signed_on", "notified_on", "starts_on", "ends_on")
        renewals = (
            self._say(N_("%(count)d × %(months)d months"), count=contract.renewals, months=contract.renewal_months or 0)
            if contract.renewals
            else self._say(N_("none (renewals)"))
        )
        decided = renewal_decided_by(contract)
        following = f"{self._or_empty(ahead[0].day)} – {self._say(ahead[0].label)}" if ahead else ""
        return {
            **{name: self._text(getattr(contract, name)) for name in days},
            "notice_on": self._text(step_on(contract, StepCode.NOTICE)),
            "tenders_due_on": self._text(step_on(contract, StepCode.TENDERS_DUE)),
            "committee_day": self._or_empty(committee_on(contract)) or self._say(N_("none (committee)")),
            "duration": self._months(terms_on(contract, self._today).months),
            "renewals": renewals,
            "notice_period": self._months(contract.notice_months),
            "decide_by": self._or_empty(decided) or self._say(N_("none (decision)")),
            "next_step": following or self._say(N_("none (next date)")),
        }

    def _open_data(self) -> str:
        contract = self._contract
        found = obligation_of(contract, stored_law(self._session), self._today)
        if contract.published_on is not None:
            return self._say(N_("published on %(day)s (essential data)"), day=self._or_empty(contract.published_on))
        if contract.is_published:
            return self._say(N_("published before the file was kept here (essential data)"))
        if found.duty is Duty.DATA_OR_LIST:
            return self._say(N_("essential data or yearly list, to be confirmed"))
        if found.duty is Duty.NOTHING:
            return self._say(N_("none owed (essential data)"))
        if found.due_on is None and found.delay is not None and found.delay.unit is DelayUnit.MONTHS:
            months = N_("to be sent within %(count)s months of the notification (essential data)")
            return self._say(months, count=found.delay.amount)
        if found.due_on is None:
            return self._say(N_("to be sent after the notification (essential data)"))
        return self._say(N_("to be sent before %(day)s (essential data)"), day=self._or_empty(found.due_on))
