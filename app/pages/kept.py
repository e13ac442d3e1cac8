"""What this process keeps for some time, as the very objects: values that nobody changes need no copy for each page."""

from __future__ import annotations

from typing import Any

from cachelib import SimpleCache
from cachelib.serializers import SimpleSerializer


class AsItIs(SimpleSerializer):
    """In the place of cachelib's pickling."""

    def dumps(self, value: Any, protocol: int = 0) -> Any:
        return value

    def loads(self, bvalue: Any) -> Any:
        return bvalue


class Kept(SimpleCache):
    """Values by name; at most `threshold` of them, each for `default_timeout` seconds. Keep only what is frozen."""

    serializer = AsItIs()
