"""Configuration: files and command lines, values and their rules, the CONFIG command."""

from vkscope.server.config.settings import Config
from vkscope.server.config.values import ApplyError, ConfigError, OutputLimit

__all__ = ["ApplyError", "Config", "ConfigError", "OutputLimit"]
