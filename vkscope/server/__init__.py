"""The control plane: boot, configuration, administrative commands."""
