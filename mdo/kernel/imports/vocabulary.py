"""The words that French workbooks use: data, in French, in one place; the guide lists them (docs/guide/imports.md)."""

from dataclasses import dataclass
from enum import StrEnum

from mdo.kernel.labels import ENUM_LABELS
from models.instances import InstanceState
from models.meetings import ActionState, MeetingKind, MeetingState
from models.organisations import OrganisationKind
from models.people import Commitment, Consent, Designation, EndReason, Gender
from models.requests import FollowUp, RequestKind
from models.text import fold

BLANK_WORDS = frozenset(("-", "--", "---", "–", "—", "/", ".", "_", "néant", "n/a", "na", "s/o", "so", "sans objet"))
UNKNOWN_WORDS = frozenset(
    fold(words)
    for words in (
        "inconnu", "inconnue", "inconnu·e", "non renseigné", "non renseignée", "non communiqué", "nc", "n.c.", "nr",
        "n.r.", "nsp", "à compléter", "à préciser", "à définir", "ne sait pas", "not stated", "s.d.", "sans date",
    )
)  # fmt: skip
MONTHS = {
    "janvier": 1,
    "fevrier": 2,
    "mars": 3,
    "avril": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "aout": 8,
    "septembre": 9,
    "octobre": 10,
    "novembre": 11,
    "decembre": 12,
}
# Words that names of bodies gain or lose from one file to the next, and those that are written short.
LINK_WORDS = frozenset(("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"))
SHORT_WORDS = {
    "st": ("saint",),
    "ste": ("sainte",),
    "cq": ("conseil", "quartier"),
    "cc": ("conseil", "citoyen"),
    "quartiers": ("quartier",),
    "arr": ("arrondissement",),
    "arrdt": ("arrondissement",),
}
CITY_WIDE_WORDS = frozenset(
    fold(words) for words in ("ville", "ville entière", "toute la ville", "ville de Lyon", "Lyon", "tous", "City-wide")
)


@dataclass(frozen=True)
class WordList:
    """A closed list and the words that each member goes by; the first of each is the one that the guide shows."""

    members: dict[StrEnum, tuple[str, ...]]

    def find(self, text: str) -> StrEnum | None:
        """The member that goes by this word, case and accents ignored; the stored value and the message id count."""
        wanted = fold(text) or text
        for member, words in self.members.items():
            known = (*words, member.value, ENUM_LABELS[type(member)][member])
            if any((fold(word) or word) == wanted for word in known):
                return member
        return None

    def examples(self) -> str:
        """The words to type, in a sentence."""
        return ", ".join(words[0] for words in self.members.values())


