"""Where the files of contracts are kept."""

from mdo.documents.versions import Shelf
from models.contracts import ContractDocument, FileKind

CONTRACT_FILES = Shelf(ContractDocument, "contract_id", FileKind)
