"""Names as people write them: civilities, couples, birth names, nicknames."""

import re
from collections.abc import Iterable
from dataclasses import replace

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.cells.values import clean
from mdo.kernel.imports.written.contacts import EMAIL, emails_in, pairs_of, phones_in
from mdo.kernel.imports.written.drafts import DraftLine, key_of
from mdo.kernel.imports.written.marks import LONGEST, taken_out
from mdo.people.name_words import is_capitals, parted
from mdo.people.vocabulary import (
    ALSO_CALLED,
    AND,
    BIRTH,
    BORN,
    CIVILITIES,
    CIVILITY,
    CIVILITY_LAST,
    DESIGNATION,
    MARRIED,
    NICKNAME,
    NO_NAME,
    STRUCTURE,
    TITLES,
)
from models.people import Designation
from models.text import fold

_HOLDER = "substitute_of"
NAMES = ("last_name", "first_name", "full_name")
_TITLE = N_("« %(value)s » says no gender: it was left.")
_CIVILITY_LEFT = N_("« %(value)s » was not read as a part of the name.")
_TWO_GENDERS = N_("« %(said)s » and « %(value)s » do not agree on the gender of « %(name)s »: which is right?")
_ELECTED = N_("« %(column)s » is the first day of the mandates, and says how they were given: « %(value)s ».")
_BIRTH_NAME = N_("« %(name)s » is a birth name: the register keeps the name in use, « %(kept)s ».")
_NICKNAME_LEFT = N_("« %(name)s », another name in use, was left: the register keeps it nowhere.")
_BIRTH_NOTED = N_("« %(name)s » is a birth name: it goes to the notes, and « %(kept)s » is the name in use.")
_NICKNAME_NOTED = N_("« %(name)s », another name in use, goes to the notes.")
_BOTH_NAMES = N_("« %(value)s » was read as a last name and a first name.")
_COUPLE = N_("« %(value)s »: are they two people, or one?")
_CIVILITY_OR_INITIAL = N_("« %(value)s »: is « M. » a civility, or the initial of the first name?")
_IS_CIVILITY = N_("A civility: he is a man")
_IS_INITIAL = N_("The initial of the first name")
_STRUCTURES = N_("« %(column)s » holds names of structures (« %(value)s »): are they people?")
_NOBODY = N_("« %(value)s » in « %(column)s » is the name of nobody: what becomes of the line?")
_ONE_PERSON = Option("people", N_("It is read: a person of this name"))
_ARE_PEOPLE = Option("people", N_("Yes: people of these names"))
_TWO = N_("Two people: a line each")
_ONE = N_("One person, of this name")
_SHARED = N_("« %(value)s » speaks of two people: this line is one of them.")


def names(draft: DraftLine) -> list[DraftLine]:
    """Takes civilities, birth names and nicknames out of names; two people become two lines once it was answered.

    A name of the register stays as it stands.
    """
    genders = _genders(draft)
    for name in NAMES:
        before = draft.text(name) if draft.text(name) in draft.file.stored else ""
        # What is left may hold as much again; to look at a text of any length so would cost its square.
        while (text := draft.text(name)) != before and len(text) <= LONGEST:
            before = text
            _addresses(draft, name)
            genders = _civility(draft, name) or genders
            _birth_name(draft, name)
            _nickname(draft, name)
            draft.signs += taken_out(draft, name)
    _holder(draft)
    if any(draft.text(name) in draft.file.stored for name in NAMES):
        return [draft]
    _perhaps_structure(draft)
    _as_full_name(draft)
    people = _couple(draft, genders)
    if people is None and len(genders) == 1:
        _say_gender(draft, genders[0])
    return people or [draft]


def elections(draft: DraftLine) -> list[DraftLine]:
    """A day under « Élu(e) le » is the first of a mandate, and says how it was given."""
    header = fold(draft.headers.get("start_on", ""))
    is_of_election = header.startswith(("elu", "date d election", "date de l election", "jour de l election"))
    is_free = "designation" in draft.file.fields and "designation" not in draft.cells
    if is_of_election and is_free and draft.text("start_on"):
        elected = DESIGNATION.members[Designation.ELECTED][0]
        draft.put("designation", elected, "start_on")
        if draft.file.is_first(key_of("election", draft.header("start_on"))):
            draft.note(_ELECTED, column=draft.header("start_on"), value=elected)
    return [draft]


