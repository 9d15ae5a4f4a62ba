"""The requests that a host gets in a day, counted."""

from dataclasses import dataclass, field

from models.budget import Addition, Key


@dataclass(slots=True)
class _Account:
    written: int = 0
    """Requests of all runs that the table holds, as far as we know."""
    unwritten: int = 0
    """Our own requests that no addition holds yet."""


@dataclass(slots=True)
class Budget:
    """Requests a host and day, those of other runs included as far as they are written: two runs at once may send more
    than the limit by what neither has written yet."""

    limit: int
    """Requests that a host gets in a day."""
    _accounts: dict[Key, _Account] = field(default_factory=dict)
    _addition: Addition | None = None

    def knows(self, key: Key) -> bool:
        """Whether ``learn`` has been told of the host and day."""
        return key in self._accounts

    def learn(self, key: Key, written: int) -> None:
        """Take note of what the table holds for the host and day."""
        self._accounts.setdefault(key, _Account()).written = written

    def take(self, key: Key) -> bool:
        """Count one request, unless the budget is spent."""
        account = self._accounts.setdefault(key, _Account())
        under_way = self._addition.counts.get(key, 0) if self._addition else 0
        if account.written + under_way + account.unwritten >= self.limit:
            return False
        account.unwritten += 1
        return True

    def give_back(self, key: Key) -> None:
        """Take back a request that was not sent after all."""
        self._accounts[key].unwritten -= 1

    def addition(self) -> Addition | None:
        """What is to be written now: the same as last time until ``written`` is called; null if there is nothing."""
        if self._addition is None:
            # Below zero: what was given back is in the table already, and the next requests make up for it.
            counts = {key: account.unwritten for key, account in self._accounts.items() if account.unwritten > 0}
            if not counts:
                return None
            self._addition = Addition(counts)
            for key in counts:
                self._accounts[key].unwritten = 0
        return self._addition

    def written(self, totals: dict[Key, int]) -> None:
        """The addition has been written, and the table holds ``totals``."""
        self._addition = None
        for key, total in totals.items():
            self.learn(key, total)

    @property
    def unwritten(self) -> int:
        """Requests that are counted here alone."""
        under_way = sum(self._addition.counts.values()) if self._addition else 0
        return under_way + sum(account.unwritten for account in self._accounts.values())
