"""Bringing a voice that the operator has: from a folder, or from an address with its card.

    voice.toml ─► its files, copied or loaded with resume ─► hashes ─► in place, whole or not at all

A folder may hold files that its card doesn't pin: they are pinned as they are found. An address
can't be listed, so there the card's `files` say what to load. Beside the files then lies
`pins.json`: what `qingzhi assets verify` checks.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urljoin

import httpx
import msgspec

from qingzhi.assets import Check, Stage, State, Step, disk, download
from qingzhi.assets.index import Detour, shown
from qingzhi.errors import AssetCorrupt, AssetUnavailable, InputError
from qingzhi.speech import voicefile
from qingzhi.speech.voicefile import CARD, ModelFile, VoiceFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qingzhi.settings import Settings

    Report = Callable[[Step], None]

PINS: Final = "pins.json"
MOST_FILES: Final = 5_000
_PARTIAL: Final = ".partial"
_TIMEOUT: Final = httpx.Timeout(30.0, connect=15.0)
_BLOCK: Final = 1 << 20


def bring(name: str, source: str, settings: Settings, report: Report) -> VoiceFile:
    """Have the voice `name` in the data folder, out of a folder or the address of its card.

    What is here already and has the right hash is not loaded again; a break costs no byte twice.
    Raises InputError, AssetCorrupt, AssetUnavailable or DiskFull.
    """
    voices = voicefile.folder(settings)
    with disk.guarded(voices):
        voices.mkdir(parents=True, exist_ok=True)
        lock = voices / _PARTIAL / f"{name}.lock"
        with disk.locked(lock, waiting=lambda: report(Step(name, Stage.WAITING))):
            if source.startswith(("http://", "https://")):
                file = _load(name, source, settings, report)
            else:
                file = _copy(name, Path(source), settings, report)
    report(Step(name, Stage.READY))
    return file


def verify(name: str, settings: Settings) -> Check:
    """Hash the files of a voice of the operator's again."""
    folder = voicefile.folder(settings, name)
    try:
        pins = msgspec.json.decode((folder / PINS).read_bytes(), type=tuple[ModelFile, ...])
    except FileNotFoundError:
        return Check(name=name, state=State.MISSING)
    except (OSError, msgspec.DecodeError, ValueError):
        return Check(name=name, state=State.CORRUPT, wrong=(PINS,))
    wrong = tuple(pin.path for pin in pins if not _is(folder / pin.path, pin))
    return Check(name=name, state=State.CORRUPT if wrong else State.READY, wrong=wrong)


def _copy(name: str, source: Path, settings: Settings, report: Report) -> VoiceFile:
    if not source.is_dir():
        raise InputError(
            f"There is no folder {source}.",
            hint=f"Give the folder that holds {CARD} and the model, or an address.",
            param="from",
        )
    file = _card(name, voicefile.read(source / CARD))
    pinned = {pin.path: pin for pin in file.files}
    paths = list(_listed(source))
    if missing := pinned.keys() - set(paths):
        raise AssetUnavailable(f"{min(missing)} is not in {source}.")
    total = sum((source / path).stat().st_size for path in paths)
    disk.need(voicefile.folder(settings), total)
    done = 0
    with disk.replacing(voicefile.folder(settings, name)) as scratch:
        found = []
        for path in paths:
            pin = _copied(source / path, scratch / path, path)
            if path in pinned and pin != pinned[path]:
                raise _wrong(path)
            found.append(pin)
            done += pin.size
            report(Step(name, Stage.FETCHING, done, total))
        _pin(scratch, found)
    return file


def _load(name: str, address: str, settings: Settings, report: Report) -> VoiceFile:
    partial = voicefile.folder(settings) / _PARTIAL / name
    with httpx.Client(timeout=_TIMEOUT, follow_redirects=True) as http:
        card = _fetched_card(http, address)
        file = _card(name, voicefile.parse(card, CARD))
        if not file.files and file.server is None:
            raise InputError(f"The card at {shown(address)} lists no files.", param="from")
        total = sum(pin.size for pin in file.files)
        partial.mkdir(parents=True, exist_ok=True)
        disk.need(partial, total)
        done = 0
        for pin in file.files:
            _fetch(http, urljoin(address, quote(pin.path)), partial / _flat(pin), pin)
            done += pin.size
            report(Step(name, Stage.FETCHING, done, total))
    with disk.replacing(voicefile.folder(settings, name)) as scratch:
        for pin in file.files:
            target = scratch / pin.path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(partial / _flat(pin), target)
        (scratch / CARD).write_bytes(card)
        _pin(scratch, list(file.files))
    shutil.rmtree(partial, ignore_errors=True)
    return file


def _fetched_card(http: httpx.Client, address: str) -> bytes:
    try:
        answer = http.get(address)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise AssetUnavailable(
            f"{shown(address)} can't be reached ({type(error).__name__})."
        ) from None
    if answer.status_code != httpx.codes.OK or len(answer.content) > voicefile.MAX_CARD:
        raise AssetUnavailable(
            f"{shown(address)} answered {answer.status_code}.",
            hint=f"Give the address of the voice's {CARD}.",
        )
    return answer.content


def _fetch(http: httpx.Client, url: str, target: Path, pin: ModelFile) -> None:
    """Load one file, going on where the last attempt broke off."""
    part = download.Part(target)
    for fresh in (False, True):
        try:
            download.fetch(http, url, part, size=pin.size, progress=lambda _done: None)
        except Detour as detour:
            raise AssetUnavailable(f"{detour}.", hint="Run the command again later.") from None
        if _is(target, pin):
            return
        part.drop()
        if fresh:
            raise _wrong(pin.path)
    raise _wrong(pin.path)


def _card(name: str, file: VoiceFile) -> VoiceFile:
    if file.name != name:
        raise InputError(
            f"This card is of the voice {file.name!r}, not {name!r}.",
            hint=f"Run `qingzhi assets fetch {file.name} --from …`.",
            param="name",
        )
    return file


def _listed(source: Path) -> Iterator[str]:
    """Name the files of a folder. Raises InputError for links out of it, and for a whole disk."""
    root = source.resolve()
    paths = (p for p in sorted(source.rglob("*")) if p.is_file() and p.name != PINS)
    for count, path in enumerate(paths):
        if count >= MOST_FILES:
            raise InputError(f"{source} holds more than {MOST_FILES} files.", param="from")
        if not path.resolve().is_relative_to(root):
            raise InputError(f"{path} leads out of the folder.", param="from")
        yield path.relative_to(source).as_posix()


def _copied(source: Path, target: Path, path: str) -> ModelFile:
    """Copy a file and hash it on the way."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reading, target.open("wb") as writing:
        while block := reading.read(_BLOCK):
            digest.update(block)
            writing.write(block)
            size += len(block)
    return ModelFile(path, digest.hexdigest(), size)


def _pin(folder: Path, files: list[ModelFile]) -> None:
    (folder / PINS).write_bytes(msgspec.json.format(msgspec.json.encode(files)))


def _is(path: Path, pin: ModelFile) -> bool:
    if not path.is_file() or path.stat().st_size != pin.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == pin.sha256


def _flat(pin: ModelFile) -> str:
    """Name a file on its way: by its bytes, so that another version never meets it."""
    return pin.sha256


def _wrong(path: str) -> AssetCorrupt:
    return AssetCorrupt(
        f"{path} is not the file that its card pins: its hash differs. Nothing was kept.",
        hint="Get the file again, or mend its sha256 and size in the card.",
    )
