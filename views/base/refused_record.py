"""Where one goes who was refused an act on a record that one reads: to the record, and to the list one came from."""

from collections.abc import Mapping

from flask import g

from views.base.coming_back import BACK, address_of_list, at_row, came_from, list_asked


def ways_out() -> Mapping[str, str]:
    """The addresses of the record (`record`) and of its list (`list`); empty where no record in sight was asked for."""
    view, pk = g.get("fetched", (None, 0))
    if view is None:
        return {}
    asked = list_asked(view, came_from()) if view.may("can_list") else None
    back = "" if asked is None else address_of_list(view, asked)
    found = {}
    if "show" not in view.exclude_route_methods and view.may("can_show"):
        found["record"] = view.url("show", pk=pk, **({BACK: back} if back else {}))
    if back:
        found["list"] = at_row(view, back, pk)
    return found
