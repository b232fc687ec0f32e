"""Writes the English catalogue from the messages of the code: `make translations` runs it.

A message that is not in a catalogue is its own id, so that the file holds those alone that English says otherwise.
"""

import datetime as dt
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

_FOLDER = Path(__file__).parent
_CITY, _DAY = "Mission Démocratie Ouverte", dt.datetime(2026, 11, 25, tzinfo=dt.UTC)
# What tells apart two ids that English says in one way and French in two: « Sent (request) », « Sent (mail) ».
_HINTS = (
    "plural|action|committee|criterion|tender|contract sheet|essential data|order|deliverable|letter|contract|procedure"
    "|mail|person|file|request|period|document|message|quorum|in a paper|of a kind|number|live link|cells|cell|key|grid"
    "|menu|election|date|member|members|seat|seats|meetings|times|thing|needs|meeting"
    "|call|calls|application|scenario|scenario line|checklist|open data|opinion|subsidy|credits|competence"
    "|event|evaluation|followed|people|view"
    "|photo|rank|ready view|deadline|project|task|budget|participation|invoice|list|vowel"
)
HINT = re.compile(rf" \((?:{_HINTS})\)")


def in_english(text: str) -> str:
    """A message id as an English reader sees it: quotation marks are English ones, and without its hint."""
    return HINT.sub("", text).replace("« ", "“").replace(" »", "”")


def english(messages: Catalog) -> Catalog:
    """The catalogue of the messages that English does not say as their id does."""
    found = Catalog(
        "en",
        header_comment="# English catalogue of the back-office: written by translations/english.py.",
        project=_CITY,
        version="1",
        msgid_bugs_address=_CITY,
        last_translator=_CITY,
        language_team=_CITY,
        creation_date=_DAY,
        revision_date=_DAY,
        fuzzy=False,
    )
    for message in messages:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = tuple(in_english(text) for text in ids)
        if said != ids:
            found.add(message.id, said if len(said) > 1 else said[0], context=message.context)
    return found


if __name__ == "__main__":
    with (_FOLDER / "messages.pot").open("rb") as wanted:
        made = english(read_po(wanted))
    with (_FOLDER / "en" / "LC_MESSAGES" / "messages.po").open("wb") as file:
        write_po(file, made, sort_output=True, omit_header=False)
