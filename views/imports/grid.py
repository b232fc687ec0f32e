"""Several members of a body, typed or pasted in one grid: an import without a file, whose preview tells who is who.

Each line goes the way of a line of a workbook: those who look like someone of the register are asked about there,
unless the grid did while it was typed (static/js/grid.js), whose answers go along.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import abort, flash, g, render_template, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from mdo.instances.rules import rules_of
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.keeping.stored import StoredHead, head_of
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.labels import field_label
from mdo.kernel.scope.clauses import writable_clause
from mdo.people.duplicates import visible_duplicates
from models.instances import College, Instance, MandateFunction, Seat
from models.people import Mandate, Person
from views.base.catalogues import gettext
from views.base.database import db
from views.base.not_found import missing_row
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.words import date_in_words
from views.imports.correcting import pasted
from views.imports.plans import plan_of
from views.imports.uploads import BODY, GRID
from views.people.look_alikes import SOMEONE_ELSE, Answer, answers_about, chosen_among

_KIND = "people"
_LINES, _MOST_LINES, _LONGEST = 8, 100, 250
# The field that says who a line is, before its number; how the preview calls someone else.
_WHO, _OTHER = "who-", "other"
_COLUMNS = (
    (Person, "last_name"),
    (Person, "first_name"),
    (Mandate, "college"),
    (Mandate, "seat"),
    (Mandate, "function"),
    (Person, "email"),
    (Person, "phone"),
    (Mandate, "start_on"),
)


@dataclass(frozen=True)
class LineAlike:
    """A line that looks like people in sight, as the macro of answers shows its question; `data` answers it."""

    number: int
    people: Sequence[Person]
    answers: tuple[Answer, ...]
    data: str

    @property
    def name(self) -> str:
        return f"{_WHO}{self.number}"

    @property
    def chosen(self) -> Person | None:
        return chosen_among(self.data, self.people)


class MembersGrid(BaseView):
    """The part of the imports where the members of a body are typed, one a line."""

    @expose("/membres/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("import")
    def members(self, pk: int) -> Any:
        """GET gives the grid, POST leads to the preview of its lines; nothing is written before."""
        body = self._body(pk)
        if request.method == "GET":
            return self._grid(body, [])
        lines = _typed()
        asked = _asked(enumerate(lines, start=1))
        try:
            text = _as_cells(body, [_as_answered(line, asked.get(at)) for at, line in enumerate(lines, start=1)])
            draft = pasted(text, self._user_id(), has_headers=True)
        except RuleViolation as refusal:
            flash(refusal.text(gettext), "danger")
            return self._grid(body, lines, 422, asked)
        draft.note(**{BODY: body.id, GRID: True})
        answer = self._begun(_KIND, draft, pasted=text, has_headers=True)
        if draft.plan.exists() and (said := _answers(head_of(draft.plan), asked)):
            draft.note(answers=said)
            plan_of(db.session, _KIND, draft, draft.read())
        return answer

    @expose("/membres/<int:pk>/ressemblances", methods=["POST"])
    @has_access
    @permission_name("import")
    def members_alike(self, pk: int) -> Any:
        """A row of the grid for each of the lines sent that looks like people in sight: who is it?"""
        self._body(pk)
        numbers = [int(text) for text in request.form.getlist("line") if text.isascii() and text.isdigit()]
        asked = _asked(zip(numbers, _typed(), strict=False))
        return render_template("imports/members_alike.html", asked=asked.values(), width=len(_COLUMNS))

    def _body(self, pk: int) -> Instance:
        self._check(_KIND)
        if not (self.appbuilder.sm.has_access("can_add", "MandateView") and self._reads_personal()):
            abort(403)
        g.menu_view = "InstanceView"
        return _body(pk)

    def _reads_personal(self) -> bool:
        return bool(self.appbuilder.sm.has_access("can_read", "PersonalData"))

    @staticmethod
    def _grid(
        body: Instance, lines: list[list[str]], status: int = 200, asked: Mapping[int, "LineAlike"] | None = None
    ) -> Any:
        title = gettext("Several members")
        show = url_for("InstanceView.show", pk=body.id)
        empty = [""] * len(_COLUMNS)
        return render(
            "imports/members.html",
            status=status,
            title=f"{title} – {body.name}",
            crumbs=(
                Crumb(gettext("Participative bodies"), url_for("InstanceView.list")),
                Crumb(str(body), show),
                Crumb(title),
            ),
            columns=[(name, gettext(field_label(model, name))) for model, name in _COLUMNS],
            lines=[*lines, *([empty] * (_LINES - len(lines)))],
            known=_known(body),
            colleges=_college_of_seats(body),
            starts=_start_of_seats(body),
            asked=asked or {},
            alike_url=url_for("ImportView.members_alike", pk=body.id),
            action_url=url_for("ImportView.members", pk=body.id),
            cancel_url=show,
        )


def _body(pk: int) -> Instance:
    """The body, where the reader writes; 404, or 403, else."""
    context = context_of(db.session)
    may_write = writable_clause(Instance, context.scope, context.today)
    asked = select(Instance, may_write).where(Instance.id == min(pk, 2**31 - 1))
    found = db.session.execute(asked.options(joinedload(Instance.type), selectinload(Instance.arrondissements)))
    row = found.unique().one_or_none()
    if row is None:
        raise missing_row(Instance, pk)
    if not row[1]:
        abort(403)
    body: Instance = row[0]
    return body


def _typed() -> list[list[str]]:
    columns = [request.form.getlist(name)[:_MOST_LINES] for _, name in _COLUMNS]
    height = max(map(len, columns))
    return [[(column[at] if at < len(column) else "").strip()[:_LONGEST] for column in columns] for at in range(height)]


def _asked(lines: Iterable[tuple[int, Sequence[str]]]) -> dict[int, LineAlike]:
    """Those of these lines, by their number in the grid, that look like people in sight."""
    found = {}
    for number, line in islice(lines, _MOST_LINES):
        said = {name: text for (model, name), text in zip(_COLUMNS, line, strict=True) if model is Person}
        if said["last_name"] or said["email"]:
            people = visible_duplicates(db.session, Person(**said))
            if people:
                answered = request.form.get(f"{_WHO}{number}", "")
                found[number] = LineAlike(number, people, answers_about(people), answered)
    return found


def _as_answered(line: list[str], asked: LineAlike | None) -> list[str]:
    """The line, with the name of the one whose record is used."""
    chosen = None if asked is None else asked.chosen
    return line if chosen is None else [chosen.last_name, chosen.first_name or "", *line[2:]]


def _answers(head: StoredHead, asked: Mapping[int, LineAlike]) -> dict[str, str]:
    """What the grid answered to the questions of the preview: a question stands for lines that say the same."""
    found = {}
    for one in head.questions:
        options = {option.value for option in one.question.options}
        for _, row in one.lines:
            said = asked.get(row - 1)
            answer = "" if said is None else _OTHER if said.data == SOMEONE_ELSE else f"p{said.data}"
            if answer in options:
                found[one.question.key] = answer
    return found


def _as_cells(body: Instance, lines: list[list[str]]) -> str:
    """The lines as cells that a spreadsheet would have copied, each with its body."""
    headers = {field.name: field.synonyms[0] for field in KINDS[_KIND].fields}
    places = ", ".join(place.name for place in body.arrondissements)
    told = {"instance": body.name, "instance_place": places, "instance_type": body.type.label}
    # A blank line between two stays one: lines keep the numbers that the grid shows.
    rows = [[*told.values(), *line] if any(line) else [""] * (len(told) + len(line)) for line in lines]
    names = [*told, *(name for _, name in _COLUMNS)]
    cells = [[headers[name] for name in names], *rows] if any(map(any, lines)) else []
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in cells)


def _college_of_seats(body: Instance) -> dict[str, str]:
    """By the number of a seat, the college that it gives."""
    asked = select(Seat.number, College.name).join(Seat.college).where(Seat.instance_id == body.id)
    return {str(number): name for number, name in db.session.execute(asked.where(Seat.closed_on.is_(None)))}


def _start_of_seats(body: Instance) -> dict[str, str]:
    """By the number of a seat that someone held before, today: what the form of a mandate proposes for it too."""
    held = select(Mandate.seat_id).where(Mandate.instance_id == body.id, Mandate.seat_id.is_not(None))
    asked = select(Seat.number).where(Seat.instance_id == body.id, Seat.closed_on.is_(None), Seat.id.in_(held))
    today = date_in_words(context_of(db.session).today)
    return {str(number): today for number in db.session.scalars(asked)}


def _known(body: Instance) -> dict[str, list[str]]:
    """What the cells of a column may say, for this body."""
    of_body = or_(College.instance_id == body.id, College.type_id == body.type_id)
    colleges = db.session.scalars(select(College.name).where(of_body).order_by(College.position, College.name))
    own = or_(MandateFunction.instance_id.is_(None), MandateFunction.instance_id == body.id)
    functions = db.session.scalars(select(MandateFunction.label).where(own).order_by(MandateFunction.position))
    seats: list[str] = []
    if not rules_of(body).is_open:
        free = select(Seat.number).where(Seat.instance_id == body.id, Seat.closed_on.is_(None)).order_by(Seat.number)
        seats = [str(number) for number in db.session.scalars(free)]
    return {"college": list(dict.fromkeys(colleges)), "function": list(dict.fromkeys(functions)), "seat": seats}
