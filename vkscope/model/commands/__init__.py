"""The commands, one module for each kind; each puts its functions into the registry."""
