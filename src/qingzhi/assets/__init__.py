"""Data made elsewhere: pinned, hashed, licensed, fetched once and kept."""

from __future__ import annotations

from qingzhi.assets.library import Assets
from qingzhi.assets.state import AssetState, Check, Stage, State, Step

__all__ = ["AssetState", "Assets", "Check", "Stage", "State", "Step"]
