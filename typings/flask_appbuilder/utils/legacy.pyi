from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session

class _Database:
    engine: Engine
    session: scoped_session[Session]
    def __init__(self, **options: Any) -> None: ...
    def __getattr__(self, name: str) -> Any: ...

def get_sqla_class() -> type[_Database]: ...
