"""The fields that a template may print, declared once: what the list of fields says, what a trial run checks.

Keys are ours; what the mission writes in a template is the French name that names.toml gives to each.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mdo.documents.contract_fields import CONTRACT_FIELDS
from mdo.documents.field import Field
from mdo.kernel.base.messages import N_
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
    Field(
        "blank_lines",
        N_("Lines of guests and visitors: those known by name, then ten blank ones"),
        (
            _NUMBER,
            Field("name", N_("Last and first name")),
            Field("quality", N_("Function or organisation")),
            Field("presence", N_("« Excused » or « Represented » when it is known before; else empty")),
        ),
    ),
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
        "asks_questions",
        N_("Whether questions are due: a council with its CICA, or a meeting that has some; else empty"),
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
_CONTRACT = (
    Field("contract_number", N_("Number of the contract")),
    Field("contract_title", N_("Title of the contract")),
    Field("procedure", N_("Procedure, in words")),
    Field("made_on", N_("Day when the paper was made")),
)
_REPORT = (
    Field("launch_on", N_("Day of the launch")),
    Field("estimate", N_("Estimate before tax")),
    Field("tender_count", N_("How many tenders were received")),
    Field(
        "criteria",
        N_("Criteria in their order"),
        (
            Field("name", N_("Name of the criterion")),
            Field("weight", N_("Weight, in per cent")),
            Field("marking", N_("By the assessors, or by the formula")),
        ),
    ),
    Field(
        "tenders",
        N_("Tenders in the order in which they came"),
        (
            _NUMBER,
            Field("supplier", N_("Name of the supplier")),
            Field("received", N_("Day when it was received")),
            Field("amount", N_("Amount before tax")),
            Field("remark", N_("Why it is left out, or what is to be judged of its price")),
        ),
    ),
    Field(
        "ranking",
        N_("Tenders in the order of the ranking"),
        (
            Field("rank", N_("Rank; equals are said")),
            Field("supplier", N_("Name of the supplier")),
            Field("amount", N_("Amount before tax")),
            Field("points", N_("Points by criterion, in a sentence")),
            Field("total", N_("Total out of 100")),
        ),
    ),
    Field(
        "matrix",
        N_("Candidates in the order of the ranking, with a cell for each criterion"),
        (
            Field("rank", N_("Rank; equals are said")),
            Field("supplier", N_("Name of the supplier")),
            Field("amount", N_("Amount before tax")),
            Field(
                "cells",
                N_("One cell a criterion, in their order"),
                (Field("points", N_("Points on the criterion")), Field("mark", N_("Mean mark out of 20"))),
            ),
            Field("total", N_("Total out of 100")),
        ),
    ),
    Field(
        "left_out",
        N_("Tenders that were left out"),
        (
            Field("supplier", N_("Name of the supplier")),
            Field("ground", N_("Ground of exclusion")),
            Field("reason", N_("Why it is not admissible")),
        ),
    ),
    Field(
        "appraisals",
        N_("What the assessors wrote, tender by tender"),
        (
            Field("supplier", N_("Name of the supplier")),
            Field("criterion", N_("Name of the criterion")),
            Field("mark", N_("Mean mark out of 20")),
            Field("comment", N_("Comments of the assessors")),
        ),
    ),
    Field(
        "rounds",
        N_("Rounds of negotiation"),
        (Field("held_on", N_("Day of the round")), Field("ranking", N_("Ranking after it, in a sentence"))),
    ),
    Field(
        "committee",
        N_("What the CAO did"),
        (
            Field("held_on", N_("Day of the sitting")),
            Field("decision", N_("Award or opinion, and its sense")),
            Field("text", N_("Text of the decision or opinion")),
        ),
    ),
    Field("proposal", N_("The tender that is proposed, in a sentence")),
)
_LETTERS = (
    Field("sent_on", N_("Day on which the letters leave")),
    Field("is_formal", N_("« yes » for a formal procedure; else empty")),
    Field("signed_from", N_("First day for the signature; empty without a standstill")),
    Field("no_standstill", N_("Why there is no standstill; else empty")),
    Field("ended", N_("How the procedure ended without a contract; else empty")),
    Field("ended_reason", N_("Reason for which it ended so; else empty")),
    Field("responsible", N_("Who follows the contract; else empty")),
    Field("contact", N_("E-mail address of who follows it; else empty")),
    Field(
        "letters",
        N_("One letter a supplier that was not retained"),
        (
            Field("supplier", N_("Name of the supplier")),
            Field("address", N_("Postal address")),
            Field("group", N_("Other members of its grouping, of which it is the lead; else empty")),
            Field("candidacy", N_("« yes » where the candidacy itself was not admitted; else empty")),
            Field("rank", N_("Rank; equals are said")),
            Field("total", N_("Total out of 100")),
            Field("winner", N_("Name of the supplier that was retained; empty before the award")),
            Field("winner_total", N_("Total of the supplier that was retained")),
            Field("reasons", N_("Reasons told to the supplier")),
            Field("choice_reason", N_("Why another tender than the first was retained; else empty")),
            Field("choice", N_("Points of the supplier that was retained, for one left out; else empty")),
            Field(
                "comparison",
                N_("Points of both, criterion by criterion; empty for one left out"),
                (
                    Field("criterion", N_("Name of the criterion")),
                    Field("weight", N_("Weight, in per cent")),
                    Field("points", N_("Points on the criterion")),
                    Field("winner_points", N_("Points of the supplier that was retained")),
                    Field("rank", N_("Rank on the criterion")),
                    Field("winner_rank", N_("Rank on the criterion of the supplier that was retained")),
                ),
            ),
        ),
    ),
)
FIELDS: Mapping[PaperKind, tuple[Field, ...]] = {
    PaperKind.CONVOCATION: _COMMON,
    PaperKind.SIGN_IN_SHEET: (*_COMMON, *_SIGN_IN),
    PaperKind.MINUTES: (*_COMMON, *_MINUTES),
    PaperKind.ANALYSIS_REPORT: (*_CONTRACT, *_REPORT),
    PaperKind.REJECTION_LETTERS: (*_CONTRACT, *_LETTERS),
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
