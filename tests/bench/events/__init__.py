"""How fast articles find their events, beside a small store and beside a large one."""
