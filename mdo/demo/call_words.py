"""What the councils of the demo ask two calls for projects for: invented projects, real names of councils."""

from dataclasses import dataclass

# Arrondissement, council, title, axis (from 0), asked, summary.
Asked = tuple[int, str, str, int, str, str]

NOW: tuple[Asked, ...] = (
    (3, "Montchat", "Un jardin partagé derrière la bibliothèque", 2, "4800.00", "Six bacs et une treille."),
    (5, "Point du Jour-Champvert-Jeunet", "Balades urbaines sur l’eau", 2, "3200.00", "Quatre parcours, un livret."),
    (7, "Gerland", "Cartographie sensible du quartier", 0, "4950.00", "Marches et carte dessinée avec les écoles."),
    (8, "Monplaisir", "Fresque de la place Ambroise-Courtois", 2, "5000.00", "Un mur peint avec les jeunes."),
    (5, "Ménival - Les Battières - La Plaine", "Café des parents au pied des immeubles", 2, "2750.50", "Douze matins."),
    (3, "Villette-Paul Bert", "Atelier vélo itinérant", 2, "4120.00", "Deux samedis par mois, outils prêtés."),
    (7, "Guillotière", "Fête des cultures de la place", 2, "4600.00", "Une journée, vingt associations."),
    (8, "Bachut-Transvaal", "Parcours d’orientation au parc Blandan", 3, "6500.00", "Balises et livrets."),
    (3, "Voltaire Part-Dieu", "Diagnostic en marchant des traversées", 0, "3900.00", "Trois marches, un rapport."),
    (7, "Jean Macé", "Bancs à discuter", 0, "4990.00", "Cinq bancs dessinés avec les habitant·es."),
    (8, "Laënnec-Mermoz", "Radio de quartier éphémère", 3, "4400.00", "Une semaine d’émissions au collège."),
    (5, "Point du Jour-Champvert-Jeunet", "Observatoire citoyen du bruit", 1, "4999.99", "Dix capteurs."),
    (3, "Sans Souci – Dauphiné", "École du débat public", 3, "3600.00", "Six soirées de formation ouvertes."),
    (8, "États-Unis", "Exposition des mémoires du quartier", 2, "5000.00", "Récits et photos, trois lieux."),
    (7, "Gerland", "Consultation sur le plan de végétalisation", 1, "4850.00", "Ateliers, questionnaire, restitution."),
    (3, "Mutualité-Préfecture-Moncey", "Cuisine ouverte du samedi", 2, "4700.00", "Dix repas préparés ensemble."),
)  # fmt: skip
# What each axis pays for, as shares of what is asked: the last line is what is left, to the cent.
BUDGETS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("Fournitures et bois", "0.5"), ("Impression des cartes et panneaux", "0.3"), ("Animation des marches", "0")),
    (("Matériel de mesure et de vote", "0.6"), ("Animation des ateliers", "0")),
    (("Fournitures et location de matériel", "0.4"), ("Intervention d’artistes", "0.4"), ("Communication", "0")),
    (("Intervenant·es", "0.7"), ("Livrets et supports", "0")),
)
# What came after the last day, and what asks for more than the ceiling: their places above, from 1.
LATE, OVER = 7, 8
# Asked together by a second council, of another arrondissement.
PARTNER = (9, 6, "Brotteaux")

# Mean of each juror on the four criteria, by project: the mission's, the référent's, the one from outside. None: not
# marked yet.
MARKS: dict[int, tuple[str | None, str | None, str | None]] = {
    1: ("5454", "4443", "5344"),
    2: ("3433", "3333", "4333"),
    3: ("4544", "5444", "4545"),
    4: ("4343", None, "3343"),
    5: ("4434", "4443", "5434"),
    6: ("5555", "4554", "5445"),
    9: ("3343", "3443", "3334"),
    10: ("4444", "3444", "4434"),
    11: ("3433", "4333", "3343"),
    12: ("4543", "5443", "4444"),
    13: ("2333", "3323", "2332"),
    14: ("4344", "4434", None),
    15: ("3343", "3334", "4333"),
    16: ("5444", "5454", "4545"),
}


@dataclass(frozen=True)
class Past:
    """A project of the call of last year, with what became of it."""

    arrondissement: int
    council: str
    title: str
    axis: int
    asked: str
    outcome: str
    granted: str = ""
    spent: str = ""
    words: str = ""


# Outcomes: reported, realised, retained, subsidised, abandoned, replaced (it took the place), refused, inadmissible.
LAST: tuple[Past, ...] = (
    Past(3, "Montchat", "Boîtes à livres du cours Eugénie", 2, "2400.00", "reported", "2400.00", "2312.60",
         "Six boîtes posées et adoptées par les riverain·es ; deux ont été déplacées à leur demande."),
    Past(8, "Monplaisir", "Carte des raccourcis à pied", 0, "4800.00", "reported", "4500.00", "4500.00",
         "Carte imprimée à 3 000 exemplaires, reprise par la direction des mobilités."),
    Past(9, "La Duchère", "Cinéma en plein air", 2, "5000.00", "bought", "5000.00", "4987.20", "Trois soirées."),
    Past(7, "Gerland", "Mobilier pour la place des Pavillons", 0, "5000.00", "bought", "5000.00"),
    Past(5, "Point du Jour-Champvert-Jeunet", "Festival des jardins", 2, "5000.00", "subsidised", "5000.00"),
    Past(6, "Brotteaux", "Conseil de quartier à l’école", 3, "1850.75", "realised", "1850.75", "1790.00"),
    Past(4, "Croix-Rousse Est et Rhône", "Murs qui racontent", 2, "4600.00", "abandoned", "",
         words="Le propriétaire du mur a retiré son accord."),
    Past(1, "Bas des Pentes", "Goûters de la mixité", 2, "3900.00", "replaced", "3900.00"),
    Past(2, "Bellecour-Carnot", "Marche exploratoire de nuit", 0, "2900.00", "waiting"),
    Past(3, "Voltaire Part-Dieu", "Achat d’un barnum", 2, "4100.00", "refused",
         words="Achat de matériel sans projet d’animation : le jury ne l’a pas retenu."),
    Past(8, "États-Unis", "Rénovation d’un local associatif", 2, "12000.00", "inadmissible",
         words="Au-dessus du plafond de 5 000 € TTC, et travaux hors du champ de l’appel."),
)  # fmt: skip