def _perhaps_structure(draft: DraftLine) -> None:
    """« MJC Laënnec » in the place of a person, as lists of addresses have it: asked once for the column."""
    name = "full_name" if draft.text("full_name") else "last_name"
    text = draft.text(name)
    makes_people = "gender" in draft.file.fields  # else who is unknown is an error of its own
    if draft.text("first_name") or not makes_people:
        return
    column = draft.header(name)
    if NO_NAME.search(fold(text)):
        params = {"column": column, "value": text}
        draft.ask(Question(key_of("nobody", text), _NOBODY, params, (_ONE_PERSON,), column=column))
    if not STRUCTURE.fullmatch(text):
        return
    params = {"column": column, "value": text}
    draft.ask(Question(key_of("structure", column), _STRUCTURES, params, (_ARE_PEOPLE,), column=column))


def _genders(draft: DraftLine) -> tuple[str, ...]:
    """What the column of civilities says of more people than one, or of no gender."""
    said = fold(draft.text("gender"))
    if said in TITLES:
        draft.note(_TITLE, value=draft.text("gender"))
        del draft.cells["gender"]
    found = CIVILITIES.get(said, ())
    return found if len(found) > 1 else ()


def _addresses(draft: DraftLine, name: str) -> None:
    """« Zoé DUPONT <zoe@example.org> » in the place of a name holds an address, or one of each of two people."""
    text = draft.text(name)
    found = emails_in(text)
    bare = clean(EMAIL.sub(" ", text).replace("<", " ").replace(">", " ")).strip(" ,;:()–-")
    beside = draft.text("email")
    is_free = "email" in draft.file.fields and "email" not in draft.waiting and not emails_in(beside)
    if found and bare and is_free:
        draft.cells[name] = bare
        draft.put("email", "; ".join(filter(None, (*found, beside))), name)


def _civility(draft: DraftLine, name: str) -> tuple[str, ...]:
    text = draft.text(name)
    match = CIVILITY.match(text)
    rest = text[match.end() :] if match else ""
    if match is None and (match := CIVILITY_LAST.fullmatch(text)):
        rest = match["rest"]
    if match is None or not rest or (fold(match["said"]) == "me" and match["said"] != "Me"):
        return ()
    said = match["said"]
    if _is_initial(draft, name, match):
        return ()
    draft.cells[name] = rest.strip(" ,")
    if fold(said) in TITLES:
        draft.note(_TITLE, value=said)
        return ()
    if "gender" not in draft.file.fields:
        draft.note(_CIVILITY_LEFT, value=said)
    draft.headers.setdefault("gender", draft.header(name))
    return CIVILITIES.get(fold(said), ())


def _is_initial(draft: DraftLine, name: str, match: re.Match[str]) -> bool:
    """Whether the « M. » that ends a name without a first name is its initial, or may be: that is asked."""
    text = match.string
    if match.re is not CIVILITY_LAST or not text.upper().endswith(" M.") or draft.text("first_name"):
        return False
    if parted(match["rest"].strip(" ,")) is not None:
        return False
    options = Option("civility", _IS_CIVILITY), Option("initial", _IS_INITIAL)
    question = Question(key_of("initial", text), _CIVILITY_OR_INITIAL, {"value": text}, options)
    return draft.ask(replace(question, column=draft.header(name))) != "civility"


def _say_gender(draft: DraftLine, civility: str) -> None:
    if "gender" not in draft.file.fields:
        return
    said = draft.cells.get("gender")
    if said is None:
        draft.put("gender", civility)
        return
    words = draft.file.fields["gender"].words
    stored, told = (words.find(text) if words else None for text in (draft.text("gender"), civility))
    if stored is not None and stored != told:
        name = " ".join(filter(None, (draft.text(one) for one in NAMES)))
        options = (
            Option(civility, civility, is_text=True),
            Option(draft.text("gender"), draft.text("gender"), is_text=True),
        )
        params = {"said": civility, "value": draft.text("gender"), "name": name}
        answer = draft.ask(Question(key_of("gender", name), _TWO_GENDERS, params, options))
        draft.cells.pop("gender")
        if answer in (civility, params["value"]):
            draft.put("gender", answer)


