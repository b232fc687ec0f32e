from collections.abc import Callable
from typing import Any, TypeVar

_F = TypeVar("_F", bound=Callable[..., Any])

def permission_name(name: str) -> Callable[[_F], _F]: ...
