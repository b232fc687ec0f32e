"""The words of the closed lists of calendar."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.calendar import FeedContent

LISTS: dict[type[StrEnum], dict[str, str]] = {
    FeedContent: {
        FeedContent.MINE: N_("My meetings: those that I organise, facilitate or am convened to"),
        FeedContent.PLACES: N_("The meetings of my arrondissements and of the network"),
        FeedContent.ALL: N_("All the meetings that I may see"),
    },
}
