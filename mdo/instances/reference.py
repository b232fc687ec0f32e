"""Reference rows of bodies: their types and functions, data in French that the mission then edits on screen.

Rules are starting values: those of arrondissements differ and are set on each body (term, colleges, age, sessions).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.reference import Reference, add_missing
from models.instances import College, InstanceType, MandateFunction, Membership, SessionPeriod

_CGCT = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006070633/"
_LOI_2014_173 = "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000028636804/"


@dataclass(frozen=True)
class CollegeRow:
    """A college of all bodies of a type."""

    name: str
    is_predominant: bool = False


@dataclass(frozen=True)
class TypeRow:
    """A kind of body: what it is, the text it rests on, its rules (columns of the type) and its colleges."""

    code: str
    label: str
    description: str
    membership: Membership
    is_permanent: bool = True
    legal_basis: str | None = None
    legal_basis_url: str | None = None
    rules: dict[str, object] = field(default_factory=dict)
    colleges: tuple[CollegeRow, ...] = ()


@dataclass(frozen=True)
class FunctionRow:
    """What a mandate does in its body."""

    code: str
    label: str
    is_bureau: bool = False


INSTANCE_TYPES = (
    TypeRow(
        "conseil_quartier",
        "Conseil de quartier",
        "Ouvert à toute personne qui habite, travaille, étudie ou agit dans le quartier ; le bureau est élu.",
        Membership.OPEN,
        legal_basis="Article L2143-1 du code général des collectivités territoriales",
        legal_basis_url=_CGCT,
        # The bureau's: three years, renewable once.
        rules={"term_months": 36, "max_consecutive_terms": 2, "sessions_due": 1, "sessions_period": SessionPeriod.YEAR},
        colleges=(
            CollegeRow("Habitantes et habitants", is_predominant=True),
            CollegeRow("Associations"),
            CollegeRow("Acteurs économiques"),
        ),
    ),
    TypeRow(
        "cica",
        "Comité d’initiative et de consultation d’arrondissement (CICA)",
        "Réunit les associations de l’arrondissement qui le demandent ; elles prennent part aux débats du conseil"
        " d’arrondissement avec voix consultative, au moins une séance par trimestre.",
        Membership.OPEN,
        legal_basis="Article L2511-24 du code général des collectivités territoriales",
        legal_basis_url=_CGCT,
        rules={"sessions_due": 1, "sessions_period": SessionPeriod.QUARTER},
        colleges=(CollegeRow("Associations locales"), CollegeRow("Fédérations et confédérations nationales")),
    ),
    TypeRow(
        "conseil_enfants",
        "Conseil d’arrondissement des enfants",
        "Élèves désignés dans les écoles de l’arrondissement pour une année scolaire.",
        Membership.CLOSED,
        rules={"term_months": 12, "ends_soon_days": 60},
    ),
    TypeRow(
        "conseil_citoyen",
        "Conseil citoyen",
        "Dans un quartier prioritaire de la politique de la ville : habitantes et habitants tirés au sort dans le"
        " respect de la parité, associations et acteurs locaux. Reconnu par la préfecture.",
        Membership.CLOSED,
        legal_basis="Article 7 de la loi n° 2014-173 du 21 février 2014",
        legal_basis_url=_LOI_2014_173,
        rules={"term_months": 36, "recognition_months": 36, "parity_min_percent": 40, "parity_max_percent": 60},
        colleges=(CollegeRow("Habitantes et habitants"), CollegeRow("Associations et acteurs locaux")),
    ),
    TypeRow(
        "comite_thematique",
        "Comité thématique",
        "Suit un sujet dans la durée : mobilités, propreté, temps de l’enfant…",
        Membership.CLOSED,
        rules={"term_months": 36},
    ),
    TypeRow(
        "conseil_consultatif",
        "Conseil consultatif",
        "Rend des avis aux élus sur les dossiers de son domaine.",
        Membership.CLOSED,
        rules={"term_months": 36},
    ),
    TypeRow(
        "panel_citoyen",
        "Panel ou convention citoyenne",
        "Groupe temporaire de personnes tirées au sort, réuni sur une question.",
        Membership.CLOSED,
        is_permanent=False,
        rules={"term_months": 12, "minimum_age": 16, "parity_min_percent": 40, "parity_max_percent": 60},
        colleges=(CollegeRow("Personnes tirées au sort"),),
    ),
    TypeRow(
        "comite_usagers",
        "Comité d’usagers",
        "Usagères et usagers d’un service ou d’un équipement de la ville.",
        Membership.CLOSED,
        rules={"term_months": 24},
    ),
)

FUNCTIONS = (
    FunctionRow("membre", "Membre"),
    FunctionRow("presidence", "Présidence", is_bureau=True),
    FunctionRow("co_presidence", "Co-présidence", is_bureau=True),
    FunctionRow("vice_presidence", "Vice-présidence", is_bureau=True),
    FunctionRow("secretariat", "Secrétariat", is_bureau=True),
    FunctionRow("tresorerie", "Trésorerie", is_bureau=True),
    FunctionRow("bureau", "Membre du bureau", is_bureau=True),
    FunctionRow("animation", "Animation"),
    FunctionRow("representation", "Représentant·e d’une association"),
    FunctionRow("suppleance", "Suppléance"),
)


def _add_functions(session: Session) -> Mapping[type, int]:
    return {MandateFunction: add_missing(session, MandateFunction, "code", _function_values())}


def _function_values() -> Iterable[dict[str, Any]]:
    for position, row in enumerate(FUNCTIONS, start=1):
        yield {"code": row.code, "label": row.label, "is_bureau": row.is_bureau, "position": position}


def _add_types(session: Session) -> Mapping[type, int]:
    """A type exists when its code does, or when its label is already given to another one.

    Colleges come with their type and are not looked at again: one that was renamed or deleted does not come back.
    """
    codes = set(session.scalars(select(InstanceType.code)))
    labels = set(session.scalars(select(InstanceType.label)))
    types = colleges = 0
    for position, row in enumerate(INSTANCE_TYPES, start=1):
        if row.code not in codes and row.label not in labels:
            types += 1
            colleges += _add_type(session, row, position)
    return {InstanceType: types, College: colleges}


def _add_type(session: Session, row: TypeRow, position: int) -> int:
    kind = InstanceType(
        code=row.code,
        label=row.label,
        description=row.description,
        membership=row.membership,
        is_permanent=row.is_permanent,
        legal_basis=row.legal_basis,
        legal_basis_url=row.legal_basis_url,
        position=position,
        **row.rules,
    )
    session.add(kind)
    session.add_all(
        College(type=kind, name=college.name, is_predominant=college.is_predominant, position=number)
        for number, college in enumerate(row.colleges, start=1)
    )
    return len(row.colleges)


REFERENCE = (Reference(20, _add_types), Reference(30, _add_functions))
