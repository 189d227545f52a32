"""`vkscope server`, also installed as `vkscope-server`: valkey-server's arguments, then the server.

Words: --plugin FILE and --core model are ours; they are taken out before the rest is read.

Rules: reads the configuration before anything heavy is imported, so that a mistake in a file is
told at once and with Valkey's exit status.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from vkscope.server.config import Config, ConfigError


def run(argv: Sequence[str], program: str = "vkscope server") -> int:
    """Runs a server until it ends; the exit status."""
    cores, argv = _taken("--core", argv)
    plugins, argv = _taken("--plugin", argv)
    core = cores[-1] if cores else "native"
    if core == "model":
        from vkscope.cli import model

        return model.run(argv)
    if core != "native":
        print(f"{program}: --core is native or model, not {core!r}", file=sys.stderr)
        return 1
    try:
        config = Config.from_argv([program, *argv])
    except ConfigError as error:
        _tell(error)
        return error.exit_code
    from vkscope.server import app

    return app.run(config, program, plugins)


def main() -> int:
    """Entry point of `vkscope-server`."""
    return run(sys.argv[1:], sys.argv[0])


def _taken(option: str, argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """The values of an option of ours, which Valkey's parser does not know; and the other words."""
    words, values = list(argv), []
    while option in words[:-1]:
        at = words.index(option)
        values.append(words[at + 1])
        del words[at : at + 2]
    return values, words


def _tell(error: ConfigError) -> None:
    if error.channel == "log":
        from vkscope.server.log import WARNING, Log

        Log().write(WARNING, error.text)
        return
    stream = sys.stdout if error.channel == "stdout" else sys.stderr
    stream.buffer.write(error.text.encode("utf-8", "surrogateescape"))
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
