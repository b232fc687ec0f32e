"""What the kernel declares of its own, as domains do."""

from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.putting_off import EXPIRING, RULES
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.scope.own import PLACES
from mdo.kernel.search.own import FOUND
from models.deadlines import DeadlineRule, PutOff
from models.freshness import Confirmation
from models.preferences import ImportAnswer, ImportMapping, Preference, SavedView

KERNEL = Domain(
    "kernel",
    rights=(
        ScreenRights(
            "SavedViewView",
            N_("Saved views"),
            Section.GENERAL,
            20,
            Audience.OWN,
            "list show add edit delete export share",
        ),
        ScreenRights(
            "JobView", N_("Work under way"), Section.GENERAL, 50, Audience.JOBS, "list show edit export oversee"
        ),
        ScreenRights(
            "PersonalData",
            N_("Contact details and personal data"),
            Section.GENERAL,
            60,
            Audience.PERSONAL_DATA,
            "read",
            has_screen=False,
        ),
        ScreenRights("DeadlineView", N_("My deadlines"), Section.FOLLOW_UP, 20, Audience.DEADLINES, "list edit export"),
        ScreenRights(
            "DeletedView", N_("Deleted rows"), Section.FOLLOW_UP, 40, Audience.DELETED, "list show export undo"
        ),
        ScreenRights("ImportView", N_("Import a workbook"), Section.EXCEL, 20, Audience.IMPORTS, "import"),
        ScreenRights(
            "DeadlineRuleView",
            N_("Rules of deadlines"),
            Section.SETTINGS,
            170,
            Audience.DEADLINE_RULES,
            "list show edit export",
        ),
        ScreenRights(
            "JournalView", N_("Journal"), Section.ADMINISTRATION, 30, Audience.JOURNAL, "list show export undo"
        ),
        ScreenRights("AccessLogView", N_("Exports"), Section.ADMINISTRATION, 40, Audience.EXPORTS, "list show export"),
    ),
    rules=RULES,
    hooks=(EXPIRING,),
    found=FOUND,
    places=PLACES,
    shown_in={
        Confirmation: ("InstanceView", "PersonView", "OrganisationView", "MandateView"),
        DeadlineRule: ("DeadlineRuleView",),
        PutOff: ("DeadlineView",),
        SavedView: ("SavedViewView",),
        # Settings of an account: nobody has a screen of them.
        ImportAnswer: (),
        ImportMapping: (),
        Preference: (),
    },
)
