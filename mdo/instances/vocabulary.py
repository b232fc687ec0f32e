"""The words by which French workbooks of instances name the members of closed lists: data; the guide lists them."""

from mdo.kernel.imports.vocabulary import WordList
from models.instances import InstanceState

INSTANCE_STATE = WordList(
    {
        InstanceState.PROJECT: ("projet", "en projet"),
        InstanceState.PREPARATION: ("en préparation", "préparation"),
        InstanceState.ACTIVE: ("active", "actif", "en activité", "en cours"),
        InstanceState.DORMANT: ("en sommeil", "sommeil", "inactive", "inactif", "suspendue"),
        InstanceState.DISSOLVED: ("dissoute", "dissous", "dissolution", "supprimée"),
    }
)
# Types and functions are reference rows; these are the other words by which files name them, for each code.
TYPE_WORDS: dict[str, tuple[str, ...]] = {
    "cica": ("Comité d'initiative et de consultation d'arrondissement",),
    "conseil_enfants": ("Conseil des enfants", "Conseil municipal des enfants"),
    "conseil_consultatif": ("Conseil consultatif économique", "Comité consultatif"),
    "panel_citoyen": ("Panel citoyen", "Convention citoyenne", "Jury citoyen"),
}
FUNCTION_WORDS: dict[str, tuple[str, ...]] = {
    "membre": ("Membre actif", "Membre active", "Habitant", "Habitante", "Conseiller", "Conseillère"),
    "presidence": ("Président", "Présidente", "Président·e", "Président(e)"),
    "co_presidence": ("Co-président", "Co-présidente", "Co-président·e", "Coprésident", "Coprésidente", "Coprésidence"),
    "vice_presidence": ("Vice-président", "Vice-présidente", "Vice-président·e"),
    "secretariat": ("Secrétaire",),
    "tresorerie": ("Trésorier", "Trésorière", "Trésorier·ère"),
    "animation": ("Animateur", "Animatrice", "Animateur·rice"),
    "representation": ("Représentant", "Représentante", "Représentant·e"),
    "suppleance": ("Suppléant", "Suppléante", "Suppléant·e"),
}
