"""`qingzhi ask`: what the figure would answer, as text with emotion and citations."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from qingzhi.cli.options import Batch, Data, Demo, Json, one_or_batch, print_json
from qingzhi.errors import InputError
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from qingzhi.service.mind import Mind


def ask(
    text: Annotated[str | None, typer.Argument(help="A question in Chinese or English.")] = None,
    batch: Batch = None,
    as_json: Json = False,
    data: Data = None,
    demo: Demo = None,
) -> None:
    """Answer one question, or one a line of a JSONL file ({"text", "history"?})."""
    questions = list(one_or_batch(text, batch))
    mind = _mind(Settings.from_env(data=data, demo=demo))
    for question in questions:
        result = answer(mind, question)
        if as_json or batch:
            print_json(result)
        else:
            _print_plain(result)


def answer(mind: Mind, question: dict[str, Any]) -> dict[str, Any]:
    """Answer one record; `history` is a list of earlier questions of the same visitor."""
    from qingzhi.safety import disclosure  # noqa: PLC0415 - keeps `--help` quick
    from qingzhi.service.delivery import felt  # noqa: PLC0415 - the same
    from qingzhi.service.mind import joined  # noqa: PLC0415 - the same

    history = question.get("history", [])
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise InputError("history must be a list of texts.", param="history")
    begun = time.perf_counter()
    exchange = mind.exchange([*history, question["text"]])
    clauses = list(exchange.clauses)
    elapsed = time.perf_counter() - begun
    feeling = msgspec.to_builtins(felt(exchange.percept.emotion))
    return {
        "text": joined(clauses),
        "clauses": [
            {"text": c.text, "emotion": msgspec.to_builtins(felt(c.emotion)), "act": c.act.value}
            for c in clauses
        ],
        "citations": [{"id": s.id, "title": s.title} for s in exchange.talk.citations],
        "visitor_emotion": feeling | {"confidence": round(exchange.percept.confidence, 3)},
        "disclosure": disclosure.identity(exchange.percept.lang)[0],
        "latency_ms": round(elapsed * 1000, 2),
    }


def _mind(settings: Settings) -> Mind:
    from qingzhi.service.mind import Mind  # noqa: PLC0415 - keeps `--help` quick

    return Mind.open(settings)


def _print_plain(result: dict[str, Any]) -> None:
    typer.echo(result["text"])
    for citation in result["citations"]:
        typer.echo(f"  [{citation['id']}] {citation['title']}")
