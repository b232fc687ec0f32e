"""Reference rows: data, in French, that the mission then edits on screen.

Rules are starting values: those of arrondissements differ and are set on each body (term, colleges, age, sessions).
"""

from dataclasses import dataclass, field

from models.instances import Membership, SessionPeriod

_CGCT = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006070633/"
_LOI_2014_173 = "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000028636804/"


@dataclass(frozen=True)
class ArrondissementRow:
    """An arrondissement and the public address of its mairie."""

    number: int
    mairie_address: str

    @property
    def values(self) -> dict[str, object]:
        return {
            "number": self.number,
            "name": f"Lyon {self.number}{'er' if self.number == 1 else 'e'}",
            "insee_code": f"6938{self.number}",
            "postal_code": f"6900{self.number}",
            "mairie_address": f"{self.mairie_address}, 6900{self.number} Lyon",
            "mairie_url": f"https://mairie{self.number}.lyon.fr",
        }


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


ARRONDISSEMENTS = (
    ArrondissementRow(1, "2 place Sathonay"),
    ArrondissementRow(2, "2 rue d’Enghien"),
    ArrondissementRow(3, "18 rue François Garcin"),
    ArrondissementRow(4, "133 boulevard de la Croix-Rousse"),
    ArrondissementRow(5, "14 rue du Docteur Edmond Locard"),
    ArrondissementRow(6, "58 rue de Sèze"),
    ArrondissementRow(7, "16 place Jean Macé"),
    ArrondissementRow(8, "12 avenue Jean Mermoz"),
    ArrondissementRow(9, "6 place du Marché"),
)

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

# By kind of `mdo.kernel.deadlines.kinds.str`.
DEADLINE_LABELS = {
    "mandate_end": "Fin de mandat",
    "body_renewal": "Renouvellement d’une instance",
    "recognition_end": "Fin de reconnaissance d’une instance",
    "convention_end": "Fin de convention",
    "referent_end": "Arrondissement bientôt sans référent·e",
    "absence_uncovered": "Absence sans remplacement",
    "account_end": "Fin d’accès d’un compte",
    "action_due": "Action à mener",
    "minutes_due": "Compte rendu à rédiger",
    "request_answer": "Réponse à une demande ou à un avis",
    "renewal_decision": "Reconduction à décider",
    "evaluation_due": "Prestataire à évaluer",
    "step_due": "Étape d’une procédure de marché",
    "contract_notice": "Marché : décision avant la fin du préavis",
    "contract_end": "Fin de marché",
    "invoice_payment": "Facture à payer",
    "deliverable_due": "Livrable à recevoir",
    "deliverable_decision": "Livrable : décision avant l’admission tacite",
    "open_data_due": "DECP à publier",
    "amendment_open_data": "DECP : avenant à publier",
    "amendment_legality": "Avenant à transmettre au contrôle de légalité",
    "contract_legality": "Marché à transmettre au contrôle de légalité",
    "award_notice_due": "Avis d’attribution à envoyer",
}

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
