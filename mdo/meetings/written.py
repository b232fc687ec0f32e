"""What people write in one cell of a meeting or an action that is two facts: from when to when, done and which day."""

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.cells.moments import to_hour
from mdo.kernel.imports.cells.values import to_date
from mdo.kernel.imports.written.drafts import DraftLine
from mdo.meetings.vocabulary import ACTION_STATE, CLOSED, DAY_AND_STRETCH, STRETCH
from models.meetings import ActionState

_HOURS_READ = N_("« %(value)s » was read as a start and an end: %(first)s, %(last)s.")
_CLOSED_READ = N_("« %(value)s » was read as « %(state)s » and the day on which it was closed, %(day)s.")


def hours(draft: DraftLine) -> None:
    """« 18h30-20h30 », alone or behind the day: where nothing else says the end, it is the end."""
    if "end_time" in draft.cells or "end_at" in draft.cells:
        return
    for name, pattern in (("start_time", STRETCH), ("start_at", DAY_AND_STRETCH)):
        text = draft.text(name)
        match = pattern.fullmatch(text) if text else None
        if match is None:
            continue
        try:
            first, last = (to_hour(match[part], draft.file.today) for part in ("first", "last"))
        except RuleViolation:
            continue
        if name == "start_at":
            draft.put(name, match["day"])
        draft.put("start_time", first, name)
        draft.put("end_time", last, name)
        draft.note(_HOURS_READ, value=text, first=f"{first:%H:%M}", last=f"{last:%H:%M}")
        return


def closings(draft: DraftLine) -> None:
    """« Fait le 20/03/2026 »: a state that ends an action, with its day."""
    text = draft.text("state")
    match = CLOSED.fullmatch(text) if text and "closed_on" not in draft.cells else None
    state = match and ACTION_STATE.find(match["state"])
    if match is None or state in (None, ActionState.OPEN):
        return
    try:
        day = to_date(match["day"], draft.file.today)
    except RuleViolation:
        return
    draft.put("state", match["state"])
    draft.put("closed_on", day, "state")
    draft.note(_CLOSED_READ, value=text, state=ACTION_STATE.members[state][0], day=day)
