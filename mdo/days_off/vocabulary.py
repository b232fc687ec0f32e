"""The words by which French workbooks name the kinds of dates to avoid: data; the guide lists them."""

from mdo.kernel.imports.words.vocabulary import WordList
from models.days_off import AvoidedKind

AVOIDED_KIND = WordList(
    {
        AvoidedKind.MUNICIPAL_COUNCIL: ("conseil municipal", "CM", "séance du conseil municipal"),
        AvoidedKind.ARRONDISSEMENT_COUNCIL: ("conseil d'arrondissement", "CA"),
        AvoidedKind.FESTIVAL_OF_LIGHTS: ("Fête des Lumières", "fête des lumières de Lyon"),
        AvoidedKind.POLL: ("scrutin", "élection", "élections", "vote", "tour de scrutin"),
        AvoidedKind.CLOSURE: ("fermeture", "fermé", "clôture", "pont"),
        AvoidedKind.LAST_ORDER: ("dernier jour de commande", "fin des commandes", "clôture des commandes"),
        AvoidedKind.OTHER: ("autre", "autre date"),
    }
)
