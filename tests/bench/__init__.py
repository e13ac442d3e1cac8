"""`make bench`: what a signed-in page costs, beside the bare Spark call and the habits of the common samples.

All of it stays on the loopback. `--short` takes about twelve seconds and is part of the gate; without it, see `full`.
"""

from .calls import sandbox, seconds, token

__all__ = ["sandbox", "seconds", "token"]
