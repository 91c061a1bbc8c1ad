"""A whole file judged: frame, references, numbers, surfaces, bones, face, cloth, origin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qingzhi.avatar_check import (
    budget,
    lids,
    mesh,
    morphs,
    provenance,
    references,
    stance,
    storage,
    textures,
    uv,
    vrm,
    weights,
)
from qingzhi.avatar_check.accessors import Reader
from qingzhi.avatar_check.container import Unreadable, opened
from qingzhi.avatar_check.findings import Finding, Report, report
from qingzhi.avatar_check.garments import check as garments
from qingzhi.avatar_check.loading import loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from qingzhi.avatar_check.model import Model
    from qingzhi.score import Lang

CHECKS: Final[Mapping[str, Callable[[Model], Iterator[Finding]]]] = {
    "storage": storage.check,
    "mesh": mesh.check,
    "uv": uv.check,
    "weights": weights.check,
    "stance": stance.check,
    "morphs": morphs.check,
    "lids": lids.check,
    "textures": textures.check,
    "vrm": vrm.check,
    "provenance": provenance.check,
}
"""The checks that need nothing but the figure, in the order in which they are told."""


def check(
    data: bytes,
    *,
    lang: Lang = "zh",
    scene: str = "hall",
    lod: str = "web",
    more: Iterable[Finding] = (),
) -> Report:
    """Judge the bytes of a .glb or .vrm file. Raises nothing, whatever the bytes are.

    `scene` is a name in `dress.toml`, `lod` one in `budget.LEVELS`; `more` was found elsewhere.
    """
    with np.errstate(all="ignore"):  # numbers that overflow are found as such
        return _check(data, lang, scene, lod, more)


def _check(data: bytes, lang: Lang, scene: str, lod: str, more: Iterable[Finding]) -> Report:
    counted: dict[str, Any] = {"bytes": len(data)}
    try:
        file, findings = opened(data)
    except Unreadable as error:
        return report([error.finding], counted, lang, readable=False)
    findings += more
    findings += references.check(file)
    if not references.sound(findings):
        return report(findings, counted, lang)
    model, wrong = loaded(file.document, Reader(file))
    findings += wrong
    if not references.sound(wrong):
        return report(findings, counted, lang)
    if not model.surfaces:
        findings.append(Finding("nothing_shown", "/scenes"))
    counted = budget.measured(model, file.size) | stance.measured(model)
    findings += budget.check(counted, lod)
    for look in CHECKS.values():
        findings += look(model)
    cloth, found = garments(model, scene)
    return report([*findings, *found], counted | cloth, lang)
