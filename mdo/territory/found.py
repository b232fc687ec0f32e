"""How rows of territory are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind
from models.territory import Arrondissement

FOUND: tuple[Kind, ...] = (Kind(390, Arrondissement, title=Arrondissement.name, order=(Arrondissement.number,)),)
