"""Reference rows of the procedures: their steps in order, and the days that the mission is used to give them."""

from dataclasses import dataclass, field

from models.procurement import ProcedureCode, StepCode, StepNeed

_P, _S = ProcedureCode, StepCode


@dataclass(frozen=True)
class StepRow:
    """A step of a procedure; `days` are calendar days after the step before, as the mission is used to.

    0 for what has a latest day and nothing that waits for it (award notice, essential data): planned on that day.
    """

    step: StepCode
    days: int
    is_conditional: bool = False
    label: str = ""


@dataclass(frozen=True)
class ProcedureRow:
    """A procedure with its steps in order: one that is not named is never used."""

    code: ProcedureCode
    label: str
    description: str
    steps: tuple[StepRow, ...]
    flags: dict[str, bool] = field(default_factory=dict)


STEP_LABELS = {
    _S.NEED: "Définition du besoin, estimation, code CPV",
    _S.SOURCING: "Sourcing (études de marché, avis)",
    _S.DOCUMENTS: "Rédaction du dossier de consultation",
    _S.AUTHORISATION: "Autorisation (délibération ou délégation)",
    _S.NOTICE: "Publicité",
    _S.CANDIDATES_DUE: "Limite de réception des candidatures",
    _S.INVITATION: "Invitation à soumissionner",
    _S.TENDERS_DUE: "Limite de réception des offres",
    _S.OPENING: "Ouverture des plis",
    _S.ANALYSIS: "Analyse des offres",
    _S.NEGOTIATION: "Négociation",
    _S.AWARD: "Attribution",
    _S.REJECTIONS: "Information des candidats évincés",
    _S.SIGNATURE: "Signature",
    _S.LEGALITY: "Transmission au contrôle de légalité",
    _S.NOTIFICATION: "Notification",
    _S.AWARD_NOTICE: "Avis d’attribution",
    _S.OPEN_DATA: "Publication des données essentielles",
    _S.START: "Début de l’exécution",
}


def _step(step: StepCode, days: int, label: str = "") -> StepRow:
    return StepRow(step, days, label=label)


def _if(step: StepCode, days: int, label: str = "") -> StepRow:
    return StepRow(step, days, True, label)


