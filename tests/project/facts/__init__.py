"""A photograph of what the product tells its users and keeps in its stores, so that a move of code changes none of it.

    python -m tests.project.facts

writes it again, a file of this folder for each group of facts. What stands there must stay: a key keeps its value, a
list its members in their order. What is new may be added, at the end of a list. Who changes a fact on purpose takes the
photograph again: the change is then read in the commit.
"""

import enum
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo

import mdo.domains  # noqa: F401  # what the domains declare
from mdo.kernel.deadlines.declared import KINDS as DEADLINES
from mdo.kernel.fields.columns import Column
from mdo.kernel.fields.help import FIELD_HELP
from mdo.kernel.imports.cells.computed import computed_headers
from mdo.kernel.imports.kinds import KINDS as IMPORTS
from mdo.kernel.imports.roundtrip.columns import sent_columns
from mdo.kernel.labels import ENUM_LABELS, FIELD_LABELS, MODEL_LABELS
from mdo.kernel.rights.declared import PERMISSIONS, RIGHTS, SECTIONS
from mdo.kernel.rights.roles import ROLE_BY_CODE, pairs_of
from mdo.kernel.search.kinds import KINDS as FOUND
from mdo.kernel.search.sources import SOURCES
from mdo.reports.registry import REPORTS
from models.base import Model, metadata
from views.base.declaration import DeclaredView
from views.base.domain import ACTIONS, MENU, PAGE_OF_VIEW
from views.base.words import tone_of
from views.screens import JOB_KINDS

FOLDER = Path(__file__).parent


def photograph(app: Flask) -> dict[str, Any]:
    """The facts by group, as JSON holds them."""
    return json.loads(json.dumps({name: group(app) for name, group in _GROUPS.items()}, default=_plain))


