"""Names of the demo: real names of Lyon's bodies, as printed by the city and the press, and invented associations.

Everything else about them in the demo (people, dates, states) is invented.
"""

from dataclasses import dataclass

from models.instances import InstanceState

# The city has 36 conseils de quartier; those whose name no public source gives are « à nommer ».
CONSEILS_DE_QUARTIER: dict[int, tuple[str, ...]] = {
    1: ("Haut et Cœur des Pentes", "Bas des Pentes"),
    2: ("Bellecour-Carnot",),
    3: (
        "Mutualité-Préfecture-Moncey",
        "Voltaire Part-Dieu",
        "Villette-Paul Bert",
        "Sans Souci – Dauphiné",
        "Montchat",
    ),
    4: ("Croix-Rousse Est et Rhône",),
    5: ("Point du Jour-Champvert-Jeunet", "Ménival - Les Battières - La Plaine"),
    6: ("Bellecombe Village", "Brotteaux", "Parc-Duquesne", "Saxe-Roosevelt"),
    7: ("Gerland", "Jean Macé", "Guillotière"),
    8: (
        "Monplaisir",
        "Grand-Trou, Moulin à Vent, Petite Guille",
        "Bachut-Transvaal",
        "La Plaine-Santy",
        "Laënnec-Mermoz",
        "États-Unis",
    ),
    9: ("Champvert-Gorge de Loup", "Vaise-Industrie-Rochecardon", "La Duchère", "Saint-Rambert-Île Barbe"),
}
UNNAMED_CONSEILS_DE_QUARTIER: dict[int, int] = {1: 1, 2: 3, 4: 2, 5: 2}
ALIASES: dict[str, tuple[str, ...]] = {
    "Voltaire Part-Dieu": ("Voltaire-Part-Dieu",),
    "Sans Souci – Dauphiné": ("Dauphiné – Sans Souci",),
}


@dataclass(frozen=True)
class NamedBody:
    """A body other than a conseil de quartier; without arrondissements it is city-wide. `seats` by college."""

    code: str
    name: str
    type_code: str
    arrondissements: tuple[int, ...] = ()
    aliases: tuple[str, ...] = ()
    state: InstanceState = InstanceState.ACTIVE
    seats: tuple[int, ...] = ()
    parent_code: str | None = None


_CITIZENS = (12, 8)

OTHER_BODIES = (
    NamedBody(
        "CC-MVG",
        "Conseil citoyen Moncey Voltaire Guillotière",
        "conseil_citoyen",
        (3, 7),
        ("Moncey Voltaire Guillotière",),
        seats=_CITIZENS,
    ),
    NamedBody("CC-SJA", "Conseil citoyen Sœur Janin", "conseil_citoyen", (5,), ("Sœur Janin",), seats=_CITIZENS),
    NamedBody(
        "CC-CSG",
        "Conseil citoyen Cités sociales de Gerland",
        "conseil_citoyen",
        (7,),
        ("Cités sociales de Gerland",),
        seats=_CITIZENS,
    ),
    NamedBody("CC-MER", "Conseil citoyen Mermoz", "conseil_citoyen", (8,), ("Mermoz",), seats=_CITIZENS),
    NamedBody("CC-EUN", "Conseil citoyen États-Unis", "conseil_citoyen", (8,), seats=_CITIZENS),
    NamedBody("CC-LSA", "Conseil citoyen Langlet Santy", "conseil_citoyen", (8,), ("Langlet Santy",), seats=_CITIZENS),
    NamedBody("CC-DUC", "Conseil citoyen La Duchère", "conseil_citoyen", (9,), seats=_CITIZENS),
    NamedBody(
        "CC-MAV",
        "Conseil citoyen Moulin-à-Vent",
        "conseil_citoyen",
        (8,),
        ("Moulin-à-Vent",),
        InstanceState.PREPARATION,
        _CITIZENS,
    ),
    NamedBody(
        "CC-GDL",
        "Conseil citoyen Gorge-de-Loup",
        "conseil_citoyen",
        (9,),
        ("Gorge-de-Loup",),
        InstanceState.PREPARATION,
        _CITIZENS,
    ),
    NamedBody(
        "CC-VER",
        "Conseil citoyen Vergoin",
        "conseil_citoyen",
        (9,),
        ("Vergoin",),
        InstanceState.PREPARATION,
        _CITIZENS,
    ),
    NamedBody("CAE-5", "Conseil d’arrondissement des enfants du 5e", "conseil_enfants", (5,), seats=(16,)),
    NamedBody(
        "CAMUT-5",
        "CAMUT (mobilités, usager·ères des transports)",
        "comite_thematique",
        (5,),
        ("CAMUT",),
        seats=(15,),
    ),
    NamedBody("CCEA-5", "CCEA du 5e", "conseil_consultatif", (5,), ("Conseil consultatif économique",), seats=(18,)),
    NamedBody("PAN-EAU", "Panel citoyen « L’eau en ville »", "panel_citoyen", seats=(30,)),
    NamedBody(
        "PAN-EAU-S",
        "Comité de suivi du panel « L’eau en ville »",
        "comite_thematique",
        state=InstanceState.PROJECT,
        parent_code="PAN-EAU",
    ),
    NamedBody(
        "PAN-NUIT", "Panel citoyen « La ville la nuit »", "panel_citoyen", state=InstanceState.DISSOLVED, seats=(20,)
    ),
    NamedBody("USA-BIB", "Comité d’usagers des bibliothèques", "comite_usagers", seats=(12,)),
    NamedBody("USA-PIS", "Comité d’usagers des piscines", "comite_usagers", state=InstanceState.DORMANT, seats=(10,)),
)

# Invented: who is elected for the district's bodies in each arrondissement; in the 5e she has an account.
ELECTED = {
    1: "Sarah Vidal",
    2: "Étienne Roche",
    3: "Nadège Faure",
    4: "Marius Berthet",
    6: "Solène Garin",
    7: "Idriss Lacombe",
    8: "Mathilde Pascal",
    9: "Julien Arnaud",
}

# Invented: a form and a place, ninety in all.
ASSOCIATION_FORMS = (
    "Les Amis de {}",
    "Comité des fêtes de {}",
    "Collectif vélo de {}",
    "Jardin partagé de {}",
    "Parents d’élèves de {}",
    "Maison des habitants de {}",
    "Entraide de {}",
    "Commerçants de {}",
    "Mémoire de {}",
    "Club sportif de {}",
)
ASSOCIATION_PLACES = (
    "la place aux Tilleuls",
    "la rue des Lavandières",
    "la Fontaine Bleue",
    "la montée des Acacias",
    "l’impasse du Moulin",
    "la cour des Glycines",
    "l’allée des Platanes",
    "la passerelle Verte",
    "l’îlot des Cerisiers",
)
DIRECTIONS = (
    ("Direction des mobilités (exemple)", "DMO"),
    ("Direction de l’éducation (exemple)", "DED"),
    ("Direction des espaces verts (exemple)", "DEV"),
    ("Direction de la culture (exemple)", "DAC"),
)
PARTNERS = (
    ("Atelier des Possibles", "ADP"),
    ("Coopérative Dialogue et Territoires", "CDT"),
    ("Institut de la Délibération", "IDD"),
)
AUTHORITIES = (("Métropole de Lyon", None), ("Préfecture du Rhône", None))
