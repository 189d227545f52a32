"""The CONFIG command: GET, SET, RESETSTAT, REWRITE, HELP.

Rules: no I/O here; REWRITE's is in rewrite.py. Texts are Valkey's, for clients compare them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vkscope.files.quoting import to_text
from vkscope.server.config.patterns import is_pattern, matches
from vkscope.server.config.values import ChangeError
from vkscope.server.replies import OK, Error, Reply, Simple

if TYPE_CHECKING:
    from vkscope.server.config.settings import Config

_HELP: Final = (
    "CONFIG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
    "GET <pattern>",
    "    Return parameters matching the glob-like <pattern> and their values.",
    "SET <directive> <value>",
    "    Set the configuration <directive> to <value>.",
    "RESETSTAT",
    "    Reset statistics reported by the INFO command.",
    "REWRITE",
    "    Rewrite the configuration file.",
    "HELP",
    "    Print this help.",
)
_LOADING: Final = Error("LOADING Valkey is loading the dataset in memory")


def run(config: Config, argv: list[bytes], loading: bool, local: bool) -> Reply:
    """Answers `CONFIG <subcommand> ...`; the number of words has been checked."""
    words = [to_text(word) for word in argv[2:]]
    match argv[1].lower():
        case b"get":
            return _get(config, words)
        case b"set":
            return _set(config, words, loading, local)
        case b"resetstat":
            assert config.on_reset_stat is not None, "the server wires it"
            config.on_reset_stat()
            return OK
        case b"rewrite":
            return _rewrite(config)
        case b"help":
            return [Simple(line) for line in _HELP]
    return Error(f"ERR unknown subcommand '{to_text(argv[1])[:128]}'. Try CONFIG HELP.")


def sensitive_arguments(config: Config, argv: list[bytes]) -> list[int]:
    """Indices of words of a CONFIG SET that logs and monitors must not show."""
    if len(argv) < 2 or argv[1].lower() != b"set":
        return []
    names = ((at, to_text(argv[at]).lower()) for at in range(2, len(argv) - 1, 2))
    return [
        at + 1 for at, name in names if config.has(name) and "sensitive" in config.spec(name).flags
    ]


def _get(config: Config, patterns: list[str]) -> Reply:
    """Keys are names as the user wrote them, or as a pattern found them."""
    found: dict[str, str] = {}
    for pattern in patterns:
        if not is_pattern(pattern):
            if config.has(pattern.lower()):
                found.setdefault(pattern.lower(), pattern)
            continue
        for name in config.all_names():
            if "hidden" not in config.spec(name).flags and matches(pattern, name):
                found.setdefault(name, name)
    return {shown: config.show(name) for name, shown in sorted(found.items())}


def _set(config: Config, words: list[str], loading: bool, local: bool) -> Reply:
    if len(words) % 2:
        return Error("ERR syntax error")
    pairs = list(zip((w.lower() for w in words[::2]), words[1::2], strict=True))
    if refusal := _refusal(config, words[::2], loading, local):
        return refusal
    try:
        config.change([pair for pair in pairs if not config.is_ignored(pair[0])])
    except ChangeError as failure:
        return _failed(failure.name, failure.text)
    return OK


def _refusal(config: Config, asked: list[str], loading: bool, local: bool) -> Error | None:
    """Why these parameters may not be set, whatever the values; None if they may.

    Words that meant something once may be set, as files may hold them: scripts of then go on.
    A name that does not exist is complained of only if nothing before it was refused, as the first
    refusal ends the search; a repeated name is one only when it was accepted before.
    """
    seen: set[str] = set()
    for name in asked:
        lower = name.lower()
        if config.is_ignored(lower):
            continue
        if not config.has(lower):
            return Error(f"ERR Unknown option or number of arguments for CONFIG SET - '{name}'")
        flags = config.spec(lower).flags
        if "immutable" in flags:
            return _failed(name, "can't set immutable config")
        if "protected" in flags and not _allows(config, local):
            return _failed(name, "can't set protected config")
        if loading and "deny_loading" in flags:
            return _LOADING
        if lower in seen:
            return _failed(name, "duplicate parameter")
        seen.add(lower)
    return None


def _allows(config: Config, local: bool) -> bool:
    policy = config.enum("enable-protected-configs")
    return policy == "yes" or (policy == "local" and local)


def _failed(name: str, text: str) -> Error:
    reason = f" - {text}" if text else ""
    return Error(f"ERR CONFIG SET failed (possibly related to argument '{name}'){reason}")


def _rewrite(config: Config) -> Reply:
    if config.file is None:
        return Error("ERR The server is running without a config file")
    try:
        config.rewrite()
    except OSError as error:
        config.log("warning", f"CONFIG REWRITE failed: {error.strerror}")
        return Error(f"ERR Rewriting config file: {error.strerror}")
    config.log("notice", "CONFIG REWRITE executed with success.")
    return OK
