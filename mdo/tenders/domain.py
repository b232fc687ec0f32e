"""What the kernel is told about tenders."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind
from mdo.tenders.confidentiality import PLACES
from mdo.tenders.exchanges import EXCHANGES
from mdo.tenders.row_rules import RULES
from models.contracts import Contract
from models.suppliers import Supplier
from models.tenders import AwardCriterion, CommitteeOpinion, NegotiationRound, Tender, TenderMark, TenderRevision

DOMAIN = Domain(
    "tenders",
    rights=(ScreenRights("TenderView", N_("Tenders"), Section.PROCUREMENT, 30, Audience.PROCUREMENT),),
    rules=RULES,
    exchanges=EXCHANGES,
    found=(
        SearchKind(
            260,
            Tender,
            title=Supplier.name,
            order=(Tender.contract_id, Tender.position, Tender.id),
            details=(Contract.number, Contract.title),
            joins=((Tender.supplier,), (Tender.contract,)),
        ),
    ),
    shown_in={
        AwardCriterion: ("TenderView",),
        CommitteeOpinion: ("TenderView",),
        NegotiationRound: ("TenderView",),
        Tender: ("TenderView",),
        TenderMark: ("TenderView",),
        TenderRevision: ("TenderView",),
    },
    places=PLACES,
)
