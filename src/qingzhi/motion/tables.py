"""The room's data files, checked against their types as they are read."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TypeVar

import msgspec

T = TypeVar("T")


def table(name: str, kind: type[T]) -> T:
    """Read `data/<name>.toml` as `kind`; msgspec.ValidationError names the wrong place."""
    text = files(__package__).joinpath("data", f"{name}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), kind, strict=False)
