"""What the kernel is told about backups."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section

DOMAIN = Domain(
    "backup",
    rights=(ScreenRights("BackupView", N_("Backups"), Section.ADMINISTRATION, 60, Audience.ADMINISTRATION, "list"),),
)
