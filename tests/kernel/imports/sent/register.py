"""What stands in the register before each file comes: bodies of Lyon by their real names, no person.

All are active, closed (people sit by mandates), without a least age, a limit of terms or a date of creation.
"""

CQ = "conseil de quartier"
CC = "conseil citoyen"

# kind, name, arrondissements, other names
BODIES = (
    (CQ, "Bellecour-Carnot", (2,), ("CQ Bellecour",)),
    (CQ, "Point du Jour-Champvert-Jeunet", (5,), ("Point du Jour",)),
    (CQ, "Ménival - Les Battières - La Plaine", (5,), ()),
    (CQ, "Brotteaux", (6,), ()),
    (CQ, "Parc-Duquesne", (6,), ()),
    (CQ, "Saxe-Roosevelt", (6,), ()),
    (CQ, "Bellecombe Village", (6,), ()),
    (CQ, "Gerland", (7,), ()),
    (CQ, "Jean Macé", (7,), ()),
    (CQ, "Guillotière", (7,), ()),
    (CQ, "Monplaisir", (8,), ()),
    (CQ, "Bachut-Transvaal", (8,), ()),
    (CQ, "Laënnec-Mermoz", (8,), ()),
    (CQ, "États-Unis", (8,), ()),
    (CQ, "Champvert-Gorge de Loup", (9,), ()),
    (CQ, "Vaise-Industrie-Rochecardon", (9,), ("Vaise",)),
    (CQ, "La Duchère", (9,), ()),
    (CQ, "Saint-Rambert-Île Barbe", (9,), ()),
    (CC, "Moncey Voltaire Guillotière", (3, 7), ()),
    (CC, "Mermoz", (8,), ()),
    (CC, "États-Unis", (8,), ()),
    (CC, "Langlet Santy", (8,), ()),
    (CC, "La Duchère", (9,), ()),
    ("conseil d'arrondissement des enfants", "5e", (5,), ("CAE du 5e",)),
)

COLLEGES = {CQ: ("Habitants", "Associations", "Acteurs économiques"), CC: ("Habitants", "Acteurs locaux")}
FUNCTIONS = ("membre", "présidence", "vice-présidence", "secrétariat", "trésorerie")
DIRECTIONS = (
    "Direction des espaces verts",
    "Direction des déplacements urbains",
    "Direction de la propreté",
    "Direction des sports",
)
ASSOCIATIONS = ("Les Jardins de Champvert", "Amicale laïque du Bachut")
