"""What the kernel is told about amendments."""

from mdo.amendments.deadlines import AMENDMENT_LEGALITY, EVALUATION_DUE, RENEWAL_DECISION
from mdo.amendments.row_rules import RULES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange
from models.contracts import Contract
from models.suppliers import Supplier

DOMAIN = Domain(
    "amendments",
    rights=(
        ScreenRights("AmendmentView", N_("Amendments"), Section.PROCUREMENT, 80, Audience.PROCUREMENT),
        ScreenRights("RenewalView", N_("Renewals of contracts"), Section.PROCUREMENT, 90, Audience.PROCUREMENT),
        ScreenRights("SubcontractView", N_("Acts of subcontracting"), Section.PROCUREMENT, 100, Audience.PROCUREMENT),
        ScreenRights(
            "SubcontractChangeView", N_("Changes of subcontracts"), Section.PROCUREMENT, 110, Audience.PROCUREMENT
        ),
        ScreenRights("AdvanceView", N_("Advances"), Section.PROCUREMENT, 120, Audience.PROCUREMENT),
        ScreenRights("PenaltyView", N_("Penalties"), Section.PROCUREMENT, 130, Audience.PROCUREMENT),
        ScreenRights("EvaluationView", N_("Evaluations of suppliers"), Section.PROCUREMENT, 140, Audience.PROCUREMENT),
    ),
    deadlines=(RENEWAL_DECISION, EVALUATION_DUE, AMENDMENT_LEGALITY),
    rules=RULES,
    found=(
        SearchKind(
            190,
            Amendment,
            title=Amendment.subject,
            order=(small(Amendment.subject), Amendment.id),
            details=(Contract.number, Contract.title),
            joins=((Amendment.contract,),),
        ),
        SearchKind(
            200,
            Renewal,
            title=Contract.title,
            order=(Renewal.id,),
            details=(Contract.number,),
            joins=((Renewal.contract,),),
        ),
        SearchKind(
            210,
            Subcontract,
            title=Subcontract.subject,
            order=(small(Subcontract.subject), Subcontract.id),
            details=(Supplier.name, Contract.number),
            joins=((Subcontract.supplier,), (Subcontract.contract,)),
        ),
        SearchKind(
            220,
            SubcontractChange,
            title=Subcontract.subject,
            order=(SubcontractChange.id,),
            details=(Supplier.name,),
            joins=((SubcontractChange.subcontract,), (Subcontract.supplier,)),
        ),
        SearchKind(
            230,
            Advance,
            title=Contract.title,
            order=(Advance.id,),
            details=(Contract.number,),
            joins=((Advance.contract,),),
        ),
        SearchKind(
            240,
            Penalty,
            title=Penalty.reason,
            order=(small(Penalty.reason), Penalty.id),
            details=(Contract.number, Contract.title),
            joins=((Penalty.contract,),),
        ),
        SearchKind(
            250,
            Evaluation,
            title=Supplier.name,
            order=(Evaluation.evaluated_on.desc(), Evaluation.id),
            details=(Contract.number, Contract.title),
            joins=((Evaluation.supplier,), (Evaluation.contract,)),
        ),
    ),
    shown_in={
        Advance: ("AdvanceView",),
        Amendment: ("AmendmentView",),
        Evaluation: ("EvaluationView",),
        Penalty: ("PenaltyView",),
        Renewal: ("RenewalView",),
        Subcontract: ("SubcontractView",),
        SubcontractChange: ("SubcontractChangeView",),
    },
)
