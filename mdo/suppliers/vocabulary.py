"""The words by which French workbooks of suppliers name the members of closed lists: data; the guide lists them."""

from mdo.kernel.imports.words.vocabulary import WordList
from models.suppliers import IdentifierKind

IDENTIFIER_KIND = WordList(
    {
        IdentifierKind.SIRET: ("SIRET",),
        IdentifierKind.VAT: ("TVA intracommunautaire", "TVA", "numéro de TVA"),
        IdentifierKind.TAHITI: ("TAHITI (Polynésie française)", "TAHITI"),
        IdentifierKind.RIDET: ("RIDET (Nouvelle-Calédonie)", "RIDET"),
        IdentifierKind.FRWF: ("FRWF (Wallis-et-Futuna)", "FRWF"),
        IdentifierKind.IREP: ("IREP",),
        IdentifierKind.OUTSIDE_EU: ("hors Union européenne", "HORS-UE"),
    }
)
