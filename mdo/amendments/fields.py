"""The fields of amendments."""

from sqlalchemy import String, cast

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind
from mdo.kernel.fields.tables import Field, Table, kept, section, shown
from models.accounts import User
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from models.contracts import Contract
from models.suppliers import Supplier

# fmt: off
AMENDMENT = Table(
    Amendment, (N_("Amendment"), N_("Amendments")),
    section(N_("Amendment"),
        Field(Amendment.contract, N_("Contract"), column=shown(3, 44, sort=Contract.number)),
        Field(Amendment.number, N_("Number"), N_("Empty: the number after the last one of the contract."),
              column=shown(2, 10)),
        Field(Amendment.ground, N_("Ground (contract)"), column=shown(4, 32)),
        Field(Amendment.subject, N_("Subject (contract)"), column=shown(1, 40)),
        Field(Amendment.justification, N_("Justification (contract)"),
              N_("What carries the ground: facts, dates, why no other supplier could do it."), column=kept(16)),
    ),
    section(N_("What it changes"),
        Field(Amendment.amount_excl_tax, N_("Amount added before tax (€)"),
              N_("Below 0 for a decrease. It is added to the amount, and to the maximum if there is one."),
              column=shown(5, sums=True)),
        Field(Amendment.months, N_("Months added"), N_("Below 0 to end sooner. Renewals are not counted here."),
              column=kept(8)),
        Field(Amendment.moved_from_on, N_("End before it"), written_by="amendments.rules"),
        Field(Amendment.moved_to_on, N_("End after it"), N_("Empty: counted from the months added."), column=kept(11)),
        Field(Amendment.supplier, N_("New holder"), N_("Only for the ground « New holder in place of the first »."),
              column=kept(14, 30, by=Supplier.name)),
        Field(Amendment.replaced, N_("Holder replaced"), N_("Empty when the contract has one holder.")),
    ),
    section(N_("Opinion of the CAO"),
        Field(Amendment.committee_on, N_("Opinion of the CAO on"),
              N_("Asked when the CAO awarded the contract and it grows beyond the limit of « Figures of the "
                 "law », amendments before included."),
              column=kept(12)),
        Field(Amendment.committee_opinion, N_("Opinion of the CAO"), column=kept(13)),
    ),
    section(N_("From the signature to the publication"),
        Field(Amendment.signed_on, N_("Signed on"), column=kept(9)),
        Field(Amendment.transmitted_on, N_("Transmitted to the review of legality on"),
              N_("When the contract went to the review of legality, so do its amendments: after the "
                 "signature, before the notification; to be confirmed."),
              column=kept(17)),
        Field(Amendment.notified_on, N_("Notified on"),
              N_("From this day on the contract is as amended: its end and its holders follow."), column=shown(10)),
        Field(Amendment.published_on, N_("Essential data published on"), column=kept(15)),
    ),
    called="n° " + cast(Amendment.number, String) + " – " + Amendment.subject,
    searched=("number", "subject", "justification", "contract.number", "contract.title", "supplier.name"),
)

RENEWAL = Table(
    Renewal, (N_("Renewal of a contract"), N_("Renewals of contracts")),
    section(N_("Renewal of a contract"),
        Field(Renewal.contract, N_("Contract"), column=shown(1, 44, sort=Contract.number)),
        Field(Renewal.number, N_("Number"), N_("Empty: the number after the last one of the contract."),
              column=shown(2, 10)),
        Field(Renewal.starts_on, N_("Starts on"), N_("Empty: the day after the end of the contract."), column=shown(3)),
        Field(Renewal.ends_on, N_("Ends on"), N_("Empty: counted from the duration of a renewal."), column=shown(4)),
        Field(Renewal.decide_by_on, N_("To be decided before"), N_("Empty: the end of the contract less its notice."),
              column=shown(5)),
    ),
    section(N_("Decision (contract)"),
        Field(Renewal.decision, N_("Decision (contract)"), column=shown(6)),
        Field(Renewal.decided_on, N_("Decided on (contract)"),
              N_("The day on which the holder is told; for a tacit renewal, the last day to decide."), column=kept(7)),
        Field(Renewal.notes, N_("Notes for the team"), column=kept(8)),
    ),
    called="n° " + cast(Renewal.number, String), searched=("contract.number", "contract.title", "notes"),
)

SUBCONTRACT = Table(
    Subcontract, (N_("Act of subcontracting"), N_("Acts of subcontracting")),
    section(N_("Act of subcontracting"),
        Field(Subcontract.contract, N_("Contract"), column=shown(3, 44, sort=Contract.number)),
        Field(Subcontract.number, N_("Number"), N_("Empty: the number after the last one of the contract."),
              column=shown(2, 10)),
        Field(Subcontract.supplier, N_("Subcontractor"), column=shown(4, 30, by=Supplier.name, sort=Supplier.sort_key)),
        Field(Subcontract.subject, N_("Services subcontracted"), column=shown(1, 40)),
    ),
    section(N_("Price and duration"),
        Field(Subcontract.amount_excl_tax, N_("Amount before tax (€)"),
              N_("As accepted; what changes later is written as a change.")),
        Field(Subcontract.months, N_("Duration (months)")),
        Field(Subcontract.price_variation, N_("Variation of the price"), column=kept(7)),
        Field(Subcontract.is_paid_directly, N_("Paid directly by the city"), column=kept(8)),
    ),
    section(N_("From the acceptance to the publication"),
        Field(Subcontract.accepted_on, N_("Accepted on (contract)"), column=kept(9)),
        Field(Subcontract.notified_on, N_("Notified on"), column=shown(10)),
        Field(Subcontract.published_on, N_("Essential data published on"), column=kept(11)),
    ),
    section(N_("Notes"),
        Field(Subcontract.notes, N_("Notes for the team")),
    ),
    Field(Subcontract.changes, N_("Changes (contract)")),
    called="n° " + cast(Subcontract.number, String) + " – " + Subcontract.subject,
    searched=("number", "subject", "supplier.name", "contract.number", "contract.title"),
)

