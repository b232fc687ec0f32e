"""Where the documents of contracts are kept."""

from mdo.documents.versions import Shelf

CONTRACT_FILES = Shelf("contract_id")
