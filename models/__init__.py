"""What is stored: importing this package maps every table, whatever file of it holds it.

`models.search` and `models.sorting` come last: each makes a table beside every model that asks for one.
"""

from importlib import import_module
from pkgutil import iter_modules

_names = [module.name for module in iter_modules(__path__)]
for _name in sorted(_names, key=lambda name: (name in {"search", "sorting"}, name)):
    import_module(f"models.{_name}")
