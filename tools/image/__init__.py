"""`make image` carries out the Dockerfile without Docker, and serves from the result. See docs/deploy.md."""
