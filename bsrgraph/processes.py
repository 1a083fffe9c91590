"""Do long work in a process of its own, so that two cores are used."""

from __future__ import annotations

import multiprocessing
import sys
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

Result = TypeVar("Result")
_copied = False


def begin(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begin work in a copy of this process; call what is given for its result.

    What the work raises is raised by that call. Where processes cannot fork, or the copy was ended
    from outside, the work is done here, when its result is asked for.

    >>> begin(lambda: 6 * 7)()
    42
    """
    if "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin":
        return cache(work)
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(there, work), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # our threads only draw progress
        child.start()
    there.close()

    @cache
    def finish() -> Result:
        try:
            failed, result = here.recv()
        except EOFError:
            return work()
        child.join()
        here.close()
        if failed:
            raise result
        return result  # type: ignore[no-any-return]

    return finish


def is_copy() -> bool:
    """Say whether this is a copy that `begin` made: threads that libraries began are not in it.

    >>> is_copy(), begin(is_copy)()
    (False, True)
    """
    return _copied


def _work(there: Any, work: Callable[[], Result]) -> None:
    global _copied
    _copied = True
    try:
        there.send((False, work()))
    except Exception as error:  # whatever it was, who waits must hear of it
        there.send((True, error))
    there.close()