def _birth_name(draft: DraftLine, name: str) -> None:
    text = draft.text(name)
    if match := BIRTH.fullmatch(text):
        before, (birth, first) = match["before"].strip(" ,"), _first_name_apart(match["after"])
        kept = " ".join(filter(None, (before, first, match["end"].strip()))).strip(" ,()")
    elif match := MARRIED.fullmatch(text):
        before, kept = match["before"].strip(" ,"), match["after"].strip(" ,")
        words = before.split()
        capitals = [word for word in words if is_capitals(word)]
        if capitals and len(capitals) < len(words):  # « Josiane DUMOULIN épouse CARRET »
            birth = " ".join(capitals)
            kept = f"{kept} {' '.join(word for word in words if not is_capitals(word))}"
        else:
            birth = before
    else:
        return
    if kept and birth:
        draft.cells[name] = kept
        is_noted = draft.remark(BORN % birth, "last_name")
        draft.note(_BIRTH_NOTED if is_noted else _BIRTH_NAME, name=birth, kept=kept)


def _first_name_apart(after: str) -> tuple[str, str]:
    """The birth name, and the first name that follows it where capitals tell them apart."""
    words = after.split()
    capitals = [is_capitals(word) for word in words]
    if True in capitals and False in capitals and capitals == sorted(capitals, reverse=True):
        count = sum(capitals)
        return " ".join(words[:count]), " ".join(words[count:])
    return after, ""


def _nickname(draft: DraftLine, name: str) -> None:
    text = draft.text(name)
    match = NICKNAME.search(text)
    if match and (kept := clean(text[: match.start()] + " " + text[match.end() :])):
        draft.cells[name] = kept
        said = match["said"] or match["quoted"]
        draft.note(_NICKNAME_NOTED if draft.remark(ALSO_CALLED % said, "last_name") else _NICKNAME_LEFT, name=said)


def _holder(draft: DraftLine) -> None:
    """The holder whom a substitute replaces is named as on the line of the holder, where what is left out is told."""
    if _HOLDER in draft.cells and len(draft.text(_HOLDER)) <= LONGEST:
        beside = DraftLine(replace(draft.line, cells={"full_name": draft.cells[_HOLDER]}), draft.file)
        _civility(beside, "full_name")
        _birth_name(beside, "full_name")
        _nickname(beside, "full_name")
        taken_out(beside, "full_name")
        draft.cells[_HOLDER] = beside.cells["full_name"]


def _as_full_name(draft: DraftLine) -> None:
    """A column of last names that holds both: capitals tell, or the file has no column of first names."""
    text = draft.text("last_name")
    if not text or "first_name" in draft.cells or "full_name" in draft.cells:
        return
    if parted(text) is not None or ("first_name" not in draft.line.headers and len(text.split()) == 2):
        draft.headers["full_name"] = draft.header("last_name")
        draft.cells["full_name"] = draft.cells.pop("last_name")
        if parted(text) is not None:
            draft.note(_BOTH_NAMES, value=text)


# ---- Two people ------------------------------------------------------------------------------------------------------


def is_perhaps_two(questions: Iterable[Question]) -> bool:
    """Whether it is asked if a line speaks of two people."""
    return any(question.key.startswith("couple:") for question in questions)


