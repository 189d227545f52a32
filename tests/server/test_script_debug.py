"""SCRIPT DEBUG: sessions of the Lua debugger, forked and in the server, as a client sees them."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Running
from tests.server.wire import Wire
from vkscope.files.aof import Aof, Command

FIRST = "* Stopped at 1, stop reason = step over"
END = ["<endsession>"]
UNKNOWN = ["<error> Unknown Lua debugger command or wrong number of arguments."]
LOOP = """local sum = 0
local function twice(n)
  local m = n * 2
  return m
end
for i = 1, 2 do
  sum = sum + twice(i)
end
redis.call('SET', KEYS[1], sum)
return sum"""


class Session:
    """A debugging session: what the debugger's client reads, as text."""

    def __init__(self, running: Running, mode: str, script: str, *words: str) -> None:
        self.wire = Wire(running.connect())
        assert self.wire.call("SCRIPT", "DEBUG", mode) == b"OK"
        self.wire.send("EVAL", script, *(words or ("0",)))
        self.first = self.lines()

    def lines(self) -> list[str]:
        """The next array of status lines."""
        return [line.decode() for line in self.wire.read()]

    def say(self, *words: str) -> list[str]:
        """A debugger command, and what it answers."""
        self.wire.send(*words)
        return self.lines()

    def reply(self) -> Any:
        """What EVAL has answered; the server hangs up behind it."""
        answer = self.wire.read()
        with pytest.raises(EOFError):
            self.wire.read()
        return answer

    def finish(self, *words: str) -> Any:
        """Go on to the end: EVAL's answer."""
        assert self.say(*(words or ("c",)))[-1:] == END
        return self.reply()


@pytest.fixture(params=["yes", "sync"])
def mode(request: pytest.FixtureRequest) -> str:
    """Both ways of debugging."""
    return str(request.param)


@pytest.fixture
def c(server: Running) -> Iterator[Wire]:
    """A connection to the shared server, whose data is gone."""
    wire = Wire(server.connect())
    wire.call("FLUSHALL")
    yield wire
    wire.close()


def stops(session: Session) -> list[int]:
    """The lines at which a script stops when it is stepped through."""
    lines, said = [], session.first
    while said[-1:] != END:
        stop = next(line for line in said if line.startswith("* Stopped at "))
        lines.append(int(stop.split()[3].rstrip(",")))
        said = session.say("step")
    return lines


def test_it_stops_before_every_line_once(server: Running, mode: str) -> None:
    session = Session(server, mode, LOOP, "1", "k")
    assert session.first == [FIRST, "-> 1   local sum = 0"]
    body = [7, 3, 4]
    assert stops(session) == [1, 5, 6, *body, 6, *body, 6, 9, 10]
    assert session.reply() == 6


def test_changes_of_a_forked_session_are_dropped(server: Running, c: Wire) -> None:
    session = Session(server, "yes", LOOP, "1", "k")
    assert session.say("redis", "set", "other", "1") == ["<command> set other 1", '<reply> "+OK"']
    assert session.say("redis", "exists", "other")[-1] == "<reply> 1"
    assert c.call("EXISTS", "other") == 0  # others are served meanwhile
    assert session.finish() == 6
    assert c.call("EXISTS", "k", "other") == 0


