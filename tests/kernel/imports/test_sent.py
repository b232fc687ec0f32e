"""The workbooks as they were sent come in whole: each line as expected, and nothing twice.

`python -m tests.kernel.imports.sent_scores` tells how far the others are, and with a name what differs in each line.
"""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.workbook.reader import read_file
from tests.kernel.imports.sending.modules import modules
from tests.kernel.imports.sending.outcome import run, translate
from tests.kernel.imports.sent.refused import REFUSED, Refused

WHOLE: tuple[str, ...] = (
    "annuaire_du_5e",
    "bureaux_du_6e",
    "conseils_du_9e",
    "croix_du_7e",
    "demandes_du_8e",
    "elus_et_conseils",
    "enfants_du_5e",
    "mandats_associations",
    "presences_bachut",
    "prestataires_traiteurs",
    "tirage_conseil_citoyen",
)
# What keeps the others from it; each line of theirs is told by the command above.
NOT_YET = {
    "candidatures_forms": "a year and an address that cannot be read are errors to correct in the preview",
    "conseil_bellecour": "who stands in for a vacant seat does not take its number",
}


@pytest.mark.parametrize("name", WHOLE)
def test_those_that_are_whole_come_in_as_expected(session: Session, tmp_path: Path, name: str) -> None:
    outcome = run(session, modules()[name], tmp_path)
    assert outcome.is_whole, outcome.screen()


def test_each_is_whole_or_has_its_reason() -> None:
    assert sorted((*WHOLE, *NOT_YET)) == list(modules())


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.file)
def test_what_holds_no_table_is_refused_with_what_to_do(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / refused.file
    refused.write(path)
    with pytest.raises(RuleViolation) as caught:
        read_file(path)
    said = caught.value.text(translate).casefold()
    assert not [words for words in refused.has_one_of if not any(word in said for word in words)], said
