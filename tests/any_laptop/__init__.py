"""The portal as other systems have it: Windows, macOS, consoles that are not UTF-8."""
