# What the product takes of Flask-AppBuilder, which ships no types.
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Blueprint, Flask

_F = TypeVar("_F", bound=Callable[..., Any])

Model: Any  # the base of all tables: SQLAlchemy gives it its columns when it runs

def expose(url: str = "/", methods: Sequence[str] = ("GET",)) -> Callable[[_F], _F]: ...
def has_access(f: _F) -> _F: ...

class BaseView:
    appbuilder: AppBuilder
    blueprint: Blueprint
    route_base: str | None
    default_view: str
    template_folder: str
    static_folder: str
    base_permissions: Sequence[str] | None
    class_permission_name: str
    method_permission_name: dict[str, str]
    extra_args: dict[str, Any]
    def __init__(self) -> None: ...
    def __getattr__(self, name: str) -> Any: ...
    def render_template(self, template: str, **values: Any) -> str: ...
    def create_blueprint(self, appbuilder: Any, *args: Any, **kwargs: Any) -> Blueprint: ...
    def update_redirect(self) -> None: ...

class IndexView(BaseView):
    index_template: str

class ModelView(BaseView):
    datamodel: Any

class AppBuilder:
    app: Flask
    baseviews: list[Any]
    menu: Any
    sm: Any
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    def __getattr__(self, name: str) -> Any: ...
