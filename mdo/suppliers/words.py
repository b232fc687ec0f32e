"""The words of the closed lists of suppliers."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from models.suppliers import IdentifierKind

LISTS: dict[type[StrEnum], dict[str, str]] = {
    IdentifierKind: {
        IdentifierKind.SIRET: N_("SIRET"),
        IdentifierKind.VAT: N_("European VAT number"),
        IdentifierKind.TAHITI: N_("TAHITI (French Polynesia)"),
        IdentifierKind.RIDET: N_("RIDET (New Caledonia)"),
        IdentifierKind.FRWF: N_("FRWF (Wallis and Futuna)"),
        IdentifierKind.IREP: N_("IREP (association of sport)"),
        IdentifierKind.OUTSIDE_EU: N_("Outside the European Union"),
    },
}
