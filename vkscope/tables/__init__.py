"""What is written once: the tables of commands, configs and events, their loaders and generators."""
