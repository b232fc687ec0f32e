"""What is shown of tenders."""

from models.tenders import CommitteeSense, Tender
from views.base.domain import Screens
from views.base.entries import Entry
from views.base.relations import Choices
from views.tenders.screens import TenderView

SCREENS = Screens(
    "tenders",
    views={TenderView: "offres"},
    menu=(Entry(30, TenderView, "envelope-open", under="ContractView"),),
    tones={
        CommitteeSense: {
            CommitteeSense.FAVOURABLE: "ok",
            CommitteeSense.UNFAVOURABLE: "warn",
            CommitteeSense.ADJOURNED: "muted",
        }
    },
    choices={Tender: Choices(Tender.contract_id, Tender.position)},
)
