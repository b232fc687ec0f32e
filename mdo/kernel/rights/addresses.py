"""Addresses that are read without a session, by a calendar or a workbook: their secret says whose they are.

The row of an address has `user_id`, `user`, `token_hash` and `issued_at`. Only a hash of the secret is stored, and
the journal does not hold it: no undo and no restore brings an address back to life.
"""

import base64
import datetime as dt
import hmac
import json
import secrets
from typing import Any

from sqlalchemy import func, select

from mdo.kernel.base.context import AnySession
from mdo.kernel.rights.accounts import is_open
from mdo.kernel.rights.identity import hash_of_token
from models.accounts import User

_BYTES = 32


def give_secret(row: Any, now: dt.datetime) -> str:
    """Gives a row a new secret, and returns it: from now on the former address leads nowhere."""
    token = secrets.token_urlsafe(_BYTES)
    row.token_hash, row.issued_at = hash_of_token(token), now
    return token


def count_of(session: AnySession, model: Any, owner_id: int | None, but: int | None = None) -> int:
    """How many rows of addresses an account has, beside this one."""
    held = select(func.count(model.id)).where(model.user_id == owner_id)
    return session.scalar(held if but is None else held.where(model.id != but)) or 0


def opened_by(session: AnySession, model: Any, token: str, today: dt.date) -> tuple[Any, User] | None:
    """The row of a secret and its owner; None when the address opens nothing (any more), or the account is closed.

    `session` must see everything: nobody is known yet. The secret is looked up by its hash, in an index: how long
    that takes tells nothing about it.
    """
    row = session.execute(
        select(model, User)
        .join(model.user)
        .where(model.token_hash == hash_of_token(token), model.token_hash.is_not(None))
    ).one_or_none()
    if row is None or not is_open(row[1].active, row[1].ends_on, today):
        return None
    return row[0], row[1]


def signed_secret(key: str, *parts: object) -> str:
    """A secret that the key of the server makes again from what it stands for, so that none is stored.

    Who reads the database alone cannot make it; a server with another key makes another one.
    """
    told = json.dumps([str(part) for part in parts])
    made = hmac.digest(key.encode(), f"mdo address {told}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