def test_a_forked_session_does_not_write_to_the_log(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    """What it changes is not in the append-only file, neither while it runs nor when it ends."""
    running = start("--appendonly", "yes", "--appendfsync", "always")
    client = Wire(running.connect())
    session = Session(running, "yes", LOOP, "1", "k")
    assert session.say("redis", "set", "other", "1")[-1] == '<reply> "+OK"'
    assert client.call("SET", "mine", "1") == b"OK"
    assert session.finish() == 6
    assert client.call("SET", "mine", "2") == b"OK"
    (log,) = (tmp_path / "appendonlydir").glob("*.incr.aof")
    with log.open("rb") as file:
        words = [item.words for item in Aof(file, "log").items() if isinstance(item, Command)]
    assert words == [[b"SELECT", b"0"], [b"SET", b"mine", b"1"], [b"SET", b"mine", b"2"]]


def test_changes_of_a_synchronous_session_stay(server: Running, c: Wire) -> None:
    session = Session(server, "sync", LOOP, "1", "k")
    c.send("GET", "k")
    assert c.silent()  # the server waits for the debugger's user
    assert session.finish() == 6
    assert c.read() == b"6"


def test_step_tells_of_commands_and_continue_does_not(server: Running, mode: str) -> None:
    script = (
        "redis.call('SET','k','v')\nredis.pcall('LPUSH','k','x')\nredis.pcall('nosuch')\nreturn 1"
    )
    wrong = "WRONGTYPE Operation against a key holding the wrong kind of value"
    session = Session(server, mode, script)
    assert session.say("s")[:2] == ["<command> SET k v", '<reply> "+OK"']
    assert session.say("n")[:3] == [
        "<command> LPUSH k x",
        f"<error> -{wrong}",
        f'<reply> "-{wrong}"',
    ]
    assert session.say("S")[:2] == [
        "<command> nosuch",
        "<error> Unknown command called from script",
    ]
    assert session.finish() == 1
    session = Session(server, mode, script)
    assert session.say("continue") == END


def test_breakpoints(server: Running, mode: str) -> None:
    session = Session(server, mode, LOOP, "1", "k")
    assert session.say("b") == ["No breakpoints set. Use 'b <line>' to add one."]
    assert session.say("b", "4", "99", "x", "-7") == [
        "   3     local m = n * 2",
        "  #4     return m",
        "   5   end",
        "Wrong line number.",
        "Invalid argument:'x'",
        "No breakpoint in the specified line.",
    ]
    assert session.say("break") == ["1 breakpoints set:", "  #4     return m"]
    at_four = ["* Stopped at 4, stop reason = break point", "->#4     return m"]
    assert session.say("c") == at_four
    assert session.say("c") == at_four
    assert session.say("b", "-4") == ["Breakpoint removed."]
    assert session.finish() == 6
    session = Session(server, mode, LOOP, "1", "k")
    session.say("b", "4", "7")
    assert session.say("b", "0") == ["All breakpoints removed."]
    assert session.finish() == 6
    session = Session(server, mode, "\n".join(["local a = 1"] * 70))
    for line in range(1, 65):
        session.say("b", str(line))
    assert session.say("b", "65") == ["Too many breakpoints set."]
    assert session.say("b", "0") == ["All breakpoints removed."]
    assert session.finish() is None


def test_scripts_stop_and_speak_on_their_own(server: Running, c: Wire, mode: str) -> None:
    script = """redis.debug('a', {1, {x='y'}}, 2.5, nil)
local s = server.breakpoint()
return tostring(s)"""
    session = Session(server, mode, script)
    assert session.say("c") == [
        '<debug> line 1: "a", {1; {["x"]="y"}}, 2.5, nil',
        "* Stopped at 3, stop reason = server.breakpoint() called",
        "-> 3   return tostring(s)",
    ]
    assert session.finish() == b"true"
    assert c.call("EVAL", script, "0") == b"false"  # nobody debugs this one


def test_print(server: Running, mode: str) -> None:
    script = """local function inner(n)
  local t = {1, 'two', {deep={true}}}
  return n
end
local outer = 'o"x\\n'
local x = inner(1.5)
return x"""
    session = Session(server, mode, script, "1", "key", "arg")
    assert session.say("p") == ["No local variables in the current context."]
    session.say("b", "3")
    session.say("c")
    assert session.say("p") == ["<value> n = 1.5", '<value> t = {1; "two"; {["deep"]={true}}}']
    assert session.say("print", "t") == ['<value> {1; "two"; {["deep"]={true}}}']
    assert session.say("p", "outer") == ['<value> "o\\"x\\n"']  # of a frame further out
    assert session.say("p", "KEYS") == ['<value> {"key"}']
    assert session.say("p", "ARGV") == ['<value> {"arg"}']
    assert session.say("p", "none") == ["No such variable."]
    assert session.say("p", "inner")[0].startswith('<value> "function@0x')
    assert session.say("t") == [
        "In inner:",
        "->#3     return n",
        "From top level:",
        "   6   local x = inner(1.5)",
    ]
    assert session.finish() == 1


def test_print_shows_the_innermost_of_a_name(server: Running) -> None:
    session = Session(server, "yes", "local a = 1\ndo\n  local a = 2\n  redis.call('PING')\nend")
    session.say("b", "4")
    session.say("c")
    assert session.say("p", "a") == ["<value> 2"]


def test_eval(server: Running, mode: str) -> None:
    session = Session(server, mode, "local a = 1\nreturn a", "1", "key")
    assert session.say("e", "1+1") == ["<retval> 2"]
    assert session.say("eval", "KEYS[1]", "..", "'x'") == ['<retval> "keyx"']
    assert session.say("e", "local q = 5 return q") == ["<retval> 5"]
    assert session.say("e", "redis.call('PING')") == ['<retval> {["ok"]="PONG"}']
    assert session.say("e", "redis.call('nosuch')") == [
        "<error> ERR Unknown command called from script"
    ]
    assert session.say("e", "error({err='MY x'})") == ["<error> MY x"]
    assert session.say("e", "error({1})") == ["<error> nil"]
    assert session.say("e", "=") == ["<error> ldb_eval:1: unexpected symbol near '='"]
    assert session.say("e", "x = 1") == ["<error> ldb_eval:1: Attempt to modify a readonly table"]
    assert session.say("e", "\x1bLJ")[0].startswith("<error> ldb_eval:1: unexpected symbol")
    assert '["sha1hex"]="function@' in session.say("m", "0")[0] + session.say("e", "redis")[0]
    assert session.finish() == 1


def test_long_and_deep_values_are_cut(server: Running, mode: str) -> None:
    session = Session(server, mode, "local t = {}\nt.t = t\nreturn 1")
    long = "e", "string.rep('x', 300)"
    cut = '<retval> "' + "x" * 246 + " ..."
    assert session.say(*long) == [cut, "<hint> That was cut; 'maxlen 0' shows all of such values."]
    assert session.say(*long) == [cut]  # the hint comes once
    assert session.say("m") == ["<value> replies are truncated at 256 bytes."]
    assert session.say("maxlen", "10") == ["<value> replies are truncated at 60 bytes."]
    assert len(session.say(*long)[0]) == 64
    assert session.say("redis", "echo", "y" * 100)[-1] == '<reply> "' + "y" * 51 + " ..."
    assert session.say("m", "0") == ["<value> replies are unlimited."]
    assert len(session.say(*long)[0]) == 311
    session.say("b", "3")
    session.say("c")
    deepest = "<max recursion level reached! Nested table?>"
    assert session.say("p", "t") == [
        "<value> " + '{["t"]=' * 9 + "{[" + deepest + "]=" + deepest + "}" * 10
    ]
    assert session.finish() == 1


def test_replies_in_words(server: Running, c: Wire, mode: str) -> None:
    c.call("RPUSH", "l", "a\r\n", "\x00")
    c.call("HSET", "h", "f", "v")
    c.call("SADD", "s", "m")
    c.call("ZADD", "z", "1.5", "m")
    session = Session(server, mode, "redis.setresp(3)\nreturn 1")
    assert session.say("r", "hgetall", "h")[-1] == '<reply> ["f","v"]'
    session.say("s")
    for words, shown in [
        (("lrange", "l", "0", "-1"), '["a\\r\\n","\\x00"]'),
        (("hgetall", "h"), '{"f" => "v"}'),
        (("smembers", "s"), '~("m")'),
        (("zscore", "z", "m"), "(double) 1.5"),
        (("get", "none"), "(null)"),
        (("ping",), '"+PONG"'),
    ]:
        said = session.say("valkey", *words)
        assert said == ["<command> " + " ".join(words), "<reply> " + shown]
    many = session.say("server", "exists", *"abcdefghijklm")
    assert many == ["<command> exists a b c d e f g h i ... (4 more)", "<reply> 2"]
    assert session.finish() == 1


def test_list_and_whole(server: Running, mode: str) -> None:
    session = Session(server, mode, "\n".join(f"local a{i} = {i}" for i in range(1, 21)) + "\r\n\n")
    assert [int(line[3:6]) for line in session.say("l")] == [1, 2, 3, 4, 5, 6]
    assert session.say("list", "20", "1") == ["   19  local a19 = 19", "   20  local a20 = 20"]
    assert session.say("l", "10", "0") == ["   10  local a10 = 10"]
    assert [int(line[3:6]) for line in session.say("l", "0", "1")] == [1, 2]
    assert len(session.say("w")) == 20
    assert session.say("help")[0] == "Lua debugger help:"
    assert session.finish() is None


def test_unknown_and_broken_commands(server: Running, mode: str) -> None:
    session = Session(server, mode, "return 1")
    for words in (["zz"], ["redis"], ["c\0"], ["\0c"], ["stepp"]):
        assert session.say(*words) == UNKNOWN
    session.wire.sock.sendall(b"*1\r\n$1\r\nm\r\n*1\r\n$1\r")  # one and a half
    assert session.lines() == ["<value> replies are truncated at 256 bytes."]
    session.wire.sock.sendall(b"\nb\r\n")
    assert session.lines() == ["No breakpoints set. Use 'b <line>' to add one."]
    session.wire.sock.sendall(b"*1\r\n$1025\r\n")
    assert session.lines() == END
    assert str(session.reply()).startswith("ERR protocol error script: ")
    for broken in (b"hello\r\n", b"*0\r\n", b"*1\r\n$0\r\n\r\n", b"*1025\r\n", b"*1\r\n:1\r\n"):
        session = Session(server, mode, "return 1")
        session.wire.sock.sendall(broken)
        assert session.lines() == END
        assert str(session.reply()).startswith("ERR protocol error script: ")


def test_abort_ends_whatever_catches_errors(server: Running, mode: str) -> None:
    session = Session(
        server, mode, "while true do\n  pcall(function()\n    local a = 1\n  end)\nend"
    )
    session.say("b", "3")
    session.say("c")
    assert session.say("abort") == END
    assert str(session.reply()).startswith("ERR script aborted for user request script: ")


def test_errors_end_a_session(server: Running, mode: str) -> None:
    session = Session(server, mode, "local a = 1\nerror('bad')")
    assert session.say("c") == END
    assert str(session.reply()).startswith("ERR user_script:2: bad script: ")
    session = Session(server, mode, "local a =")
    assert session.first == END
    assert str(session.reply()).startswith(
        "ERR Error compiling script (new function): user_script:1:"
    )
    session = Session(server, mode, "return 1", "x")
    assert session.first == END
    assert session.reply() == "ERR value is not an integer or out of range"
    session = Session(server, mode, "#!lua flags=no-writes\nreturn redis.call('SET','k','v')")
    assert session.first[0] == "* Stopped at 2, stop reason = step over"
    assert session.say("c") == END
    assert "Write commands are not allowed from read-only scripts" in str(session.reply())


def test_where_it_is_refused(c: Wire) -> None:
    assert c.call("SCRIPT", "DEBUG", "maybe") == "ERR Use SCRIPT DEBUG YES/SYNC/NO"
    piped = b"*1\r\n$4\r\nPING\r\n*3\r\n$6\r\nSCRIPT\r\n$5\r\nDEBUG\r\n$3\r\nYES\r\n"
    c.sock.sendall(piped)
    assert c.read() == b"PONG"
    assert c.read() == "ERR SCRIPT DEBUG must be called outside a pipeline"
    assert c.call("SCRIPT", "DEBUG", "yes") == b"OK"
    assert (
        c.call("EVALSHA", "0" * 40, "0") == "ERR Please use EVAL instead of EVALSHA for debugging"
    )
    c.call("MULTI")
    c.call("SCRIPT", "DEBUG", "sync")
    c.call("EVAL", "return 1", "0")
    assert c.call("EXEC") == [
        "ERR SCRIPT DEBUG must be called outside a pipeline",
        "ERR EVAL cannot be debugged inside a transaction",
    ]
    assert c.call("SCRIPT", "DEBUG", "no") == b"OK"
    assert c.call("EVAL", "return 1", "0") == 1


def test_what_waits_in_the_pipe_comes_before_the_first_stop(server: Running, mode: str) -> None:
    wire = Wire(server.connect())
    words = [("SCRIPT", "DEBUG", mode), ("EVAL", "return 7", "0")]
    wire.sock.sendall(
        b"".join(
            b"*%d\r\n" % len(w) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p.encode()) for p in w)
            for w in words
        )
    )
    assert wire.read() == b"OK"
    assert wire.read()[0].decode() == FIRST
    assert wire.call("c") == [b"<endsession>"]
    assert wire.read() == 7


