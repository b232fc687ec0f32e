"""A file from which no table can be read gets one sentence, in French, that says what to do."""

import io
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from mdo.kernel.workbook.reader import UnreadableWorkbook, read_file
from tests.kernel.imports.sent.refused import REFUSED, Refused
from tests.kernel.imports.test_round_trip import CATALOGUE


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.file)
def test_the_sentence_says_what_it_is_and_what_to_do(refused: Refused, tmp_path: Path) -> None:
    compiled = io.BytesIO()
    with CATALOGUE.open("rb") as source:
        write_mo(compiled, read_po(source, locale="fr"))
    compiled.seek(0)
    refused.write(tmp_path / refused.file)
    with pytest.raises(UnreadableWorkbook) as error:
        read_file(tmp_path / refused.file)
    said = error.value.text(Translations(compiled).gettext).casefold()
    for words in refused.has_one_of:
        assert any(word in said for word in words), (words, said)
