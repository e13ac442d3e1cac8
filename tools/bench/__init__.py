"""`make bench` measures what a signed-in page costs. See docs/performance.md.

It compares the page with a bare Spark call and with the habits of common sample code. It uses only the loopback.
`--short` takes about 12 seconds and is part of the gate. `--cpu` measures processor time in one process.
"""
