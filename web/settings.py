"""What an operator can set: one class, read from `QUOTH_…` variables or given as arguments."""

import ipaddress
import os
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus import QuothError
from index import is_address
from qa import Mode

MEBIBYTE = 1024 * 1024
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 (compared with, never bound to)


def physical_cores() -> int:
    """Count the cores this program may run on, two threads of one core counted once; at least 1."""
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    allowed = os.sched_getaffinity(0)
    folder = Path("/sys/devices/system/cpu")
    siblings = set()
    for number in allowed:
        listed = folder / f"cpu{number}" / "topology" / "thread_siblings_list"
        siblings.add(listed.read_text(encoding="ascii").strip() if listed.is_file() else str(number))
    return max(1, len(siblings))


class Settings(BaseSettings):
    """Everything that can be set; `QUOTH_PORT=9000` in the environment sets `port`."""

    model_config = SettingsConfigDict(env_prefix="QUOTH_", env_ignore_empty=True, extra="ignore", frozen=True)

    library: Path | str = Field(
        default_factory=lambda: user_data_path("quoth", appauthor=False) / "library",
        description="Folder of the library, by default in the user's data folder; or the address of a Milvus cluster: `http://HOST:19530`.",
    )
    milvus_token: SecretStr | None = Field(default=None, description="Secret that the Milvus cluster wants: `user:password`, or an API key.")
    embedder: str | None = Field(
        default=None,
        description="`static` for large libraries, or name or folder of a sentence-transformers model; the built-in all-MiniLM-L6-v2 when unset.",
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on; a wider one than loopback needs a token.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    token: SecretStr | None = Field(
        default=None,
        description="Secret that every request must show (`Authorization: Bearer …`, or the form at /login).",
    )
    allowed_hosts: tuple[str, ...] = Field(
        default=(),
        description="JSON list of host names the server answers to; by default the loopback names and `host`.",
    )
    slots: int = Field(default_factory=physical_cores, ge=1, le=256, description="Questions answered at once; default physical cores.")
    queue: int = Field(default=64, ge=0, le=10_000, description="Questions that may wait for a slot; more get 503.")
    queue_seconds: float = Field(default=5.0, gt=0, le=600, description="Longest wait for a slot, in seconds.")
    deadline_seconds: float = Field(default=15.0, gt=0, le=3600, description="Longest time for one answer, in seconds.")
    asks_per_minute: int | None = Field(
        default=None,
        ge=0,
        description="Questions a minute from one address, 0 for no limit; by default none on loopback, else 30.",
    )
    uploads_per_minute: int | None = Field(
        default=None,
        ge=0,
        description="Uploads and removals a minute from one address, 0: no limit; default none on loopback, else 10.",
    )
    upload_file_bytes: int = Field(default=20 * MEBIBYTE, ge=1, le=20 * MEBIBYTE, description="Largest file of an upload, in bytes.")
    upload_files: int = Field(default=20, ge=1, le=1000, description="Most files in one upload.")
    upload_bytes: int = Field(default=64 * MEBIBYTE, ge=1, description="Largest upload request, in bytes.")

    mode: Mode = Field(
        default="auto",
        description="`extractive`: the stories' own words; `model`: a language model's, each sentence checked; `auto`: these if there is one.",
    )
    llm_url: str | None = Field(default=None, description="Base address of an OpenAI-compatible language model; none is needed.")
    llm_model: str | None = Field(default=None, min_length=1, description="Name of the model there.")
    llm_key: SecretStr | None = Field(default=None, description="Secret that the model's server wants, sent to `QUOTH_LLM_URL` only.")
    llm_first_seconds: float = Field(default=20.0, gt=0, le=600, description="Longest wait for a model's first word, in seconds.")
    llm_seconds: float = Field(default=40.0, gt=0, le=600, description="Longest time a model may take for one answer, in seconds.")
    llm_context: int = Field(default=4096, ge=1024, le=10_000_000, description="Tokens that the model can be given.")
    llm_slots: int = Field(default=4, ge=1, le=256, description="Answers that a model writes at once.")

    @field_validator("library", mode="before")
    @classmethod
    def _folder_or_address(cls, given: object) -> object:
        return Path(given) if isinstance(given, str) and not is_address(given) else given

    @field_validator("llm_url")
    @classmethod
    def _address(cls, given: str | None) -> str | None:
        if given is not None:
            parts = urlsplit(given)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0 or not given.isprintable() or " " in given:
                raise ValueError("it is no http address")
        return given

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    @property
    def hosts(self) -> frozenset[str]:
        """Host names answered to, in lower case, without port; empty: any, which only a bind with a token may be."""
        if self.allowed_hosts:
            return frozenset(name.lower() for name in self.allowed_hosts)
        if self.host in EVERY_ADDRESS:
            return frozenset()
        own = f"[{self.host}]" if ":" in self.host else self.host
        return frozenset({*LOOPBACK_NAMES, own.lower()})

    @property
    def ask_rate(self) -> int:
        """Questions a minute from one address; 0 is no limit."""
        return self._rate(self.asks_per_minute, 30)

    @property
    def upload_rate(self) -> int:
        """Uploads and removals a minute from one address; 0 is no limit."""
        return self._rate(self.uploads_per_minute, 10)

    def _rate(self, given: int | None, wide: int) -> int:
        if given is not None:
            return given
        return 0 if self.on_loopback else wide

    def check(self) -> None:
        """Refuse to serve in a way that would open the library to strangers.

        Raises:
            QuothError: The bind is wider than loopback and there is no token.
        """
        if not self.on_loopback and not (self.token and self.token.get_secret_value()):
            raise QuothError(
                f"Quoth would be open to everyone who reaches {self.host}, as no token is set.",
                "Set QUOTH_TOKEN to a long secret, or listen on 127.0.0.1.",
            )
