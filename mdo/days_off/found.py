"""How rows of days off are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind, small
from models.network import SchoolHoliday

FOUND: tuple[Kind, ...] = (Kind(350, SchoolHoliday, title=SchoolHoliday.label, order=(small(SchoolHoliday.label),)),)
