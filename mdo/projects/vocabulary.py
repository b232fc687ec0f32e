"""The words by which French workbooks of projects name the members of closed lists: data; the guide lists them."""

from mdo.kernel.imports.words.vocabulary import WordList
from models.projects import Participation, ProjectKind, ProjectState

PROJECT_KIND = WordList(
    {
        ProjectKind.PARTICIPATION: ("démarche participative", "démarche", "concertation", "participation"),
        ProjectKind.NEW_BODY: ("instance à créer", "création d'instance", "nouvelle instance"),
        ProjectKind.REVIVAL: ("redynamisation", "relance", "redynamisation d'une instance"),
        ProjectKind.EVENT: ("événement", "evenement", "rencontre"),
        ProjectKind.TRAINING: ("formation",),
        ProjectKind.DIGITAL_TOOL: ("outil numérique", "numérique", "outil"),
        ProjectKind.EVALUATION: ("évaluation", "bilan"),
        ProjectKind.NETWORK: ("réseau", "animation de réseau"),
        ProjectKind.SUPPORT_DIRECTION: ("accompagnement d'une direction", "accompagnement direction", "direction"),
        ProjectKind.SUPPORT_MAIRIE: ("accompagnement d'une mairie", "accompagnement mairie", "mairie"),
    }
)
PARTICIPATION = WordList(
    {
        Participation.INFORM: ("informer", "information"),
        Participation.CONSULT: ("consulter", "consultation"),
        Participation.CONCERT: ("concerter", "concertation"),
        Participation.CO_BUILD: ("co-construire", "co-construction", "coconstruire"),
    }
)
PROJECT_STATE = WordList(
    {
        ProjectState.IDEA: ("à l'étude", "idée", "envisagé", "en réflexion"),
        ProjectState.RUNNING: ("en cours", "lancé", "actif"),
        ProjectState.PAUSED: ("en pause", "suspendu", "en attente"),
        ProjectState.CLOSED: ("terminé", "clos", "achevé", "fini"),
        ProjectState.ABANDONED: ("abandonné", "annulé"),
    }
)
