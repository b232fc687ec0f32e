"""E-mail addresses and phones as people put them in one cell: both, two of one, with names and remarks beside them."""

import re

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import normalised_email, normalised_phone, written_phone
from mdo.kernel.base.messages import N_
from mdo.kernel.imports.asking import Option, Question
from mdo.kernel.imports.cells.together import phone_beside
from mdo.kernel.imports.cells.values import clean_lines
from mdo.kernel.imports.declaring import Shape
from mdo.kernel.imports.written.drafts import DraftLine, key_of
from models.text import fold

# An address begins where a word does, and separators stand in one run: a text costs its length to read, not its square.
_WORD = r"[^@\s,;:<>\"()/]"
EMAIL = re.compile(rf"(?:mailto:|(?<!{_WORD})){_WORD}+@[^@\s,;<>\"()/]+\.[^@\s,;<>\"()/.]{{2,}}", re.IGNORECASE)
_SEPARATOR = r"[\s.\-_/]*"
_PHONE = re.compile(
    rf"(?<![\d@\w])(?:\(?(?:\+|00)33\)?{_SEPARATOR}(?:\(0\){_SEPARATOR})?|0{_SEPARATOR})[1-9](?:{_SEPARATOR}\d\d){{4}}(?!\d)"
    r"|(?<![\d@\w])\+[1-9](?:[\s.\-]?\d){6,14}(?!\d)"
    r"|(?<![\d@\w])[1-9]\d{8}(?!\d)"
)
# What only says again that a number is a number, an address an address.
_LABELS = re.compile(
    r"\b(?:t[ée]l(?:[ée]phone)?s?|port(?:able)?|mob(?:ile)?|fixe|e-?mails?|m[ée]l|mail|courriels?|adresse|ou|et)\b\s*[.:]*",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"<\s*>|\(\s*\)|\[\s*\]")  # where an address or a number stood
_EDGES = " \t\r\n,;:/|–—-&+.<>[]"
_NONE = re.compile(r"(?:pas d|pas de|sans|aucun|n'a pas|n'en a pas|ne souhaite pas|refus)", re.IGNORECASE)

_MOVED = N_("« %(value)s », written in « %(column)s », goes to « %(place)s ».")
_ZERO = N_("« %(value)s » lost its zero: it is read as %(text)s, and so is the whole column.")
_NO_CONTACT = N_("« %(value)s » in « %(column)s » is read as an empty cell.")
_REMARK = N_("« %(value)s », beside what « %(column)s » holds, was left: the register keeps it nowhere.")
_OTHER_LEFT = N_("« %(value)s » was left, as was answered: the register keeps one only.")
_OTHER_NOTED = N_("« %(value)s » goes to the notes, since the register keeps one only.")
_NOTED = N_("« %(value)s », beside what « %(column)s » holds, goes to the notes.")
_TWO_PHONES = N_("« %(column)s » holds two numbers (« %(value)s ») and the register keeps one: which one?")
_TWO_EMAILS = N_("« %(column)s » holds two addresses (« %(value)s ») and the register keeps one: which one?")
_MOBILE, _FIRST, _LAST = N_("The mobile one (06, 07)"), N_("The first one"), N_("The last one")


def emails_in(text: str) -> list[str]:
    """The addresses of a text, each once, as they are written there."""
    return list({normalised_email(found.removeprefix("mailto:")): found for found in EMAIL.findall(text)}.values())


def phones_in(text: str) -> list[str]:
    """The numbers of a text, each once, as they are written there."""
    bare = EMAIL.sub(lambda match: " " * len(match[0]), text)
    return list({_number(found): found for found in _PHONE.findall(bare)}.values())


def beside_addresses(text: str) -> str:
    """What a text says besides its addresses and numbers, and the words that only say what these are."""
    rest = _PHONE.sub(" ", EMAIL.sub(" ", text))
    return " ".join((rest if rest == text else _LABELS.sub(" ", rest)).split())


def _number(text: str) -> str:
    digits = normalised_phone(text)
    return f"0{digits}" if re.fullmatch(r"[1-9]\d{8}", digits) else digits


def pairs_of(draft: DraftLine) -> list[tuple[str, str]]:
    """The fields of an address and of a phone that go together; one may be missing."""
    emails, phones = (draft.file.of_shape(shape) for shape in (Shape.EMAIL, Shape.PHONE))
    together = [(email, phone_beside(email)) for email in emails]
    pairs = [(email, phone if phone in phones else "") for email, phone in together]
    return pairs + [("", phone) for phone in phones if phone not in {other for _, other in pairs}]


def contacts(draft: DraftLine) -> None:
    """Puts each address and each number where it belongs."""
    for email, phone in pairs_of(draft):
        unread = [name for name in (email, phone) if name and draft.text(name) and not _is_read(draft, name)]
        if unread:
            _sort_out(draft, email, phone, unread)
        if phone:
            _tell_zero(draft, phone)


def _is_read(draft: DraftLine, name: str) -> bool:
    return draft.file.reads(name, draft.cells[name])


