"""A copied voice speaks only with its speaker's consent (T/CSIG 001—2026, 6.4.2 a)."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest

from qingzhi.errors import VoiceForbidden
from qingzhi.speech.consent import Permission
from qingzhi.speech.voicefile import parse

if TYPE_CHECKING:
    from pathlib import Path

RECORDING = b"half a minute of somebody's voice"
DAY = dt.date(2026, 6, 1)
CONSENT = f"""
speaker = "王小明"
given = 2026-03-01
until = 2027-03-01
uses = ["service", "demonstration"]
sha256 = "{hashlib.sha256(RECORDING).hexdigest()}"
statement = "signed.pdf"
"""
CARD = parse(
    b'name = "xiaoming"\nengine = "cosyvoice"\nlanguages = ["zh"]\ngender = "male"\n'
    b'licence = "private"\nreference = "him.wav"\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a voice's folder with everything in it."""
    (tmp_path / "him.wav").write_bytes(RECORDING)
    (tmp_path / "signed.pdf").write_bytes(b"%PDF")
    (tmp_path / "consent.toml").write_text(CONSENT, "utf-8")
    return tmp_path


def test_a_whole_consent_lets_the_voice_speak(folder: Path) -> None:
    """And the record tells until when, and for what."""
    permission = Permission(CARD, folder, "service", lambda: DAY)
    permission()
    told = permission.told()
    assert (told.kind, told.until) == ("given", "2027-03-01")
    assert told.uses == ("service", "demonstration")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('speaker = "王小明"', 'speaker = ""', "speaker"),
        ('speaker = "王小明"', "", "speaker"),
        ("2027-03-01", "2026-05-31", "ended on 2026-05-31"),
        ("2026-03-01", "2026-06-02", "begins on 2026-06-02"),
        ("2027-03-01", "soon", "can't be read"),
        ('"service", ', "", "'service'"),
        ('["service", "demonstration"]', "[]", "uses"),
        ('["service", "demonstration"]', '["anything"]', "anything"),
        ("sha256 = ", "hash = ", "hash"),
        ("signed.pdf", "other.pdf", "other.pdf"),
        ("signed.pdf", "../../etc/passwd", "folder"),
        ('statement = "signed.pdf"', 'statement = ""', "statement"),
        ("given", "\\ufffe[[", "can't be read"),
    ],
)
def test_what_a_consent_lacks_is_told(folder: Path, old: str, new: str, said: str) -> None:
    """Every part of it is needed."""
    (folder / "consent.toml").write_text(CONSENT.replace(old, new), "utf-8")
    permission = Permission(CARD, folder, "service", lambda: DAY)
    with pytest.raises(VoiceForbidden, match=said):
        permission()
    assert permission.told().kind == "needed"


@pytest.mark.parametrize("name", ["consent.toml", "him.wav", "signed.pdf"])
def test_a_missing_file_is_a_refusal(folder: Path, name: str) -> None:
    """Without paper, recording or consent nothing is said."""
    (folder / name).unlink()
    with pytest.raises(VoiceForbidden, match=name):
        Permission(CARD, folder, "service", lambda: DAY)()


def test_consent_is_for_one_recording(folder: Path) -> None:
    """Another recording needs another consent."""
    (folder / "him.wav").write_bytes(b"somebody else")
    with pytest.raises(VoiceForbidden, match="another recording"):
        Permission(CARD, folder, "service", lambda: DAY)()


def test_a_consent_taken_back_silences_the_voice_at_once(folder: Path) -> None:
    """Between two clauses of a service that runs."""
    permission = Permission(CARD, folder, "service", lambda: DAY)
    permission()
    (folder / "consent.toml").unlink()
    with pytest.raises(VoiceForbidden, match="no consent"):
        permission()


def test_a_consent_ends_with_its_last_day(folder: Path) -> None:
    """The day after, the voice is silent, though nothing has changed on disk."""
    today = [dt.date(2027, 3, 1)]
    permission = Permission(CARD, folder, "service", lambda: today[0])
    permission()
    today[0] = dt.date(2027, 3, 2)
    with pytest.raises(VoiceForbidden, match="ended"):
        permission()


def test_a_huge_consent_is_not_read(folder: Path) -> None:
    """It is a few lines."""
    (folder / "consent.toml").write_bytes(b"#" * (1 << 17))
    with pytest.raises(VoiceForbidden, match="too large"):
        Permission(CARD, folder, "service", lambda: DAY)()
