"""Columns that our own exports carry and that no import writes: they are passed over without a word."""

from functools import cache

from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from models.execution import Invoice, PurchaseOrder
from models.instances import Instance

# Headers that our exports have, or had, in French.
_IN_FRENCH = (
    "Erreur", "Statut", "Tranche d'âge", "Arrondissements", "N°", "Ligne", "Ancienneté (jours)", "Délai (j)",
    "Réponse dans le délai", "Montant TTC (€)", "Titulaires", "À payer au plus tard le", "Retard (jours)",
)  # fmt: skip


@cache
def computed_headers() -> tuple[str, ...]:
    """Their labels, as message ids, and the other headers that they had."""
    return (
        N_("Status"),
        N_("Age band"),
        N_("Error"),
        N_("Age (days)"),
        N_("Answer in time"),
        FIELD_LABELS[Instance]["arrondissements"],
        FIELD_LABELS[PurchaseOrder]["holders"],
        *(FIELD_LABELS[Invoice][name] for name in ("total_incl_tax", "pay_by", "late_days")),
        *_IN_FRENCH,
    )
