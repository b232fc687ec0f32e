"""What the kernel is told about amendments."""

from mdo.amendments.deadlines import AMENDMENT_LEGALITY, EVALUATION_DUE, RENEWAL_DECISION
from mdo.amendments.found import FOUND
from mdo.amendments.row_rules import RULES
from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from models.amendments import Advance, Amendment, Evaluation, Penalty, Renewal, Subcontract, SubcontractChange

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
    found=FOUND,
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
