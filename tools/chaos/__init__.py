"""`make chaos` breaks Spark, the databases, the clock and the processes once each, while visitors use the portal.

See docs/reliability.md.
"""
