"""The words by which French workbooks of organisations name the members of closed lists: data; the guide lists them."""

from mdo.kernel.imports.words.vocabulary import WordList
from models.organisations import OrganisationKind

ORGANISATION_KIND = WordList(
    {
        OrganisationKind.ASSOCIATION: ("association", "asso", "association loi 1901", "collectif"),
        OrganisationKind.DIRECTION: ("direction", "direction de la ville", "service", "service de la ville"),
        OrganisationKind.PARTNER: ("partenaire", "entreprise", "bailleur", "établissement"),
        OrganisationKind.AUTHORITY: ("collectivité", "collectivité territoriale", "métropole", "mairie"),
    }
)