_YES_NO: dict[StrEnum, tuple[str, ...]] = {
    Consent.GIVEN: ("oui", "o", "x", "vrai", "1", "yes", "ok", "✓", "✔", "accord", "accepte", "accordé", "donné"),
    Consent.REFUSED: ("non", "n", "faux", "0", "no", "refus", "refuse", "refusé"),
}
CONSENT = WordList(_YES_NO)
YES_NO = tuple(words[0] for words in _YES_NO.values())
GENDER = WordList(
    {
        Gender.FEMALE: ("Femme", "F", "Mme", "Mme.", "Madame", "Mlle", "Féminin"),
        Gender.MALE: ("Homme", "H", "M", "M.", "Mr", "Monsieur", "Masculin"),
        Gender.OTHER: ("Autre", "Non binaire", "Mx"),
    }
)
DESIGNATION = WordList(
    {
        Designation.VOLUNTEER: ("volontaire", "volontariat", "bénévole", "candidature"),
        Designation.DRAWN: ("tirage au sort", "tiré au sort", "tirée au sort", "tiré·e au sort", "sort"),
        Designation.ELECTED: ("élection", "élu", "élue", "élu·e"),
        Designation.EX_OFFICIO: ("de droit", "membre de droit"),
        Designation.APPOINTED: ("désigné", "désignée", "désigné·e", "désignation", "nommé", "nommée", "nommé·e"),
    }
)
END_REASON = WordList(
    {
        EndReason.TERM: ("fin de mandat", "échéance", "terme", "terme du mandat"),
        EndReason.RENEWED: ("renouvelé", "renouvellement"),
        EndReason.RESIGNATION: ("démission", "démissionnaire"),
        EndReason.MOVED: ("déménagement", "a déménagé"),
        EndReason.EXCLUSION: ("exclusion", "exclu", "exclue", "radiation"),
        EndReason.REPLACED: ("remplacement", "remplacé", "remplacée", "remplacé·e"),
        EndReason.DISSOLUTION: ("dissolution de l'instance", "dissolution"),
        EndReason.DEATH: ("décès", "décédé", "décédée"),
        EndReason.OTHER: ("autre motif", "autre"),
    }
)
COMMITMENT = WordList(
    {
        Commitment.COMMITTED: ("engagé", "engagée", "engagé·e", "actif", "active", "membre actif", "régulier"),
        Commitment.OCCASIONAL: ("ponctuel·le", "ponctuel", "ponctuelle", "occasionnel", "occasionnelle"),
        Commitment.NEWS_ONLY: ("informations seulement", "informé", "informée", "newsletter", "lettre d'information"),
    }
)
ORGANISATION_KIND = WordList(
    {
        OrganisationKind.ASSOCIATION: ("association", "asso", "association loi 1901", "collectif"),
        OrganisationKind.DIRECTION: ("direction", "direction de la ville", "service", "service de la ville"),
        OrganisationKind.PARTNER: ("partenaire", "entreprise", "bailleur", "établissement"),
        OrganisationKind.AUTHORITY: ("collectivité", "collectivité territoriale", "métropole", "mairie"),
    }
)
REQUEST_KIND = WordList(
    {
        RequestKind.REQUEST: ("demande", "question", "interpellation", "proposition", "signalement"),
        RequestKind.OPINION: ("avis", "avis du conseil", "contribution"),
    }
)
FOLLOW_UP = WordList(
    {
        FollowUp.DONE: ("fait", "faite", "réalisé", "réalisée", "favorable", "accepté", "acceptée"),
        FollowUp.PLANNED: ("programmé", "programmée", "prévu", "prévue", "planifié", "planifiée"),
        FollowUp.REFUSED: ("refusé", "refusée", "refus", "défavorable", "rejeté", "rejetée"),
    }
)
MEETING_KIND = WordList(
    {
        MeetingKind.PLENARY: ("plénière", "réunion plénière", "assemblée plénière", "séance plénière"),
        MeetingKind.BUREAU: ("bureau", "réunion de bureau", "réunion du bureau"),
        MeetingKind.COMMISSION: ("commission", "commission thématique", "réunion de commission"),
        MeetingKind.COUNCIL_WITH_CICA: (
            "conseil d'arrondissement avec le CICA",
            "conseil avec CICA",
            "CICA",
            "séance du CICA",
        ),
        MeetingKind.ANNUAL_ASSEMBLY: ("assemblée annuelle", "assemblée générale", "AG", "AG annuelle"),
        MeetingKind.PUBLIC: ("réunion publique", "publique", "réunion d'information"),
        MeetingKind.NETWORK: ("réunion bimestrielle du réseau", "réseau", "réunion du réseau", "réunion des référents"),
        MeetingKind.WORKING: ("réunion de travail", "groupe de travail", "atelier", "travail"),
    }
)
MEETING_STATE = WordList(
    {
        MeetingState.PREPARED: ("en préparation", "à venir", "prévue", "programmée"),
        MeetingState.CONVENED: ("convoquée", "convocation envoyée"),
        MeetingState.HELD: ("tenue", "a eu lieu", "passée", "réalisée"),
        MeetingState.MINUTED: ("compte rendu rédigé", "CR rédigé"),
        MeetingState.APPROVED: ("compte rendu approuvé", "CR approuvé", "CR validé"),
        MeetingState.PUBLISHED: ("compte rendu publié", "CR publié", "CR en ligne"),
        MeetingState.POSTPONED: ("reportée", "report"),
        MeetingState.CANCELLED: ("annulée", "annulation"),
    }
)
ACTION_STATE = WordList(
    {
        ActionState.OPEN: ("à faire", "ouverte", "ouvert", "en cours", "non commencée"),
        ActionState.DONE: ("terminé", "terminée", "fait", "faite", "réalisée", "close"),
        ActionState.DROPPED: ("abandonnée", "abandonné", "abandon", "annulée", "sans suite"),
    }
)
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