def test_a_client_that_leaves_lets_the_script_run_on(start: Callable[..., Running]) -> None:
    running = start("--busy-reply-threshold", "100")
    c = Wire(running.connect())
    session = Session(running, "sync", LOOP, "1", "k")
    session.say("b", "4")
    session.wire.close()
    assert c.call("GET", "k") == b"6"
    session = Session(running, "sync", "redis.call('SET','k2','v')\nwhile true do end")
    session.say("s")
    session.wire.close()  # nobody could stop it any more: its time ends it
    assert c.call("GET", "k2") == b"v"


def test_an_endless_loop_stops_when_its_time_is_over(start: Callable[..., Running]) -> None:
    running = start("--busy-reply-threshold", "50")
    for loop in ("while true do end", "string.rep('x', 100000):find('.-.-.-.-.-b')"):
        session = Session(running, "sync", "local a = 1\n" + loop)
        assert (
            session.say("c")[0] == "* Stopped at 2, stop reason = timeout reached, infinite loop?"
        )
        assert session.say("p") == ["<value> a = 1"]
        slow = "('x'):rep(100000):find('.-.-.-.-.-b')"
        assert session.say("e", slow) == ["<error> this takes too long"]
        assert session.say("a") == END
        assert "aborted for user request" in str(session.reply())


