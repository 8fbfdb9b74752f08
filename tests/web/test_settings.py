"""What can be set, and from where."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from web.settings import Settings, physical_cores


def test_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"QUOTH_{name.upper()}", raising=False)
    given = Settings()
    assert isinstance(given.library, Path)
    assert given.library.name == "library"
    assert given.library.is_absolute()
    assert (given.host, given.port, given.token, given.embedder) == ("127.0.0.1", 8000, None, None)
    assert given.slots == physical_cores() >= 1
    assert (given.queue, given.queue_seconds, given.deadline_seconds) == (64, 5.0, 15.0)
    assert (given.upload_file_bytes, given.upload_files, given.upload_bytes) == (20 << 20, 20, 64 << 20)
    assert given.hosts == {"127.0.0.1", "localhost", "[::1]"}


def test_a_library_is_a_folder_or_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_LIBRARY", "http://milvus:19530/stories")
    monkeypatch.setenv("QUOTH_MILVUS_TOKEN", "root:secret")
    given = Settings()
    assert given.library == "http://milvus:19530/stories"
    assert given.milvus_token is not None
    assert given.milvus_token.get_secret_value() == "root:secret"
    assert "secret" not in repr(given)
    assert Settings(library="stories").library == Path("stories")
    assert Settings(library=Path("stories")).library == Path("stories")


def test_the_environment_sets_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = {
        "LIBRARY": str(tmp_path),
        "HOST": "::1",
        "PORT": "9000",
        "ALLOWED_HOSTS": '["Quoth.example"]',
        "SLOTS": "3",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"QUOTH_{name}", value)
    given = Settings()
    assert (given.library, given.host, given.port, given.slots) == (tmp_path, "::1", 9000, 3)
    assert given.hosts == {"quoth.example"}


def test_every_setting_is_described() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("values", [{"port": 70000}, {"slots": 0}, {"queue": -1}, {"deadline_seconds": 0}, {"upload_file_bytes": 21 << 20}])
def test_what_makes_no_sense_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(values)


@pytest.mark.parametrize(("host", "names"), [("0.0.0.0", set()), ("::", set()), ("::1", {"[::1]"}), ("10.0.0.1", {"10.0.0.1"})])
def test_a_bind_answers_to_its_own_name(host: str, names: set[str]) -> None:
    hosts = Settings.model_validate({"host": host}).hosts
    assert names <= hosts
    assert bool(hosts) == bool(names)
