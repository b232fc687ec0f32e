"""How rows of series are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, small
from models.network import MeetingSeries

FOUND: tuple[Kind, ...] = (Kind(110, MeetingSeries, title=MeetingSeries.title, order=(small(MeetingSeries.title),)),)
