"""The vkscope command: one small module per subcommand, imported when it is called."""