_COMMITTEE = "Attribution par la commission d’appel d’offres"
_BEGIN = (_step(_S.NEED, 0), _if(_S.SOURCING, 21), _step(_S.DOCUMENTS, 30), _if(_S.AUTHORISATION, 14))
_END = (
    _step(_S.REJECTIONS, 3),
    _step(_S.SIGNATURE, 11),
    _step(_S.LEGALITY, 3),
    _step(_S.NOTIFICATION, 2),
    _step(_S.AWARD_NOTICE, 0),
    _step(_S.OPEN_DATA, 0),
    _step(_S.START, 7),
)
_TWO_ROUNDS = (
    _step(_S.NOTICE, 15),
    _step(_S.CANDIDATES_DUE, 30),
    _step(_S.INVITATION, 14),
    _step(_S.TENDERS_DUE, 30),
    _step(_S.OPENING, 1),
    _step(_S.ANALYSIS, 21),
)
_IS_FORMAL = {"is_formal": True, "needs_committee": True}
PROCEDURES = (
    ProcedureRow(
        _P.DIRECT,
        "Sans publicité ni mise en concurrence",
        "Sous le seuil de l’article R2122-8 : choisir une offre pertinente, bien utiliser les deniers publics, ne pas"
        " contracter toujours avec le même prestataire.",
        (
            _step(_S.NEED, 0),
            _if(_S.SOURCING, 14),
            _if(_S.AUTHORISATION, 7),
            _step(_S.NOTICE, 10, "Envoi de la demande de devis"),
            _step(_S.TENDERS_DUE, 15, "Réception du ou des devis"),
            _if(_S.ANALYSIS, 5),
            _if(_S.NEGOTIATION, 5),
            _step(_S.AWARD, 10, "Choix du prestataire"),
            _step(_S.SIGNATURE, 3),
            _if(_S.LEGALITY, 3),
            _step(_S.NOTIFICATION, 2),
            _if(_S.OPEN_DATA, 0),
            _step(_S.START, 7),
        ),
        {"may_negotiate": True},
    ),
    ProcedureRow(
        _P.ADAPTED,
        "Procédure adaptée (MAPA)",
        "Publicité et délais adaptés : aucun minimum légal, laisser au moins vingt jours pour répondre.",
        (
            _step(_S.NEED, 0),
            _if(_S.SOURCING, 21),
            _step(_S.DOCUMENTS, 21),
            _if(_S.AUTHORISATION, 14),
            _step(_S.NOTICE, 10),
            _if(_S.INVITATION, 7),
            _step(_S.TENDERS_DUE, 21),
            _step(_S.OPENING, 1),
            _step(_S.ANALYSIS, 15),
            _if(_S.NEGOTIATION, 14),
            _step(_S.AWARD, 5, "Choix du titulaire (la CAO peut être consultée)"),
            _step(_S.REJECTIONS, 3),
            _step(_S.SIGNATURE, 7),
            _if(_S.LEGALITY, 3),
            _step(_S.NOTIFICATION, 3),
            _if(_S.AWARD_NOTICE, 0),
            _if(_S.OPEN_DATA, 0),
            _step(_S.START, 7),
        ),
        {"may_negotiate": True},
    ),
    ProcedureRow(
        _P.OPEN,
        "Appel d’offres ouvert",
        "Procédure formalisée : avis au BOAMP et au JOUE, attribution par la CAO, aucune négociation.",
        (
            *_BEGIN,
            _step(_S.NOTICE, 15),
            _step(_S.TENDERS_DUE, 30),
            _step(_S.OPENING, 1),
            _step(_S.ANALYSIS, 22),
            _step(_S.AWARD, 7, _COMMITTEE),
            *_END,
        ),
        _IS_FORMAL,
    ),
    ProcedureRow(
        _P.RESTRICTED,
        "Appel d’offres restreint",
        "Procédure formalisée en deux tours : candidatures, puis offres des candidats retenus ; aucune négociation.",
        (*_BEGIN, *_TWO_ROUNDS, _step(_S.AWARD, 7, _COMMITTEE), *_END),
        _IS_FORMAL,
    ),
    ProcedureRow(
        _P.NEGOTIATED,
        "Procédure avec négociation",
        "Procédure formalisée, sous conditions (article R2124-3, à confirmer) : candidatures, offres, négociation.",
        (*_BEGIN, *_TWO_ROUNDS, _step(_S.NEGOTIATION, 21), _step(_S.AWARD, 7, _COMMITTEE), *_END),
        {**_IS_FORMAL, "may_negotiate": True},
    ),
    ProcedureRow(
        _P.SUBSEQUENT,
        "Marché subséquent",
        "Remise en concurrence des titulaires d’un accord-cadre.",
        (
            _step(_S.NEED, 0),
            _step(_S.DOCUMENTS, 7, "Lettre de consultation"),
            _step(_S.TENDERS_DUE, 15),
            _step(_S.OPENING, 1),
            _step(_S.ANALYSIS, 10),
            _if(_S.NEGOTIATION, 7),
            _if(_S.AWARD, 5),
            _step(_S.REJECTIONS, 2),
            _step(_S.SIGNATURE, 5),
            _if(_S.LEGALITY, 3),
            _step(_S.NOTIFICATION, 2),
            _if(_S.AWARD_NOTICE, 0),
            _if(_S.OPEN_DATA, 0),
            _step(_S.START, 7),
        ),
        {"may_negotiate": True},
    ),
    ProcedureRow(
        _P.DIALOGUE,
        "Dialogue compétitif",
        "Procédure formalisée, rare : étapes et durées à confirmer par la commande publique.",
        (*_BEGIN, *_TWO_ROUNDS, _step(_S.NEGOTIATION, 42, "Dialogue"), _step(_S.AWARD, 7, _COMMITTEE), *_END),
        {**_IS_FORMAL, "may_negotiate": True},
    ),
)
PRESENCE = {True: StepNeed.CONDITIONAL, False: StepNeed.OBLIGATORY}
