"""What is shown of live links."""

from mdo.kernel.base.messages import N_
from models.live_links import LiveLink
from views.base.domain import Action, Screens
from views.base.live import place_in_words, query_in_words
from views.live_links.reading import LiveLinkFileView
from views.live_links.screens import LIST_COLUMN, LiveLinkView

SCREENS = Screens(
    "live_links",
    views={LiveLinkView: "liens-excel"},
    for_all={LiveLinkFileView: "liens-excel"},
    actions=(
        Action(545, LiveLinkView, N_("My links"), "link-45deg", method="list", needs=(("can_list", LiveLinkView),)),
    ),
    shown_as={(LiveLink, "list_name"): LIST_COLUMN},
    coded={(LiveLink, "list_name"): place_in_words, (LiveLink, "query"): query_in_words},
)
