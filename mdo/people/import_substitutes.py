"""The mandate of a substitute is tied to that of whom it replaces, whom the line names: of the file, or stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import LEFT_ASIDE, Option, Question
from mdo.kernel.imports.lines import LinePlanner
from mdo.kernel.imports.plans import Change, Target
from mdo.kernel.labels import field_label
from mdo.people.import_persons import mandates_with_all, name_keys
from mdo.people.mandates import MandateStatus, status_of
from models.instances import Instance
from models.organisations import Organisation
from models.people import Mandate, Person
from models.text import fold

VIEW = "MandateView"
_NOBODY = N_("« %(value)s » has no mandate in this body: nobody there is replaced.")
_SEVERAL = N_("« %(value)s » has several mandates in this body: tie them on the page of the mandate.")
_REFUSED = N_("The line of %(value)s is refused, and with it the one who stands in.")
_HOLDER_LEFT = N_("The line of « %(value)s » is left aside: what becomes of who stands in?")
_TAKES, _STANDS_IN = "takes", "stands-in"
_OF_HOLDER_LEFT = (
    Option(_TAKES, N_("They take the place, as holder")),
    Option(_STANDS_IN, N_("Record their mandate as substitutes, without a holder")),
)
_TAKES_PLACE = N_("Takes the place of « %(value)s », whose line is left aside.")


@dataclass(frozen=True)
class _Seated:
    """A mandate that a line of the file gives: the line, the holder, the body."""

    planner: LinePlanner
    target: Target
    holder: Target
    body: Instance


class Substitutes:
    """The mandates of the file, and those of them that stand in for another."""

    def __init__(self, session: AnySession) -> None:
        self.session = session
        self._seated: list[_Seated] = []
        self._leaning: dict[int, LinePlanner] = {}
        self._alone: set[int] = set()

    def stands_in(self, planner: LinePlanner) -> bool:
        """Whether a line is of a substitute, be the holder named or not."""
        return "substitute_of" in planner.values or id(planner) in self._alone

    def without_holder(self, planner: LinePlanner) -> None:
        """A line is of a substitute whose holder nobody names."""
        planner.values.pop("substitute_of", None)
        self._alone.add(id(planner))

    def ask_of_left(self, planners: Sequence[LinePlanner]) -> None:
        """Asks what becomes of who stands in for someone whose line was answered to be left aside."""
        left = {
            key: planner
            for planner in planners
            if planner.planned.left is not None and planner.planned.left[0] == LEFT_ASIDE
            for key in name_keys(planner.values)
        }
        if not left:
            return
        kept = {key for planner in planners if planner.planned.left is None for key in name_keys(planner.values)}
        for planner in planners:
            name = planner.values.get("substitute_of")
            keys = [] if name is None else [key for key in name_keys({"full_name": name}) if key not in kept]
            holder = next((left[key] for key in keys if key in left), None)
            if holder is None or planner.planned.left is not None:
                continue
            question = Question(f"of-left:{fold(str(name))}", _HOLDER_LEFT, {"value": name}, _OF_HOLDER_LEFT)
            answer = planner.ask(question)
            if answer == _TAKES:
                planner.values.pop("substitute_of")
                if "seat" in holder.values:
                    planner.values.setdefault("seat", holder.values["seat"])
                planner.planned.notes.append((_TAKES_PLACE, {"value": name}))
            else:
                self.without_holder(planner)

    def know(self, planner: LinePlanner, target: Target, holder: Target, body: Instance) -> None:
        """A line gives this mandate."""
        self._seated.append(_Seated(planner, target, holder, body))

    def tie(self) -> None:
        """Ties each substitute to the mandate of whom it replaces, once all lines are planned."""
        for seated in self._seated:
            if "substitute_of" in seated.planner.values:
                self._tie(seated, seated.planner.values["substitute_of"])

    def check(self, planner: LinePlanner) -> None:
        """Refuses a substitute whose holder is refused."""
        holder = self._leaning.get(id(planner))
        if holder is not None and (holder.planned.errors or holder.planned.left):
            planner.fail("substitute_of", _REFUSED, value=planner.values["substitute_of"])

    def _tie(self, seated: _Seated, name: str) -> None:
        planner = seated.planner
        others = [
            other for other in self._seated if other.body is seated.body and other.target is not seated.target
            and "substitute_of" not in other.planner.values and is_called(other.holder.row, name)
        ]  # fmt: skip
        beside = [other for other in others if _place(other) == _place(seated)]
        found = {id(other.target): other for other in beside or others}
        if len(found) == 1:
            other = next(iter(found.values()))
            planner.planned.questions.extend(
                question for question in other.planner.planned.questions if question not in planner.planned.questions
            )
            self._leaning[id(planner)] = other.planner
            if not other.planner.passes:  # its mandate is judged apart: nothing of it holds yet
                planner.untold.add("substitute_of")
            planner.set(
                seated.target, VIEW, {"substitute_of": other.target if other.target.is_new else other.target.row}
            )
            return
        stored = [] if found else self._stored(seated, name)
        if len(stored) == 1:
            self._set(seated, stored[0], name)
            return
        planner.fail("substitute_of", _SEVERAL if found or stored else _NOBODY, value=name)

    @staticmethod
    def _set(seated: _Seated, replaced: Target | Mandate, name: str) -> None:
        planned, before = seated.planner.planned, len(seated.planner.planned.writes)
        seated.planner.set(seated.target, VIEW, {"substitute_of": replaced})
        if isinstance(replaced, Target) and len(planned.writes) > before:
            planned.changes.append(Change(field_label(Mandate, "substitute_of"), None, name))

    def _stored(self, seated: _Seated, name: str) -> list[Mandate]:
        """The mandates of this name in the body: those in force before the others."""
        keys = name_keys({"full_name": name})
        statement = (
            mandates_with_all()
            .outerjoin(Mandate.person)
            .where(
                Mandate.instance_id == seated.body.id,
                Mandate.substitute_of_id.is_(None),
                or_(
                    Person.sort_key.in_(keys),
                    Mandate.organisation_id.in_(select(Organisation.id).where(Organisation.name == name)),
                ),
            )
        )
        rows = [row for row in self.session.scalars(statement) if row is not seated.target.row]
        today = seated.planner.register.today
        return [row for row in rows if status_of(row, today) is MandateStatus.IN_FORCE] or rows


def _place(seated: _Seated) -> tuple[tuple[str, str], int]:
    return seated.planner.line.table, seated.planner.line.number


def is_called(holder: Person | Organisation, name: str) -> bool:
    """Whether a holder goes by a name, whichever of the two names comes first."""
    if isinstance(holder, Organisation):
        return fold(holder.name) == fold(name)
    return fold(f"{holder.last_name} {holder.first_name or ''}") in name_keys({"full_name": name})
