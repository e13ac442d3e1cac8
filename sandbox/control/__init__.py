"""Controls for tests and workshops, below `/sandbox`: tokens on demand, injected faults, the request log.

None of this is part of Spark.
"""

from sandbox.control import fault_injection, request_log, tokens

BLUEPRINTS = (tokens.bp, fault_injection.bp, request_log.bp)
