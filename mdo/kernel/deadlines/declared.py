"""Every kind of deadline, in the order in which screens name them: a domain adds its own here."""

from mdo.accounts.deadlines import ACCOUNT_END
from mdo.amendments.deadlines import AMENDMENT_LEGALITY, EVALUATION_DUE, RENEWAL_DECISION
from mdo.composition.deadlines import BODY_RENEWAL, RECOGNITION_END
from mdo.contracts.after_signature import AWARD_NOTICE_DUE, CONTRACT_LEGALITY
from mdo.contracts.deadlines import CONTRACT_END, CONTRACT_NOTICE
from mdo.decp.deadlines import AMENDMENT_OPEN_DATA, OPEN_DATA_DUE
from mdo.execution.deadlines import DELIVERABLE_DECISION, DELIVERABLE_DUE, INVOICE_PAYMENT
from mdo.kernel.deadlines.kinds import DeadlineCode, DeadlineKind
from mdo.meetings.deadlines import ACTION_DUE, MINUTES_DUE
from mdo.network.deadlines import ABSENCE_UNCOVERED, REFERENT_END
from mdo.organisations.deadlines import CONVENTION_END
from mdo.people.deadlines import MANDATE_END
from mdo.procurement.deadlines import STEP_DUE
from mdo.requests.deadlines import REQUEST_ANSWER

KINDS: dict[DeadlineCode, DeadlineKind] = {
    kind.code: kind
    for kind in (
        MANDATE_END,
        BODY_RENEWAL,
        RECOGNITION_END,
        CONVENTION_END,
        REFERENT_END,
        ABSENCE_UNCOVERED,
        ACCOUNT_END,
        ACTION_DUE,
        MINUTES_DUE,
        REQUEST_ANSWER,
        RENEWAL_DECISION,
        EVALUATION_DUE,
        STEP_DUE,
        CONTRACT_NOTICE,
        CONTRACT_END,
        INVOICE_PAYMENT,
        DELIVERABLE_DUE,
        DELIVERABLE_DECISION,
        OPEN_DATA_DUE,
        AMENDMENT_OPEN_DATA,
        AMENDMENT_LEGALITY,
        CONTRACT_LEGALITY,
        AWARD_NOTICE_DUE,
    )
}
