"""`make cluster` runs three machines behind a real proxy and over one PostgreSQL, while visitors use the site.

See docs/cluster.md.
"""
