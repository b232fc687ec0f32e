"""Whom a line means among those of one name: asked once for the lines that say the same, with what tells them apart."""

from collections.abc import Iterable

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.lines import PERSONAL_DATA, LinePlanner
from mdo.kernel.imports.plans import Write
from mdo.kernel.imports.written.drafts import key_of
from mdo.people.import_persons import TELLING, Evidence, KnownPerson, PeopleIndex, SeveralFit

_WHO = N_("« %(name)s » is in the register: who is it?")
_WHO_SAID = N_("« %(name)s » (%(said)s) is in the register: who is it?")
_OTHERS = N_("Other lines too bear the name of someone of the register: who are they?")
_SOMEONE_ELSE = Option("other", N_("Someone else: a new record"))
_ALL_OTHERS = Option("other", N_("Each is someone else: a new record"))
_SAME = N_("« %(name)s » stands on several lines with nothing more to tell: is it one person?")
_ONE, _SEVERAL = (
    Option("one", N_("One person, with a mandate a line")),
    Option("several", N_("Namesakes: a person a line")),
)
_SAME_PERSON = N_("The same person as on line %(line)d of « %(sheet)s »: one person, several mandates.")
_KEY_OF_OTHERS = "namesakes"
_MOST_NAMES = 20  # asked one by one; the others wait, or are answered together
_MOST_PEOPLE = 8


class Namesakes:
    """What is asked of the names of a file that the register knows; the options say what someone else then is."""

    def __init__(
        self, index: PeopleIndex, someone_else: Option = _SOMEONE_ELSE, all_others: Option = _ALL_OTHERS
    ) -> None:
        self._index = index
        self._someone_else, self._all_others = someone_else, all_others

    def stored(self, planner: LinePlanner, evidence: Evidence) -> list[KnownPerson]:
        """Those of the register who bear the name of a line, and no other year of birth."""
        people = self._index.namesakes(planner.values)
        return [one for one in people if not one.target.is_new and one.may_be_of_year(evidence)]

    def find(self, planner: LinePlanner, evidence: Evidence) -> tuple[KnownPerson | None, Question | None]:
        """Whom a line means, of the register or of the file, and the question while it waits; neither: someone new.

        Raises SeveralFit for several whom nothing tells apart and of whom none can be chosen.
        """
        is_readable = not planner.failed & TELLING
        try:
            known = self._index.find(planner.values, evidence)
        except SeveralFit:
            if not (is_readable and self.stored(planner, evidence)):
                raise
            known = None
        question = None
        if known is None and is_readable:
            known, question = self.of_register(planner, evidence)
        if known is None and question is None:
            known = self.in_file(planner, evidence)
        return known, question

    def of_register(
        self, planner: LinePlanner, evidence: Evidence, *, is_known: bool = False
    ) -> tuple[KnownPerson | None, Question | None]:
        """Whom a line means that nothing ties to someone of its name, and the question while it waits.

        Neither when nobody of the register bears the name, or when it is someone else; one who `is_known` is there.
        """
        stored = self.stored(planner, evidence)
        if not stored:
            return None, None
        name = planner.values.get("full_name") or str(stored[0].target.row)
        said = _told(evidence)
        key = key_of("who", name, *said)
        asked: set[str] = planner.register.once(_asked_names)
        answers = planner.register.answers
        if key not in answers and (_KEY_OF_OTHERS in answers or (len(asked) >= _MOST_NAMES and key not in asked)):
            question = Question(_KEY_OF_OTHERS, _OTHERS, options=(self._all_others,))
        else:
            asked.add(key)
            params = {"name": name, "said": ", ".join(said)} if said else {"name": name}
            options = [
                Option(f"p{one.target.row.id}", self._description(planner, one), is_text=True)
                for one in stored[:_MOST_PEOPLE]
            ]
            last = () if is_known else (self._someone_else,)
            question = Question(key, _WHO_SAID if said else _WHO, params, (*options, *last))
        answer = planner.ask(question)
        if answer is None:
            return None, question
        return next((one for one in stored if f"p{one.target.row.id}" == answer), None), None

    def in_file(self, planner: LinePlanner, evidence: Evidence) -> KnownPerson | None:
        """Someone whom another line of the file adds and who has the same name, once it was said that both are one."""
        people = self._index.namesakes(planner.values)
        others = [one for one in people if one.target.is_new and one.question is None and one.may_be(evidence)]
        if not others:
            return None
        name = str(others[0].target.row)
        question = Question(key_of("same", name), _SAME, {"name": name}, (_ONE, _SEVERAL))
        for other in others:
            for line in other.lines:
                line.ask(question)
        return others[0] if planner.ask(question) == _ONE.value else None

    def tell_others(self, planner: LinePlanner, known: KnownPerson) -> None:
        """Keeps with someone new those of the name whom she was said not to be: the queue does not ask again."""
        people = self._index.namesakes(planner.values)
        ids = [one.target.row.id for one in people if not one.target.is_new]
        if ids:
            planner.planned.writes.append(Write(known.target, {"distinct_from": " ".join(map(str, ids))}))

    def _description(self, planner: LinePlanner, known: KnownPerson) -> str:
        """A person of the register, with what tells him or her from others, as the reader may know it."""
        person = known.target.row
        bodies = (mandate.instance for mandate in self._index.mandates[person.id])
        told = [str(person), *dict.fromkeys(body.name for body in bodies if body is not None)]
        if person.arrondissement is not None:
            told.append(str(person.arrondissement))
        if planner.register.can(*PERSONAL_DATA):
            told += [str(value) for value in (person.email, person.phone, person.birth_year) if value]
        return " – ".join(told)


def tell_same_person(planner: LinePlanner, known: KnownPerson) -> None:
    """Says of a line that another sheet speaks of the same person."""
    first = next((line.line for line in known.lines if line.line.sheet != planner.line.sheet), None)
    if first is not None:
        planner.planned.notes.append((_SAME_PERSON, {"line": first.number, "sheet": first.sheet}))


def _told(evidence: Evidence) -> list[str]:
    """What a line says of a person beside the name, as far as the reader may read it."""
    groups: tuple[Iterable[object], ...] = (evidence.emails, evidence.phones, evidence.birth_years)
    return [str(value) for group in groups for value in sorted(group, key=str)]


def _asked_names(session: AnySession) -> set[str]:
    """The names that were asked one by one: none yet."""
    return set()
