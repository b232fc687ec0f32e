"""The words of the closed lists of tenders."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.tenders import CommitteeAct, CommitteeSense, InadmissibleGround

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
