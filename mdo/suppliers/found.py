"""How rows of suppliers are found, and named, by the search from every page."""

from mdo.kernel.search.kinds import Kind
from models.suppliers import Supplier

FOUND: tuple[Kind, ...] = (
    Kind(
        130,
        Supplier,
        title=Supplier.name,
        order=(Supplier.sort_key,),
        details=(Supplier.identifier, Supplier.city),
        references=(Supplier.identifier,),
    ),
)
