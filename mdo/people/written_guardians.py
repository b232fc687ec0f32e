"""The legal guardians of a child as people write them: two in a cell, with their addresses, or nobody by name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import BLANK, Option, Question
from mdo.kernel.imports.cells.values import clean, clean_lines
from mdo.kernel.imports.written.contacts import beside_addresses, emails_in, phones_in
from mdo.kernel.imports.written.drafts import DraftLine, key_of
from mdo.people.vocabulary import CIVILITIES, CIVILITY, NO_NAME
from models.text import fold

_NAME, _EMAIL, _PHONE = "guardian_name", "guardian_email", "guardian_phone"
_BETWEEN = re.compile(r"[;\n]|\s/\s|\s+(?:et|&)\s+|(?<=>)\s*,\s*|(?<=>)\s+(?=\w)", re.IGNORECASE)
_BESIDE = re.compile(r"\s*\(([^()]*)\)")
_LONG = 2  # words of a text of which a capital at the beginning makes no name
_EDGES = " \t,:/|–—-<>[]()"
_TWO = N_("« %(value)s » in « %(column)s » are two people: which one is the legal representative?")
_BOTH = N_("Both, as they are written")
_NOBODY = N_("« %(value)s » in « %(column)s » is the name of nobody: who is the legal representative?")
_NOT_KNOWN = Option(BLANK, N_("Not known yet: leave the cell empty"))
_REMARK = N_("« %(value)s », beside what « %(column)s » holds, was left: the register keeps it nowhere.")
_NOTED = N_("« %(value)s », beside what « %(column)s » holds, goes to the notes.")


@dataclass(frozen=True)
class _Guardian:
    name: str
    email: str = ""
    phone: str = ""


def guardians(draft: DraftLine) -> None:
    """Leaves one legal representative in a line, with the address and the number of that one."""
    if _NAME not in draft.file.fields or not draft.text(_NAME):
        return
    text = draft.text(_NAME)
    everyone = _people(clean_lines(str(draft.cells[_NAME])))
    people = [one for one in everyone if not NO_NAME.search(fold(one.name))] or everyone[:1]
    left = [one.name for one in everyone if one not in people]
    if len(people) > 1:
        _which_of(draft, text, people)
    elif _is_no_name(people[0].name):
        _ask_who(draft, text)
    else:
        for said in left:
            _tell(draft, said)
        bare = _without_remarks(draft, people[0].name)
        draft.put(_NAME, bare or text)
        _put_beside(draft, _EMAIL, people[0].email)
        _put_beside(draft, _PHONE, people[0].phone)


def _people(text: str) -> list[_Guardian]:
    """Those of a cell: « M. et Mme QUENTIN » are two of one name."""
    match = CIVILITY.match(text)
    couple = CIVILITIES.get(fold(match["said"]), ()) if match else ()
    rest = text[match.end() :] if match else ""
    if len(couple) > 1 and not _BETWEEN.search(rest):
        return [_Guardian(f"{'M.' if civility == 'M' else civility} {rest}") for civility in couple]
    people: list[_Guardian] = []
    for part in (part.strip() for part in _BETWEEN.split(text) if part.strip(_EDGES)):
        one = _guardian(part)
        if people and not one.name:  # an address or a number is of who stands before it
            last = people.pop()
            one = _Guardian(last.name, last.email or one.email, last.phone or one.phone)
        people.append(one)
    return people or [_Guardian(text)]


def _is_no_name(text: str) -> bool:
    """Whether a text names nobody: « En famille d'accueil », « voir la directrice »; a name has capitals."""
    capitals = [word[:1].isupper() for word in text.split()]
    is_sentence = not any(capitals) or (len(capitals) > _LONG and not any(capitals[1:]))
    return bool(NO_NAME.search(fold(text))) or is_sentence


