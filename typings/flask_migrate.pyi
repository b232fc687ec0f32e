# What the product takes of Flask-Migrate, which ships no types.
from typing import Any

class Migrate:
    def __init__(self, *args: Any, **options: Any) -> None: ...

def upgrade(*args: Any, **options: Any) -> None: ...
