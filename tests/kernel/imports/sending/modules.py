"""The workbooks that were sent, by name."""

import importlib
import pkgutil
from types import ModuleType

from tests.kernel.imports import sent


def modules() -> dict[str, ModuleType]:
    """All of them, in the order of their names."""
    names = sorted(found.name for found in pkgutil.iter_modules(sent.__path__) if not found.name.startswith("test_"))
    found = {name: importlib.import_module(f"{sent.__name__}.{name}") for name in names}
    return {name: module for name, module in found.items() if hasattr(module, "LINES")}
