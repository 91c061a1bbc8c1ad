"""The workshop for figures: who gets in, what is refused, what is kept, what is dropped."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import struct
import sys
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import httpx
import msgspec
import pytest

from qingzhi.avatar import spec as specification
from qingzhi.avatar.spec import AvatarSpec
from qingzhi.emotion import Emotion
from qingzhi.errors import InputError, Overloaded, QingzhiError
from qingzhi.score import ARKIT
from qingzhi.service.app import create_app
from qingzhi.service.figure_order import ordered
from qingzhi.service.figures import Figures
from qingzhi.service.handover import Conflict, NotThere
from qingzhi.service.studio.bench import Bench
from qingzhi.service.studio.pace import Pace
from qingzhi.service.studio.performance import performance
from qingzhi.service.studio.shelf import Shelf
from qingzhi.service.studio.workshop import MOST_WAITING, Workshop
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from qingzhi.service.parts import Parts

KEY: Final = "a-key-for-the-workshop"
BASE: Final = "/v1/studio/figures"
SPEC: Final = AvatarSpec(name="somebody")
PLAIN: Final = msgspec.to_builtins(SPEC)

MAKER: Final = """
import json, pathlib, sys

for line in sys.stdin:
    order = json.loads(line)
    if order["drop"] is not None:
        pathlib.Path(sys.argv[1], f"dropped-{order['drop']}").touch()
        continue
    job = order["job"]
    folder = pathlib.Path(job["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    def tell(**more):
        print(json.dumps({"id": job["id"], **more}), flush=True)
    tell(progress=0.5)
    name = job["spec"]["name"]
    if name == "endless":
        continue
    if name == "dying":
        sys.exit(3)
    if name == "impossible":
        tell(error="invalid_input", message="This can't be.")
        continue
    (folder / f"{job['key']}.glb").write_bytes(b"glTF" + name.encode())
    (folder / f"{job['key']}.json").write_text('{"bytes": 4, "triangles": 12}')
    if job["report"]:
        fault = {"code": "hole", "severity": "error", "where": "/", "clause": "6", "hint": "Mend."}
        found = [fault] if name == "torn" else []
        report = {"ok": not found, "faults": found, "measured": {"heads": 7.5}}
        (folder / f"{job['key']}.{job['report']}.json").write_text(json.dumps(report))
    tell(progress=1.0, facts={"bytes": 4})
"""
"""A maker that speaks the real one's lines and makes nothing."""


@pytest.fixture
def bench(settings: Settings, tmp_path: Path) -> Bench:
    script = tmp_path / "maker.py"
    script.write_text(MAKER, "utf-8")
    return Bench(settings, (str(script), str(tmp_path)))


@pytest.fixture
async def workshop(settings: Settings, bench: Bench) -> AsyncIterator[Workshop]:
    made = Workshop(settings, bench)
    yield made
    await made.close()


@pytest.fixture
async def open_door(parts: Parts, bench: Bench) -> AsyncIterator[Callable[..., httpx.AsyncClient]]:
    """Give a client of an application with these settings, with the maker that makes nothing."""
    clients: list[tuple[httpx.AsyncClient, Any]] = []

    def opened(address: str = "127.0.0.1", **settings: Any) -> httpx.AsyncClient:
        values: dict[str, Any] = {"studio_key": "", "demo": False} | settings
        parts.settings = Settings(data=parts.settings.data, cache=parts.settings.cache, **values)
        app = create_app(parts)
        if hasattr(app.state, "studio"):
            app.state.studio.workshop.bench = bench
        transport = httpx.ASGITransport(app, client=(address, 40_000))
        client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765")
        clients.append((client, app))
        return client

    yield opened
    for client, _app in clients:
        await client.aclose()
    await bench.close()


async def steps(client: httpx.AsyncClient, path: str, **body: Any) -> list[dict[str, Any]]:
    answer = await client.post(f"{BASE}/{path}", json={"spec": PLAIN} | body)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


async def test_the_workshop_is_shut_unless_it_is_opened(open_door: Any) -> None:
    """Without a key and without the demonstration there is no such address."""
    assert (await open_door().get(BASE)).status_code == 404


async def test_a_key_lets_in_and_nothing_else_does(open_door: Any) -> None:
    """The right key from anywhere; none, a wrong one, or many wrong ones from nowhere."""
    client = open_door(studio_key=KEY, demo=True)
    right = {"authorization": f"Bearer {KEY}"}
    assert (await client.get(BASE, headers=right)).status_code == 200
    assert (await client.get(BASE)).status_code == 401
    wrong = {"authorization": "Bearer wrong"}
    statuses = [(await client.get(BASE, headers=wrong)).status_code for _ in range(12)]
    assert statuses[0] == 401
    assert statuses[-1] == 429


async def test_the_demonstration_opens_it_to_its_own_machine(open_door: Any) -> None:
    """Loopback gets in without a key; a proxy's client, another machine and other pages don't."""
    client = open_door(demo=True)
    assert (await client.get(BASE)).status_code == 200
    forwarded = await client.get(BASE, headers={"x-forwarded-for": "203.0.113.9"})
    assert forwarded.status_code == 401
    for origin in ("http://evil.example", "http://127.0.0.1:9999", "null"):
        other = await client.post(f"{BASE}/random", json={"seed": 1}, headers={"origin": origin})
        assert other.status_code == 403
    rebound = await client.get(BASE, headers={"host": "evil.example"})
    assert rebound.status_code == 403
    assert (await open_door("203.0.113.9", demo=True).get(BASE)).status_code == 401


async def test_a_public_demonstration_keeps_it_shut(open_door: Any) -> None:
    """Bound to all addresses, the workshop needs a key."""
    assert (await open_door(demo=True, host="192.0.2.1").get(BASE)).status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("describe", b""),
        ("describe", b"{}"),
        ("describe", b'{"text": 5}'),
        ("describe", b'{"text": "", "more": 1}'),
        ("describe", b'{"text": "\\ud800"}'),
        ("describe", json.dumps({"text": "x" * 501}).encode()),
        ("random", b'{"seed": -1}'),
        ("random", b'{"seed": 1e400}'),
        ("builds", b'{"spec": null}'),
        ("builds", b"[" * 100_000),
        ("builds", b"\xff\xfe"),
        ("builds", json.dumps({"spec": PLAIN | {"age": 900}}).encode()),
        ("builds", json.dumps({"spec": PLAIN | {"height_cm": float("nan")}}).encode()),
        ("builds", json.dumps({"spec": PLAIN | {"face": {"../x": 1}}}).encode()),
        ("builds", json.dumps({"spec": PLAIN, "level": "../../x"}).encode()),
        ("builds", json.dumps({"spec": PLAIN, "report": "xx"}).encode()),
        ("builds", b" " * 200_000),
        ("toml", b'{"name": ""}'),
    ],
)
async def test_nonsense_is_refused_in_the_shape_of_all_errors(
    open_door: Any, path: str, body: bytes
) -> None:
    """Whatever is sent, the answer says what is wrong, and nothing is made."""
    answer = await open_door(demo=True).post(f"{BASE}/{path}", content=body)
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"message", "type", "code", "param"}


