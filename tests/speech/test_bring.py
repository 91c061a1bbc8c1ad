"""Bringing the operator's own voices: folders, addresses, breaks and lies."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from qingzhi.assets import State
from qingzhi.errors import AssetCorrupt, AssetUnavailable, InputError
from qingzhi.speech import voicefile
from qingzhi.speech.bring import PINS, bring, verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qingzhi.assets import Step
    from qingzhi.settings import Settings

BODY = bytes(range(256)) * 400
CARD = """name = "desk"
engine = "kokoro"
languages = ["zh"]
gender = "female"
licence = "Apache-2.0"
attribution = "somebody"
"""


def pin(path: str, body: bytes, sha256: str = "", size: int | None = None) -> str:
    found = sha256 or hashlib.sha256(body).hexdigest()
    size = len(body) if size is None else size
    return f'[[files]]\npath = "{path}"\nsha256 = "{found}"\nsize = {size}\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Give a folder as the operator has it."""
    folder = tmp_path / "brought"
    (folder / "deep").mkdir(parents=True)
    (folder / "voice.toml").write_text(CARD, "utf-8")
    (folder / "model.onnx").write_bytes(BODY)
    (folder / "deep" / "tokens.txt").write_bytes(b"a 1\n")
    return folder


def silent(_step: Step) -> None:
    """Nobody watches."""


def test_a_folder_is_copied_and_pinned(settings: Settings, source: Path) -> None:
    """Every file with its hash, so that damage is found later."""
    steps: list[Step] = []
    file = bring("desk", str(source), settings, steps.append)
    assert file.attribution == "somebody"
    folder = voicefile.folder(settings, "desk")
    assert (folder / "model.onnx").read_bytes() == BODY
    pins = json.loads((folder / PINS).read_text())
    assert {entry["path"] for entry in pins} == {"voice.toml", "model.onnx", "deep/tokens.txt"}
    assert steps[-2].done == steps[-2].total
    assert verify("desk", settings).state is State.READY
    (folder / "model.onnx").write_bytes(BODY[:-1])
    assert verify("desk", settings).wrong == ("model.onnx",)


def test_bringing_again_replaces_the_voice(settings: Settings, source: Path) -> None:
    """What is no longer in the folder is gone."""
    bring("desk", str(source), settings, silent)
    (source / "deep" / "tokens.txt").unlink()
    bring("desk", str(source), settings, silent)
    assert not (voicefile.folder(settings, "desk") / "deep" / "tokens.txt").exists()
    assert list(voicefile.installed(settings)) == ["desk"]


def test_a_file_that_is_not_as_pinned_is_refused(settings: Settings, source: Path) -> None:
    """And the voice that was there before stays as it was."""
    bring("desk", str(source), settings, silent)
    (source / "voice.toml").write_text(CARD + pin("model.onnx", b"other"), "utf-8")
    with pytest.raises(AssetCorrupt, match=r"model\.onnx"):
        bring("desk", str(source), settings, silent)
    assert verify("desk", settings).state is State.READY


def test_what_is_wrong_with_a_folder_is_told(settings: Settings, source: Path) -> None:
    """No folder, no card, another voice's card, a missing file, a way out."""
    with pytest.raises(InputError, match="no folder"):
        bring("desk", str(source / "nowhere"), settings, silent)
    with pytest.raises(InputError, match="'desk'"):
        bring("other", str(source), settings, silent)
    (source / "voice.toml").write_text(CARD + pin("voices.bin", b""), "utf-8")
    with pytest.raises(AssetUnavailable, match=r"voices\.bin"):
        bring("desk", str(source), settings, silent)
    (source / "voice.toml").write_text(CARD, "utf-8")
    (source / "link").symlink_to("/etc/hostname")
    with pytest.raises(InputError, match="out of the folder"):
        bring("desk", str(source), settings, silent)
    (source / "voice.toml").unlink()
    with pytest.raises(InputError, match=r"voice\.toml"):
        bring("desk", str(source), settings, silent)
    assert not list(voicefile.installed(settings))


class Shelf(http.server.BaseHTTPRequestHandler):
    """Serves files that may break off, with ranges."""

    files: ClassVar[dict[str, bytes]] = {}
    cuts: ClassVar[list[int]] = []
    asked: ClassVar[list[tuple[str, str]]] = []
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("range", "")))
        body = self.files.get(self.path)
        if body is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        start = int((self.headers.get("range") or "bytes=0-")[6:-1])
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Length", str(len(body) - start))
        self.send_header("ETag", '"one"')
        self.end_headers()
        cut = self.cuts.pop(0) if self.cuts and not self.path.endswith(".toml") else None
        self.wfile.write(body[start:][:cut])
        self.close_connection = cut is not None

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def shelf() -> Iterator[str]:
    """Serve a voice on loopback; give the address of its card."""
    card = CARD + pin("deep/model one.onnx", BODY)
    Shelf.files = {"/v/voice.toml": card.encode(), "/v/deep/model%20one.onnx": BODY}
    Shelf.cuts, Shelf.asked = [], []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v/voice.toml"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_is_loaded_by_its_card(settings: Settings, shelf: str) -> None:
    """The files that the card pins, and nothing else."""
    bring("desk", shelf, settings, silent)
    folder = voicefile.folder(settings, "desk")
    assert (folder / "deep" / "model one.onnx").read_bytes() == BODY
    assert verify("desk", settings).state is State.READY


def test_a_break_costs_no_byte_twice(settings: Settings, shelf: str) -> None:
    """The next attempt asks for the rest."""
    Shelf.cuts = [60_000]
    bring("desk", shelf, settings, silent)
    ranges = [span for path, span in Shelf.asked if path.endswith(".onnx")]
    assert ranges == ["", "bytes=60000-"]


def test_bytes_that_are_not_as_pinned_are_not_kept(settings: Settings, shelf: str) -> None:
    """Loaded once more, then refused."""
    Shelf.files["/v/deep/model%20one.onnx"] = BODY[::-1]
    with pytest.raises(AssetCorrupt, match="hash"):
        bring("desk", shelf, settings, silent)
    assert not list(voicefile.installed(settings))


@pytest.mark.parametrize(
    ("card", "said"),
    [
        (b"", "can't be used"),
        (b"\xff\xfe", "can't be used"),
        (CARD.encode(), "lists no files"),
        ((CARD + pin("../../evil", b"")).encode(), "leave"),
        ((CARD + pin("gone.onnx", b"x")).encode(), "404"),
        ((CARD + pin("deep/model one.onnx", b"", "0" * 64, 1 << 50)).encode(), "size"),
    ],
)
def test_hostile_cards_are_one_error(
    settings: Settings, shelf: str, card: bytes, said: str
) -> None:
    """Whatever the server sends, nothing is written outside, and nothing stays."""
    Shelf.files["/v/voice.toml"] = card
    with pytest.raises((InputError, AssetUnavailable), match=said):
        bring("desk", shelf, settings, silent)
    assert not list(voicefile.installed(settings))


def test_an_address_without_a_card_is_told(settings: Settings, shelf: str) -> None:
    """What to give instead is said."""
    with pytest.raises(AssetUnavailable, match="404"):
        bring("desk", shelf.replace("voice.toml", "nothing"), settings, silent)
    with pytest.raises(AssetUnavailable, match="reached"):
        bring("desk", "http://127.0.0.1:9/voice.toml", settings, silent)
