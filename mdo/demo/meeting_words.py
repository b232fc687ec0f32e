"""What the meetings of the demo speak of: invented, in the words of the trade."""

# Title, minutes, kind.
AGENDA = (
    ("Approbation du compte rendu précédent", 10, "decision"),
    ("Tour des commissions", 20, "information"),
    ("Projet d’aménagement de la place", 40, "opinion"),
    ("Budget participatif : idées du quartier", 25, "information"),
    ("Appel à projets des conseils de quartier", 30, "decision"),
    ("Propreté et gestion des déchets", 20, "question"),
    ("Plan vélo et stationnement", 30, "opinion"),
    ("Fête de quartier", 15, "decision"),
    ("Renouvellement du bureau", 20, "decision"),
    ("Points divers et questions de la salle", 15, "question"),
)
DECISIONS = (
    "Le compte rendu précédent est approuvé.",
    "Le conseil donne un avis favorable au projet, sous réserve du maintien des arbres.",
    "Le projet « Bancs partagés » est présenté à l’appel à projets.",
    "Une commission « Mobilités » est créée.",
    "La plénière suivante se tient à l’école du quartier.",
)
ACTIONS = (
    "Transmettre l’avis à la direction concernée",
    "Réserver la salle de la prochaine réunion",
    "Publier l’annonce sur Oyé !",
    "Inviter le service de la voirie",
    "Rédiger la fiche de l’appel à projets",
    "Faire le tour des associations du quartier",
)
QUESTIONS = (
    ("Quand les travaux de la rue reprennent-ils ?", "Ils reprennent au printemps, après l’enfouissement des réseaux."),
    ("Une zone à trafic limité est-elle prévue ?", "L’étude est en cours, le conseil sera saisi."),
    ("Le gymnase sera-t-il ouvert le dimanche ?", "Une expérimentation d’un an commence à la rentrée."),
    ("Combien de places de crèche ouvrent cette année ?", "Vingt-quatre places ouvrent en septembre."),
)
# Subject, theme, kind.
REQUESTS = (
    ("Passage piéton devant l’école", "Voirie", "request"),
    ("Éclairage du square", "Espaces verts", "request"),
    ("Bancs sur la place", "Cadre de vie", "request"),
    ("Avis sur le plan de circulation", "Mobilités", "opinion"),
    ("Composteur collectif", "Propreté", "request"),
    ("Arceaux à vélo", "Mobilités", "request"),
    ("Avis sur le réaménagement de la place", "Aménagement", "opinion"),
    ("Horaires de la bibliothèque", "Culture", "request"),
    ("Végétalisation de la cour d’école", "Espaces verts", "request"),
)
# Title, why, minutes.
TOPICS = (
    ("Modèle commun de charte", "Les chartes diffèrent d’un arrondissement à l’autre.", 30),
    ("Calendrier des renouvellements de bureau", "Trois conseils sont concernés avant l’été.", 20),
    ("Clés de la salle associative", "Question de notre mairie.", 10),
    ("Retour d’expérience : marche exploratoire", "Méthode à partager.", 25),
    ("Formation à l’animation de réunion", "Demandée par plusieurs conseils.", 15),
)
VISITORS = ("Jeanne Vialle", "Marc Teyssier", "Leïla Haddad", "Antoine Bréchet", "Sofia Marques")
