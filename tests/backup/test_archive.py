"""The archive itself: what was written is read, whatever is spoilt or made up is refused in words."""

import datetime as dt
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mdo.backup.archive import Archive, Spoilt, Writer

MOMENT = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
SAID = {"software": "0.7.0", "taken_at": MOMENT.isoformat(), "engine": "sqlite", "revision": "0023"}
ROWS = [
    (1, "Zoé « l’été »\n\x1f", None, True, dt.date(2026, 11, 24), dt.datetime(2026, 1, 2, 3, 4, 5), b"\x00\xff"),
    (2, "", 2**60, False, None, None, b""),
]
KEPT = [
    [1, "Zoé « l’été »\n\x1f", None, True, "2026-11-24", "2026-01-02 03:04:05.000000", b"\x00\xff"],
    [2, "", 2**60, False, None, None, b""],
]
COLUMNS = ("id", "name", "amount", "is_open", "opened_on", "seen_at", "content")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "mdo.zip"
    with path.open("w+b") as stream, Writer(stream) as writer:
        writer.add_table("person", COLUMNS, ROWS)
        writer.add_table("empty", ("id",), [])
        writer.add_file("jobs/1-ab.xlsx", io.BytesIO(b"results" * 1000))
        writer.finish(**SAID, last_ids={"person": 7})
    return path


def read_whole(path: Path) -> Archive:
    with Archive(path) as found:
        found.verify()
        return found


def test_what_was_written_is_read(archive: Path) -> None:
    with Archive(archive) as found:
        found.verify()
        person, empty = found.manifest.tables
        assert list(found.rows(person)) == KEPT
        assert list(found.rows(empty)) == []
        target = io.BytesIO()
        found.file(found.manifest.files[0], target)
        assert target.getvalue() == b"results" * 1000
        assert (found.manifest.rows, found.manifest.last_ids) == (2, {"person": 7})
        assert found.manifest.moment == MOMENT


def test_a_value_that_no_archive_can_keep_is_not_lost_in_silence(tmp_path: Path) -> None:
    with (tmp_path / "x").open("w+b") as stream, Writer(stream) as writer:
        writer.add_table("person", ("id",), [(Decimal("1.50"),)])
        with pytest.raises(TypeError, match="object"):
            writer.add_table("organisation", ("id",), [(object(),)])


def test_no_byte_changes_unseen(archive: Path) -> None:
    """Each byte in turn, by one of its bits."""
    content = bytearray(archive.read_bytes())
    chance = random.Random(13)
    unseen = []
    for place in range(len(content)):
        bit = 1 << chance.randrange(8)
        content[place] ^= bit
        archive.write_bytes(content)
        try:
            read_whole(archive)
            unseen.append(place)
        except Spoilt:
            pass
        content[place] ^= bit
    assert unseen == []


def test_an_archive_that_is_cut_or_longer_is_refused(archive: Path) -> None:
    content = archive.read_bytes()
    for end in (0, 3, 64, 65, len(content) // 2, len(content) - 64, len(content) - 1):
        archive.write_bytes(content[:end])
        with pytest.raises(Spoilt):
            read_whole(archive)
    archive.write_bytes(content + b"\0")
    with pytest.raises(Spoilt):
        read_whole(archive)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(100), b"PK\x03\x04" + bytes(200)])
