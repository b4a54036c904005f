"""Bringing the register to a machine: what `make` prepares, the demo, and examples of nginx and systemd."""
