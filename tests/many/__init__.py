"""`make many`: three machines behind a real proxy, over one PostgreSQL, while visitors are on the site."""
