"""Sets of things that belong together."""

from collections.abc import Hashable


class Parts:
    """Sets of operations that belong together (union-find)."""

    def __init__(self) -> None:
        self._up: dict[Hashable, Hashable] = {}

    def add(self, key: Hashable) -> None:
        self._up.setdefault(key, key)

    def root(self, key: Hashable) -> Hashable:
        self.add(key)
        while self._up[key] != key:
            self._up[key] = self._up[self._up[key]]
            key = self._up[key]
        return key

    def join(self, one: Hashable, other: Hashable) -> None:
        one, other = self.root(one), self.root(other)
        if one != other:
            self._up[max(one, other)] = min(one, other)

    def groups(self) -> dict[Hashable, list]:
        found: dict[Hashable, list] = {}
        for key in self._up:
            found.setdefault(self.root(key), []).append(key)
        return found
