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


@pytest.mark.parametrize("name", modules())
def test_they_come_in_as_expected(session: Session, tmp_path: Path, name: str) -> None:
    outcome = run(session, modules()[name], tmp_path)
    assert outcome.is_whole, outcome.screen()


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.file)
def test_what_holds_no_table_is_refused_with_what_to_do(refused: Refused, tmp_path: Path) -> None:
    path = tmp_path / refused.file
    refused.write(path)
    with pytest.raises(RuleViolation) as caught:
        read_file(path)
    said = caught.value.text(translate).casefold()
    assert not [words for words in refused.has_one_of if not any(word in said for word in words)], said
