"""The page for people has every code as it is."""

from __future__ import annotations

from pathlib import Path

from qingzhi.avatar_check.findings import catalogue
from qingzhi.avatar_check.page import table

PAGE = Path(__file__).parents[2] / "docs/avatar-check.md"


def test_the_codes_on_the_page_are_those_of_the_catalogue() -> None:
    """Write them anew with: python -m qingzhi.avatar_check.page."""
    assert table() in PAGE.read_text("utf-8")
    assert all(f"| `{code}` |" in table() for code in catalogue())