def _guardian(part: str) -> _Guardian:
    emails, phones = emails_in(part), phones_in(part)
    name = beside_addresses(part).replace("<", " ").replace(">", " ")
    if not name.strip(_EDGES):
        return _Guardian("", "; ".join(emails), "; ".join(phones))
    return _Guardian(clean(name).strip(" ,:/|–—-"), emails[0] if emails else "", phones[0] if phones else "")


def _without_remarks(draft: DraftLine, name: str) -> str:
    """A name without its civility and what stands beside it in brackets, which is told."""
    for said in _BESIDE.findall(name):
        _tell(draft, said)
    bare = _BESIDE.sub(" ", name)
    match = CIVILITY.match(bare)
    rest = clean(bare[match.end() :]) if match and len(CIVILITIES.get(fold(match["said"]), ())) == 1 else clean(bare)
    return rest if " " in rest else clean(bare)  # « M. QUENTIN » says more than « QUENTIN »


def _which_of(draft: DraftLine, text: str, people: Sequence[_Guardian]) -> None:
    """Asks which of two is kept: the first number and address of a line are the first one's, the second the other's."""
    column = draft.header(_NAME)
    places = ("first", "second", *(f"{at}" for at in range(3, len(people) + 1)))
    named = (Option(place, one.name, is_text=True) for place, one in zip(places, people, strict=True))
    own = (*named, Option("both", _BOTH), _NOT_KNOWN)
    answer = draft.ask(Question(key_of("guardians", text), _TWO, {"value": text, "column": column}, own, column=column))
    phones = phones_in(str(draft.cells.get(_PHONE) or ""))
    emails = emails_in(str(draft.cells.get(_EMAIL) or ""))
    if answer is None:
        draft.wait(_NAME)
        for name, found in ((_PHONE, phones), (_EMAIL, emails)):
            if len(found) > 1:  # whose it is, is known with who they are
                draft.wait(name)
        return
    if answer == BLANK:
        del draft.cells[_NAME]
        _tell(draft, text)
        return
    at = places.index(answer) if answer in places else 0
    chosen, others = people[at], [one for place, one in enumerate(people) if place != at]
    if answer == "both":
        draft.put(_NAME, clean(" et ".join(one.name for one in people)) if any(one.email for one in people) else text)
    else:
        draft.put(_NAME, _without_remarks(draft, chosen.name) or chosen.name)
    _put_beside(draft, _EMAIL, chosen.email)
    _put_beside(draft, _PHONE, chosen.phone)
    left = []
    for other in others:
        left += [*([] if answer == "both" else [other.name]), other.email, other.phone]
    for name, found in ((_PHONE, phones), (_EMAIL, emails)):
        if len(found) > 1:
            own_one = found[min(at, len(found) - 1)]
            draft.put(name, own_one)
            left += [one for one in found if one != own_one]
    if any(left):
        _tell(draft, " ".join(filter(None, left)))


def _ask_who(draft: DraftLine, text: str) -> None:
    column = draft.header(_NAME)
    params = {"value": text, "column": column}
    answer = draft.ask(Question(key_of("guardian", text), _NOBODY, params, (_NOT_KNOWN,), True, column))
    if answer is None:
        draft.wait(_NAME)
        return
    _tell(draft, text)
    if answer == BLANK or _is_no_name(answer):
        del draft.cells[_NAME]
        if answer != BLANK:
            _tell(draft, answer)
        return
    draft.put(_NAME, answer)


def _tell(draft: DraftLine, left: str) -> None:
    """What is not kept as the guardian goes to the notes of the child."""
    column = draft.header(_NAME)
    draft.note(_NOTED if draft.remark(f"{column} : {left}", _NAME) else _REMARK, value=left, column=column)


def _put_beside(draft: DraftLine, name: str, value: str) -> None:
    """An address that stands in the cell of the name goes to its own, where nothing stands."""
    if value and name in draft.file.fields and not draft.text(name):
        draft.put(name, value, _NAME)
