"""What of suppliers comes in and goes out as workbooks."""

from mdo.kernel.imports.kinds import ImportKind, Layout
from mdo.kernel.imports.reading.blocks import Spreads
from mdo.kernel.labels import MODEL_LABELS
from mdo.suppliers import imports
from mdo.suppliers.fields import SUPPLIER_COLUMNS, SUPPLIER_FIELDS
from models.suppliers import Supplier, SupplierContact

EXCHANGES = (
    ImportKind(
        place=110,
        code="suppliers",
        label=MODEL_LABELS[Supplier][1],
        fields=SUPPLIER_FIELDS,
        required=imports.REQUIRED,
        plan_lines=imports.plan_suppliers,
        view=imports.VIEW,
        model=Supplier,
        columns=SUPPLIER_COLUMNS,
        sent=Layout(" ".join(field.name for field in SUPPLIER_FIELDS if not field.name.startswith("contact_"))),
        helped_by=(Supplier, SupplierContact),
        spreads=Spreads(sums_years=True),
    ),
)