def test_another_file_is_no_backup(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(Spoilt):
        read_whole(path)


# ---- Made up, with the right sum -----------------------------------------------------------------------------------


def made_up(
    path: Path, entries: dict[str, bytes], change: Callable[[dict[str, Any]], None] = lambda said: None
) -> Path:
    """An archive with these entries, of which the list of contents is right but for a change."""

    def entry(name: str, content: bytes, **more: Any) -> dict[str, Any]:
        sha = hashlib.sha256(content).hexdigest()
        return {"name": name, "size": len(content), "sha256": sha, "rows": 0, "columns": [], **more}

    tables = [
        entry(name[7:-6], content, rows=content.count(b"\n"), columns=["id"])
        for name, content in entries.items()
        if name.startswith("tables/")
    ]
    files = [entry(name[6:], content) for name, content in entries.items() if name.startswith("files/")]
    said = {**SAID, "key": "", "format": 1, "last_ids": {}, "tables": tables, "files": files}
    change(said)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
        made.writestr("manifest.json", json.dumps(said))
        made.comment = b"0" * 64
    content = path.read_bytes()[:-64]
    path.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
    return path


def test_one_that_is_made_well_is_read(tmp_path: Path) -> None:
    made = made_up(tmp_path / "made.zip", {"tables/person.jsonl": b"[1]\n", "files/imports/a (1).xlsx": b"x"})
    assert read_whole(made).manifest.rows == 1


@pytest.mark.parametrize(
    "name",
    [
        "files/../secret_key",
        "files/imports/../../secret_key",
        "files/imports/..",
        "files//etc/cron.d/x",
        "files/secret_key",
        "files/other/x",
        "files/imports/a\\b",
        "files/imports/sub/x",
        "files/imports/",
        "files/imports/x\ny",
        'tables/person"; DROP TABLE person; --.jsonl',
        "tables/../person.jsonl",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Spoilt):
        read_whole(made_up(tmp_path / "made.zip", {name: b"[1]\n"}))


@pytest.mark.parametrize(
    "line",
    [
        b"[1,2]\n",
        b"{}\n",
        b"1\n",
        b"[[1]]\n",
        b'[{"a": 1}]\n',
        b'[{"bytes": 1}]\n',
        b'[{"bytes": "%"}]\n',
        b"[1\n",
        b"\xff\n",
        b"[" * 100_000 + b"\n",
    ],
)
def test_a_line_that_is_no_row_is_refused(tmp_path: Path, line: bytes) -> None:
    with pytest.raises(Spoilt):
        read_whole(made_up(tmp_path / "made.zip", {"tables/person.jsonl": line}))


def _add(said: dict[str, Any]) -> None:
    said["tables"].append({**said["tables"][0], "name": "other"})


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.clear(),
        lambda said: said.pop("tables"),
        lambda said: said.update(tables=3),
        lambda said: said.update(last_ids=[]),
        lambda said: said.update(taken_at="yesterday"),
        lambda said: said.update(taken_at="2026-11-24T09:30:00"),
        lambda said: said["tables"][0].update(rows=2),
        lambda said: said["tables"][0].update(size=3),
        lambda said: said["tables"][0].update(sha256="0" * 64),
        lambda said: said["tables"][0].update(columns=['id" --']),
        lambda said: said["tables"].clear(),
        _add,
    ],
)
def test_a_list_of_contents_that_is_wrong_is_refused(tmp_path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    with pytest.raises(Spoilt):
        read_whole(made_up(tmp_path / "made.zip", {"tables/person.jsonl": b"[1]\n"}, change))


def test_a_later_format_says_what_to_install(tmp_path: Path) -> None:
    made = made_up(tmp_path / "made.zip", {}, lambda said: said.update(format=2, software="9.1.0"))
    with pytest.raises(Spoilt, match=r"9\.1\.0"):
        read_whole(made)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = made_up(tmp_path / "bomb.zip", {"tables/person.jsonl": bytes(20_000_000)})
    assert bomb.stat().st_size < 100_000
    with pytest.raises(Spoilt, match="far more"):
        Archive(bomb)


def test_a_line_without_end_takes_little_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mdo.backup.archive._LONGEST_LINE", 1_000)
    made = made_up(tmp_path / "made.zip", {"tables/person.jsonl": b'["' + b"a" * 5_000 + b'"]\n'})
    with pytest.raises(Spoilt):
        read_whole(made)


def test_rows_are_written_as_they_come(tmp_path: Path) -> None:
    """None is kept: a million rows take the memory of one."""
    alive = 0

    class Cell(str):
        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def rows() -> Iterator[tuple[Cell]]:
        nonlocal alive
        for _ in range(1_000):
            alive += 1
            assert alive <= 3
            yield (Cell("x"),)

    with (tmp_path / "x").open("w+b") as stream, Writer(stream) as writer:
        writer.add_table("person", ("id",), rows())
