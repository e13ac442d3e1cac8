from __future__ import annotations

import pytest
from click.testing import CliRunner

from app import doctor
from app.config import Settings
from tests.doctor.report import Ask, Report, given
from tests.servers import Server


@pytest.fixture
def ask(sandbox: Server, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Asks the doctor with the settings of a developer who has a key; keyword arguments change them."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)

    def ask(**changed: str) -> Report:
        for name, value in (given(sandbox.url, sqlite_url) | changed).items():
            monkeypatch.setenv(name.upper(), value)
        asked = CliRunner().invoke(doctor.command)
        assert isinstance(asked.exception, SystemExit | None), asked.exc_info
        return Report(asked.exit_code, asked.output)

    return ask
