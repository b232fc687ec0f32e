"""The fields that a template may print, declared once: what the list of fields says, what a trial run checks.

Keys are ours; what the mission writes in a template is the French name that names.toml gives to each.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mdo.documents.call_fields import DELIBERATION_FIELDS, LETTERS_FIELDS, RECEIPT_FIELDS, SHEET_FIELDS
from mdo.documents.contract_fields import CONTRACT_FIELDS
from mdo.documents.field import PaperField
from mdo.documents.project_fields import PROJECT_FIELDS, PROJECTS_FIELDS
from mdo.kernel.base.messages import N_
from models.documents import PaperKind

_FOLDER = Path(__file__).parent


_NUMBER = PaperField("number", N_("Number of the line"))
_COMMON = (
    PaperField("title", N_("Title of the meeting")),
    PaperField("body", N_("Name of the body, or « network of référents »")),
    PaperField("kind", N_("Kind of meeting, in words")),
    PaperField("day", N_("Day of the meeting, with its weekday")),
    PaperField("time", N_("Hour when it begins")),
    PaperField("end_time", N_("Hour when it ends")),
    PaperField("place", N_("Place and room")),
    PaperField("online_url", N_("Link to join online")),
    PaperField("accessibility", N_("Accessibility needs")),
    PaperField("organiser", N_("Who organises it")),
    PaperField("mailbox", N_("Mailbox of the body")),
    PaperField("made_on", N_("Day when the paper was made")),
    PaperField(
        "agenda",
        N_("Agenda, item by item"),
        (
            _NUMBER,
            PaperField("title", N_("Title of the item")),
            PaperField("expected", N_("What is expected: information, opinion, decision, question")),
            PaperField("minutes", N_("Minutes planned")),
            PaperField("rapporteur", N_("Who presents it")),
            PaperField("description", N_("Presentation of the item")),
        ),
    ),
)
_SIGN_IN = (
    PaperField("convened_count", N_("How many are on the list")),
    PaperField(
        "colleges",
        N_("Colleges, each with its people"),
        (
            PaperField("name", N_("Name of the college")),
            PaperField(
                "people",
                N_("People of the college, by name"),
                (
                    _NUMBER,
                    PaperField("name", N_("Last and first name")),
                    PaperField("quality", N_("Function or organisation")),
                    PaperField("presence", N_("« Excused » or « Represented » when it is known before; else empty")),
                ),
            ),
        ),
    ),
    PaperField(
        "blank_lines",
        N_("Lines of guests and visitors: those known by name, then ten blank ones"),
        (
            _NUMBER,
            PaperField("name", N_("Last and first name")),
            PaperField("quality", N_("Function or organisation")),
            PaperField("presence", N_("« Excused » or « Represented » when it is known before; else empty")),
        ),
    ),
)
_MINUTES = (
    PaperField("summary", N_("Introduction of the minutes")),
    PaperField("present", N_("Who was present, in a sentence")),
    PaperField("excused", N_("Who was excused, in a sentence")),
    PaperField("absent", N_("Who was absent, in a sentence")),
    PaperField("represented", N_("Who was represented and by whom, in a sentence")),
    PaperField("not_marked", N_("Whose presence was not stated, in a sentence")),
    PaperField("guests", N_("Guests, in a sentence")),
    PaperField("present_count", N_("How many were present")),
    PaperField("excused_count", N_("How many were excused")),
    PaperField("absent_count", N_("How many were absent")),
    PaperField("represented_count", N_("How many were represented")),
    PaperField("not_marked_count", N_("How many whose presence was not stated")),
    PaperField("guest_count", N_("How many guests")),
    PaperField("quorum", N_("Quorum with its figures and its rule, in a sentence; empty for a body without a rule")),
    PaperField("head_count", N_("People counted at a public meeting")),
    PaperField(
        "items",
        N_("Items of the agenda with what came of them"),
        (
            _NUMBER,
            PaperField("title", N_("Title of the item")),
            PaperField("notes", N_("Notes of the meeting")),
            PaperField(
                "decisions",
                N_("Decisions taken on the item"),
                (PaperField("text", N_("Decision")), PaperField("votes", N_("Votes, in words"))),
            ),
        ),
    ),
    PaperField(
        "other_decisions",
        N_("Decisions apart from any item"),
        (PaperField("text", N_("Decision")), PaperField("votes", N_("Votes, in words"))),
    ),
    PaperField(
        "actions",
        N_("Actions that the meeting left"),
        (
            PaperField("text", N_("Action")),
            PaperField("who", N_("Who does it")),
            PaperField("due", N_("Before which day")),
        ),
    ),
    PaperField(
        "asks_questions",
        N_("Whether questions are due: a council with its CICA, or a meeting that has some; else empty"),
    ),
    PaperField(
        "questions",
        N_("Questions of the associations (CICA) and their answers"),
        (
            _NUMBER,
            PaperField("asked_by", N_("Association that asks")),
            PaperField("question", N_("Question")),
            PaperField("answer", N_("Answer")),
            PaperField("answered_by", N_("Élu·e who answers")),
            PaperField("department", N_("Department")),
            PaperField("follow_up", N_("Follow-up")),
        ),
    ),
    PaperField("next_meeting", N_("Day, hour and title of the next meeting")),
    PaperField("approval", N_("Line of approval")),
)
_CONTRACT = (
    PaperField("contract_number", N_("Number of the contract")),
    PaperField("contract_title", N_("Title of the contract")),
    PaperField("procedure", N_("Procedure, in words")),
    PaperField("made_on", N_("Day when the paper was made")),
)
_REPORT = (
    PaperField("launch_on", N_("Day of the launch")),
    PaperField("estimate", N_("Estimate before tax")),
    PaperField("tender_count", N_("How many tenders were received")),
    PaperField(
        "criteria",
        N_("Criteria in their order"),
        (
            PaperField("name", N_("Name of the criterion")),
            PaperField("weight", N_("Weight, in per cent")),
            PaperField("marking", N_("By the assessors, or by the formula")),
        ),
    ),
    PaperField(
        "tenders",
        N_("Tenders in the order in which they came"),
        (
            _NUMBER,
            PaperField("supplier", N_("Name of the supplier")),
            PaperField("received", N_("Day when it was received")),
            PaperField("amount", N_("Amount before tax")),
            PaperField("remark", N_("Why it is left out, or what is to be judged of its price")),
        ),
    ),
    PaperField(
        "ranking",
        N_("Tenders in the order of the ranking"),
        (
            PaperField("rank", N_("Rank; equals are said")),
            PaperField("supplier", N_("Name of the supplier")),
            PaperField("amount", N_("Amount before tax")),
            PaperField("points", N_("Points by criterion, in a sentence")),
            PaperField("total", N_("Total out of 100")),
        ),
    ),
    PaperField(
        "matrix",
        N_("Candidates in the order of the ranking, with a cell for each criterion"),
        (
            PaperField("rank", N_("Rank; equals are said")),
            PaperField("supplier", N_("Name of the supplier")),
            PaperField("amount", N_("Amount before tax")),
            PaperField(
                "cells",
                N_("One cell a criterion, in their order"),
                (PaperField("points", N_("Points on the criterion")), PaperField("mark", N_("Mean mark out of 20"))),
            ),
            PaperField("total", N_("Total out of 100")),
        ),
    ),
    PaperField(
        "left_out",
        N_("Tenders that were left out"),
        (
            PaperField("supplier", N_("Name of the supplier")),
            PaperField("ground", N_("Ground of exclusion")),
            PaperField("reason", N_("Why it is not admissible")),
        ),
    ),
    PaperField(
        "appraisals",
        N_("What the assessors wrote, tender by tender"),
        (
            PaperField("supplier", N_("Name of the supplier")),
            PaperField("criterion", N_("Name of the criterion")),
            PaperField("mark", N_("Mean mark out of 20")),
            PaperField("comment", N_("Comments of the assessors")),
        ),
    ),
    PaperField(
        "rounds",
        N_("Rounds of negotiation"),
        (PaperField("held_on", N_("Day of the round")), PaperField("ranking", N_("Ranking after it, in a sentence"))),
    ),
    PaperField(
        "committee",
        N_("What the CAO did"),
        (
            PaperField("held_on", N_("Day of the sitting")),
            PaperField("decision", N_("Award or opinion, and its sense")),
            PaperField("text", N_("Text of the decision or opinion")),
        ),
    ),
    PaperField("proposal", N_("The tender that is proposed, in a sentence")),
)
_LETTERS = (
    PaperField("sent_on", N_("Day on which the letters leave")),
    PaperField("is_formal", N_("« yes » for a formal procedure; else empty")),
    PaperField("signed_from", N_("First day for the signature; empty without a standstill")),
    PaperField("no_standstill", N_("Why there is no standstill; else empty")),
    PaperField("ended", N_("How the procedure ended without a contract; else empty")),
    PaperField("ended_reason", N_("Reason for which it ended so; else empty")),
    PaperField("responsible", N_("Who follows the contract; else empty")),
    PaperField("contact", N_("E-mail address of who follows it; else empty")),
    PaperField(
        "letters",
        N_("One letter a supplier that was not retained"),
        (
            PaperField("supplier", N_("Name of the supplier")),
            PaperField("address", N_("Postal address")),
            PaperField("group", N_("Other members of its grouping, of which it is the lead; else empty")),
            PaperField("candidacy", N_("« yes » where the candidacy itself was not admitted; else empty")),
            PaperField("rank", N_("Rank; equals are said")),
            PaperField("total", N_("Total out of 100")),
            PaperField("winner", N_("Name of the supplier that was retained; empty before the award")),
            PaperField("winner_total", N_("Total of the supplier that was retained")),
            PaperField("reasons", N_("Reasons told to the supplier")),
            PaperField("choice_reason", N_("Why another tender than the first was retained; else empty")),
            PaperField("choice", N_("Points of the supplier that was retained, for one left out; else empty")),
            PaperField(
                "comparison",
                N_("Points of both, criterion by criterion; empty for one left out"),
                (
                    PaperField("criterion", N_("Name of the criterion")),
                    PaperField("weight", N_("Weight, in per cent")),
                    PaperField("points", N_("Points on the criterion")),
                    PaperField("winner_points", N_("Points of the supplier that was retained")),
                    PaperField("rank", N_("Rank on the criterion")),
                    PaperField("winner_rank", N_("Rank on the criterion of the supplier that was retained")),
                ),
            ),
        ),
    ),
)
FIELDS: Mapping[PaperKind, tuple[PaperField, ...]] = {
    PaperKind.CONVOCATION: (*_COMMON, PaperField("is_session", N_("Said of a session of an event alone"))),
    PaperKind.SIGN_IN_SHEET: (*_COMMON, *_SIGN_IN),
    PaperKind.MINUTES: (*_COMMON, *_MINUTES),
    PaperKind.ANALYSIS_REPORT: (*_CONTRACT, *_REPORT),
    PaperKind.REJECTION_LETTERS: (*_CONTRACT, *_LETTERS),
    PaperKind.CONTRACT_SHEET: CONTRACT_FIELDS,
    PaperKind.PROJECT_NOTE: PROJECT_FIELDS,
    PaperKind.PROJECT_LIST: PROJECTS_FIELDS,
    PaperKind.APPLICATION_RECEIPT: RECEIPT_FIELDS,
    PaperKind.APPLICATION_SHEET: SHEET_FIELDS,
    PaperKind.CALL_LETTERS: LETTERS_FIELDS,
    PaperKind.CALL_DELIBERATION: DELIBERATION_FIELDS,
}
# An invented subject of its own, in the file of that name, for the kinds that are not of a meeting.
_SAMPLES = {
    PaperKind.CONTRACT_SHEET: "contract_sample.toml",
    PaperKind.PROJECT_NOTE: "project_sample.toml",
    PaperKind.PROJECT_LIST: "project_sample.toml",
    PaperKind.APPLICATION_RECEIPT: "call_sample.toml",
    PaperKind.APPLICATION_SHEET: "call_sample.toml",
    PaperKind.CALL_LETTERS: "call_sample.toml",
    PaperKind.CALL_DELIBERATION: "call_sample.toml",
}


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


def _sample_of(field: PaperField, values: Mapping[str, Any]) -> Any:
    if not field.is_list:
        return values[field.key]
    return [{names()[part.key]: _sample_of(part, row) for part in field.rows} for row in values[field.key]]


@cache
def _read(file: str = "names.toml") -> dict[str, Any]:
    return tomllib.loads((_FOLDER / file).read_text("utf-8"))
