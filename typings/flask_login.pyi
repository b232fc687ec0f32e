# What the product takes of Flask-Login, which ships no types.
from typing import Any

class AnonymousUserMixin: ...

class LoginManager:
    login_view: str | None
    anonymous_user: Any
    session_protection: str | None
    def __init__(self, app: Any = None, add_context_processor: bool = True) -> None: ...
    def __getattr__(self, name: str) -> Any: ...