@pytest.mark.parametrize(
    "name",
    ["..", ".hidden", "a/b", "a\\b", "", " ", "x" * 41, "a\0b", "none", "CON", "clerk", "é?"],
)
def test_a_name_never_becomes_another_place(settings: Settings, name: str) -> None:
    """What is no plain name is refused before any file is touched."""
    with pytest.raises(InputError):
        Shelf(settings).save(name, SPEC, replace=True)
    assert not settings.data.joinpath("studio").exists()


async def test_a_file_is_found_by_its_own_name_only(open_door: Any) -> None:
    """Addresses are looked up, never joined to a path."""
    client = open_door(demo=True)
    for name in ("..%2F..%2Fetc%2Fpasswd", "x.glb", "0" * 32, f"{'0' * 32}.glb"):
        assert (await client.get(f"{BASE}/files/{name}")).status_code == 404


async def test_what_is_saved_is_there_after_a_restart(settings: Settings) -> None:
    """A name holds any script; an older figure is replaced only on the operator's word."""
    Shelf(settings).save("前台 小青", SPEC, replace=False)
    again = Shelf(settings)
    assert again.read("前台 小青").name == "前台 小青"
    with pytest.raises(Conflict):
        again.save("前台 小青", SPEC, replace=False)
    again.save("前台 小青", msgspec.structs.replace(SPEC, age=50), replace=True)
    assert again.read("前台 小青").age == 50
    assert [entry.name for entry in again.all()] == ["前台 小青"]
    again.delete("前台 小青")
    with pytest.raises(NotThere):
        again.read("前台 小青")


