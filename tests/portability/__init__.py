"""Portability: Windows, macOS, and consoles that are not UTF-8."""
