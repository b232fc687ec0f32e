"""Gives the questions of the product the natural answers of a module: matched by lines, words and count."""

import datetime as dt
import gettext
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from mdo.kernel.imports.asking import BLANK, LEAVE, Option, Question, WaitingQuestion
from mdo.kernel.imports.words.vocabulary import MONTHS
from models.text import fold
from tests.kernel.imports.sent.lines import Line

# What the answers of the modules are called among the options of the product: their values, or words of their labels.
_MEANS: Mapping[str, tuple[str, ...]] = {
    "empty": (BLANK, "blank"),
    "none": (BLANK, "none", "nothing"),
    "not known yet": (BLANK,),
    "nothing to write": (BLANK, "nothing", "ignore"),
    "from 1 January": ("run",),
    "over on": ("over", "yes"),
    "a guest": ("guest",),
    "a substitute": ("suppl", "substitut"),
    "leave the remark": ("nothing", BLANK),
    "leave": (LEAVE, BLANK, "leave", "ignore"),
    "take": ("take", "yes"),
    "create": ("create", "new", "yes"),
    "write": ("yes", "write"),
    "both:": ("both",),
    "two bodies": ("both", "each", "all", "yes"),
    "04 65": ("first",),
    "06 39": ("mobile",),
    "Pierre is M.": ("two",),
    "keep what both say": ("together", "both", "same", "together"),
    "the same": ("together", "both", "same", "together"),
    "withdrawn": (LEAVE, "leave"),
    "his substitute": ("takes", LEAVE),
    "record without": ("without", "alone", "yes"),
    "the initial": ("initial",),
    "no mandate": (BLANK, "no mandate", "nothing"),
    "consent": ("image_consent", "consent"),
    "06": ("mobile",),
    "04": ("first",),
}
_MONTHS = {number: name for name, number in MONTHS.items()}
# The line is not to be written: whatever is asked, the page offers it.
_LINE_ASIDE = ("leave the line", "withdrawn", "no mandate")
_OF_TYPES = {"conseil", "de", "quartier", "citoyen"}
translate = gettext.translation("messages", "translations", ["fr"]).gettext
_QUOTED = re.compile(r"«\s*(.+?)\s*»")


@dataclass
class Given:
    """The answers that were given, and what was asked that the module does not foresee."""

    answers: dict[str, str] = field(default_factory=dict)
    unforeseen: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    counts: dict[str, set[int]] = field(default_factory=dict)  # of a question of the module, those of the product
    rounds: int = 0  # how often answers were sent


def answer(given: Given, asked: Iterable[WaitingQuestion], module: ModuleType, text_of: Any) -> bool:
    """Answers what can be answered; whether anything was."""
    before = len(given.answers)
    for one in asked:
        if one.question.key in given.answers:
            continue
        text = text_of(one.question)
        known = _known(one, text, module)
        told = None if known is None else module.QUESTIONS[known]
        is_foreseen = told is not None
        if told is None:
            is_foreseen = any(
                _asked_by(line) - module.QUESTIONS.keys()
                for line in module.LINES
                if (line["sheet"], line["row"]) in one.lines
            )
            if text not in given.unforeseen and not is_foreseen:
                given.unforeseen.append(text)
            candidates = list(_of_lines(one, module.LINES))
        else:
            given.counts.setdefault(str(known), set()).add(one.count)
            candidates = list(_parts(told["answer"]))
        value = _value(one.question, candidates)
        if value is None and told is None and is_foreseen and one.question.options:
            value = one.question.options[0].value  # as the page proposes it
        if value is not None:
            given.answers[one.question.key] = value
        elif text not in given.unanswered:
            given.unanswered.append(text)
    return len(given.answers) > before


def _known(one: WaitingQuestion, text: str, module: ModuleType) -> str | None:
    """The question of the module that it is."""
    words, places = fold(text), set(one.lines)
    options = " | ".join(fold(f"{_label(option)} {option.value}") for option in one.question.options)
    best: tuple[int, str] | None = None
    for known, told in module.QUESTIONS.items():
        lines = {(line["sheet"], line["row"]) for line in module.LINES if known in _asked_by(line)}
        common = len(places & lines)
        quoted = sum(_is_quoted(each, text) for each in _QUOTED.findall(known))
        score = 4 * quoted + 2 * common + (one.count == told["count"])
        score += sum(bool(fold(each)) and fold(each) in options for each in told["nearest"])
        matter = _is_of_one_matter(words, known)
        score += 2 * bool(quoted and _QUOTED.findall(known)) + 3 * matter
        if common and (quoted or matter or score >= 5) and (best is None or score > best[0]):
            best = score, known
    return best[1] if best else None


