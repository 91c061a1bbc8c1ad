"""The page's types are the events."""

from __future__ import annotations

from pathlib import Path

from qingzhi.io import typescript

GENERATED = Path(__file__).parents[2] / "web/packages/protocol/src/generated.ts"


def test_the_page_has_the_types_of_the_events() -> None:
    """`python -m qingzhi.io.typescript` was run after the events changed."""
    assert GENERATED.read_text("utf-8") == typescript.render()


def test_optional_fields_follow_the_direction() -> None:
    """Clients may leave out what has a default; what we send is always whole."""
    written = typescript.render()
    assert "readonly content_index?: number;" in written
    assert (
        "export interface AudioDelta {\n  readonly type: 'response.output_audio.delta';" in written
    )
    assert "readonly delta: string;" in written
