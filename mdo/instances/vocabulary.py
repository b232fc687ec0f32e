"""The words by which French workbooks of instances name the members of closed lists: data; the guide lists them."""

import re

from mdo.kernel.imports.words.vocabulary import WordList
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
# Types, functions and colleges are reference rows; these are the other words by which files name them, for each code
# (of colleges, each name).
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
COLLEGE_WORDS: dict[str, tuple[str, ...]] = {
    "Habitantes et habitants": (
        "Habitants", "Habitant·es", "Habitant", "Habitante", "Citoyens", "Citoyennes et citoyens", "Usagers",
        "Collège des habitants", "Collège habitants", "Collège citoyen",
    ),
    "Associations": ("Association", "Asso", "Associatif", "Vie associative", "Collège associatif"),
    "Acteurs économiques": ("Acteur économique", "Économique", "Commerçants", "Professionnels", "Entreprises"),
    "Associations locales": ("Association locale", "Associations du quartier"),
    "Fédérations et confédérations nationales": ("Fédérations", "Fédération", "Confédérations", "Confédération"),
    "Associations et acteurs locaux": ("Associations", "Acteurs locaux", "Association", "Acteur local"),
    "Personnes tirées au sort": ("Tirage au sort", "Tirés au sort", "Tiré·es au sort", "Tiré au sort", "Tirée au sort"),
}  # fmt: skip
# The letters that everybody says for the words that names and types begin with (mdo/instances/short_names.py).
SHORT_NAMES: dict[str, str] = {
    "Conseil de quartier": "CQ",
    "Conseils de quartier": "CQ",
    "Comité d’initiative et de consultation d’arrondissement": "CICA",
    "Comité d'initiative et de consultation d'arrondissement": "CICA",
}
# Where an élu·e is named: what stands before the name, and what names nobody.
CIVILITY = re.compile(
    r"^(?:(?:M|Mr|Mme|Mlle|Dr|Me|Pr)\.?|Monsieur|Madame|Mademoiselle|Ma[îi]tre)\s+(?=\w)", re.IGNORECASE
)
NOBODY = re.compile(r"(poste |place )?(vacante?|a (designer|pourvoir|nommer|definir|venir)|personne|aucune?)")
