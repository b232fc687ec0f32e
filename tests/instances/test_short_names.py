"""Names said short on a line of a list."""

import pytest

from mdo.instances.short_names import short_name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Conseil de quartier Ménival", "CQ Ménival"),
        ("Conseil de quartier", "CQ"),
        ("Conseil de quartiers Unis", "Conseil de quartiers Unis"),
        ("Comité d’initiative et de consultation d’arrondissement (CICA)", "CICA"),
        ("CICA du 5e", "CICA du 5e"),
        ("Conseil citoyen Mermoz", "Conseil citoyen Mermoz"),
    ],
)
def test_letters_stand_for_the_words_that_everybody_says_so(name: str, said: str) -> None:
    assert short_name(name) == said
