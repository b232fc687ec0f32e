"""What the kernel is told about series."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.series.found import FOUND
from models.network import MeetingSeries

DOMAIN = Domain(
    "series",
    rights=(ScreenRights("SeriesView", N_("Series of meetings"), Section.NETWORK, 40, Audience.SERIES),),
    found=FOUND,
    shown_in={MeetingSeries: ("SeriesView",)},
)