def test_a_forked_session_has_no_control_plane(server: Running, c: Wire) -> None:
    session = Session(server, "yes", "return redis.call('INFO')")
    said = session.say("r", "info")
    assert "'info' is answered by the control plane" in said[-1]
    assert session.say("r", "publish", "ch", "m")[-1] == "<reply> 0"
    assert session.say("e", "redis.log(redis.LOG_WARNING, 'seen')") == [
        "<log> seen",
        "<retval> nil",
    ]
    assert session.say("c") == END
    session = Session(server, "sync", "return #redis.call('INFO') > 100")
    assert session.finish() == 1


def test_a_server_that_ends_ends_its_sessions(start: Callable[..., Running]) -> None:
    running = start()
    forked = Session(running, "yes", LOOP, "1", "k")
    waiting = Session(running, "sync", LOOP, "1", "k")
    running.process.terminate()
    assert waiting.lines() == END  # the script was let run to its end
    assert running.process.wait(10) == 0
    with pytest.raises((EOFError, ConnectionResetError)):
        forked.say("p")


def test_sessions_are_told_in_the_log_and_reaped(start: Callable[..., Running]) -> None:
    running = start()
    sessions = [Session(running, "yes", "return 1") for _ in range(33 - 1)]
    full = Wire(running.connect())
    full.call("SCRIPT", "DEBUG", "yes")
    assert full.call("EVAL", "return 1", "0") == (
        "ERR Fork() failed: can't run EVAL in debugging mode: Resource temporarily unavailable"
    )
    assert full.call("EVAL", "return 1", "0") == 1  # it has left debug mode
    for session in sessions:
        assert session.finish() == 1
    clients = full.call("CLIENT", "LIST").decode()
    assert clients.count("\n") == 1
    while running.log.read_text().count("Lua debugging session child exiting") < 32:
        full.call("PING")
    assert running.log.read_text().count("forked for debugging eval") == 32
    assert Session(running, "yes", "return 1").finish() == 1


def test_signals_do_not_end_a_forked_session(server: Running) -> None:
    session = Session(server, "yes", "return 1")
    children = f"/proc/{server.process.pid}/task/{server.process.pid}/children"
    with open(children) as file:
        for pid in file.read().split():
            os.kill(int(pid), signal.SIGTERM)
    assert session.finish() == 1


def test_redis_cli_debugs(server: Running, c: Wire, tmp_path: Any, mode: str) -> None:
    script = tmp_path / "script.lua"
    script.write_text("local a = KEYS[1]\nredis.call('SET', a, ARGV[1])\nreturn a\n")
    ldb = "--ldb" if mode == "yes" else "--ldb-sync-mode"
    told = subprocess.run(
        ["redis-cli", "-p", str(server.port), ldb, "--eval", str(script), "k", ",", "v"],
        input=b"s\np\nquit\n",
        capture_output=True,
        timeout=20,
    ).stdout.decode()
    assert "* Stopped at 2, stop reason = step over" in told
    assert '<value> a = "k"' in told
    assert c.call("EXISTS", "k") == (mode == "sync")  # quitting lets it run on