SUBCONTRACT_CHANGE = Table(
    SubcontractChange, (N_("Change of a subcontract"), N_("Changes of subcontracts")),
    section(N_("Change of a subcontract"),
        Field(SubcontractChange.subcontract, N_("Act of subcontracting"),
              column=shown(1, 40, by=Subcontract.subject, sort=Subcontract.subject)),
        Field(SubcontractChange.number, N_("Number"), N_("Empty: the number after the last one of the act."),
              column=shown(2, 10)),
        Field(SubcontractChange.notified_on, N_("Notified on"), column=shown(3)),
        Field(SubcontractChange.amount_excl_tax, N_("New amount before tax (€)"),
              N_("The whole amount from then on; empty when it stays."), column=shown(4)),
        Field(SubcontractChange.months, N_("New duration (months)"),
              N_("The whole duration from then on; empty when it stays."), column=shown(5)),
        Field(SubcontractChange.published_on, N_("Essential data published on"), column=kept(6)),
    ),
    called="n° " + cast(SubcontractChange.number, String),
    searched=("number", "subcontract.number", "subcontract.subject", "subcontract.supplier.name"),
)

ADVANCE = Table(
    Advance, (N_("Advance"), N_("Advances")),
    section(N_("Advance"),
        Field(Advance.contract, N_("Contract"), column=shown(1, 44, sort=Contract.number)),
        Field(Advance.amount_incl_tax, N_("Amount with tax (€)"), column=shown(2, sums=True)),
        Field(Advance.rate, N_("Rate (%)"),
              N_("Of the amount with tax: from 5 to 30, at least 10 for an SME; to be confirmed (R2191-7)."),
              column=shown(3, kind=Kind.DECIMAL)),
        Field(Advance.paid_on, N_("Paid on (contract)"), column=shown(4)),
    ),
    section(N_("Taken back"),
        Field(Advance.repaid_incl_tax, N_("Taken back, with tax (€)"), column=shown(5, sums=True)),
        Field(Advance.repaid_on, N_("Taken back on"), column=shown(6)),
        Field(Advance.notes, N_("Notes for the team"), column=kept(7)),
    ),
    searched=("contract.number", "contract.title", "notes"),
)

PENALTY = Table(
    Penalty, (N_("Penalty"), N_("Penalties")),
    section(N_("Penalty"),
        Field(Penalty.contract, N_("Contract"), column=shown(2, 44, sort=Contract.number)),
        Field(Penalty.reason, N_("Reason"), column=shown(1, 40)),
        Field(Penalty.amount_excl_tax, N_("Amount, without VAT (€)"), column=shown(3, sums=True)),
        Field(Penalty.applied_on, N_("Applied on"), column=shown(4)),
    ),
    section(N_("Waiver"),
        Field(Penalty.waived_on, N_("Waived on"), column=shown(5)),
        Field(Penalty.waiver_reason, N_("Why it is waived"), N_("It stays in the file with the penalty."),
              column=kept(6, 40)),
    ),
    called=Penalty.reason, searched=("reason", "waiver_reason", "contract.number", "contract.title"),
)

EVALUATION = Table(
    Evaluation, (N_("Evaluation of a supplier"), N_("Evaluations of suppliers")),
    section(N_("Evaluation of a supplier"),
        Field(Evaluation.contract, N_("Contract"), column=shown(2, 44, sort=Contract.number)),
        Field(Evaluation.supplier, N_("Supplier"), column=shown(1, 30, by=Supplier.name, sort=Supplier.sort_key)),
        Field(Evaluation.evaluated_on, N_("Evaluated on"), column=shown(3)),
        Field(Evaluation.author, N_("Evaluated by"), column=kept(10, 26, sort=User.last_name)),
    ),
    section(N_("Marks from 1 (bad) to 4 (very good)"),
        Field(Evaluation.quality, N_("Quality of the work"), column=kept(5)),
        Field(Evaluation.deadlines, N_("Deadlines kept"), column=kept(6)),
        Field(Evaluation.relation, N_("Working relation"), column=kept(7)),
        Field(Evaluation.administration, N_("Price and administration"), column=kept(8)),
        Field(Evaluation.added_value, N_("Added value"), column=kept(9)),
        Field(Evaluation.comment, N_("Comment"), column=kept(11)),
    ),
    searched=("supplier.name", "contract.number", "contract.title", "comment", "author.first_name",
              "author.last_name"),
)
