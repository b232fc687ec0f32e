"""What the kernel is told about contracts."""

from mdo.contracts.after_signature import AWARD_NOTICE_DUE, CONTRACT_LEGALITY
from mdo.contracts.deadlines import CONTRACT_END, CONTRACT_NOTICE
from mdo.contracts.row_rules import RULES
from mdo.contracts.scope import PLACES
from mdo.contracts.step_deadlines import STEP_DUE
from mdo.contracts.whole_contracts import with_whole_contracts
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from models.contracts import Contract, ContractHolder, ProcurementStep
from models.procurement import PurchaseFamily

DOMAIN = Domain(
    "contracts",
    rights=(
        ScreenRights("ContractView", N_("Contracts"), Section.PROCUREMENT, 10, Audience.PROCUREMENT),
        ScreenRights("StepView", N_("Steps of contracts"), Section.PROCUREMENT, 20, Audience.PROCUREMENT),
    ),
    deadlines=(STEP_DUE, CONTRACT_NOTICE, CONTRACT_END, CONTRACT_LEGALITY, AWARD_NOTICE_DUE),
    rules=RULES,
    wholes=(with_whole_contracts,),
    found=(
        SearchKind(
            120,
            Contract,
            title=Contract.title,
            order=(small(Contract.title),),
            details=(Contract.number, PurchaseFamily.name),
            joins=((Contract.family,),),
            references=(Contract.number, Contract.open_data_id),
        ),
        SearchKind(
            140,
            ProcurementStep,
            title=ProcurementStep.label,
            order=(small(ProcurementStep.label), ProcurementStep.id),
            details=(Contract.number, Contract.title),
            joins=((ProcurementStep.contract,),),
        ),
    ),
    shown_in={
        Contract: ("ContractView",),
        ContractHolder: ("ContractView",),
        ProcurementStep: ("StepView",),
    },
    places=PLACES,
)