def test_a_death_while_saving_leaves_the_old_figure(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is killed between the bytes and the name has changed nothing."""
    Shelf(settings).save("kept", SPEC, replace=False)
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(Path, "rename", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        Shelf(settings).save("kept", msgspec.structs.replace(SPEC, age=80), replace=True)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert Shelf(settings).read("kept").age == SPEC.age
    assert [entry.name for entry in Shelf(settings).all()] == ["kept"]


async def test_a_figure_is_made_once(workshop: Workshop) -> None:
    """The second wish for the same looks is met from the cache, whatever the figure is called."""
    made = [step async for step in workshop.make(SPEC, "preview")]
    assert [step.state for step in made] == ["waiting", "making", "ready"]
    again = [s async for s in workshop.make(msgspec.structs.replace(SPEC, name="x"), "preview")]
    assert [step.state for step in again] == ["ready"]
    assert again[0].file == made[-1].file
    assert workshop.find(made[-1].file or "") is not None


async def test_a_figure_that_nobody_waits_for_is_dropped(
    workshop: Workshop, tmp_path: Path
) -> None:
    """Leaving ends the work, and the next one has its turn."""
    endless = msgspec.structs.replace(SPEC, name="endless")
    async with aclosing(workshop.make(endless, "web")) as making:
        async for step in making:
            if step.state == "making":
                break
    assert [s.state async for s in workshop.make(SPEC, "web")][-1] == "ready"
    assert (tmp_path / "dropped-1").exists()


async def test_too_many_who_wait_are_asked_to_come_again(workshop: Workshop) -> None:
    """The line has an end, and those in it keep their places."""
    endless = [msgspec.structs.replace(SPEC, name="endless", seed=n) for n in range(16)]
    making = [workshop.make(spec, "web") for spec in endless]
    tasks = [asyncio.create_task(_through(one)) for one in making]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    assert all(isinstance(task.exception(), Overloaded) for task in done)
    assert len(waiting) >= MOST_WAITING
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def _through(steps: Any) -> None:
    async with aclosing(steps):
        async for _step in steps:
            pass


async def test_what_goes_wrong_in_the_making_is_the_last_line(open_door: Any) -> None:
    """A figure that can't be, and a maker that dies, are told apart; the next figure is made."""
    client = open_door(demo=True)
    said = await steps(client, "builds", spec=PLAIN | {"name": "impossible"})
    assert said[-1]["state"] == "failed"
    assert said[-1]["error"]["code"] == "invalid_input"
    said = await steps(client, "builds", spec=PLAIN | {"name": "dying"})
    assert said[-1]["error"]["code"] == "engine_crashed"
    assert (await steps(client, "builds"))[-1]["state"] == "ready"


async def test_a_figure_with_an_error_is_not_published(open_door: Any, parts: Parts) -> None:
    """What the check finds keeps it from the desk; a sound one is found there by its name."""
    client = open_door(demo=True)
    torn = await steps(client, "published/torn")
    assert torn[-1]["state"] == "failed"
    assert not (parts.settings.data / "figures").exists()
    assert (await steps(client, "published/小青"))[-1]["state"] == "ready"
    published = parts.settings.data / "figures" / "小青.glb"
    assert published.read_bytes().startswith(b"glTF")
    assert (await client.post(f"{BASE}/published/clerk", json={"spec": PLAIN})).status_code == 400


async def test_the_report_says_whether_a_figure_may_be_published(open_door: Any) -> None:
    """Faults come in words, with the refusal that follows from them."""
    client = open_door(demo=True)
    torn = (await steps(client, "builds", spec=PLAIN | {"name": "torn"}, report="zh"))[-1]
    assert torn["report"]["faults"][0]["hint"] == "Mend."
    assert torn["refusal"]
    sound = (await steps(client, "builds", report="zh"))[-1]
    assert sound["report"]["ok"]
    assert sound["refusal"] is None


async def test_words_become_a_specification_that_says_what_was_assumed(open_door: Any) -> None:
    """The account is the one of `qingzhi avatar describe`."""
    client = open_door(demo=True)
    said = (await client.post(f"{BASE}/describe", json={"text": "35岁女性，165厘米，短发"})).json()
    assert said["spec"]["age"] == 35
    assert {item["field"] for item in said["assumed"]} >= {"weight_kg", "scene"}
    nothing = await client.post(f"{BASE}/describe", json={"text": "zzz"})
    assert nothing.json()["error"]["param"] == "text"


async def test_a_seed_draws_the_same_person(open_door: Any) -> None:
    """The number on the page brings somebody back."""
    client = open_door(demo=True)
    first, second = [(await client.post(f"{BASE}/random", json={"seed": 7})).json() for _ in "12"]
    assert first == second


async def test_the_exported_text_is_read_by_the_command(open_door: Any) -> None:
    """What leaves as TOML is the same specification."""
    answer = await open_door(demo=True).post(f"{BASE}/toml", json=PLAIN)
    assert specification.parse(answer.content) == SPEC


async def test_an_older_figure_is_replaced_on_the_word_only(open_door: Any) -> None:
    """409 asks; `replace` answers."""
    client = open_door(demo=True)
    address = f"{BASE}/saved/小青"
    assert (await client.put(address, json={"spec": PLAIN})).json() == {"name": "小青"}
    assert (await client.put(address, json={"spec": PLAIN})).status_code == 409
    assert (await client.put(address, json={"spec": PLAIN, "replace": True})).status_code == 200
    assert (await client.get(BASE)).json()["saved"][0]["name"] == "小青"
    assert (await client.delete(address)).status_code == 200
    assert (await client.get(address)).status_code == 404


async def test_a_published_figure_is_replaced_on_the_word_only(open_door: Any) -> None:
    """409 before anything is made; `replace` answers."""
    client = open_door(demo=True)
    address = f"{BASE}/published/小青"
    assert (await client.post(address, json={"spec": PLAIN})).status_code == 200
    again = await client.post(address, json={"spec": PLAIN})
    assert again.status_code == 409
    assert again.json()["error"]["param"] == "name"
    assert (await client.post(address, json={"spec": PLAIN, "replace": True})).status_code == 200


async def test_a_published_figure_is_at_the_desk_at_once(open_door: Any, parts: Parts) -> None:
    """No restart: the desk is looked after for the very file that was published."""
    client = open_door(demo=True)
    folder = parts.settings.data / "figures"
    folder.mkdir()
    document = json.dumps({"asset": {"version": "2.0"}}).encode().ljust(28)
    head = struct.pack("<4sIII4s", b"glTF", 2, 20 + len(document), len(document), b"JSON")
    (folder / "小青.glb").write_bytes(head + document)
    parts.figures = Figures(parts.settings)
    try:
        assert (await client.put(f"{BASE}/desk", json={"name": "小青"})).json() == {"name": "小青"}
        assert (await client.get(BASE)).json()["desk"] == "小青"
        order = ordered(parts.figures.settings)
        assert order is not None
        assert Path(order.source) == folder / "小青.glb"
    finally:
        await parts.figures.close()


@pytest.mark.parametrize("name", ["nobody", "../clerk", "", "clerk.glb"])
async def test_the_desk_shows_nothing_that_was_not_published(
    open_door: Any, parts: Parts, name: str
) -> None:
    """A name that stands for no figure changes nothing."""
    client = open_door(demo=True)
    before = parts.figures.settings.figure
    assert (await client.put(f"{BASE}/desk", json={"name": name})).status_code in {400, 404}
    assert parts.figures.settings.figure == before


@pytest.mark.parametrize("form", ["toml", "json"])
async def test_a_file_that_was_exported_is_read_again(open_door: Any, form: str) -> None:
    """Both forms come back as the same specification."""
    client = open_door(demo=True)
    text = specification.dump(SPEC).encode() if form == "toml" else msgspec.json.encode(PLAIN)
    answer = await client.post(f"{BASE}/read?form={form}", content=text)
    assert msgspec.convert(answer.json(), AvatarSpec) == SPEC


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"name = 3", b"name = 'a'\nage = 500", b"[" * 5_000, b"x" * 200_000],
)
async def test_a_file_that_is_no_figure_is_refused_with_what_is_wrong(
    open_door: Any, content: bytes
) -> None:
    """Broken, foreign and endless files end in the error that all requests know."""
    answer = await open_door(demo=True).post(f"{BASE}/read", content=content)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_who_asks_too_often_has_to_wait() -> None:
    """Each address has its own count, and time gives it back."""
    now = [0.0]
    pace = Pace(2, 60.0, lambda: now[0])
    pace.take("a")
    pace.take("a")
    pace.take("b")
    with pytest.raises(Overloaded):
        pace.take("a")
    now[0] = 61.0
    pace.take("a")


