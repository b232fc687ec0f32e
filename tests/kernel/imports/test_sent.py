"""The workbooks as they were sent come in whole: each line as expected, and nothing twice.

`python -m tests.kernel.imports.sent_scores` tells how far each is, and with a name what differs in each of its lines.
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
    "boite_a_demandes_du_6e",
    "bureaux_du_6e",
    "candidatures_forms",
    "conseil_bellecour",
    "conseils_du_9e",
    "croix_du_7e",
    "demandes_du_8e",
    "elus_et_conseils",
    "enfants_du_5e",
    "mandats_associations",
    "mandats_du_5e",
    "presences_bachut",
    "prestataires_traiteurs",
    "representants_gerland",
    "sondage_limesurvey_du_7e",
    "tirage_conseil_citoyen",
    "trombinoscope_du_8e",
)
# The same, at each merge: what is hard in them has small tests of its own by day.
WHOLE_AT_A_MERGE: tuple[str, ...] = (
    "actions_du_7e",
    "associations_du_9e",
    "emargements_laennec",
    "lettre_brevo_du_8e",
    "pv_saxe_roosevelt",
    "reunions_du_7e",
)


@pytest.mark.parametrize("name", [*WHOLE, *(pytest.param(name, marks=pytest.mark.slow) for name in WHOLE_AT_A_MERGE)])
def test_they_come_in_as_expected(session: Session, tmp_path: Path, name: str) -> None:
    outcome = run(session, modules()[name], tmp_path)
    assert outcome.is_whole, outcome.screen()


def test_each_is_asked_for() -> None:
    assert sorted((*WHOLE, *WHOLE_AT_A_MERGE)) == list(modules())


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.file)
def test_what_holds_no_table_is_refused_with_what_to_do(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / refused.file
    refused.write(path)
    with pytest.raises(RuleViolation) as caught:
        read_file(path)
    said = caught.value.text(translate).casefold()
    assert not [words for words in refused.has_one_of if not any(word in said for word in words)], said
