"""What the kernel is told about series."""

from mdo.kernel.base.messages import N_
from mdo.kernel.domain import Domain
from mdo.kernel.rights.declared import Audience, ScreenRights, Section
from mdo.kernel.search.kinds import SearchKind, small
from models.network import MeetingSeries

DOMAIN = Domain(
    "series",
    rights=(ScreenRights("SeriesView", N_("Series of meetings"), Section.NETWORK, 40, Audience.SERIES),),
    found=(SearchKind(110, MeetingSeries, title=MeetingSeries.title, order=(small(MeetingSeries.title),)),),
    shown_in={MeetingSeries: ("SeriesView",)},
)
