"""A wall clock that jumps: Python imports this first where its folder is on ``PYTHONPATH``.

``time.time`` and ``datetime.now`` jump by ``CLOCK_JUMP`` seconds as soon as the file ``CLOCK_JUMPS_WITH`` is there.
The monotonic clock goes on as it is, as it does when an administrator or NTP sets the time.
"""

import datetime
import os
import time

_JUMP = float(os.environ["CLOCK_JUMP"])
_SIGN = os.environ["CLOCK_JUMPS_WITH"]
_time, _datetime = time.time, datetime.datetime


def _ahead() -> float:
    return _JUMP if os.path.exists(_SIGN) else 0.0  # noqa: PTH110 - as little as can be is imported this early


def _jumping_time() -> float:
    return _time() + _ahead()


class _AlsoReal(type):
    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _datetime)


class _JumpingDatetime(_datetime, metaclass=_AlsoReal):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> _datetime:  # type: ignore[override]
        return _datetime.now(tz) + datetime.timedelta(seconds=_ahead())

    @classmethod
    def utcnow(cls) -> _datetime:  # type: ignore[override]
        return _datetime.now(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(seconds=_ahead())


time.time = _jumping_time
datetime.datetime = _JumpingDatetime  # type: ignore[misc]
