"""What is shown of amendments."""

from models.amendments import RenewalDecision, Subcontract
from views.amendments.holder_rows import (
    AdvanceView,
    EvaluationView,
    PenaltyView,
    SubcontractChangeView,
    SubcontractView,
)
from views.amendments.screens import AmendmentView, RenewalView
from views.base.domain import Screens
from views.base.entries import Entry
from views.base.relations import Choices

SCREENS = Screens(
    "amendments",
    views={
        AmendmentView: "avenants",
        RenewalView: "avenants",
        SubcontractView: "avenants",
        SubcontractChangeView: "avenants",
        AdvanceView: "avenants",
        PenaltyView: "avenants",
        EvaluationView: "avenants",
    },
    menu=(
        Entry(80, AmendmentView, "file-earmark-plus", under="ContractView"),
        Entry(90, RenewalView, "arrow-repeat", under="ContractView"),
        Entry(100, EvaluationView, "star-half", under="ContractView"),
    ),
    tones={
        RenewalDecision: {
            RenewalDecision.PENDING: "warn",
            RenewalDecision.RENEWED: "ok",
            RenewalDecision.NOT_RENEWED: "muted",
        }
    },
    choices={Subcontract: Choices(Subcontract.contract_id, Subcontract.number)},
)
