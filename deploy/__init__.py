"""What stands around the portal on a machine of its own."""
