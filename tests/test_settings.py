"""Settings are read once, frozen, and refused by name."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingzhi.errors import SettingsError
from qingzhi.settings import FALSE, TRUE, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@contextmanager
def refusal_that_names(name: str) -> Iterator[None]:
    """Let a SettingsError pass that names the setting."""
    try:
        yield
    except SettingsError as error:
        if name not in str(error).lower():
            raise


def test_the_environment_is_read() -> None:
    """Each field has its variable."""
    env = {
        "QINGZHI_DEMO": " Yes ",
        "QINGZHI_DATA": "/srv/data",
        "QINGZHI_CACHE": "~/cache",
        "QINGZHI_HOST": "::1",
        "QINGZHI_PORT": "0",
        "QINGZHI_VOICE": " zh ",
        "QINGZHI_WORKERS": "3",
        "QINGZHI_SESSIONS": "7",
        "QINGZHI_MAX_MESSAGE_BYTES": "4096",
        "QINGZHI_API_KEYS": "a, b,,",
        "QINGZHI_ORIGINS": "https://a.example",
        "QINGZHI_FIGURE": "none",
        "QINGZHI_SCENE": "studio",
        "QINGZHI_SESSIONS_PER_ADDRESS": "0",
        "QINGZHI_MODERATION_URL": "http://127.0.0.1:9100",
        "QINGZHI_JUDGE_URL": "https://judge.example/api",
        "QINGZHI_JUDGE_MODEL": "judge",
        "QINGZHI_SCREEN_KEY": "k",
        "QINGZHI_REGION": "HK",
        "QINGZHI_STAFF_KEY": "sixteen-letters!",
        "QINGZHI_STUDIO_KEY": "sixteen-letters?",
        "QINGZHI_CALLBACKS": "1",
        "QINGZHI_CALLBACK_DAYS": "3",
        "QINGZHI_PROFILE": "companion",
        "QINGZHI_MINOR_MINUTES": "30",
        "QINGZHI_EARCON": "no",
        "QINGZHI_PRODUCER": "示范大厅",
    }
    assert {f"QINGZHI_{f.name.upper()}" for f in fields(Settings)} == set(env)
    assert Settings.from_env(env) == Settings(
        demo=True,
        data=Path("/srv/data"),
        cache=Path("~/cache").expanduser(),
        host="::1",
        port=0,
        voice="zh",
        workers=3,
        sessions=7,
        moderation_url="http://127.0.0.1:9100",
        judge_url="https://judge.example/api",
        judge_model="judge",
        screen_key="k",
        region="HK",
        staff_key="sixteen-letters!",
        studio_key="sixteen-letters?",
        callbacks=True,
        callback_days=3,
        max_message_bytes=4096,
        api_keys=("a", "b"),
        origins=("https://a.example",),
        figure="none",
        scene="studio",
        sessions_per_address=0,
        profile="companion",
        minor_minutes=30,
        earcon=False,
        producer="示范大厅",
    )


def test_flags_win_over_the_environment() -> None:
    """A flag that was given wins; one that was not leaves the variable its word."""
    env = {"QINGZHI_PORT": "1", "QINGZHI_VOICE": "env"}
    settings = Settings.from_env(env, port=2, voice=None)
    assert (settings.port, settings.voice) == (2, "env")


def test_settings_are_frozen() -> None:
    """Nobody changes a setting after the start."""
    settings = Settings.from_env({})
    with pytest.raises(FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("QINGZHI_DEMO", "perhaps"),
        ("QINGZHI_DATA", " "),
        ("QINGZHI_CACHE", ""),
        ("QINGZHI_PORT", "http"),
        ("QINGZHI_PORT", "65536"),
        ("QINGZHI_PORT", "-1"),
        ("QINGZHI_WORKERS", "-1"),
        ("QINGZHI_WORKERS", "many"),
        ("QINGZHI_SESSIONS", "0"),
        ("QINGZHI_MAX_MESSAGE_BYTES", "1023"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, text: str) -> None:
    """What can't be used raises SettingsError that names the setting."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: text})
    assert name.removeprefix("QINGZHI_").lower() in str(caught.value).lower()


@given(st.sampled_from([f.name for f in fields(Settings)]), WORDS)
def test_any_value_is_read_or_refused_by_name(name: str, text: str) -> None:
    """No text in a variable fails in another way than SettingsError with its name."""
    variable = f"QINGZHI_{name.upper()}"
    known = Settings.from_env({})
    with refusal_that_names(name):
        known = Settings.from_env({variable: text})
    assert isinstance(getattr(known, name), type(getattr(Settings(), name)))


@given(st.sampled_from(sorted(TRUE | FALSE)), st.booleans())
def test_yes_and_no_in_every_form(word: str, capitals: bool) -> None:  # noqa: FBT001 - drawn
    """Each accepted word for yes and no is read, in capitals too."""
    env = {"QINGZHI_DEMO": word.upper() if capitals else word}
    assert Settings.from_env(env).demo == (word in TRUE)


def test_homes_follow_the_desktop_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without our own variables, data and cache lie where XDG says."""
    monkeypatch.setenv("XDG_DATA_HOME", "/x/data")
    monkeypatch.setenv("XDG_CACHE_HOME", "/x/cache")
    settings = Settings.from_env({})
    assert settings.data == Path("/x/data/qingzhi")
    assert settings.cache == Path("/x/cache/qingzhi")
