"""The staff desk: order, honest waits, and a crowd that costs no more than it must."""

from __future__ import annotations

import asyncio

import pytest
from tests.service.staffing import Clock, Later, joined

from qingzhi.score import Need
from qingzhi.service.case import MOST_HELD, Left
from qingzhi.service.handover import (
    JOINS,
    MOST_OF_ONE,
    MOST_WAITING,
    PRESENT_S,
    Conflict,
    Full,
    NotThere,
    StaffDesk,
    TooMany,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def desk(clock: Clock, later: Later) -> StaffDesk:
    opened = StaffDesk(staffed=True, clock=clock, wall=clock, later=later)
    opened.seen()
    return opened


def test_who_is_in_danger_comes_first(desk: StaffDesk, later: Later) -> None:
    """The gravest need leads, and among equals who came first."""
    calm, first = joined(desk)
    _, grave = joined(desk, Need("self_harm", "high"))
    _, second = joined(desk)
    assert [case.id for case in desk.waiting] == [grave, first, second]
    later.happen()
    assert calm.heard[-1] == ("moved", 2, None)


def test_who_tells_of_danger_while_waiting_moves_up(desk: StaffDesk, later: Later) -> None:
    """The queue follows what is heard."""
    _, first = joined(desk)
    someone, second = joined(desk)
    desk.heard(desk.waiting[1], Need("abuse", "high"))
    later.happen()
    assert [case.id for case in desk.waiting] == [second, first]
    assert someone.heard[-1][:2] == ("moved", 1)


def test_the_wait_is_known_only_from_cases_that_were_handled(desk: StaffDesk, clock: Clock) -> None:
    """No number is made up: none before the first case, then handling and pick-up together."""
    someone, first = joined(desk)
    assert someone.heard == [("moved", 1, None)]
    clock.now = 30.0
    desk.take(first)
    clock.now = 150.0
    desk.seen()
    desk.close(first)
    late, _ = joined(desk)
    later, _ = joined(desk)
    assert (late.heard[-1], later.heard[-1]) == (("moved", 1, 30), ("moved", 2, 150))


def test_nobody_can_join_a_desk_without_anybody(desk: StaffDesk, clock: Clock) -> None:
    """A queue is offered while somebody was there within the last minute, and not longer."""
    clock.now = PRESENT_S + 1
    assert not desk.present
    with pytest.raises(Conflict):
        joined(desk)
    assert not StaffDesk(staffed=False).present


def test_all_are_let_go_when_the_staff_is_gone(desk: StaffDesk, clock: Clock) -> None:
    """Who waits and who was being helped both hear it, and nothing of them stays."""
    waiting, _ = joined(desk)
    helped, case_id = joined(desk)
    desk.take(case_id)
    desk.sweep()
    assert helped.heard[-1] == ("taken",)
    clock.now = PRESENT_S + 1
    desk.sweep()
    assert [someone.heard[-1] for someone in (waiting, helped)] == [("closed", "gone")] * 2
    assert (desk.waiting, desk.taken) == ([], [])


def test_a_case_has_its_order(desk: StaffDesk) -> None:
    """It is taken once, spoken to when taken, and unknown when it is over."""
    _, case_id = joined(desk)
    with pytest.raises(Conflict):
        desk.say(case_id, "您好")
    desk.take(case_id)
    with pytest.raises(Conflict):
        desk.take(case_id)
    desk.close(case_id)
    for late in (desk.take, desk.close):
        with pytest.raises(NotThere):
            late(case_id)


def test_lines_are_forgotten_when_the_talk_ends(desk: StaffDesk) -> None:
    """Words are held while the two talk, and not a moment longer."""
    _, case_id = joined(desk)
    case = desk.take(case_id)
    desk.relay(case, "我在二楼")
    assert [line.text for line in case.lines] == ["我在二楼"]
    desk.close(case_id)
    assert not case.lines


async def test_a_page_that_waits_is_woken_by_news(desk: StaffDesk) -> None:
    """Long polling ends with the change, not with the time."""
    waiting = asyncio.create_task(desk.wait(desk.seq, 60.0))
    await asyncio.sleep(0)
    joined(desk)
    await asyncio.wait_for(waiting, 5)
    await desk.wait(desk.seq - 1, 60.0)


def test_a_lesser_need_moves_nobody_back(desk: StaffDesk) -> None:
    """Who told of danger keeps their place, whatever lighter they speak of afterwards."""
    _, grave = joined(desk, Need("self_harm", "high"))
    _, other = joined(desk, Need("abuse", "medium"))
    desk.heard(desk.waiting[0], Need("distress", "low"))
    assert [case.id for case in desk.waiting] == [grave, other]
    assert desk.waiting[0].need == Need("self_harm", "high")


def test_a_full_desk_takes_nobody_more(desk: StaffDesk) -> None:
    """What is refused is named apart from a desk where nobody is."""
    for _ in range(MOST_WAITING):
        joined(desk)
    assert desk.present
    assert not desk.has_room
    with pytest.raises(Full):
        joined(desk)


def test_one_network_takes_not_all_places(desk: StaffDesk) -> None:
    """Five open cases of a network are the most; others are not kept out."""
    for _ in range(MOST_OF_ONE):
        joined(desk, network="203.0.113.0/24")
    with pytest.raises(TooMany):
        joined(desk, network="203.0.113.0/24")
    joined(desk, network="198.51.100.0/24")


def test_joining_and_leaving_has_a_pace(desk: StaffDesk, clock: Clock) -> None:
    """Coming and going in haste is refused, and allowed again with time."""
    for _ in range(JOINS):
        joined(desk, network="here")
        desk.leave(desk.waiting[0])
    with pytest.raises(TooMany):
        joined(desk, network="here")
    clock.now += 6.0
    joined(desk, network="here")


def test_places_are_told_together(desk: StaffDesk, later: Later) -> None:
    """However many leave at once, whoever stays hears their place once."""
    crowd = [joined(desk) for _ in range(50)]
    later.happen()
    last = crowd[-1][0]
    last.heard.clear()
    for _ in range(49):
        desk.leave(desk.waiting[0])
    assert len(later.calls) == 1
    later.happen()
    assert last.heard == [("moved", 1, None)]


def test_a_staff_that_is_gone_moves_nobody_on_the_way(
    desk: StaffDesk, clock: Clock, later: Later
) -> None:
    """Two hundred who wait hear that it is over, and no more."""
    crowd = [joined(desk)[0] for _ in range(MOST_WAITING)]
    later.happen()
    for someone in crowd:
        someone.heard.clear()
    clock.now = PRESENT_S + 1
    desk.sweep()
    later.happen()
    assert [someone.heard for someone in crowd] == [[("closed", "gone")]] * MOST_WAITING


def test_what_is_left_later_wakes_the_staff_and_is_erased(desk: StaffDesk) -> None:
    """It adds to what was left before, and goes with the case."""
    _, case_id = joined(desk)
    case = desk.waiting[0]
    seq = desk.seq
    desk.amend(case, Left(name="王女士", contact=("李先生", "13900000000")))
    desk.amend(case, Left(note="下午方便"))
    assert desk.seq > seq
    assert case.left == Left(name="王女士", note="下午方便", contact=("李先生", "13900000000"))
    desk.take(case_id)
    desk.close(case_id)
    assert case.left == Left()


def test_a_talk_that_never_ends_is_held_in_part(desk: StaffDesk) -> None:
    """Lines keep their numbers while the oldest go, by number and by characters."""
    _, case_id = joined(desk)
    case = desk.take(case_id)
    for _ in range(250):
        desk.relay(case, "好")
    assert (case.lines[0].number, case.lines[-1].number, len(case.lines)) == (51, 250, 200)
    for _ in range(100):
        desk.relay(case, "长" * 1000)
    assert sum(len(line.text) for line in case.lines) <= MOST_HELD
    assert case.lines[-1].number == 350


def test_a_visitor_who_breaks_keeps_nobody_else(desk: StaffDesk, clock: Clock) -> None:
    """Their case is gone before they are told, so that the next round goes on behind it."""
    broken, _ = joined(desk)
    other, _ = joined(desk)

    def fail(why: str) -> None:
        raise RuntimeError(why)

    broken.was_closed = fail  # type: ignore[method-assign]  # as a session that has a mistake
    clock.now = PRESENT_S + 1
    with pytest.raises(RuntimeError):
        desk.sweep()
    desk.sweep()
    assert other.heard[-1] == ("closed", "gone")
    assert not desk.waiting
