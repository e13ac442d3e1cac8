"""What the portal tells its operator: logs, request timings and metrics."""
