"""The difficult conversations of `docs/care.md`, held with the real mind.

    python -m bench.care_talks                       # print them
    python -m bench.care_talks --write docs/care.md  # put them into the page

`care/talks.jsonl` holds what a visitor says and what a wise person would want to hear.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from qingzhi.safety.groups import Standing
from qingzhi.service.mind import Mind, joined
from qingzhi.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qingzhi.score import Percept

TALKS: Final = Path(__file__).parent / "care/talks.jsonl"
BEGIN: Final = "<!-- talks: written by python -m bench.care_talks -->"
END: Final = "<!-- end of talks -->"


def talks() -> list[dict[str, Any]]:
    """Read the visitors' turns."""
    return [json.loads(line) for line in TALKS.read_text("utf-8").splitlines()]


def held(mind: Mind, talk: dict[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Hold one talk: what the visitor says, what is answered, and the numbers of the help card."""
    conversation, manners = mind.conversation(), mind.manners()
    manners.stand(Standing(talk["audience"], "guardian"))
    felt: list[Percept] = []
    for number, said in enumerate(talk["turns"]):
        percept = mind.perceiver.perceive(said, None, felt)
        before = [earlier.text for earlier in felt]
        felt.append(percept)
        clauses = list(
            mind.reply(conversation, percept, number, manners, before, region=talk["region"])
        )
        need = conversation.need
        lines = mind.carer.resources.of(talk["region"])
        shown = lines.shown(need.kind, talk["audience"]) if need else ()
        yield said, joined(clauses), tuple(line.call for line in shown)


def written(mind: Mind, number: int, talk: dict[str, Any]) -> str:
    """Write one talk as a section of the page."""
    told = [f"### {number} {talk['title']}", f"Wanted: {talk['wanted']}。"]
    for said, answer, card in held(mind, talk):
        told.append(f"> **访客** {said}")
        told.append(f"> **晓青** {answer}" + (f" 〔{' · '.join(card)}〕" if card else ""))
    return "\n\n".join(told[:2]) + "\n\n" + "\n>\n".join(told[2:]) + "\n"


def main() -> None:
    """Print the talks, or put them between the marks of a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="the page")
    page: Path | None = parser.parse_args().write
    with tempfile.TemporaryDirectory() as folder:
        mind = Mind.open(Settings(data=Path(folder)))
        sections = [written(mind, number, talk) for number, talk in enumerate(talks(), 1)]
    body = "\n".join(sections)
    if page is None:
        sys.stdout.write(body)
        return
    head, _, rest = page.read_text("utf-8").partition(BEGIN)
    page.write_text(f"{head}{BEGIN}\n\n{body}\n{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