def _couple(draft: DraftLine, genders: tuple[str, ...]) -> list[DraftLine] | None:
    """Two lines where a line names two people and it was answered so; None where it names one."""
    if is_perhaps_two(draft.questions):
        return None
    last, first, full = (draft.text(name) for name in NAMES)
    name = "full_name" if full and not last else "last_name"
    text = full if full and not last else " ".join(filter(None, (last, first)))
    civility = genders[0] if len(genders) == 1 else ""
    if civility:  # « M. MARTIN Luc et Mme DURAND Eva »
        other = next((match for side in AND.split(text)[1:] if (match := CIVILITY.match(side))), None)
        genders = (civility, *CIVILITIES.get(fold(other["said"]), ())) if other else ()
        genders = genders if len(genders) == 2 else ()
    is_couple = len(genders) == 2
    if not text or not (is_couple or AND.search(text)):
        return None
    people = _people_of(last, first) if last else _people_in(full)
    if people is None:
        if not is_couple:
            return None
        people = ((last, first), (last, first)) if last else ((full, ""), (full, ""))
    called = [" ".join(filter(None, (*([title] if not given else []), family, given)))
              for (family, given), title in zip(people, genders or ("", ""), strict=True)]  # fmt: skip
    options = (
        Option("two", _TWO), Option("first", called[0], is_text=True), Option("second", called[1], is_text=True),
        Option("one", _ONE),
    )  # fmt: skip
    said = f"{draft.text('gender') if is_couple else civility} {text}".strip()
    answer = draft.ask(Question(key_of("couple", said), _COUPLE, {"value": said}, options, column=draft.header(name)))
    if is_couple:
        draft.cells.pop("gender", None)
    draft.is_of_two = answer is None
    if answer not in ("two", "first", "second"):
        return [draft] if is_couple else None
    chosen = {"first": (0,), "second": (1,)}.get(answer, (0, 1))
    draft.note(_SHARED, value=said)
    return [_one_of(draft, place, people[place], genders, called) for place in chosen]


def _one_of(
    draft: DraftLine, place: int, person: tuple[str, str], genders: tuple[str, ...], called: list[str]
) -> DraftLine:
    one = draft.twin()
    header = draft.headers.get("full_name") or draft.header("last_name")
    for name in NAMES:
        one.cells.pop(name, None)
    for name, value in zip(("last_name", "first_name"), person, strict=True):
        if value:
            one.headers.setdefault(name, header)
            one.cells[name] = value
    if place != (0 if genders and genders[0] == CIVILITIES["mme"][0] and genders[1:] != genders[:1] else 1):
        _without_remarks(one)  # of a birth name that follows both, the last one's or hers
    if len(genders) == 2:
        one.cells.pop("gender", None)
        if "gender" in one.file.fields:
            one.put("gender", genders[place], "last_name")
    for email, phone in pairs_of(draft):
        for name, found_in in ((email, emails_in), (phone, phones_in)):
            found = found_in(str(draft.cells.get(name) or "")) if name else []
            if len(found) == 2:
                one.cells[name] = _own_of(found, str(draft.cells[name]), person[1], place)
    one.part = " – ".join(filter(None, (draft.part, called[place])))
    one.whose = f"{draft.whose} – {called[place]}"
    return one


def _without_remarks(draft: DraftLine) -> None:
    """The notes say again what the file says there, and no more."""
    for name in draft.file.noted:
        if name in draft.line.cells:
            draft.cells[name] = draft.line.cells[name]
        else:
            draft.cells.pop(name, None)


def _own_of(found: list[str], text: str, first_name: str, place: int) -> str:
    """Which of two addresses or numbers is whose: that beside the first name or made of it, else in their order."""
    named = [one for one in found if first_name and fold(first_name) in fold(one).replace(".", " ").split()]
    pieces = [piece for piece in re.split("[;,\n]", text) if fold(first_name) and fold(first_name) in fold(piece)]
    beside = [one for one in found if len(pieces) == 1 and one in pieces[0]]
    return (beside or named or [found[place]])[0]


def _people_of(last: str, first: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Two people of a column of last names and one of first names."""
    lasts, firsts = AND.split(last), AND.split(first) if first else [""]
    if len(lasts) > 2 or len(firsts) > 2 or len(lasts) + len(firsts) < 3:
        return None
    return (lasts[0], firsts[0]), (lasts[-1], firsts[-1])


def _people_in(text: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Two people of a column of full names: « DURAND Pierre et Nicole », « Pierre et Nicole DURAND »."""
    sides = [side for side in AND.split(text) if side]
    if len(sides) != 2:
        return None
    one, other = (CIVILITY.sub("", side, count=1) if CIVILITY.match(side) else side for side in sides)
    first, second = parted(one), parted(other)
    if first and second:
        return first, second
    if first:
        return first, (first[0], other)
    if second:
        return (second[0], one), second
    words, others = one.split(), other.split()
    if len(words) > 1 and len(others) == 1 and not is_capitals(other):
        return (words[0], " ".join(words[1:])), (words[0], other)
    if len(words) == 1 and len(others) > 1:
        return (others[-1], one), (others[-1], " ".join(others[:-1]))
    return None
