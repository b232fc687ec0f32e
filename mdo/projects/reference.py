"""The templates of projects that come with the application; the mission then edits them on screen."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.reference import Reference
from models.projects import ProjectKind, ProjectTemplate, ProjectTemplateLine, TemplateLineKind

_MILESTONE, _TASK = TemplateLineKind.MILESTONE, TemplateLineKind.TASK

# By name: the kind, what the date is, then the lines: milestone or task, title, days from the date.
TEMPLATES: Mapping[str, tuple[ProjectKind, str, tuple[tuple[TemplateLineKind, str, int], ...]]] = {
    "Créer une instance": (
        ProjectKind.NEW_BODY,
        "Jour de la délibération",
        (
            (_TASK, "Écrire la note d’opportunité", -150),
            (_TASK, "Recueillir l’avis de la mairie d’arrondissement", -120),
            (_MILESTONE, "Arbitrage de l’élu·e référent·e", -90),
            (_TASK, "Rédiger la charte et la composition", -75),
            (_TASK, "Déposer le projet de délibération", -42),
            (_MILESTONE, "Délibération du conseil municipal", 0),
            (_TASK, "Lancer l’appel à candidatures", 7),
            (_MILESTONE, "Clôture des candidatures", 45),
            (_TASK, "Tirer au sort et notifier les membres", 60),
            (_MILESTONE, "Séance d’installation", 90),
        ),
    ),
    "Appel à projets": (
        ProjectKind.PARTICIPATION,
        "Jour d’ouverture de l’appel",
        (
            (_TASK, "Écrire le règlement et la grille", -60),
            (_MILESTONE, "Règlement arbitré", -30),
            (_TASK, "Préparer les pièces à déposer", -15),
            (_MILESTONE, "Ouverture de l’appel", 0),
            (_MILESTONE, "Clôture du dépôt", 60),
            (_TASK, "Vérifier la recevabilité des dossiers", 75),
            (_MILESTONE, "Jury", 100),
            (_TASK, "Écrire aux porteurs de projets", 115),
            (_MILESTONE, "Délibération", 150),
            (_TASK, "Demander les bilans", 365),
        ),
    ),
    "Rencontres annuelles": (
        ProjectKind.EVENT,
        "Jour des rencontres",
        (
            (_TASK, "Réserver le lieu", -150),
            (_MILESTONE, "Programme arbitré", -90),
            (_TASK, "Commander le traiteur et l’interprétation en LSF", -60),
            (_TASK, "Envoyer les invitations", -45),
            (_MILESTONE, "Clôture des inscriptions", -10),
            (_MILESTONE, "Rencontres", 0),
            (_TASK, "Envoyer le questionnaire", 2),
            (_TASK, "Écrire le bilan", 30),
        ),
    ),
    "Redynamiser un conseil": (
        ProjectKind.REVIVAL,
        "Jour de la plénière de relance",
        (
            (_TASK, "Rencontrer le bureau et la mairie", -90),
            (_TASK, "Faire l’état de l’assiduité et des sièges vacants", -75),
            (_MILESTONE, "Diagnostic partagé", -60),
            (_TASK, "Écrire aux membres absents", -45),
            (_TASK, "Lancer l’appel à candidatures", -40),
            (_MILESTONE, "Plénière de relance", 0),
            (_TASK, "Former les nouveaux membres", 30),
            (_MILESTONE, "Premier avis rendu", 90),
            (_MILESTONE, "Bilan de la relance", 180),
        ),
    ),
    "Accompagner une direction": (
        ProjectKind.SUPPORT_DIRECTION,
        "Jour de la commande",
        (
            (_MILESTONE, "Commande reçue", 0),
            (_TASK, "Écrire la note de cadrage", 15),
            (_MILESTONE, "Cadrage validé par la direction", 30),
            (_TASK, "Choisir le niveau de participation et la méthode", 40),
            (_TASK, "Préparer la première rencontre", 55),
            (_MILESTONE, "Première rencontre", 75),
            (_MILESTONE, "Restitution", 150),
            (_TASK, "Recueillir la satisfaction de la direction", 165),
        ),
    ),
}


def _add(session: Session) -> Mapping[type, int]:
    """Adds the templates to a database that has none: those that the mission took away do not come back."""
    if session.scalar(select(ProjectTemplate.id).limit(1)) is not None:
        return {ProjectTemplate: 0}
    for name, (kind, from_what, lines) in TEMPLATES.items():
        rows = [ProjectTemplateLine(kind=what, title=title, days=days) for what, title, days in lines]
        session.add(ProjectTemplate(name=name, kind=kind, from_what=from_what, lines=rows))
    return {ProjectTemplate: len(TEMPLATES)}


REFERENCE = (Reference(100, _add),)
