"""What is shown of point."""

from views.base.domain import Screens
from views.base.entries import Entry
from views.point.screens import PointView

SCREENS = Screens(
    "point", views={PointView: "mon-point"}, menu=(Entry(10, PointView, "check-circle", under="DeadlineView"),)
)