async def test_figures_are_not_asked_for_without_end(open_door: Any) -> None:
    """The sixty-first figure within a minute is refused with 429."""
    client = open_door(demo=True)
    body = {"spec": PLAIN, "level": "preview"}
    codes = [(await client.post(f"{BASE}/builds", json=body)).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]


def test_a_performance_shows_the_emotion_and_comes_back_to_rest() -> None:
    """The face smiles in between and is as it was at both ends; the arm is raised and lowered."""
    frames = performance(Emotion.of("joy", "strong"), "wave")
    assert frames.face is not None
    assert frames.bones is not None
    smile = frames.face[:, ARKIT.index("mouthSmileLeft")]
    assert smile.max() > 0.3
    assert max(smile[0], smile[-1]) < 0.01
    arm = frames.bones[:, frames.bone_names.index("rightUpperArm")]
    assert abs(arm - arm[0]).max() > 0.2
    assert abs(arm[-1] - arm[0]).max() < 0.01


@pytest.mark.parametrize(
    "query", ["emotion=zzz", "gesture=zzz", "strength=5", "gesture=" + "x" * 50]
)
async def test_an_unknown_performance_is_refused(open_door: Any, query: str) -> None:
    """Only what the figure knows is asked of it."""
    answer = await open_door(demo=True).get(f"{BASE}/performance?{query}")
    assert answer.status_code == 400


def test_the_desk_shows_a_published_figure_by_its_name(settings: Settings, tmp_path: Path) -> None:
    """`--figure NAME` finds it; a name that leaves the folder does not."""
    Shelf(settings).publish("小青", _glb(tmp_path))
    wanted = Settings(data=settings.data, cache=settings.cache, figure="小青")
    order = ordered(wanted)
    assert order is not None
    assert order.own
    with pytest.raises(QingzhiError):
        ordered(Settings(data=settings.data, cache=settings.cache, figure="../figures/小青"))


def _glb(folder: Path) -> Path:
    text = b'{"asset":{"version":"2.0"}}'
    text += b" " * (-len(text) % 4)
    size = (20 + len(text)).to_bytes(4, sys.byteorder)
    head = b"glTF" + (2).to_bytes(4, "little") + size + len(text).to_bytes(4, "little") + b"JSON"
    path = folder / "own.glb"
    path.write_bytes(head + text)
    return path
