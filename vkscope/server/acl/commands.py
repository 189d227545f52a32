"""The subcommands of ACL that change or show rules; LOG, WHOAMI and DRYRUN are native's."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from vkscope.files.quoting import to_bytes, to_text
from vkscope.native import door
from vkscope.server.acl.catalogue import CATEGORIES
from vkscope.server.acl.rules import Selector
from vkscope.server.acl.users import AclError
from vkscope.server.replies import OK, Error, Simple

if TYPE_CHECKING:
    from vkscope.server.app import Server

_MOST_BITS: Final = 4096
_NO_FILE: Final = Error(
    "ERR This instance is not configured to use an ACL file. You may want to specify users via "
    "the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a configuration "
    "file set) in order to store users in the configuration."
)


def _redact(call: door.Call) -> None:
    for word in range(2, len(call.argv)):
        door.redact(word)


def _words(call: door.Call, start: int) -> list[str]:
    return [to_text(word) for word in call.argv[start:]]


def _wrong_words(call: door.Call) -> Error:
    shown = to_text(call.argv[1][:128])
    return Error(
        f"ERR unknown subcommand or wrong number of arguments for '{shown}'. Try ACL HELP."
    )


def set_user(server: Server, call: door.Call) -> Any:
    """ACL SETUSER name [rule ...]."""
    _redact(call)
    name, *rules = _words(call, 2)
    try:
        server.users.set(name, rules)
    except AclError as error:
        return Error(f"ERR {error}")
    return OK


def delete_users(server: Server, call: door.Call) -> Any:
    """ACL DELUSER name [name ...]."""
    _redact(call)
    try:
        return server.users.delete(_words(call, 2))
    except AclError as error:
        return Error(f"ERR {error}")


def _described(selector: Selector) -> dict[bytes | str, Any]:
    return {
        "commands": to_bytes(selector.command_text()),
        "keys": to_bytes(selector.key_text()),
        "channels": to_bytes(selector.channel_text()),
    }


def get_user(server: Server, call: door.Call) -> Any:
    """ACL GETUSER name."""
    _redact(call)
    user = server.users.get(to_text(call.argv[2]))
    if user is None:
        return None
    return {
        "flags": dict.fromkeys(user.flags()).keys(),
        "passwords": list(user.passwords),
        **_described(user.root),
        "selectors": [_described(selector) for selector in user.selectors[1:]],
    }


def list_users(server: Server, _call: door.Call) -> Any:
    """ACL LIST."""
    return [to_bytes(f"user {user.name} {user.text()}") for user in server.users]


def users(server: Server, _call: door.Call) -> Any:
    """ACL USERS."""
    return [to_bytes(user.name) for user in server.users]


def categories(server: Server, call: door.Call) -> Any:
    """ACL CAT [category]."""
    if len(call.argv) > 3:
        return _wrong_words(call)
    if len(call.argv) == 2:
        return list(CATEGORIES)
    found = server.users.catalogue.of_category(to_text(call.argv[2]))
    if found is None:
        return Error(f"ERR Unknown category '{to_text(call.argv[2][:128])}'")
    return [command.name for command in found]


def _bits(word: bytes) -> int | None:
    """A number as commands take it: no blanks, no plus, no leading zeros."""
    try:
        number = int(word)
    except ValueError:
        return None
    return number if word == b"%d" % number and -(1 << 63) <= number < 1 << 63 else None


def generate_password(_server: Server, call: door.Call) -> Any:
    """ACL GENPASS [bits]."""
    if len(call.argv) > 3:
        return _wrong_words(call)
    bits = _bits(call.argv[2]) if len(call.argv) == 3 else 256
    if bits is None:
        return Error("ERR value is not an integer or out of range")
    if not 0 < bits <= _MOST_BITS:
        return Error(
            "ERR ACL GENPASS argument must be the number of bits for the output password, a "
            f"positive number up to {_MOST_BITS}"
        )
    letters = (bits + 3) // 4
    return secrets.token_hex((letters + 1) // 2)[:letters]


def load(server: Server, _call: door.Call) -> Any:
    """ACL LOAD."""
    if not server.config.str("aclfile"):
        return _NO_FILE
    try:
        server.users.load()
    except AclError as error:
        return Error(f"ERR {error}")
    return OK


def save(server: Server, _call: door.Call) -> Any:
    """ACL SAVE."""
    if not server.config.str("aclfile"):
        return _NO_FILE
    try:
        server.users.save()
    except OSError as error:
        server.log.say("warning", f"Writing ACL file for ACL SAVE: {error.strerror}")
        return Error(
            "ERR There was an error trying to save the ACLs. Please check the server logs for more "
            "information"
        )
    return OK


_HELP: Final = """\
ACL <subcommand> [<arg> [value] [opt] ...]. Subcommands are:
CAT [<category>]
    List all commands that belong to <category>, or all command categories
    when no category is specified.
DELUSER <username> [<username> ...]
    Delete a list of users.
DRYRUN <username> <command> [<arg> ...]
    Returns whether the user can execute the given command without executing the command.
GETUSER <username>
    Get the user's details.
GENPASS [<bits>]
    Generate a secure 256-bit user password. The optional `bits` argument can
    be used to specify a different size.
LIST
    Show users details in config file format.
LOAD
    Reload users from the ACL file.
LOG [<count> | RESET]
    Show the ACL log entries.
SAVE
    Save the current config to the ACL file.
SETUSER <username> <attribute> [<attribute> ...]
    Create or modify a user with the specified attributes.
USERS
    List all the registered usernames.
WHOAMI
    Return the current connection username.
HELP
    Print this help.
"""


def show_help(_server: Server, _call: door.Call) -> Any:
    """ACL HELP."""
    return [Simple(line) for line in _HELP.splitlines()]


HANDLERS: dict[str, Callable[[Server, door.Call], Any]] = {
    "acl|cat": categories,
    "acl|deluser": delete_users,
    "acl|genpass": generate_password,
    "acl|getuser": get_user,
    "acl|help": show_help,
    "acl|list": list_users,
    "acl|load": load,
    "acl|save": save,
    "acl|setuser": set_user,
    "acl|users": users,
}
