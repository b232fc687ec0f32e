"""The words of tenders: its tables, their fields and their help, the members of its closed lists."""

from enum import StrEnum
from typing import Any

from sqlalchemy import String, cast, select

from mdo.kernel.base.messages import N_
from mdo.kernel.search.sources import Source
from models.suppliers import Supplier
from models.tenders import (
    AwardCriterion,
    CommitteeAct,
    CommitteeOpinion,
    CommitteeSense,
    InadmissibleGround,
    NegotiationRound,
    Tender,
    TenderMark,
    TenderRevision,
)

_CONTRACT = {"contract": N_("Contract"), "contract_id": N_("Contract")}

_TENDER = {"tender": N_("Tender"), "tender_id": N_("Tender")}

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    AwardCriterion: (N_("Criterion (tender)"), N_("Criteria (tender)")),
    Tender: (N_("Tender"), N_("Tenders")),
    TenderMark: (N_("Mark (tender)"), N_("Marks (tender)")),
    NegotiationRound: (N_("Round of negotiation"), N_("Rounds of negotiation")),
    TenderRevision: (N_("Revised tender"), N_("Revised tenders")),
    CommitteeOpinion: (N_("Decision or opinion of the CAO"), N_("Decisions and opinions of the CAO")),
}

FIELDS: dict[type, dict[str, str]] = {
    AwardCriterion: {
        **_CONTRACT,
        "position": N_("Rank (criterion)"),
        "name": N_("Criterion (tender)"),
        "weight": N_("Weight (%)"),
        "is_price": N_("Price, by formula"),
    },
    Tender: {
        **_CONTRACT,
        "position": N_("Order of arrival"),
        "supplier": N_("Supplier"),
        "supplier_id": N_("Supplier"),
        "received_at": N_("Received at (tender)"),
        "amount_excl_tax": N_("Amount before tax (€)"),
        "group_kind": N_("Grouping (tender)"),
        "members": N_("Other members of the grouping"),
        "is_admissible": N_("Admissible (tender)"),
        "inadmissible_ground": N_("Ground of exclusion"),
        "inadmissible_reason": N_("Why it is not admissible"),
        "regularisation_asked_on": N_("Offered to be put right on"),
        "regularised_on": N_("Put right on"),
        "is_suspected_low": N_("Suspected of being abnormally low"),
        "low_asked_on": N_("Explanation of the price asked on"),
        "low_answer": N_("Explanation given"),
        "is_retained": N_("Retained (tender)"),
        "rejection_reason": N_("Reasons told to the supplier"),
        "notes": N_("Notes for the team"),
        "marks": N_("Marks (tender)"),
        "revisions": N_("Revised tenders"),
    },
    TenderMark: {
        **_TENDER,
        "criterion": N_("Criterion (tender)"),
        "criterion_id": N_("Criterion (tender)"),
        "assessor": N_("Assessor"),
        "assessor_id": N_("Assessor"),
        "round_number": N_("Round of negotiation"),
        "mark": N_("Mark out of 20"),
        "comment": N_("Comment"),
    },
    NegotiationRound: {
        **_CONTRACT,
        "number": N_("Number"),
        "held_on": N_("Held on"),
        "notes": N_("Notes for the team"),
        "revisions": N_("Revised tenders"),
    },
    TenderRevision: {
        **_TENDER,
        "round": N_("Round of negotiation"),
        "round_id": N_("Round of negotiation"),
        "amount_excl_tax": N_("Amount before tax (€)"),
    },
    CommitteeOpinion: {
        **_CONTRACT,
        "held_on": N_("Held on"),
        "kind": N_("What the CAO did"),
        "sense": N_("Sense (committee)"),
        "text": N_("Text (committee)"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    InadmissibleGround: {
        InadmissibleGround.IRREGULAR: N_("Irregular (L2152-2)"),
        InadmissibleGround.UNACCEPTABLE: N_("Unacceptable (L2152-3)"),
        InadmissibleGround.INAPPROPRIATE: N_("Inappropriate (L2152-4)"),
        InadmissibleGround.LOW: N_("Abnormally low (L2152-6)"),
        InadmissibleGround.LATE: N_("Received too late (R2151-5)"),
        InadmissibleGround.CANDIDACY: N_("Candidacy not admitted (R2144-7)"),
    },
    CommitteeAct: {CommitteeAct.AWARD: N_("Award (committee)"), CommitteeAct.OPINION: N_("Opinion (committee)")},
    CommitteeSense: {
        CommitteeSense.FAVOURABLE: N_("Favourable (committee)"),
        CommitteeSense.UNFAVOURABLE: N_("Unfavourable (committee)"),
        CommitteeSense.ADJOURNED: N_("Adjourned (committee)"),
    },
}

HELP: dict[type, dict[str, str]] = {
    AwardCriterion: {
        "weight": N_("The weights of a contract make 100."),
        "is_price": N_("The mark is then counted: lowest amount / amount of the tender × 20."),
    },
    Tender: {
        "position": N_("Empty: after the last one received."),
        "amount_excl_tax": N_("As first received; rounds of negotiation revise it."),
        "supplier": N_("Of a grouping, its lead (mandataire): letters go to it."),
        "members": N_("Empty for a single company."),
        "inadmissible_ground": N_(
            "An irregular tender may be put right, an unacceptable one by negotiation alone (R2152-1, R2152-2)."
        ),
        "regularisation_asked_on": N_("Offered to all irregular tenders on the same day, from the tab « Tenders »."),
        "regularised_on": N_("The tender is judged since; the reason stays in the file."),
        "is_admissible": N_("One that is not is left out of the ranking, and named with its reason."),
        "is_suspected_low": N_("Nothing is decided by this: ask for an explanation, then judge it (L2152-5, L2152-6)."),
        "rejection_reason": N_("Written in the letter: what made it less good, criterion by criterion."),
    },
    NegotiationRound: {"number": N_("Empty: after the last round.")},
    CommitteeOpinion: {"kind": N_("The CAO awards a formal procedure; on any other it gives an opinion.")},
}

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    Tender: Source(
        (
            "supplier.name",
            "members.name",
            "contract.number",
            "contract.title",
            "notes",
            "inadmissible_reason",
            "low_answer",
            "rejection_reason",
        )
    ),
}

# How a row is named in SQL.
NAMES: dict[type, Any] = {
    AwardCriterion: AwardCriterion.name,
    Tender: select(Supplier.name).where(Supplier.id == Tender.supplier_id).correlate(Tender).scalar_subquery(),
    NegotiationRound: "n° " + cast(NegotiationRound.number, String),
}
