"""The flow inspector: turns the record of a browser into the steps of its sign-in."""
