"""The assignment problem: who gets what, so that the whole costs least."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

__all__ = ["assign"]


def assign(choices: Sequence[Mapping[int, float]]) -> tuple[int, ...]:
    """What each chooser gets, nothing twice, at the least total cost; of equal totals always the same one.

    Chooser by chooser, by shortest augmenting paths: Jonker and Volgenant 1987, doi:10.1007/BF02278710. The time goes
    with the choices there are, not with those that could be: a page has hundreds of columns and few ways on from each.

    Args:
        choices: for each chooser what it may get, and the cost of that, which may be negative. Whoever may end up
            with nothing is given a choice of its own that says so.

    Raises:
        ValueError: when not everybody can get something.
    """
    owner: dict[int, int] = {}
    got = [-1] * len(choices)
    discount: dict[int, float] = {}
    budget = [0.0] * len(choices)
    for newcomer in range(len(choices)):
        reach: dict[int, float] = {}
        through: dict[int, int] = {}
        queue: list[tuple[float, bool, int]] = []
        passed: set[int] = set()
        chooser, spent = newcomer, 0.0
        while True:
            for thing, cost in choices[chooser].items():
                price = spent + cost - budget[chooser] - discount.get(thing, 0.0)
                if thing not in passed and price < reach.get(thing, math.inf):
                    reach[thing], through[thing] = price, chooser
                    heappush(queue, (price, thing in owner, thing))
            while queue and queue[0][2] in passed:
                heappop(queue)
            if not queue:
                raise ValueError(f"{newcomer + 1} choosers cannot all get something")
            spent, taken, thing = heappop(queue)
            if not taken:
                break
            passed.add(thing)
            chooser = owner[thing]
        budget[newcomer] += spent
        for other in passed:
            saved = spent - reach[other]
            budget[owner[other]] += saved
            discount[other] = discount.get(other, 0.0) - saved
        # give the thing to whom it was reached through, what that one had to the next, and so back to the newcomer
        chooser = -1
        while chooser != newcomer:
            chooser = through[thing]
            owner[thing] = chooser
            given, thing = thing, got[chooser]
            got[chooser] = given
    return tuple(got)
