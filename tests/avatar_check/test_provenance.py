"""A figure without papers isn't published (6.2.2.1 c)."""

from __future__ import annotations

from typing import Any

import pytest

from qingzhi.avatar_check import check, documented, publishable
from qingzhi.avatar_check.testing import sound
from qingzhi.errors import InputError

pytestmark = pytest.mark.usefixtures("few_poses")
CONSENT = {"by": "a person", "date": "2026-11-01", "scope": "this desk"}


def faults(provenance: dict[str, Any] | None) -> set[str]:
    draft = sound()
    draft.provenance = provenance
    return {fault.code for fault in check(draft.written()).faults}


def papers(**changed: object) -> dict[str, Any]:
    return {**(sound().provenance or {}), **changed}


def test_a_figure_with_papers_may_be_published() -> None:
    """Maker, licences and likeness are there, and no fault is an error."""
    publishable(check(sound().written()))


def test_a_real_person_needs_consent() -> None:
    """With name, day and scope."""
    assert "likeness_unstated" in faults(papers(likeness={"person": "real"}))
    assert not faults(papers(likeness={"person": "real", "consent": CONSENT}))
    undated = CONSENT | {"date": "yesterday"}
    given = papers(likeness={"person": "real", "consent": undated})
    assert "provenance_invalid" in faults(given)


def test_a_figure_without_papers_is_refused_with_the_reason() -> None:
    """The one who publishes reads what is missing."""
    draft = sound()
    draft.provenance = None
    with pytest.raises(InputError, match="likeness"):
        publishable(check(draft.written(), lang="en"))


def test_a_service_asks_for_papers_before_anything_else() -> None:
    """A figure with them passes; one without, or no figure at all, is refused with what to do."""
    documented(sound().written())
    draft = sound()
    draft.provenance = None
    for data in (draft.written(), b"", b"no figure"):
        with pytest.raises(InputError, match="published") as refused:
            documented(data)
        assert "provenance" in (refused.value.hint or "")


def test_each_part_has_its_licence() -> None:
    """A list that names some parts names all that are worn."""
    one = {"licence": "CC0-1.0", "source": "made here"}
    assert "licence_part" in faults(papers(licences=[{"part": "body", **one}]))
    assert not faults(papers(licences=[{"part": part, **one} for part in ("body", "clothes")]))
