"""The words by which French workbooks of organisations name the members of closed lists: data; the guide lists them."""

import re

from mdo.kernel.imports.words.vocabulary import WordList
from models.organisations import OrganisationKind
from models.text import fold

ORGANISATION_KIND = WordList(
    {
        OrganisationKind.ASSOCIATION: ("association", "asso", "association loi 1901", "collectif"),
        OrganisationKind.DIRECTION: ("direction", "direction de la ville", "service", "service de la ville"),
        OrganisationKind.PARTNER: ("partenaire", "entreprise", "bailleur", "établissement"),
        OrganisationKind.AUTHORITY: ("collectivité", "collectivité territoriale", "métropole", "mairie"),
    },
    hints={
        **dict.fromkeys(("comite", "amicale", "club", "federation", "syndicat", "mjc"), OrganisationKind.ASSOCIATION),
        **dict.fromkeys(("ecole", "college", "lycee", "creche", "universite", "scolaire"), OrganisationKind.PARTNER),
    },
)

# What a partner's name begins with, once folded: nobody takes a school for an association.
_OF_PARTNER = re.compile(r"(ecole|groupe scolaire|college|lycee|universite|creche|bibliotheque)s?\b")


def kind_of_name(name: str) -> OrganisationKind:
    """What an organisation that a workbook names seems to be: a school is a partner, others are associations."""
    return OrganisationKind.PARTNER if _OF_PARTNER.match(fold(name)) else OrganisationKind.ASSOCIATION
