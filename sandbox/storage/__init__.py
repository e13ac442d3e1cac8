"""What people save at the sandbox: carts and saved searches."""
