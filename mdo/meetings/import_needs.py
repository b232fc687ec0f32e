"""The needs of meetings, as the column « Reste à préparer » of their lines says: those that it names are open.

A need that the cell names no more is done; one that it names again is open again. What was noted of it stays.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Change, Target
from mdo.kernel.labels import field_label
from mdo.meetings.needs import BEFORE
from models.base import utc_now
from models.meetings import Meeting, MeetingKind
from models.readiness import CheckState, MeetingCheck, MeetingNeed
from models.text import fold

_FIELD = "to_prepare"
_PARTS = re.compile(r"[,;\n]")
_UNKNOWN = N_("This meeting does not need “%(what)s”. What its kind needs: %(needs)s.")
_OVER = N_("This meeting is over or called off: nothing is left to prepare.")


class NeedsWritten:
    """What the lines of a file say of the needs of meetings; read once, where a line says some."""

    def __init__(self, session: AnySession, view: str) -> None:
        self._session, self._view = session, view
        self._needs: dict[MeetingKind, list[MeetingNeed]] | None = None
        self._said: dict[int, dict[str, MeetingCheck]] = {}

    @staticmethod
    def takes_emptied(planner: LinePlanner) -> bool:
        """Whether a line that came back empties the cell: of the meeting itself it empties nothing."""
        is_emptied = _FIELD in planner.cleared
        planner.cleared -= {_FIELD}
        return is_emptied

    def write(
        self, planner: LinePlanner, meeting: Target, kind: MeetingKind, state: Any, *, is_emptied: bool = False
    ) -> None:
        """Plans what a line says of the needs of a meeting of this kind and state, new or stored."""
        if _FIELD not in planner.values and not is_emptied:
            return
        if state not in BEFORE:
            if not is_emptied:
                planner.fail(_FIELD, _OVER)
            return
        self._read()
        needs = (self._needs or {}).get(kind, [])
        named = self._named(planner, needs, planner.values.get(_FIELD, ""))
        if named is None:
            return
        said = {} if meeting.is_new else self._said.get(meeting.row.id, {})
        was_open = [need for need in needs if _is_open(said.get(need.label))]
        changed = [need for need in needs if (need in named) != (need in was_open)]
        if not changed:
            return
        for need in changed:
            self._say(
                planner, meeting, need, said.get(need.label), CheckState.OPEN if need in named else CheckState.DONE
            )
        before, after = (", ".join(need.label for need in found) or None for found in (was_open, named))
        planner.planned.changes.append(Change(field_label(Meeting, _FIELD), before, after))

    def _say(
        self, planner: LinePlanner, meeting: Target, need: MeetingNeed, check: MeetingCheck | None, state: CheckState
    ) -> None:
        target = Target(check) if check is not None else Target(MeetingCheck(), is_new=True, is_part=True)
        values = {"state": state, "user_id": planner.register.context.actor_id, "at": utc_now()}
        told = len(planner.planned.changes)
        planner.set(target, self._view, values if check is not None else {**values, "meeting": meeting, "need": need})
        del planner.planned.changes[told:]  # told together, as the column has them

    def _named(self, planner: LinePlanner, needs: Sequence[MeetingNeed], text: str) -> list[MeetingNeed] | None:
        """The needs that a cell names, in their order; None where it names another, which is refused."""
        by_label = {fold(need.label): need for need in needs}
        found: list[MeetingNeed] = []
        parts = [part.strip() for part in _PARTS.split(text) if part.strip()]
        while parts:
            # A need may bear a comma itself: the longest that is one is taken.
            taken = next((n for n in range(len(parts), 0, -1) if fold(", ".join(parts[:n])) in by_label), 0)
            if not taken:
                named = ", ".join(need.label for need in needs) or "—"
                planner.fail(_FIELD, _UNKNOWN, what=parts[0], needs=named)
                return None
            found.append(by_label[fold(", ".join(parts[:taken]))])
            del parts[:taken]
        return [need for need in needs if need in found]

    def _read(self) -> None:
        if self._needs is not None:
            return
        self._needs = {}
        asked = select(MeetingNeed).where(MeetingNeed.is_active).order_by(MeetingNeed.position, MeetingNeed.id)
        for need in self._session.scalars(asked):
            self._needs.setdefault(need.kind, []).append(need)
        said = (
            select(MeetingCheck)
            .join(MeetingCheck.meeting)
            .where(Meeting.state.in_(BEFORE))
            .options(joinedload(MeetingCheck.need))
        )
        for check in self._session.scalars(said):
            self._said.setdefault(check.meeting_id, {})[check.need.label] = check


def _is_open(check: MeetingCheck | None) -> bool:
    return check is None or check.state is CheckState.OPEN
