"""Which of the possible breaks become line ends: as few lines as first-fit needs, and as even as that allows.

All functions speak of places by number: place 0 is the beginning of a stretch without forced breaks, the last one its
end. `left[k]` is where a line begins that starts at place k, `right[k]` where one ends that stops there, in points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

SHORT_LAST_LINE = 0.12  # of the width: a last line below is a widow
NO_COSTS: Mapping[int, float] = MappingProxyType({})
_SLACK = 1e-6
_DENSE = 9  # breaks to a line: with so many, first-fit fills every line anyway
_WINDOW = 160  # at most so many places are weighed against each other


def first_fit(left: Sequence[float], right: Sequence[float], width: float) -> list[int]:
    """The line ends if each line takes what fits; what does not fit alone stands alone."""
    ends: list[int] = []
    start, count = 0, len(right)
    while start < count - 1:
        limit = left[start] + width + _SLACK
        end = start + 1
        while end + 1 < count and right[end + 1] <= limit:
            end += 1
        ends.append(end)
        start = end
    return ends


def choose(
    left: Sequence[float],
    right: Sequence[float],
    width: float,
    *,
    balance: bool,
    costs: Mapping[int, float] = NO_COSTS,
    lonely: Callable[[int], bool] = lambda place: False,
) -> list[int]:
    """The line ends of a stretch. `costs` says at which places a break is ugly, such as one with a hyphen: as ugly as a line
    that is short by this share of the width. `lonely(k)` says whether what stands behind place k is too little for a
    last line, whatever its width.
    """
    ends = first_fit(left, right, width)
    if len(ends) < 2:
        return ends

    def widow(place: int) -> bool:
        return right[-1] - left[place] < SHORT_LAST_LINE * width or lonely(place)

    dense = len(right) > _DENSE * len(ends)
    is_best = len(ends) == 2 and ends[0] not in costs  # the last line is not weighed, and the other one is as full as can be
    if (dense or is_best) and not balance and not widow(ends[-2]):
        return ends
    keep = 0 if balance else _kept(ends, 3 if dense else len(ends))
    first = ends[keep - 1] if keep else 0
    if len(right) - first > 3 * _WINDOW:
        return ends
    moved = {place - first: cost for place, cost in costs.items()}
    tail = _even(left[first:], right[first:], width, balance, moved, lambda place: widow(place + first))
    return ends[:keep] + [first + end for end in tail]


def _kept(ends: Sequence[int], lines: int) -> int:
    """How many of the first lines stay as they are: all but the last few, which must not have too many places."""
    keep = max(0, len(ends) - lines)
    while keep < len(ends) - 2 and ends[-1] - (ends[keep - 1] if keep else 0) > _WINDOW:
        keep += 1
    return keep


def _even(
    left: Sequence[float],
    right: Sequence[float],
    width: float,
    balance: bool,
    costs: Mapping[int, float],
    widow: Callable[[int], bool],
) -> list[int]:
    """The fewest lines, and among those the ends with the least sum of squared slack; the last line is only weighed
    when it is to be balanced, or is a widow.
    """
    last = len(right) - 1
    per_line = width * width * (last + 2)  # more than any unevenness
    cost = [0.0] + [float("inf")] * last
    before = [0] * (last + 1)
    for end in range(1, last + 1):
        penalty = per_line + (costs.get(end, 0.0) * width) ** 2
        room, ragged = width - right[end], balance or end < last
        for start in range(end - 1, -1, -1):
            slack = room + left[start]
            if slack < -_SLACK:
                if start < end - 1:
                    break
                slack = 0.0
            total = cost[start] + penalty
            if ragged:
                total += slack * slack
            if end == last and start and widow(start):
                total += width * width * 4
            if total < cost[end]:
                cost[end], before[end] = total, start
    ends = [last]
    while before[ends[-1]]:
        ends.append(before[ends[-1]])
    return ends[::-1]
