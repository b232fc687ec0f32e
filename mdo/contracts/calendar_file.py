"""The steps of a contract as iCalendar: whole days, named by the step and the number of the file."""

import datetime as dt

from icalendar import Event

from mdo.contracts.legal import effective_day
from models.contracts import ProcurementStep

_ONE_DAY = dt.timedelta(days=1)


def event_of_step(step: ProcurementStep, url: str = "") -> Event | None:
    """A step on its day; None for one that has none. It takes nobody's time."""
    day = effective_day(step)
    if day is None:
        return None
    event = Event()
    event.add("uid", f"step-{step.id}@mdo.lyon")
    event.add("sequence", step.version)
    event.add("dtstamp", step.updated_at.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", day)
    event.add("dtend", day + _ONE_DAY)
    event.add("summary", f"{step.label} – {step.contract.number}")
    event.add("description", step.contract.title)
    event.add("transp", "TRANSPARENT")
    if url:
        event.add("url", url)
    return event
