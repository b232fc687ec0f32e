"""The fields that a template may print, declared once: what the list of fields says, what a trial run checks.

Keys are ours; what the mission writes in a template is the French name that names.toml gives to each.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mdo.messages import N_
from mdo.papers.contract_fields import CONTRACT_FIELDS
from mdo.papers.field import Field
from models.documents import PaperKind

_FOLDER = Path(__file__).parent


_NUMBER = Field("number", N_("Number of the line"))
_COMMON = (
    Field("title", N_("Title of the meeting")),
    Field("body", N_("Name of the body, or « network of référents »")),
    Field("kind", N_("Kind of meeting, in words")),
    Field("day", N_("Day of the meeting, with its weekday")),
    Field("time", N_("Hour when it begins")),
    Field("end_time", N_("Hour when it ends")),
    Field("place", N_("Place and room")),
    Field("online_url", N_("Link to join online")),
    Field("accessibility", N_("Accessibility needs")),
    Field("organiser", N_("Who organises it")),
    Field("mailbox", N_("Mailbox of the body")),
    Field("made_on", N_("Day when the paper was made")),
    Field(
        "agenda",
        N_("Agenda, item by item"),
        (
            _NUMBER,
            Field("title", N_("Title of the item")),
            Field("expected", N_("What is expected: information, opinion, decision, question")),
            Field("minutes", N_("Minutes planned")),
            Field("rapporteur", N_("Who presents it")),
            Field("description", N_("Presentation of the item")),
        ),
    ),
)
_SIGN_IN = (
    Field("convened_count", N_("How many are on the list")),
    Field(
        "colleges",
        N_("Colleges, each with its people"),
        (
            Field("name", N_("Name of the college")),
            Field(
                "people",
                N_("People of the college, by name"),
                (
                    _NUMBER,
                    Field("name", N_("Last and first name")),
                    Field("quality", N_("Function or organisation")),
                    Field("presence", N_("« Excused » or « Represented » when it is known before; else empty")),
                ),
            ),
        ),
    ),
    Field("blank_lines", N_("Ten blank lines for visitors"), (_NUMBER,)),
)
_MINUTES = (
    Field("summary", N_("Introduction of the minutes")),
    Field("present", N_("Who was present, in a sentence")),
    Field("excused", N_("Who was excused, in a sentence")),
    Field("absent", N_("Who was absent, in a sentence")),
    Field("represented", N_("Who was represented and by whom, in a sentence")),
    Field("not_marked", N_("Whose presence was not stated, in a sentence")),
    Field("guests", N_("Guests, in a sentence")),
    Field("present_count", N_("How many were present")),
    Field("excused_count", N_("How many were excused")),
    Field("absent_count", N_("How many were absent")),
    Field("represented_count", N_("How many were represented")),
    Field("not_marked_count", N_("How many whose presence was not stated")),
    Field("guest_count", N_("How many guests")),
    Field("quorum", N_("Quorum with its figures and its rule, in a sentence; empty for a body without a rule")),
    Field("head_count", N_("People counted at a public meeting")),
    Field(
        "items",
        N_("Items of the agenda with what came of them"),
        (
            _NUMBER,
            Field("title", N_("Title of the item")),
            Field("notes", N_("Notes of the meeting")),
            Field(
                "decisions",
                N_("Decisions taken on the item"),
                (Field("text", N_("Decision")), Field("votes", N_("Votes, in words"))),
            ),
        ),
    ),
    Field(
        "other_decisions",
        N_("Decisions apart from any item"),
        (Field("text", N_("Decision")), Field("votes", N_("Votes, in words"))),
    ),
    Field(
        "actions",
        N_("Actions that the meeting left"),
        (
            Field("text", N_("Action")),
            Field("who", N_("Who does it")),
            Field("due", N_("Before which day")),
        ),
    ),
    Field(
        "questions",
        N_("Questions of the associations (CICA) and their answers"),
        (
            _NUMBER,
            Field("asked_by", N_("Association that asks")),
            Field("question", N_("Question")),
            Field("answer", N_("Answer")),
            Field("answered_by", N_("Élu·e who answers")),
            Field("department", N_("Department")),
            Field("follow_up", N_("Follow-up")),
        ),
    ),
    Field("next_meeting", N_("Day, hour and title of the next meeting")),
    Field("approval", N_("Line of approval")),
)
FIELDS: dict[PaperKind, tuple[Field, ...]] = {
    PaperKind.CONVOCATION: _COMMON,
    PaperKind.SIGN_IN_SHEET: (*_COMMON, *_SIGN_IN),
    PaperKind.MINUTES: (*_COMMON, *_MINUTES),
    PaperKind.CONTRACT_SHEET: CONTRACT_FIELDS,
}
# An invented subject of its own, in the file of that name, for the kinds that are not of a meeting.
_SAMPLES = {PaperKind.CONTRACT_SHEET: "contract_sample.toml"}


@cache
def names() -> Mapping[str, str]:
    """What each key is called in templates."""
    found: dict[str, str] = _read()["names"]
    return found


def in_words_of_templates(value: Any) -> Any:
    """A value with its keys, at every depth, under the names that templates use."""
    if isinstance(value, Mapping):
        return {names()[key]: in_words_of_templates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [in_words_of_templates(item) for item in value]
    return value


def sample(kind: PaperKind) -> dict[str, Any]:
    """An invented meeting or contract, for the trial run: a value for each field, rows for each list."""
    values = _read(_SAMPLES.get(kind, "names.toml"))["sample"]
    return {names()[field.key]: _sample_of(field, values) for field in FIELDS[kind]}


def _sample_of(field: Field, values: Mapping[str, Any]) -> Any:
    if not field.is_list:
        return values[field.key]
    return [{names()[part.key]: _sample_of(part, row) for part in field.rows} for row in values[field.key]]


@cache
def _read(file: str = "names.toml") -> dict[str, Any]:
    return tomllib.loads((_FOLDER / file).read_text("utf-8"))
