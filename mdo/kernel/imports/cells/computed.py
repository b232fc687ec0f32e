"""Columns that our own exports carry and that no import writes: they are passed over without a word."""

from functools import cache

from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS

# Of which tables and fields: domains declare them.
COMPUTED: list[tuple[type, str]] = []

# Headers that our exports have, or had, in French.
_IN_FRENCH = (
    "Erreur", "Statut", "Tranche d'âge", "Âge", "Arrondissements", "N°", "Ligne", "Ancienneté (jours)", "Délai (j)",
    "Réponse dans le délai", "Montant TTC (€)", "Titulaires", "À payer au plus tard le", "Retard (jours)", "Équipe",
    "Déposé par", "Déposé hors délai", "Conseils associés",
    "À confirmer avant le", "Voie d’inscription", "Budget TTC (€)", "Première séance", "Séances",
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
        N_("First session"),
        *(FIELD_LABELS[model][name] for model, name in COMPUTED),
        *_IN_FRENCH,
    )
