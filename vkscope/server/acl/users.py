"""Users: all there are, where they come from, and what native knows of them.

Rules: every change is made on a copy and takes effect as a whole, here and in native. Users of a
file replace all others or none.
"""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.files.quoting import to_bytes, to_text
from vkscope.native import door
from vkscope.server.acl.catalogue import Catalogue
from vkscope.server.acl.compiled import compiled
from vkscope.server.acl.rules import (
    RuleError,
    Terms,
    UnmatchedError,
    User,
    Wrong,
    has_blanks,
    hashed,
    merged,
)
from vkscope.server.config import Config, ConfigError
from vkscope.server.config.rewrite import replace_file
from vkscope.server.log import Log

_BOTH = (
    "Configuring Valkey with users defined in valkey.conf and at the same setting an ACL file "
    "path is invalid. This setup is very likely to lead to configuration errors and security "
    "holes, please define either an ACL file or declare users directly in your valkey.conf, but "
    "not both."
)
_NOTHING_DONE = (
    "WARNING: ACL errors detected, no change to the previously active ACL rules was performed"
)
_DISABLED = (
    "The user '{}' is disabled (there is no 'on' modifier in the user description). Make sure "
    "this is not a configuration error."
)


class AclError(ValueError):
    """What the client is told, without ERR."""


