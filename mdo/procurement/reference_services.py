"""Reference rows of annex 3: the services of annex XIV of directive 2014/24, by their CPV codes, « à confirmer ».

Studies, advice, facilitation (794…) and surveys (7931…) are not in it. Families share no code.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ServiceRow:
    """A family of annex 3, from one CPV code to another; all « à confirmer »."""

    label: str
    first_cpv: str
    last_cpv: str
    article: str = "Article R2123-1, 3°, et annexe n° 3"
    is_later: bool = False
    source: str = "directive 2014/24, annexe XIV ; connaissance générale"

    @property
    def values(self) -> dict[str, Any]:
        names = ("label", "first_cpv", "last_cpv", "article", "source")
        return {**{name: getattr(self, name) for name in names}, "is_to_confirm": True}


def _later(label: str, first: str, last: str = "") -> ServiceRow:
    """Of a list that databases of an earlier version do not have."""
    return ServiceRow(label, first, last or first, is_later=True)


SERVICES = (
    ServiceRow("Hôtellerie et restauration", "55100000-1", "55410000-7"),
    ServiceRow("Traiteur et restauration collective", "55520000-1", "55524000-9"),
    ServiceRow("Exposition, foire, congrès, organisation d’événements", "79950000-8", "79956000-0"),
    ServiceRow("Enseignement et formation", "80000000-4", "80660000-8"),
    ServiceRow("Santé et action sociale", "85000000-9", "85323000-9"),
    ServiceRow("Loisirs, culture et sport", "92000000-1", "92700000-8"),
    _later("Restauration collective : cantines", "55510000-8", "55512000-2"),
    _later("Services postaux et de télécommunications", "64000000-6"),
    _later("Services postaux", "64100000-7", "64116000-2"),
    _later("Courrier interne et messagerie de bureau", "64122000-7"),
    _later("Administration, défense et sécurité sociale", "75000000-6"),
    _later("Services administratifs et des pouvoirs publics", "75100000-7", "75131000-3"),
    _later("Services à la collectivité", "75200000-8", "75231000-4"),
    _later("Services juridiques : fonctionnement des tribunaux", "75231100-5"),
    _later("Services pénitentiaires et de réinsertion", "75231200-6", "75231240-8"),
    _later("Sécurité publique et secours", "75240000-0", "75252000-7"),
    _later("Sécurité sociale obligatoire et prestations", "75300000-9", "75340000-1"),
    _later("Services juridiques", "79100000-5", "79140000-7"),
    _later("Aide à la recherche d’emploi", "79611000-0"),
    _later("Mise à disposition de personnel d’aide à domicile", "79622000-0"),
    _later("Mise à disposition de personnel infirmier et médical", "79624000-4", "79625000-1"),
    _later("Enquêtes et sécurité", "79700000-1", "79723000-8"),
    _later("Gestion de bibliothèques et archivage", "79995000-5", "79995200-7"),
    _later("Services collectifs, sociaux et personnels", "98000000-3"),
    _later("Sûreté nucléaire", "98113100-9"),
    _later("Organisations syndicales, politiques, religieuses, de jeunesse", "98120000-0", "98133110-8"),
    _later("Conseil en matière d’égalité des chances", "98200000-5"),
    _later("Services domestiques", "98500000-8"),
    _later("Services de main-d’œuvre pour les particuliers", "98513000-2", "98514000-9"),
    _later("Organisations internationales", "98900000-2", "98910000-5"),
)
