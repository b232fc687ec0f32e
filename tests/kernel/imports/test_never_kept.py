"""Numbers of identity papers, voters and accounts never come in by a workbook."""

import pytest

from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.imports.never_kept import check_may_be_kept, is_never_kept


@pytest.mark.parametrize(
    ("header", "never"),
    [
        ("CNI", True),
        ("N° CNI", True),
        ("N° de carte d’identité", True),
        ("Carte nationale d'identité", True),
        ("Pièce d’identité présentée", True),
        ("Passeport", True),
        ("N° d’électeur", True),
        ("Numéro électeur", True),
        ("Carte électorale", True),
        ("N° de sécurité sociale", True),
        ("NIR", True),
        ("IBAN", True),
        ("Titre de séjour", True),
        ("Identité", False),
        ("Inscrit sur les listes électorales", False),
        ("Électeur", False),
        ("Remarques", False),
        ("Nom", False),
        ("Tribunal", False),
        ("N° de siège", False),
        ("Sécurité", False),
    ],
)
def test_the_header_tells(header: str, never: bool) -> None:
    assert is_never_kept(header) is never


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("CNI 123456789012", True),
        ("Passeport n° 14CV12345", True),
        ("carte d'identité : 12AB34567", True),
        ("n° électeur 004512", True),
        ("2 84 05 69 123 456 78", True),
        ("284056912345678", True),
        ("Sécu 2 84 05 69 123 456 78", True),
        ("A présenté sa CNI", False),
        ("CNI du 12/09/2024", False),
        ("CNI vue le 12/09/2024", False),
        ("Rappeler au 06 12 34 56 78", False),
        ("SIRET 216 901 231 00011", False),
        ("Tirage du 12 mars 2024, rang 245", False),
        ("Passeport citoyen : 3 ateliers suivis", False),
        ("", False),
    ],
)
def test_a_text_that_holds_one_is_refused(text: str, never: bool) -> None:
    if never:
        with pytest.raises(RuleViolation, match="never kept"):
            check_may_be_kept(text)
    else:
        check_may_be_kept(text)
