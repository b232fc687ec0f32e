"""Import of people with their mandates, one mandate a line; a line without a body is a person alone."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from mdo.instances.register import OF_NO_BODY, asked_body
from mdo.kernel.base.context import AnySession
from mdo.kernel.base.errors import OutOfScope
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import CREATE, Option, Question
from mdo.kernel.imports.batches import batches
from mdo.kernel.imports.lines import LinePlanner, refuse_contradictions
from mdo.kernel.imports.plans import PlannedLine, Target
from mdo.kernel.imports.reading.tables import Line
from mdo.kernel.imports.register import Register
from mdo.kernel.imports.twice import ask_twice
from mdo.kernel.imports.words.nearest import is_alike, loose_key
from mdo.kernel.imports.words.unknown import READ_AS, Unknown
from mdo.kernel.labels import field_label
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.written import OUTSIDE
from mdo.organisations.register import organisation_names
from mdo.organisations.rules import check_organisation
from mdo.organisations.vocabulary import kind_of_name
from mdo.people.fields import MANDATE, PERSON
from mdo.people.import_fields import MANDATE_NOTES, PEOPLE_FIELDS
from mdo.people.import_mandates import MandateBook
from mdo.people.import_names import name_of
from mdo.people.import_namesakes import Namesakes, tell_same_person
from mdo.people.import_new_organisations import kind_of_new
from mdo.people.import_one_name import agree_on_name
from mdo.people.import_persons import NAMES, TELLING, Evidence, KnownPerson, PeopleIndex, SeveralFit
from mdo.people.import_remarks import leave_notes, note_the_rest
from mdo.people.import_vacant import VacantSeats, is_left_out, seat_beside_nobody, vacant_name
from mdo.people.persons import check_person, lacks_guardian
from mdo.people.scope import check_place_of_person, people_with_mandates
from models.instances import Instance
from models.organisations import Organisation, OrganisationKind
from models.people import Consent, Gender, Mandate, Person
from models.text import fold

VIEW = "PersonView"
ORGANISATION_VIEW = "OrganisationView"
REQUIRED = (("last_name", "full_name", "birth_name"),)
NEW_ORGANISATION = N_("« %(name)s » joins the organisations as an association: check its kind.")
_MANDATE_ALONE = N_("Known person, mandate to create")
_CREATED = N_("Organisation created")

_LISTED_WHEN_UNKNOWN = {
    "gender": Gender.UNKNOWN,
    "newsletter_consent": Consent.UNKNOWN,
    "image_consent": Consent.UNKNOWN,
    "directory_consent": Consent.UNKNOWN,
}
_GUARDIAN = ("guardian_name", "guardian_email", "guardian_phone")
_OF_ANOTHER = N_("« %(value)s » stays beside the guardian « %(name)s »: it was given with « %(before)s », check it.")
_OF_MANDATE = (
    "instance_type",
    *(field.name for field in MANDATE.reads() if field.name not in ("instance", "notes")),
    MANDATE_NOTES,
)
_WHICH_BODY = N_("The sheet « %(sheet)s » says of mandates « %(columns)s », and names no body: which is it?")
_OF_NONE = N_("None: leave these cells aside")
_LEFT_ASIDE = N_("« %(columns)s »: left aside, since no body is named.")
_PLACE_ORGANISATION = N_("« %(value)s » is unknown here: give the arrondissement, and it will be created there.")
_CREATE = N_("Create it, as an association")
_CREATE_PARTNER = N_("Create it, as a partner")
_NEW: Any = object()
_TWO_OR_ONE = N_("« %(value)s » and « %(other)s » are both new here: are they one organisation?")
_ONE_OR_TWO = (Option("one", N_("One, of the second name")), Option("two", N_("Two organisations")))
READ_ONLY = N_(
    "You read this record and may not change it, since nothing places it in your arrondissements today: put its line "
    "back as it was, or take it out."
)
_ONE_PLACE = N_("A person lives in one arrondissement.")


def plan_people(session: AnySession, lines: Sequence[Line], register: Register) -> list[PlannedLine]:
    """Plans each line; writes nothing."""
    return _PeopleImport(session, lines, register).plan()


class _NewOrganisations(dict[tuple[str, ...], Target]):
    """Those that the file adds, by the words of their names."""

    def __init__(self, session: AnySession) -> None:
        super().__init__()
        self._near: dict[str, Target | None] = {}

    def near(self, name: str) -> Target | None:
        """The first of those added before that is nearly called so, but for a number that tells them apart."""
        key = fold(name)
        if key not in self._near:
            found = (target for target in self.values() if is_alike(name, target.row.name))
            self._near[key] = next(found, None)
        return self._near[key]


class _PeopleImport:
    def __init__(self, session: AnySession, lines: Sequence[Line], register: Register) -> None:
        self.session = session
        self.register = register
        fields = {field.name: field for field in PEOPLE_FIELDS}
        self.planners = [LinePlanner(register, line, fields) for line in lines]
        for planner in self.planners:
            note_the_rest(planner)
            agree_on_name(planner)
        self.index = PeopleIndex(session, (planner.values for planner in self.planners))
        self.namesakes = Namesakes(self.index)
        self.book = MandateBook(session, register)
        for known in self.index.people:
            self.book.know(known.target.row, self.index.mandates[known.target.row.id])
        self.vacant = VacantSeats(session, register)
        # The same person in all the lines that a row of the file makes of her.
        self._of_row: dict[tuple[str, int, str], KnownPerson] = {}
        self.organisations = register.once(organisation_names)
        self.new_organisations = register.once(_NewOrganisations)
        for target in self.new_organisations.values():
            # Of the lines that were planned before, one spelling is enough: by its key, all agree.
            target.said = {attribute: [(None, said[0][1])] for attribute, said in target.said.items() if said}
        self.writable = self._writable_people()
        stored = [] if self.writable is None else batches(self._stored_ids())
        self.seated = {row_id for batch in stored for row_id in people_with_mandates(session, batch)}

    def plan(self) -> list[PlannedLine]:
        self.book.substitutes.ask_of_left(self.planners)
        seat_beside_nobody(self.planners)
        keys = [self._plan_line(planner) for planner in self.planners]
        self.book.substitutes.tie()
        ask_twice(self.planners, keys, "last_name")
        refuse_contradictions({write.target for planner in self.planners for write in planner.planned.writes})
        self.book.check_lines(self.planners, self._check)
        return [planner.planned for planner in self.planners]

    def _check(self, planner: LinePlanner) -> None:
        """The rules of the person's own row, and of an organisation or a seat that joins the register with it."""
        self.vacant.check(planner)
        for row in {id(write.target): write.target.row for write in planner.planned.writes}.values():
            with planner.errors_at("last_name"):
                if isinstance(row, Person):
                    check_person(row, self.register.today)
                    self._check_place(row)
            with planner.errors_at("organisation"):
                if isinstance(row, Organisation):
                    check_organisation(row)

    def _check_place(self, person: Person) -> None:
        """Refuses that a stored person whom no mandate places, of the register or of the file, moves out of reach."""
        if self.writable is None or person.id is None or person.id in self.seated:
            return
        try:
            check_place_of_person(person, self.register.context.scope)
        except OutOfScope:
            lines = (planner for planner in self.planners if planner.passes)
            rows = (write.target.row for planner in lines for write in planner.planned.writes if write.target.is_new)
            if not any(isinstance(row, Mandate) and row.person is person for row in rows):
                raise

    def _stored_ids(self) -> list[int]:
        """Ids of those of the register whom the file speaks of, or may."""
        ids = [known.target.row.id for known in self.index.people]
        return ids + [planner.row.id for planner in self.planners if planner.row is not None]

    def _writable_people(self) -> set[int] | None:
        """Ids of those of the file whom the reader may change; None means all."""
        scope = self.register.context.scope
        if scope.is_unlimited:
            return None
        ids = self._stored_ids()
        clause = writable_clause(Person, scope, self.register.today)
        return {
            row_id
            for batch in batches(ids)
            for row_id in self.session.scalars(select(Person.id).where(Person.id.in_(batch), clause))
        }

    def _plan_line(self, planner: LinePlanner) -> Any:
        if planner.planned.left is not None or is_left_out(planner, self.book.substitutes):
            return None
        self._ask_body(planner)
        body: Instance | None = planner.body()
        nobody = "" if planner.row is not None else vacant_name(planner.values)
        if nobody:
            self.vacant.plan(planner, body, nobody)
            return None
        known = self._person(planner, body) if planner.row is None else KnownPerson(Target(planner.row))
        if known is None:
            # What else is wrong with the line is told as well.
            known = KnownPerson(Target.draft(Person, last_name="?", gender=Gender.UNKNOWN))
            planner.untold |= {"last_name", "first_name"}
        planner.is_about(known.target)
        place = planner.one_place("arrondissement", _ONE_PLACE, is_needed=False)
        organisation = self._organisation(planner, known.target, body, place)
        if not (known.target.is_new or self.writable is None or known.target.row.id in self.writable):
            leave_notes(planner)
        before = len(planner.planned.writes)
        # A person found by the name goes by it already; one found by a mark may be given another.
        said = planner.own(Person, *(("last_name", "first_name") if planner.row is None else ()))
        own = {name: said[name] for name in PERSON.fields if name in said}
        planner.set(known.target, VIEW, {**own, "arrondissement": place, "organisation": organisation})
        if len(planner.planned.writes) > before:
            self._check_scope(planner, known.target, body, place)
        if planner.row is None:
            self._list_unknown(planner, known.target)
        if body is None and "instance" not in planner.failed:
            return (
                None if known.target.is_draft else ("person", id(known.target if planner.row is None else planner.row))
            )
        key = self.book.plan(planner, known.target, body)
        if planner.row is None and not known.target.is_new:
            planner.planned.creates = _MANDATE_ALONE
        return key

    def _ask_body(self, planner: LinePlanner) -> None:
        """Asks of which body a mandate is that names none: it is never dropped in silence."""
        line = planner.line
        if planner.row is not None or "instance" in line.cells or "instance" in line.waiting:
            return
        told = [name for name in _OF_MANDATE if name in planner.values]
        if not told:
            return
        columns = ", ".join(dict.fromkeys(line.headers[name] for name in _OF_MANDATE if name in line.headers))
        answer = asked_body(planner, _WHICH_BODY, Option(OF_NO_BODY, _OF_NONE), columns=columns)
        if answer == OF_NO_BODY:
            left = ", ".join(line.headers[name] for name in told)
            planner.planned.notes.append((_LEFT_ASIDE, {"columns": left}))

    def _person(self, planner: LinePlanner, body: Instance | None) -> KnownPerson | None:
        values = planner.values
        if planner.failed & NAMES:
            return None
        place = planner.line.sheet, planner.line.number, planner.line.whose
        same = self._of_row.get(place)
        if same is not None:
            same.learn(Evidence.of(values, body.id if body else None))
            planner.planned.label = str(same.target.row)
            return same
        column = "full_name" if values.get("full_name") and not values.get("last_name") else "last_name"
        with planner.errors_at(column):
            evidence = Evidence.of(values, body.id if body else None)
            try:
                known, question = self.namesakes.find(planner, evidence)
            except SeveralFit:
                if planner.failed & TELLING:
                    return None
                raise
            known = known or self._new_person(planner, question)
            if known is None:
                return None
            if known.question is not None:
                planner.ask(known.question)
            known.learn(evidence)
            if known.target.is_new:
                tell_same_person(planner, known)
                known.lines.append(planner)
            if planner.line.part:
                self._of_row[place] = known
            planner.planned.label = str(known.target.row)
            return known
        return None

    def _new_person(self, planner: LinePlanner, question: Question | None) -> KnownPerson | None:
        """Someone whom the line adds; while a question waits, nobody is said to be someone else."""
        names = name_of(planner)
        if names is None:
            return None
        last_name, first_name = (planner.usual(*pair) for pair in zip(("last_name", "first_name"), names, strict=True))
        creator = self.register.context.actor_id
        person = Person(last_name=last_name, first_name=first_name, created_by_id=creator, gender=Gender.UNKNOWN)
        known = self.index.add(person)
        known.question = question
        if question is None:
            self.namesakes.tell_others(planner, known)
        return known

    def _organisation(
        self, planner: LinePlanner, person: Target, body: Instance | None, place: Any
    ) -> Organisation | Target | None:
        """The organisation of this name; one that is unknown is created, as an association of the same place."""
        name = planner.values.get("organisation")
        if name is None:
            return None
        found = self.organisations.find(name)
        current: Organisation | None = person.row.organisation
        if current is not None and any(current is organisation for organisation in found):
            return current  # of two that go by this name, the one that the register holds
        key = loose_key(name) or (fold(name),)
        if found or self.organisations.resembles(name):
            known: Organisation | None = planner.look_up("organisation", self._known_or_new)
            if known is not _NEW:
                return known
        if key not in self.new_organisations and (near := self.new_organisations.near(name)) is not None:
            params = {"value": name, "other": near.row.name}
            question = Question(f"one-organisation:{fold(name)}", _TWO_OR_ONE, params, _ONE_OR_TWO)
            answer = planner.ask(replace(question, column=planner.header("organisation")))
            if answer is None:
                planner.waiting.add("organisation")
                return None
            if answer == "one":
                key = loose_key(near.row.name)
        return self._new_organisation(planner, name, key, self._own_place(body, place))

    def _new_organisation(self, planner: LinePlanner, name: str, key: tuple[str, ...], place: Any) -> Target | None:
        """The organisation that the file adds under these words; None while its kind is asked."""
        if key not in self.new_organisations:
            kind = kind_of_new(planner, name)
            if kind is None:
                return None
            row = Organisation(name=name, kind=kind, arrondissement=place)
            self.new_organisations[key] = Target(row, is_new=True, is_shared=True)
        target = self.new_organisations[key]
        is_placed = target.row.arrondissement is not None or "instance" in planner.failed
        if self.register.writable_places is not None and not is_placed:
            planner.fail("organisation", _PLACE_ORGANISATION, value=name)
        before = len(planner.planned.changes)
        planner.set(target, ORGANISATION_VIEW, {"name": target.row.name})
        # « Name » would be read as that of the person.
        planner.planned.changes[before:] = (
            replace(change, label=_CREATED) for change in planner.planned.changes[before:]
        )
        if fold(name) != fold(target.row.name):
            planner.planned.notes.append((READ_AS, {"value": name, "read": target.row.name}))
        if target.row.kind is OrganisationKind.ASSOCIATION:
            planner.planned.notes.append((NEW_ORGANISATION, {"name": target.row.name}))
        return target

    def _known_or_new(self, name: str) -> Any:
        """The organisation of this name, or _NEW. Raises Unknown, which may be answered by either."""
        try:
            return self.organisations.one(name)
        except Unknown as unknown:
            is_partner = kind_of_name(name) is OrganisationKind.PARTNER
            raise unknown.or_new(Option(CREATE, _CREATE_PARTNER if is_partner else _CREATE), _NEW) from None

    def _own_place(self, body: Instance | None, place: Any) -> Any:
        """Where a restricted reader may place an organisation; the mission leaves it to the whole city."""
        mine = self.register.writable_places
        if mine is None:
            return None
        candidates = [*(body.arrondissements if body else ()), *([place] if place else ())]
        return next((candidate for candidate in candidates if candidate.id in mine), None)

    def _check_scope(self, planner: LinePlanner, target: Target, body: Instance | None, place: Any) -> None:
        mine = self.register.writable_places
        if mine is None or target.is_draft or "instance" in planner.failed:
            return
        if not target.is_new:
            if self.writable is not None and target.row.id not in self.writable:
                planner.fail("", READ_ONLY)
        elif body is None and place is not None and place.id not in mine:
            with planner.errors_at("arrondissement"):
                raise OutOfScope(OUTSIDE, field="arrondissement")

    def _list_unknown(self, planner: LinePlanner, target: Target) -> None:
        for name, unknown in _LISTED_WHEN_UNKNOWN.items():
            stored = getattr(target.row, name)
            said = target.said.get(name)
            if not said and stored in (None, unknown):
                planner.planned.to_complete.append(field_label(Person, name))
        told = {name: planner.values.get(name) or getattr(target.row, name) for name in ("birth_year", *_GUARDIAN)}
        is_waiting = "guardian_name" in planner.waiting
        if not is_waiting and lacks_guardian(Person(**told), self.register.today):
            planner.planned.to_complete.append(field_label(Person, "guardian_name"))
        before, said = target.row.guardian_name, planner.values.get("guardian_name")
        if not target.is_new and before and said and fold(before) != fold(said):
            held = {getattr(target.row, one) for one in _GUARDIAN[1:] if one not in planner.values} - {None}
            whose = {"name": said, "before": before}
            planner.planned.notes.extend((_OF_ANOTHER, {"value": value, **whose}) for value in sorted(held))
