"""What stands around the portal on a machine of its own: image, compose, Caddy, systemd, and the page about them."""