def _is_quoted(words: str, text: str) -> bool:
    return fold(words) in fold(text) if fold(words) else f"« {words} »" in text.replace("\u00a0", " ")


def _asked_by(line: Line) -> set[str]:
    return {text for each in (line, *line.get("or", ())) for text in each.get("questions", ())}


# Words that tell a matter, in the questions of the product and in those of the modules.
_MATTERS = (
    ("jaune", "yellow"), ("vert", "green"), ("barre", "struck"), ("masque", "hidden", "hides"), ("feuille", "sheet"),
    ("formule", "formula"), ("telephone", "phone"), ("prenom", "first name"), ("annee", "year"),
    ("seance", "reunion", "meeting"), ("remplac", "suppl", "substitute"), ("suite", "end of line"),
    ("representant", "representative"), ("colonnes", "columns"), ("termine", "over"), ("deux numeros", "two phones"),
    ("pas de mandat", "has no mandate"),
    ("meme chose", "twice", "same", "two officials"), ("laissee de cote", "became"),
)  # fmt: skip


def _is_of_one_matter(words: str, known: str) -> bool:
    other = fold(known)
    return any(any(fold(one) in words for one in matter) and any(fold(one) in other for one in matter)
               for matter in _MATTERS)  # fmt: skip


def _parts(answer: Any) -> Iterator[Any]:
    """An answer and what it is made of: whatever of it the product asks for."""
    if isinstance(answer, dict):
        yield from answer.values()
    elif isinstance(answer, list):
        yield answer
        yield from answer
    else:
        yield answer


def _of_lines(one: WaitingQuestion, lines: list[Line]) -> Iterator[Any]:
    """The values of the facts of the lines that wait."""
    for line in lines:
        if (line["sheet"], line["row"]) in one.lines:
            for fact in line["facts"]:
                for told in fact.values():
                    yield from told.values() if isinstance(told, dict) else (told,)


def _value(question: Question, candidates: list[Any]) -> str | None:
    """The value of the option that says a candidate best, or what is to be typed; first what the question names."""
    asked = set(fold(str(question.params)).split())
    candidates = sorted(candidates, key=lambda each: -len(asked & set(fold(str(each)).split()) - _OF_TYPES))
    for candidate in candidates:
        if isinstance(candidate, list):
            texts = [_typed(each) for each in candidate]
            for option in question.options:
                if all(_says(option, each) for each in candidate):
                    return option.value
            # Who is who of two people is told by what their lines then hold.
            two = [option.value for option in question.options if option.value in ("two", "both")]
            if two and len(candidate) == 2:
                return two[0]
            if question.takes_text and all(texts) and not question.options:
                return " ; ".join(texts)
            continue
        if option := _option(question, candidate):
            return option.value
    if question.takes_text:
        return next((text for each in candidates if (text := _typed(each))), None)
    return None


def _option(question: Question, candidate: Any) -> Option | None:
    exact = [option for option in question.options if _label(option) == fold(str(candidate))]
    found = exact or [option for option in question.options if _says(option, candidate)]
    if found:
        return found[0]
    if isinstance(candidate, str):
        if candidate.startswith(_LINE_ASIDE):
            return Option(LEAVE, LEAVE)
        for begins, means in _MEANS.items():
            if candidate.startswith(begins):
                for word in means:
                    for option in question.options:
                        if option.value == word or re.search(
                            rf"\b{word}", f"{option.value} {option.label}", re.IGNORECASE
                        ):
                            return option
    return None


def _label(option: Option) -> str:
    return fold(option.text(translate))


def _says(option: Option, candidate: Any) -> bool:
    """Whether an option is a candidate: a day, or all the words of a name."""
    text = f"{_label(option)} {option.value}"
    if isinstance(candidate, dt.date):
        return candidate.isoformat() in text or any(each in fold(text) for each in _days(candidate))
    words, said = set(fold(str(candidate)).split()), set(fold(text).split())
    label = set(_label(option).split())
    return bool(words) and (words <= said or (bool(label) and label == words - _OF_TYPES))


def _days(day: dt.date) -> tuple[str, ...]:
    month = _MONTHS[day.month]
    first = "1er" if day.day == 1 else str(day.day)
    return (f"{first} {month} {day.year}", f"{day.day} {month} {day.year}", fold(f"{day:%d/%m/%Y}"))


def _typed(candidate: Any) -> str:
    """What a person would type; nothing for what is not said by a value."""
    if isinstance(candidate, dt.date):
        return f"{candidate:%d/%m/%Y}"
    if isinstance(candidate, str) and not any(candidate.startswith(begins) for begins in _MEANS):
        return candidate
    return ""
