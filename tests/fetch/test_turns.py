"""Whose turn it is: hosts at their own pace, one after another, with no clock but the numbers given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from westphalia.fetch.turns import Turns


def test_a_host_waits_after_each_request_and_holds_nobody_up() -> None:
    turns: Turns[str] = Turns()
    for item in ("a1", "a2", "b1"):
        turns.put(item[0], item)
    assert turns.take(0) == ("a", "a1")
    assert turns.take(0) == ("b", "b1")
    assert turns.take(0) is None
    assert turns.next_time() is None  # what is left waits for one that is running
    turns.done("a", 5, 2)
    assert turns.next_time() == 7
    assert turns.take(6.9) is None
    assert turns.take(7) == ("a", "a2")
    assert turns.size == 0


def test_an_item_may_have_to_wait_and_lets_others_pass() -> None:
    turns: Turns[str] = Turns()
    turns.put("a", "later", not_before=10)
    turns.put("a", "now")
    assert turns.take(0) == ("a", "now")
    turns.done("a", 1, 1)
    assert turns.take(9) is None
    assert turns.take(10) == ("a", "later")


def test_more_than_one_at_once_where_asked_for() -> None:
    turns: Turns[int] = Turns(per_host=2)
    for number in range(3):
        turns.put("a", number)
    assert [turns.take(0), turns.take(0), turns.take(0)] == [("a", 0), ("a", 1), None]
    turns.done("a", 0, 0)
    assert turns.take(0) == ("a", 2)


def test_a_host_is_dropped_with_all_that_waits() -> None:
    turns: Turns[int] = Turns()
    for number in range(3):
        turns.put("a", number)
    turns.take(0)
    assert turns.drop("a") == [1, 2]
    turns.done("a", 0, 1)
    assert (turns.size, turns.next_time(), turns.drop("b")) == (0, None, [])


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), max_size=40), st.integers(1, 3))
def test_everything_goes_out_once_and_never_too_soon(items: list[tuple[str, int]], per_host: int) -> None:
    turns: Turns[int] = Turns(per_host)
    for number, (host, at) in enumerate(items):
        turns.put(host, number, at)
    now, gone = 0.0, []
    running: list[str] = []
    ended: dict[str, float] = {}
    while turns.size or running:
        turn = turns.take(now)
        if turn is not None:
            host, number = turn
            assert items[number][1] <= now
            assert ended.get(host, -1) + 1 <= now
            running.append(host)
            assert running.count(host) <= per_host
            gone.append(number)
        elif running:
            host = running.pop(0)
            turns.done(host, now, 1)
            ended[host] = now
        else:
            following = turns.next_time()
            assert following is not None
            now = max(now, following)
    assert sorted(gone) == list(range(len(items)))
