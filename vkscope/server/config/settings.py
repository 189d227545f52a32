"""Config: the values of all parameters, and the one way to change them.

Words: an *applier* is called after CONFIG SET has changed a parameter, to make it so; it raises
ApplyError when it cannot. Registered for several names, it is called once for all of them.

Design: a change is validate all, apply all, and on any failure every value as before and the
appliers called again.

    words --Kind.parse--> value --values[name]--> applier(config)
                            | BadValueError                | ApplyError
                            +----- old values back ---+

Rules: knows no socket and no native code. Files are touched by loader.py and rewrite.py alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from vkscope.server.config import command
from vkscope.server.config.access import Access
from vkscope.server.config.loader import Directives, KnownCommand, Loader, Rename, line_error
from vkscope.server.config.rewrite import rewrite_file
from vkscope.server.config.values import ApplyError, BadValueError, ChangeError, ConfigError, Value
from vkscope.server.version import VALKEY_VERSION

if TYPE_CHECKING:
    from vkscope.server.replies import Reply

Applier = Callable[["Config"], None]
_LEAST_HZ, _MOST_HZ = 1, 500
_LEAST_BACKLOG = 16 * 1024


class Config(Access):
    """All parameters of one server."""

    def __init__(self) -> None:
        super().__init__()
        self.directives = Directives()
        self.file: str | None = None
        """The file's absolute path, if there is one."""
        self.had_arguments = False
        """Whether the command line had any: the log's first lines depend on it."""
        self.notes: list[tuple[str, str]] = []
        """Lines to log once the log is open: level and text."""
        self.on_reset_stat: Callable[[], None] | None = None
        self.on_change: Callable[[list[str]], None] | None = None
        self.user_lines: Callable[[], list[list[str]]] | None = None
        """The words of the `user` lines that REWRITE writes; None leaves the file's alone."""
        self.log: Callable[[str, str], None] = lambda level, text: None
        self._appliers: dict[str, list[Applier]] = {}
        self._save_seen = False

    @classmethod
    def from_argv(cls, argv: list[str], known_command: KnownCommand | None = None) -> Config:
        """Of a command line whose first word is the program; raises ConfigError."""
        from vkscope.server.boot.arguments import parse  # boot builds on this package

        arguments = parse(argv)
        config = cls()
        config.file = arguments.file
        config.had_arguments = len(argv) > 1
        config.load(arguments.file, arguments.from_stdin, arguments.options, known_command)
        return config

    def load(
        self,
        path: str | None,
        from_stdin: bool = False,
        options: str = "",
        known_command: KnownCommand | None = None,
    ) -> None:
        """Takes in a file, standard input, and lines; raises ConfigError."""
        Loader(self, known_command).load(path, from_stdin, options)
        self._settle()

    def _settle(self) -> None:
        """What can be judged only when everything is read."""
        if logfile := self.str("logfile"):
            try:
                with open(logfile, "ab"):
                    pass
            except OSError as error:
                raise _fatal(f"Can't open the log file: {error.strerror}") from None
        if self.bool("cluster-enabled") and self.values["replicaof"]:
            raise _fatal("replicaof directive not allowed in cluster mode")
        self._clamp()

    def _clamp(self) -> None:
        """Some numbers are hints: what is out of their range becomes the nearest in it."""
        self.values["hz"] = max(_LEAST_HZ, min(_MOST_HZ, self.int("hz")))
        self.values["repl-backlog-size"] = max(_LEAST_BACKLOG, self.int("repl-backlog-size"))

    @property
    def renames(self) -> list[Rename]:
        """rename-command lines, in order."""
        return self.directives.renames

    def rename_error(self, index: int, text: str) -> ConfigError:
        """What to raise when a rename turns out to be impossible."""
        return line_error(*self.directives.rename_lines[index], text)

    def user_error(self, index: int, word: str, text: str) -> ConfigError:
        """What to raise when a word of a `user` line cannot be."""
        number, line = self.directives.user_lines[index]
        return line_error(number, line, f"Error in user declaration '{word}': {text}")

    # Changes.

    def on_apply(self, name: str, applier: Applier) -> None:
        """Calls the applier after CONFIG SET has changed the parameter."""
        self._appliers.setdefault(self._main_name[name], []).append(applier)

    def assign(self, name: str, words: list[str], from_file: bool = False) -> bool:
        """Gives the parameter what the words mean, and applies nothing; whether it changed."""
        kind = self.kind(name)
        main = kind.spec.name
        old = self.values[main]
        if main == "save":
            # The first line of a file replaces the default, further ones add to it.
            old = old if from_file and self._save_seen else ()
            self._save_seen |= from_file
        before = self.values[main]
        self.values[main] = kind.parse(words, old)
        return self.values[main] != before or "volatile" in kind.spec.flags

    def put(self, name: str, value: Value) -> None:
        """For the server itself: a legal value of the parameter's type, and no applier called."""
        self.values[self._main_name[name]] = value

    def change(self, pairs: list[tuple[str, str]]) -> None:
        """Sets several parameters at once, or none; raises ChangeError with nothing changed."""
        before = {self._main_name[name]: self.values[self._main_name[name]] for name, _ in pairs}
        changed: list[str] = []
        for name, text in pairs:
            words = (text.split(" ") if text else []) if self.takes_several(name) else [text]
            try:
                if self.assign(name, words):
                    changed.append(name)
            except BadValueError as error:
                self._restore(before)
                raise ChangeError(name, str(error)) from None
        self._clamp()
        self._apply(changed, before)
        if self.on_change is not None:
            self.on_change([self._main_name[name] for name in changed])

    def _apply(self, changed: list[str], before: dict[str, Value]) -> None:
        called: list[Applier] = []
        for name in changed:
            for applier in self._appliers.get(self._main_name[name], ()):
                if applier in called:
                    continue
                called.append(applier)
                try:
                    applier(self)
                except ApplyError as error:
                    self.log(
                        "warning",
                        "Failed applying new configuration. Possibly related to new "
                        f"{name} setting. Restoring previous settings.",
                    )
                    self._undo(called, before)
                    raise ChangeError(name, str(error)) from None

    def _undo(self, called: list[Applier], before: dict[str, Value]) -> None:
        self._restore(before)
        for applier in called:
            try:
                applier(self)
            except ApplyError as error:
                self.log("warning", f"Failed applying restored failed CONFIG SET command: {error}")

    def _restore(self, before: dict[str, Value]) -> None:
        for name, value in before.items():
            if name == "dir" and isinstance(value, str) and value:
                self.kind("dir").parse([value], None)
            self.values[name] = value

    # The CONFIG command.

    def command(
        self, argv: list[bytes], resp: int, *, loading: bool = False, local: bool = True
    ) -> Reply:
        """Answers CONFIG with a plain value, the same for both protocols.

        `loading`: a data set is being loaded. `local`: the client is on this machine.
        """
        return command.run(self, argv, loading, local)

    def rewrite(self, force_all: bool = False) -> None:
        """Writes the file anew; raises OSError with the old file in place."""
        assert self.file is not None, "there must be a file"
        rewrite_file(self, self.file, force_all)


def _fatal(text: str) -> ConfigError:
    head = f"\n*** FATAL CONFIG FILE ERROR (Version {VALKEY_VERSION}) ***\n"
    return ConfigError(f"{head}{text}\n")
