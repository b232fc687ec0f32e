"""What a database holds, said the same for both."""

import json
from typing import Any

from sqlalchemy import Engine

from mdo.backup import rows
from mdo.backup.archive import _plain
from mdo.backup.taking import snapshot

Content = dict[str, dict[str, list[Any]]]


def content_of(engine: Engine) -> Content:
    """The rows of each table: by table, the text of the key to the values by name."""
    with snapshot(engine) as connection:
        return {
            name: {
                str(row[: len(shape.key)]): json.loads(json.dumps(row, default=_plain))
                for row in rows.read(connection, shape)
            }
            for name, shape in rows.shapes(connection).items()
        }


def differences(left: Content, right: Content) -> list[str]:
    """Where two contents are not the same, row by row."""
    return [
        f"{name} {key}: {left.get(name, {}).get(key)} / {right.get(name, {}).get(key)}"
        for name in sorted({*left, *right})
        for key in sorted({*left.get(name, {}), *right.get(name, {})})
        if left.get(name, {}).get(key) != right.get(name, {}).get(key)
    ]
