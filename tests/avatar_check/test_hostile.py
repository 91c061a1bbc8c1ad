"""Files from anywhere: whatever the bytes are, there is a report and no exception."""

from __future__ import annotations

import json
import random
import re
import struct
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingzhi.avatar_check import check
from qingzhi.avatar_check.testing import packed, sound

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("few_poses")
BUILT = sound().built()


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    document = json.loads(json.dumps(BUILT[0]))
    change(document)
    return packed(document, BUILT[1])


def faults(data: bytes) -> set[str]:
    report = check(data)
    return {fault.code for fault in report.faults}


@pytest.mark.parametrize("size", [0, 3, 12, 19, 20, 21, 400, 5000])
def test_a_cut_off_file_is_told_as_such(size: int) -> None:
    """The least bytes that come through a broken download."""
    report = check(packed(*BUILT)[:size])
    assert not report.readable
    assert {fault.code for fault in report.faults} <= {"not_glb", "truncated"}


def test_a_chunk_longer_than_the_file_is_not_read() -> None:
    """A length is a claim."""
    data = bytearray(packed(*BUILT))
    data[12:16] = struct.pack("<I", 0xFFFFFFF0)
    assert faults(bytes(data)) == {"truncated"}


def test_deep_nesting_ends_early() -> None:
    """JSON of a hundred thousand brackets overflows nothing."""
    text = b'{"asset":{"version":"2.0"},"extras":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    text += b" " * (-len(text) % 4)
    head = struct.pack("<IIIII", 0x46546C67, 2, 20 + len(text), len(text), 0x4E4F534A)
    assert faults(head + text) == {"json_invalid"}


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "-1", "1.5", '"1"', "[]", "null"])
def test_a_count_that_is_no_count_breaks_the_schema(number: str) -> None:
    """NaN is no JSON, and half a vertex is none."""
    document = re.sub(r'"count": \d+', f'"count": {number}', json.dumps(BUILT[0]), count=1)
    text = document.encode() + b" " * (-len(document) % 4)
    head = struct.pack("<IIIII", 0x46546C67, 2, 20 + len(text), len(text), 0x4E4F534A)
    assert faults(head + text) <= {"json_invalid", "schema"}


def test_a_claim_without_bytes_costs_nothing() -> None:
    """An accessor of a billion zeros isn't allocated."""

    def claim(document: dict[str, Any]) -> None:
        document["accessors"].append({"componentType": 5126, "count": 10**9, "type": "MAT4"})

    assert "accessor_outside" in faults(changed(claim))


def test_few_bytes_do_not_unpack_to_many_values() -> None:
    """Ten thousand morphs of one accessor, or nodes of one mesh, cost the reader nothing."""

    def morphs(document: dict[str, Any]) -> None:
        primitive = document["meshes"][0]["primitives"][0]
        primitive["targets"] = [{"POSITION": primitive["attributes"]["POSITION"]}] * 60_000

    def nodes(document: dict[str, Any]) -> None:
        mesh = {"mesh": 0, "skin": 0}
        document["nodes"] += [mesh] * 10_000
        document["scenes"][0]["nodes"] += range(100, 10_000)

    for change in (morphs, nodes):
        assert "too_heavy" in faults(changed(change))


def test_a_chain_of_nodes_is_walked_once() -> None:
    """Depth costs no more than number."""

    def chain(document: dict[str, Any]) -> None:
        first = len(document["nodes"])
        document["nodes"] += [{"children": [first + n + 1]} for n in range(15_000)] + [{}]

    assert "node_ring" not in faults(changed(chain))


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["bufferViews"][2].update(byteOffset=1 << 62),
        lambda d: d["accessors"][1].update(byteOffset=1 << 62),
        lambda d: d["accessors"][1].update(count=1 << 62),
        lambda d: d["nodes"][0]["children"].append(0),
        lambda d: d["skins"][0].update(joints=[10**9]),
        lambda d: d["meshes"][0]["primitives"][0].update(indices=10**9),
        lambda d: d["images"][0].update(bufferView=10**9),
    ],
)
def test_what_points_outside_is_not_followed(
    change: Callable[[dict[str, Any]], object],
) -> None:
    """The report stops where reading on would be a guess."""
    report = check(changed(change))
    assert not report.ok
    assert "triangles" not in report.measured


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["extensions"].update(VRMC_vrm=[]),
        lambda d: d["extensions"].update(VRMC_vrm={"humanoid": {"humanBones": {"hips": 5}}}),
        lambda d: d["extensions"].update(VRM={"humanoid": {"humanBones": [7, {"bone": 3}]}}),
        lambda d: d["extensions"]["VRMC_vrm"]["humanoid"]["humanBones"]["hips"].update(node=-1),
        lambda d: d["extensions"]["VRMC_vrm"]["humanoid"]["humanBones"]["hips"].update(node=999),
        lambda d: d["extensions"].update(VRMC_springBone={"springs": 3}),
        lambda d: d["asset"].update(extras=[1, 2]),
        lambda d: d["asset"].update(extras={"provenance": 4}),
        lambda d: d["meshes"][0].update(extras={"targetNames": [{}, None]}),
        lambda d: d["textures"][0].update(extensions={"EXT_texture_webp": {"source": 10**6}}),
        lambda d: d["nodes"][0].update(translation=[1e308, -1e308, 1e308]),
        lambda d: d["nodes"][3].update(scale=[0, 0, 0]),
        lambda d: d["nodes"][3].update(rotation=[0, 0, 0, 0]),
        lambda d: d["meshes"][0].update(name="{}{0}{name}%s"),
    ],
)
def test_odd_values_in_open_places_are_survived(
    change: Callable[[dict[str, Any]], object],
) -> None:
    """Extensions and extras hold anything at all."""
    assert isinstance(check(changed(change)).faults, list)


@settings(max_examples=25)
@given(st.integers(0, 1 << 32), st.integers(1, 40))
def test_noise_in_a_good_file_never_raises(seed: int, count: int) -> None:
    """Bytes overwritten anywhere, in frame, JSON, numbers or pictures."""
    chance = random.Random(seed)  # noqa: S311 - noise, no secret
    data = bytearray(packed(*BUILT))
    for _ in range(count):
        head = chance.random() < 0.5
        data[chance.randrange(20 + 60_000 if head else len(data))] = chance.randrange(256)
    report = check(bytes(data))
    assert report.ok == (not any(fault.severity == "error" for fault in report.faults))


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_noise_alone_is_no_figure(data: bytes) -> None:
    """Neither is it an exception."""
    assert not check(data).readable