class Users:
    """The users of one server, by name."""

    def __init__(self, config: Config, log: Log) -> None:
        self._config = config
        self._log = log
        self.catalogue = Catalogue([])
        self._users: dict[str, User] = {}
        self._password = ""

    @property
    def terms(self) -> Terms:
        """What rules are read with now."""
        channels = self._config.enum("acl-pubsub-default") == "allchannels"
        return Terms(self.catalogue, channels, lambda text: self._log.say("warning", text))

    def boot(self) -> None:
        """Take in what the configuration says; ConfigError. Commands must be complete."""
        self.catalogue = Catalogue(door.acl_commands())
        self._config.on_apply("requirepass", self._follow_password)
        self._config.on_apply("acllog-max-len", self._follow_log)
        self._config.user_lines = self.config_lines
        self._follow_log(self._config)
        self._put(User.default(self.terms))
        self._follow_password(self._config)
        lines = self._config.directives.users
        if lines and self._config.str("aclfile"):
            raise ConfigError(_BOTH, channel="log")
        for words in self._checked(lines):
            self._configured(words)
        if self._config.str("aclfile"):
            try:
                self.load()
            except AclError as error:
                raise ConfigError(
                    f"Aborting Valkey startup because of ACL errors: {error}", channel="log"
                ) from None

    # What is asked.

    def __iter__(self) -> Iterator[User]:
        """Users in the order of their names."""
        return (self._users[name] for name in sorted(self._users, key=to_bytes))

    def get(self, name: str) -> User | None:
        """The user of that name."""
        return self._users.get(name)

    def config_lines(self) -> list[list[str]]:
        """The words of `user` lines; none where a file has the users."""
        if self._config.str("aclfile"):
            return []
        return [[user.name, *user.words()] for user in self]

    # Changes.

    def set(self, name: str, words: list[str]) -> None:
        """ACL SETUSER; AclError, and nothing has changed."""
        if has_blanks(name):
            raise AclError("Usernames can't contain spaces or null characters")
        terms = self.terms
        try:
            rules = merged(words)
        except UnmatchedError as error:
            raise AclError(
                f"Unmatched parenthesis in acl selector starting at '{error}'."
            ) from None
        old = self._users.get(name)
        user = old.copy() if old else User.new(name, terms)
        for rule in rules:
            try:
                user.apply(rule, terms)
            except RuleError as error:
                raise AclError(f"Error in ACL SETUSER modifier '{rule}': {error}") from None
        if old is not None:
            self._close_subscribers(old, user)
        self._put(user)

    def delete(self, names: list[str]) -> int:
        """ACL DELUSER: their clients go too; how many users there were. AclError."""
        if "default" in names:
            raise AclError("The 'default' user cannot be removed")
        return sum(self._remove(name) for name in names)

    def _put(self, user: User) -> None:
        self._users[user.name] = user
        door.acl_put(to_bytes(user.name), compiled(user))

    def _remove(self, name: str) -> bool:
        if self._users.pop(name, None) is None:
            return False
        door.acl_remove(to_bytes(name))
        return True

    @staticmethod
    def _close_subscribers(old: User, new: User) -> None:
        """End those of its clients that listen to what it may not hear any more."""
        if any(selector.all_channels for selector in new.selectors):
            return
        now = {name for selector in new.selectors for name in selector.channels}
        before = {name for selector in old.selectors for name in selector.channels}
        if any(selector.all_channels for selector in old.selectors) or not before <= now:
            door.acl_close_subscribers(to_bytes(old.name), [to_bytes(name) for name in now])

    # Parameters.

    def _follow_password(self, config: Config) -> None:
        """requirepass is the default user's only password; none: it needs none."""
        password = config.str("requirepass")
        if password == self._password:
            return
        self._password = password
        user = self._users["default"].copy()
        user.passwords = [hashed(password)] if password else []
        user.no_password = not password
        self._put(user)

    @staticmethod
    def _follow_log(config: Config) -> None:
        door.acl_log_limit(config.int("acllog-max-len"))

    # Lines of the configuration.

    def _checked(self, lines: list[list[str]]) -> list[list[str]]:
        """The lines with selectors made one word; ConfigError. Unknown commands come later."""
        seen: set[str] = set()
        out: list[list[str]] = []
        for index, words in enumerate(lines):
            name = words[0]
            if name in seen:
                raise self._config.user_error(index, name, Wrong.DUPLICATE.value)
            seen.add(name)
            try:
                rules = merged(words[1:])
            except UnmatchedError as error:
                raise self._config.user_error(index, str(error), Wrong.SYNTAX.value) from None
            trial = User.new(name, Terms(self.catalogue))
            for rule in rules:
                try:
                    trial.apply(rule, Terms(self.catalogue))
                except RuleError as error:
                    if error.what is not Wrong.UNKNOWN:
                        raise self._config.user_error(index, rule, str(error)) from None
            out.append([name, *rules])
        return out

    def _configured(self, words: list[str]) -> None:
        name, terms = words[0], self.terms
        critical = ConfigError("Critical error while loading ACLs. Exiting.", channel="log")
        if has_blanks(name):
            self._log.say("warning", "Spaces not allowed in ACL usernames")
            raise critical
        user = User.new(name, terms)
        for rule in words[1:]:
            try:
                user.apply(rule, terms)
            except RuleError as error:
                self._log.say(
                    "warning",
                    f"Error loading ACL rule '{rule}' for the user named '{name}': {error}",
                )
                raise critical from None
        if not user.enabled:
            self._log.say("notice", _DISABLED.format(name))
        self._put(user)

    # The file.

    def load(self) -> None:
        """Replace all users by those of the file; AclError, and nothing has changed."""
        path = self._config.str("aclfile")
        try:
            with open(path, "rb") as file:
                lines = to_text(file.read()).split("\n")
        except OSError as error:
            raise AclError(f"Error loading ACLs, opening file '{path}': {error.strerror}") from None
        loaded: dict[str, User] = {}
        wrong = "".join(
            self._file_line(f"{path}:{number}", number, line.strip(" \t\r\n"), loaded)
            for number, line in enumerate(lines, 1)
        )
        if wrong:
            raise AclError(wrong + _NOTHING_DONE)
        loaded.setdefault("default", User.default(self.terms))
        self._replace(loaded)

    def _file_line(self, where: str, number: int, line: str, into: dict[str, User]) -> str:
        """Take in one line; what is wrong with it, or nothing."""
        if not line:
            return ""
        words = line.split(" ")
        if words[0] != "user" or len(words) < 2:
            return f"{where} should start with user keyword followed by the username. "
        name = words[1]
        if has_blanks(name):
            return f"'{where}: username '{name}' contains invalid characters. "
        if name in into:
            return f"WARNING: Duplicate user '{name}' found on line {number}. "
        user = into[name] = User.new(name, self.terms)
        try:
            rules = merged(words[2:])
        except UnmatchedError:
            return f"{where}: Unmatched parenthesis in selector definition."
        return self._file_rules(where, user, [rule.strip("\t\r\n") for rule in rules])

    def _file_rules(self, where: str, user: User, rules: list[str]) -> str:
        """Every unknown name is told, and the first of other errors, which may follow from it."""
        wrong, told = "", False
        for rule in rules:
            try:
                user.apply(rule, self.terms)
            except RuleError as error:
                if error.what is Wrong.UNKNOWN:
                    wrong += f"{where}: Error in applying operation '{rule}': {error}. "
                elif not told:
                    wrong += f"{where}: {error}. "
                    told = True
        return wrong

    def _replace(self, loaded: dict[str, User]) -> None:
        for name in [name for name in self._users if name not in loaded]:
            self._remove(name)
        for name, user in loaded.items():
            old = self._users.get(name)
            if old is not None:
                self._close_subscribers(old, user)
            self._put(user)

    def save(self) -> None:
        """Write all users into the file, at once or not at all; OSError."""
        path = self._config.str("aclfile")
        lines = (f"user {user.name} {user.text()}\n" for user in self)
        replace_file(path, to_bytes("".join(lines)))
