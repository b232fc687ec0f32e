"""The button that pins a record to the menu, or takes it off."""

from flask import url_for

from mdo.kernel.preferences.pins import PinnedRow, named_in
from views.base.catalogues import gettext
from views.base.entries import PINNED
from views.base.pages import Link
from views.security.gate import require_identity


def pin_link(view: str, row_id: int) -> tuple[Link, ...]:
    """The button of a record of a view; none where its records are not pinned."""
    if view not in PINNED:
        return ()
    is_pinned = PinnedRow(view, row_id) in named_in(require_identity().pins)
    label = gettext("Unpin") if is_pinned else gettext("Pin to the menu")
    fields = (("row", str(PinnedRow(view, row_id))),)
    url = url_for("PreferenceView.unpin" if is_pinned else "PreferenceView.pin")
    return (Link(label, url, "pin-angle-fill" if is_pinned else "pin-angle", is_post=True, fields=fields),)
