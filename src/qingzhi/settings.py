"""What the operator chose: read once from environment and flags, then frozen."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qingzhi.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TRUE: Final = frozenset({"1", "true", "yes", "on"})
FALSE: Final = frozenset({"0", "false", "no", "off", ""})
SCENES: Final = ("hall", "office", "studio", "clinic", "classroom")
PROFILES: Final = ("service", "companion")
_ORIGIN: Final = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?/?", re.ASCII)
"""Nothing else may reach the content security policy."""
_URL: Final = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w./-]*)?", re.ASCII)

_REGION: Final = re.compile(r"[A-Z]{2,4}", re.ASCII)
SHORTEST_KEY: Final = 16
"""Characters of a key that can't be guessed."""


def _home(kind: str, fallback: str) -> Path:
    base = os.environ.get(kind)
    return (Path(base) if base else Path.home() / fallback) / "qingzhi"


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation's settings. `from_env` reads `QINGZHI_<NAME>` for each field."""

    demo: bool = False
    """The operator's word that non-commercial demonstration assets may be used."""
    data: Path = field(default_factory=lambda: _home("XDG_DATA_HOME", ".local/share"))
    """Records and indexes; everything that must survive."""
    cache: Path = field(default_factory=lambda: _home("XDG_CACHE_HOME", ".cache"))
    """Assets; can be deleted and fetched again."""
    host: str = "127.0.0.1"
    port: int = 8765
    voice: str = ""
    """A voice's name; empty: the best one that is licensed for this use and installed."""
    workers: int = 0
    """Neural voice worker processes; 0: one for each two cores, at least one."""
    sessions: int = 200
    """Sessions open at once before visitors are asked to wait."""
    max_message_bytes: int = 1 << 20
    """Largest realtime message that is read."""
    api_keys: tuple[str, ...] = ()
    """Keys that open the interfaces from other machines; loopback needs none."""
    origins: tuple[str, ...] = ()
    """Web origins besides our own whose pages may embed the figure and open the socket."""
    figure: str = "clerk"
    """A shipped figure's name, a specification's or a finished figure's file, or `none`."""
    scene: str = "hall"
    """What is seen behind the figure: hall, office, studio, clinic or classroom."""
    moderation_url: str = ""
    """A service with `/v1/moderations` whose opinion can make a verdict stricter; empty: none."""
    judge_url: str = ""
    """A service with `/v1/chat/completions` whose model judges what would pass; empty: none."""
    judge_model: str = ""
    """The name of that model."""
    screen_key: str = ""
    """The key for both services, sent as a bearer token."""
    profile: str = "service"
    """What kind of service this is: `service`, a desk, or `companion`, with stricter rules."""
    minor_minutes: int = 40
    """Minutes that a minor's visit may last; 0: no limit."""
    earcon: bool = True
    """Whether a short sound marks the AI before the first words of a visit."""
    producer: str = ""
    """Who answers for what is generated, as it stands in the labels of sound files."""
    sessions_per_address: int = 50
    """Sessions that one address may have open at once; 0: no limit. Loopback has none."""
    region: str = "CN"
    """Whose help lines are named: ISO 3166-1 alpha-2, or INTL."""
    staff_key: str = ""
    """The key of the staff desk; empty: there is none, and visitors are offered no queue."""
    studio_key: str = ""
    """The key of the workshop for figures; empty: it is open to this machine's own browser under
    `--demo` on loopback, else shut."""
    callbacks: bool = False
    """The operator's word that somebody makes the call-backs that visitors leave."""
    callback_days: int = 7
    """Days after which a call-back is deleted, made or not."""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
        """Read the environment; `overrides` that are not None win.

        Raises SettingsError, which names the variable and what it takes.
        """
        env = os.environ if env is None else env
        values: dict[str, Any] = {}
        for f in fields(cls):
            if overrides.get(f.name) is not None:
                values[f.name] = overrides[f.name]
                continue
            name = f"QINGZHI_{f.name.upper()}"
            if name in env:
                values[f.name] = _READERS[str(f.type)](name, env[name])
        settings = cls(**values)
        settings._check()
        return settings

    def _check(self) -> None:
        """Raise SettingsError for values that can't be."""
        if not 0 <= self.port <= 65535:
            raise SettingsError(f"Port {self.port} is not between 0 and 65535.")
        if self.workers < 0 or self.sessions < 1 or self.max_message_bytes < 1024:
            raise SettingsError("workers ≥ 0, sessions ≥ 1 and max_message_bytes ≥ 1024 must hold.")
        if self.sessions_per_address < 0 or self.minor_minutes < 0:
            raise SettingsError("sessions_per_address ≥ 0 and minor_minutes ≥ 0 must hold.")
        if self.profile not in PROFILES:
            raise SettingsError(
                f"There is no profile {self.profile!r}.",
                hint=f"Use one of: {', '.join(PROFILES)}.",
            )
        if self.scene not in SCENES:
            raise SettingsError(
                f"There is no scene {self.scene!r}.", hint=f"Use one of: {', '.join(SCENES)}."
            )
        self._check_handover()
        self._check_addresses()

    def _check_addresses(self) -> None:
        for name in ("moderation_url", "judge_url"):
            url = getattr(self, name)
            if url and not _URL.fullmatch(url):
                raise SettingsError(f"{name}: {url!r} is no address.", hint="Use https://….")
        if self.judge_url and not self.judge_model:
            raise SettingsError("judge_url needs judge_model, the name of the model.")
        for origin in self.origins:
            if not _ORIGIN.fullmatch(origin):
                raise SettingsError(
                    f"origins: {origin!r} is no web origin.",
                    hint="Give it as https://desk.example.gov.",
                )

    def _check_handover(self) -> None:
        if not _REGION.fullmatch(self.region):
            raise SettingsError(f"{self.region!r} is no region.", hint="Use CN, HK, …, or INTL.")
        for name in ("staff_key", "studio_key"):
            if 0 < len(getattr(self, name)) < SHORTEST_KEY:
                raise SettingsError(f"{name} needs at least {SHORTEST_KEY} characters.")
        if not 1 <= self.callback_days <= 90:
            raise SettingsError("callback_days must lie between 1 and 90.")


def _read_bool(name: str, text: str) -> bool:
    word = text.strip().lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise SettingsError(f"{name}={text!r} is neither yes nor no.", hint="Use 1 or 0.")


def _read_int(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise SettingsError(f"{name}={text!r} is not a whole number.") from None


def _read_path(name: str, text: str) -> Path:
    if not text.strip():
        raise SettingsError(f"{name} is empty.", hint="Give a folder, or unset it.")
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise SettingsError(f"{name}={text!r} names a user without a home.") from None


def _read_str(_name: str, text: str) -> str:
    return text.strip()


def _read_list(_name: str, text: str) -> tuple[str, ...]:
    return tuple(part for raw in text.split(",") if (part := raw.strip()))


_READERS: Final[Mapping[str, Callable[[str, str], Any]]] = {
    "bool": _read_bool,
    "int": _read_int,
    "Path": _read_path,
    "str": _read_str,
    "tuple[str, ...]": _read_list,
}