def _sort_out(draft: DraftLine, email: str, phone: str, unread: list[str]) -> None:
    found: dict[str, dict[str, str]] = {email: {}, phone: {}}
    for name in (email, phone):  # what is read well stays the first of its kind
        if name and name not in unread and draft.text(name):
            found[name][_key(name == email, draft.text(name))] = draft.text(name)
    sources: dict[str, str] = {}
    # Cells that hold neither: what is refused there is not written over.
    full = {name for name in unread if not (emails_in(draft.text(name)) or phones_in(draft.text(name)))}
    full = {name for name in full if not _NONE.match(draft.text(name))} | {""}
    for name in unread:
        text = clean_lines(str(draft.cells[name]))
        addresses, numbers = emails_in(text), phones_in(text)
        if not addresses and not numbers and _NONE.match(draft.text(name)):
            draft.note(_NO_CONTACT, value=draft.text(name), column=draft.header(name))
            del draft.cells[name]
        if not (addresses or numbers) or (addresses and email in full) or (numbers and phone in full):
            continue  # there is no place for it: the reader says what is wrong
        for kind, each in ((email, addresses), (phone, numbers)):
            for one in each:
                found[kind].setdefault(_key(kind == email, one), one)
                sources.setdefault(kind, name)
        _tell_rest(draft, name, _PHONE.sub(" ", EMAIL.sub(" ", text)))
        if not found[name]:
            del draft.cells[name]
    for kind, source in sources.items():
        _keep_one(draft, kind, list(found[kind].values()), source, is_phone=kind == phone)


def _tell_rest(draft: DraftLine, name: str, rest: str) -> None:
    """Tells the words that stood beside addresses and numbers, but for those that only say what they are."""
    rest = " ".join(_EMPTY.sub(" ", rest).split()).strip(_EDGES)
    rest = rest[1:-1] if rest.startswith("(") and rest.endswith(")") and rest.count("(") == 1 else rest
    if any(letter.isalnum() for letter in _LABELS.sub(" ", rest)) and not _is_own_name(draft, rest):
        is_noted = draft.remark(f"{draft.header(name)} : {rest}", name)
        draft.note(_NOTED if is_noted else _REMARK, value=rest, column=draft.header(name))


def _key(is_email: bool, text: str) -> str:
    return normalised_email(text.removeprefix("mailto:")) if is_email else _number(text)


def _is_own_name(draft: DraftLine, text: str) -> bool:
    """Whether words beside an address are the name of the line."""
    own = {
        word for name in ("last_name", "first_name", "full_name") for word in fold(str(draft.cells.get(name))).split()
    }
    return set(fold(text).split()) <= own


def _keep_one(draft: DraftLine, name: str, found: list[str], source: str, *, is_phone: bool) -> None:
    column = draft.header(source)
    chosen = found[0]
    if len(found) > 1 and draft.is_of_two:  # each may have one: asked once that is known
        draft.wait(name)
        return
    if len(found) > 1:
        mobile = next((one for one in found if re.match("0[67]", _number(one))), None)
        options = [Option("first", _FIRST), Option("last", _LAST)]
        if is_phone and mobile:
            options.insert(0, Option("mobile", _MOBILE))
        message = _TWO_PHONES if is_phone else _TWO_EMAILS
        params = {"column": column, "value": ", ".join(found)}
        answer = draft.ask(Question(key_of("contacts", name, column), message, params, tuple(options), False, column))
        chosen = {"first": found[0], "last": found[-1], "mobile": mobile or found[0]}.get(answer or "", "")
        for other in found if answer is not None else ():
            if other != chosen:
                is_noted = draft.remark(f"{_other(draft, name)} : {_written(other, is_phone=is_phone)}", name)
                draft.note(_OTHER_NOTED if is_noted else _OTHER_LEFT, value=other)
        if answer is None:
            draft.wait(name)
        if not chosen:
            draft.cells.pop(name, None)
            return
    value = _written(chosen, is_phone=is_phone)
    if source != name and _key(not is_phone, draft.text(name)) != _key(not is_phone, chosen):
        draft.note(_MOVED, value=chosen, column=column, place=RuleViolation(draft.file.fields[name].label))
    draft.put(name, value, source)


def _written(text: str, *, is_phone: bool) -> str | None:
    return written_phone(_number(text)) if is_phone else normalised_email(text.removeprefix("mailto:"))


def _other(draft: DraftLine, name: str) -> str:
    """How the notes call what stands beside the one that is kept, in French: « Autre téléphone »."""
    word = draft.file.fields[name].synonyms[0]
    return f"Autre {word[0].lower()}{word[1:]}"


def _tell_zero(draft: DraftLine, name: str) -> None:
    text = draft.text(name)
    if re.fullmatch(r"[1-9]\d{8}", text) and draft.file.is_first(key_of("zero", name, draft.header(name))):
        draft.note(_ZERO, value=text, text=written_phone(f"0{text}"))
