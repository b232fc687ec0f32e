"""The fields of tenders."""

from sqlalchemy import String, cast, select

from mdo.kernel.base.messages import N_
from mdo.kernel.fields.tables import Field, Table, kept, section, shown
from models.contracts import Contract
from models.suppliers import Supplier
from models.tenders import AwardCriterion, CommitteeOpinion, NegotiationRound, Tender, TenderMark, TenderRevision

# fmt: off
AWARD_CRITERION = Table(
    AwardCriterion, (N_("Criterion (tender)"), N_("Criteria (tender)")),
    Field(AwardCriterion.contract, N_("Contract")),
    Field(AwardCriterion.position, N_("Rank (criterion)")),
    Field(AwardCriterion.name, N_("Criterion (tender)")),
    Field(AwardCriterion.weight, N_("Weight (%)"), N_("The weights of a contract make 100.")),
    Field(AwardCriterion.is_price, N_("Price, by formula"),
          N_("The mark is then counted: lowest amount / amount of the tender × 20.")),
    called=AwardCriterion.name,
)

TENDER = Table(
    Tender, (N_("Tender"), N_("Tenders")),
    section(N_("Tender"),
        Field(Tender.contract, N_("Contract"), column=shown(2, 44, sort=Contract.number)),
        Field(Tender.supplier, N_("Supplier"), N_("Of a grouping, its lead (mandataire): letters go to it."),
              column=shown(1, 36, by=Supplier.name, sort=Supplier.sort_key)),
        Field(Tender.group_kind, N_("Grouping (tender)"), column=kept(14)),
        Field(Tender.members, N_("Other members of the grouping"), N_("Empty for a single company.")),
        Field(Tender.position, N_("Order of arrival"), N_("Empty: after the last one received."), column=kept(3, 10)),
        Field(Tender.received_at, N_("Received at (tender)"), column=shown(4)),
        Field(Tender.amount_excl_tax, N_("Amount before tax (€)"),
              N_("As first received; rounds of negotiation revise it."), column=shown(5)),
    ),
    section(N_("Admissibility"),
        Field(Tender.is_admissible, N_("Admissible (tender)"),
              N_("One that is not is left out of the ranking, and named with its reason."), column=shown(6)),
        Field(Tender.inadmissible_ground, N_("Ground of exclusion"),
              N_("An irregular tender may be put right, an unacceptable one by negotiation alone (R2152-1, R2152-2)."),
              column=kept(16)),
        Field(Tender.inadmissible_reason, N_("Why it is not admissible"), column=kept(7)),
        Field(Tender.regularisation_asked_on, N_("Offered to be put right on"),
              N_("Offered to all irregular tenders on the same day, from the tab « Tenders »."), column=kept(17)),
        Field(Tender.regularised_on, N_("Put right on"),
              N_("The tender is judged since; the reason stays in the file."), column=kept(18)),
    ),
    section(N_("Price that may be abnormally low"),
        Field(Tender.is_suspected_low, N_("Suspected of being abnormally low"),
              N_("Nothing is decided by this: ask for an explanation, then judge it (L2152-5, L2152-6)."),
              column=kept(8)),
        Field(Tender.low_asked_on, N_("Explanation of the price asked on"), column=kept(9)),
        Field(Tender.low_answer, N_("Explanation given"), column=kept(10)),
    ),
    section(N_("What became of it (tender)"),
        Field(Tender.is_retained, N_("Retained (tender)"), written_by="tenders.award", column=shown(11)),
        Field(Tender.rejection_reason, N_("Reasons told to the supplier"),
              N_("Written in the letter: what made it less good, criterion by criterion."), column=kept(12)),
        Field(Tender.notes, N_("Notes for the team"), column=kept(13)),
    ),
    Field(Tender.marks, N_("Marks (tender)")),
    Field(Tender.revisions, N_("Revised tenders")),
    called=select(Supplier.name).where(Supplier.id == Tender.supplier_id).correlate(Tender).scalar_subquery(),
    searched=("supplier.name", "members.name", "contract.number", "contract.title", "notes",
              "inadmissible_reason", "low_answer", "rejection_reason"),
)

TENDER_MARK = Table(
    TenderMark, (N_("Mark (tender)"), N_("Marks (tender)")),
    Field(TenderMark.tender, N_("Tender")),
    Field(TenderMark.criterion, N_("Criterion (tender)")),
    Field(TenderMark.assessor, N_("Assessor")),
    Field(TenderMark.round_number, N_("Round of negotiation")),
    Field(TenderMark.mark, N_("Mark out of 20")),
    Field(TenderMark.comment, N_("Comment")),
)

NEGOTIATION_ROUND = Table(
    NegotiationRound, (N_("Round of negotiation"), N_("Rounds of negotiation")),
    Field(NegotiationRound.contract, N_("Contract")),
    Field(NegotiationRound.number, N_("Number"), N_("Empty: after the last round.")),
    Field(NegotiationRound.held_on, N_("Held on")),
    Field(NegotiationRound.notes, N_("Notes for the team")),
    Field(NegotiationRound.revisions, N_("Revised tenders")),
    called="n° " + cast(NegotiationRound.number, String),
)

TENDER_REVISION = Table(
    TenderRevision, (N_("Revised tender"), N_("Revised tenders")),
    Field(TenderRevision.tender, N_("Tender")),
    Field(TenderRevision.round, N_("Round of negotiation")),
    Field(TenderRevision.amount_excl_tax, N_("Amount before tax (€)")),
)

COMMITTEE_OPINION = Table(
    CommitteeOpinion, (N_("Decision or opinion of the CAO"), N_("Decisions and opinions of the CAO")),
    Field(CommitteeOpinion.contract, N_("Contract")),
    Field(CommitteeOpinion.held_on, N_("Held on")),
    Field(CommitteeOpinion.kind, N_("What the CAO did"),
          N_("The CAO awards a formal procedure; on any other it gives an opinion.")),
    Field(CommitteeOpinion.sense, N_("Sense (committee)")),
    Field(CommitteeOpinion.text, N_("Text (committee)")),
)