def lost(before: Any, after: Any, path: str = "") -> Iterable[str]:
    """What stood in a photograph and stands no more, or otherwise, in another: a line each."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            if key in after:
                yield from lost(value, after[key], f"{path}/{key}")
            else:
                yield f"{path}/{key} is gone"
    elif isinstance(before, list) and isinstance(after, list) and len(before) <= len(after):
        for place, (one, other) in enumerate(zip(before, after, strict=False)):
            yield from lost(one, other, f"{path}[{place}]")
    elif before != after:
        yield f"{path}: {before!r}, now {after!r}"


def kept(group: str) -> Any:
    """A group as it was photographed."""
    return json.loads(_file(group).read_text("utf-8"))


def write(app: Flask) -> None:
    """Takes the photograph again."""
    for group, facts in photograph(app).items():
        _file(group).write_text(_laid_out(facts) + "\n", "utf-8")


def _laid_out(facts: Any, margin: str = "") -> str:
    """JSON with a line for each key, and for each member of a list of lists: what changes is read in its own line."""
    if isinstance(facts, dict) and facts:
        lines = (f"{_line(key)}: {_laid_out(facts[key], margin + ' ')}" for key in sorted(facts))
    elif isinstance(facts, list) and any(isinstance(item, list | dict) for item in facts):
        lines = (_line(item) for item in facts)
    else:
        return _line(facts)
    opening, closing = "{}" if isinstance(facts, dict) else "[]"
    return f"{opening}\n" + ",\n".join(f"{margin} {line}" for line in lines) + f"\n{margin}{closing}"


def _line(facts: Any) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True)


def _file(group: str) -> Path:
    return FOLDER / f"{group}.json"


def _plain(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return getattr(value, "key", None) or getattr(value, "__name__", None) or str(value)


# ---- The groups ----------------------------------------------------------------------------------------------------


def _addresses(app: Flask) -> dict[str, Any]:
    return {
        f"{rule.rule} {' '.join(sorted(rule.methods or ()))}": rule.endpoint
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    }


def _rights(app: Flask) -> dict[str, Any]:
    return {
        "views": {view: sorted(rights.permissions) for view, rights in RIGHTS.items()},
        "permissions": PERMISSIONS,
        "sections": SECTIONS,
        "order": {section: list(views) for section, views in SECTIONS},
        "roles": {
            code: {
                "label": role.label,
                "reach": role.reach,
                "pairs": dict.fromkeys(sorted(map(" ".join, pairs_of(code))), True),
            }
            for code, role in ROLE_BY_CODE.items()
        },
    }


def _menu(app: Flask) -> dict[str, Any]:
    starts = [action for action in ACTIONS if "can_add" in dict(action[-1])]
    others = [action for action in ACTIONS if action not in starts]
    return {"menu": MENU, "actions": starts, "for_all": others, "guide": PAGE_OF_VIEW}


def _words(app: Flask) -> dict[str, Any]:
    return {
        "tables": {model.__name__: words for model, words in MODEL_LABELS.items()},
        "fields": {model.__name__: fields for model, fields in FIELD_LABELS.items()},
        "help": {model.__name__: fields for model, fields in FIELD_HELP.items()},
        "lists": {
            f"{kind.__name__} {member.value}": [label, tone_of(member)]
            for kind, members in ENUM_LABELS.items()
            for member, label in members.items()
        },
    }


def _screens(app: Flask) -> dict[str, Any]:
    views = (view for view in app.appbuilder.baseviews if isinstance(view, DeclaredView))  # type: ignore[attr-defined]
    return {type(view).__name__: _screen(view) for view in views}


def _screen(view: DeclaredView) -> dict[str, Any]:
    return {
        "model": view.model,
        "columns": _columns(view.columns),
        "filters": {item.argument: item.label for item in view.filters},
        "sections": view.sections,
        "form": sorted(view.form_fields),
        "tabs": [
            [item.name, item.title or MODEL_LABELS[item.model][1], item.model, _columns(item.columns)]
            for item in view.related_lists
        ],
        "bulk": [[item.name, item.label, item.permission, item.confirm] for item in view.bulk],
        **{name: getattr(view, name) for name in _DECLARED},
    }


_DECLARED = (
    "copied",
    "carried",
    "required",
    "read_only",
    "personal",
    "order",
    "can_import_kind",
    "intro",
    "empty_text",
)


def _columns(columns: Iterable[Column]) -> list[Any]:
    """In their order: name, label, kind, width, whether it is personal, whether the list shows it at once."""
    return [[item.name, item.label, item.kind, item.width, item.is_personal, item.is_shown] for item in columns]


def _excel(app: Flask) -> dict[str, Any]:
    return {
        "imports": {
            code: {
                "label": kind.label,
                "model": kind.model,
                "view": kind.view,
                "required": kind.required,
                "fields": [
                    [field.name, field.label, field.synonyms, field.is_personal, field.shape, field.example]
                    for field in kind.fields
                ],
                "sent": [[item.column.name, item.is_locked, item.is_personal] for item in sent_columns(code)],
            }
            for code, kind in IMPORTS.items()
        },
        "computed": computed_headers(),
        "exports": {name: _columns(export.columns) for name, export in IMPORTS.items()},
        "reports": {
            name: {
                "title": report.title,
                "columns": _columns(report.columns),
                "parameters": report.parameters,
                "reads": report.reads,
                "takes": report.takes,
            }
            for name, report in REPORTS.items()
        },
    }


def _search(app: Flask) -> dict[str, Any]:
    return {
        "words": {model.__name__: [source.words, source.private_words] for model, source in SOURCES.items()},
        "everywhere": [kind.model for kind in FOUND],
    }


def _tables(app: Flask) -> dict[str, Any]:
    return {
        table.name: {
            "columns": {column.name: f"{column.type!r} {column.nullable}" for column in table.columns},
            "constraints": sorted(str(item.name) for item in table.constraints if item.name),
            "indexes": sorted(str(item.name) for item in table.indexes),
        }
        for table in metadata.sorted_tables
    }


def _stored(app: Flask) -> dict[str, Any]:
    """Names that rows, workbooks that are out and waiting jobs hold."""
    return {
        "models": {
            mapper.class_.__name__: {
                "table": mapper.local_table.name,
                "placement": repr(getattr(mapper.class_, "__placement__", None)),
            }
            for mapper in Model.registry.mappers
        },
        "lists": _members(),
        "jobs": {name: kind.label for name, kind in JOB_KINDS.by_name.items()},
        "deadlines": {code: [kind.model, kind.view, kind.days_before, kind.label] for code, kind in DEADLINES.items()},
        "commands": _commands(app),
    }


def _members() -> dict[str, dict[str, bool]]:
    """The stored values of each closed list; two of one name are told together."""
    members: dict[str, dict[str, bool]] = {}
    for kind in _closed_lists():
        members.setdefault(kind.__name__, {}).update({member.value: True for member in kind})
    return members


def _closed_lists() -> set[type[enum.StrEnum]]:
    stored = {
        column.type.enum_class
        for table in metadata.tables.values()
        for column in table.columns
        if getattr(column.type, "enum_class", None)
    }
    return {*ENUM_LABELS, *stored}


def _commands(app: Flask) -> Mapping[str, Any]:
    group = app.cli.commands["mdo"]
    context = click.Context(group, obj=ScriptInfo(create_app=lambda: app))
    assert isinstance(group, click.Group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: [item.opts for item in command.params] for name, command in found.items() if command}


_GROUPS: dict[str, Callable[[Flask], dict[str, Any]]] = {
    "addresses": _addresses,
    "rights": _rights,
    "menu": _menu,
    "words": _words,
    "screens": _screens,
    "excel": _excel,
    "search": _search,
    "tables": _tables,
    "stored": _stored,
}
