"""Programs that measure the portal and break it. Run them with `make bench`, `chaos`, `cluster` and `image`.

They may import `app`, `deploy` and the helpers of `tests`. Nothing imports them, so the folder can be deleted.
"""
