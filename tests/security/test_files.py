"""Files of the data folder are their owner's alone, whatever the folder allows."""

import stat
from pathlib import Path

from sqlalchemy import create_engine

from mdo.kernel.base.database import engine_options, install_engine_events


def test_the_database_is_readable_by_its_owner_alone_even_when_it_was_there_before(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    file = tmp_path / "mdo.sqlite"
    file.touch(mode=0o644)
    engine = create_engine(f"sqlite:///{file}", **engine_options(f"sqlite:///{file}"))
    install_engine_events(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE a (b)")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    engine.dispose()
    assert modes == dict.fromkeys(("mdo.sqlite", "mdo.sqlite-wal", "mdo.sqlite-shm"), 0o600)
