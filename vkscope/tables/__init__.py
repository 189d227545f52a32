"""What is written once: commands, configs and events; their loaders and generators."""
