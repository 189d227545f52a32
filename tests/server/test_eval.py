"""EVAL and its kin: values both ways, errors, the cache, flags, and what a script may call."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Running
from tests.server.wire import Wire

MISSING = "Script attempted to access nonexistent global variable"
BAD_FLAGS = "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL or REPL_NONE."


@pytest.fixture
def c(server: Running) -> Iterator[Wire]:
    """A connection to the shared server, whose data and scripts are gone."""
    wire = Wire(server.connect())
    wire.call("FLUSHALL")
    wire.call("SCRIPT", "FLUSH")
    yield wire
    wire.close()


def info(wire: Wire, section: str) -> dict[str, str]:
    """The fields of a section of INFO."""
    lines = wire.call("INFO", section).decode().splitlines()
    return dict(line.split(":", 1) for line in lines if ":" in line)


def sha(source: str) -> str:
    return hashlib.sha1(source.encode()).hexdigest()


@pytest.mark.parametrize(
    ("value", "reply"),
    [
        ("1", 1),
        ("100.9", 100),
        ("-1.9", -1),
        ("'text'", b"text"),
        ("true", 1),
        ("false", None),
        ("nil", None),
        ("{}", []),
        ("{1,2,nil,4}", [1, 2]),
        ("{1,{2,{3}}}", [1, [2, [3]]]),
        ("{ok='fine'}", b"fine"),
        ("{err='MY error'}", "MY error"),
        ("{double=1.5}", b"1.5"),
        ("{big_number='123456789012345678901'}", b"123456789012345678901"),
        ("{verbatim_string={format='txt',string='abc'}}", b"abc"),
        ("{map={a=1}}", [b"a", 1]),
        ("{set={a=true}}", [b"a"]),
        ("KEYS", [b"k1", b"k2"]),
        ("ARGV", [b"a1"]),
        ("redis", []),
        ("function() end", None),
        ("2^70", -(2**63)),
    ],
)
def test_values_become_replies(c: Wire, value: str, reply: Any) -> None:
    assert c.call("EVAL", f"return {value}", "2", "k1", "k2", "a1") == reply


@pytest.mark.parametrize(
    ("call", "seen"),
    [
        ("redis.call('SET','k','v').ok", b"OK"),
        ("redis.call('GET','nothing') == false", 1),
        ("redis.call('INCR','n')", 1),
        ("type(redis.call('INCR','n'))", b"number"),
        ("#redis.call('MGET','a','b')", 2),
        ("redis.pcall('LPUSH','s').err", b"ERR Wrong number of args calling command from script"),
        ("redis.pcall('nope').err", b"ERR Unknown command called from script"),
        ("redis.pcall('SUBSCRIBE','c').err", b"ERR This Redis command is not allowed from script"),
        ("redis.pcall('EVAL','x',0).err", b"ERR This Redis command is not allowed from script"),
        ("redis.pcall().err", b"ERR Please specify at least one argument for this call"),
        ("redis.pcall('GET',{}).err", b"ERR Command arguments must be strings or integers"),
        ("redis.call('ECHO',3.0)", b"3"),
        ("redis.call('ECHO',9007199254740991)", b"9007199254740991"),
        ("redis.call('ECHO',0.1)", b"0.1"),
        ("redis.call('ECHO',-0.0)", b"0"),
        ("redis.call('ECHO',1e300)", b"1e+300"),
        ("redis.call('ECHO','a\\0b')", b"a\0b"),
    ],
)
def test_commands_answer_values(c: Wire, call: str, seen: Any) -> None:
    assert c.call("EVAL", f"return {call}", "0") == seen


def test_resp3_reaches_scripts_that_ask_for_it(c: Wire) -> None:
    c.call("HSET", "h", "f", "v")
    c.call("SADD", "s", "m")
    c.call("ZADD", "z", "1.5", "m")
    assert c.call("EVAL", "redis.setresp(3); return redis.call('HGETALL','h').map.f", "0") == b"v"
    assert c.call("EVAL", "redis.setresp(3); return redis.call('SMEMBERS','s').set.m", "0") == 1
    script = "redis.setresp(3); return tostring(redis.call('ZSCORE','z','m').double)"
    assert c.call("EVAL", script, "0") == b"1.5"
    assert c.call("EVAL", "redis.setresp(3); return redis.call('GET','x') == nil", "0") == 1
    assert c.call("EVAL", "return redis.call('GET','x') == false", "0") == 1
    assert c.call("HELLO", "3")
    assert c.call("EVAL", "redis.setresp(3); return true", "0") is True
    assert c.call("EVAL", "return true", "0") == 1


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("return foo", f"user_script:1: {MISSING} 'foo'"),
        ("foo = 1", "user_script:1: Attempt to modify a readonly table"),
        ("\n\nerror('mine')", "user_script:3: mine"),
        ("error({err='CODE text'})", "CODE text"),
        ("redis.call('nope')", "Unknown command called from script"),
        ("redis.call('INCR', 's')", "value is not an integer or out of range"),
        ("redis.sha1hex()", "wrong number of arguments"),
        ("redis.log('x', 'y')", "First argument must be a number (log level)."),
        ("redis.setresp(4)", "RESP version must be 2 or 3."),
        ("redis.set_repl(8)", BAD_FLAGS),
        ("redis.acl_check_cmd('nope')", "Invalid command passed to server.acl_check_cmd()"),
    ],
)  # fmt: skip
def test_errors_say_where(c: Wire, script: str, error: str) -> None:
    c.call("SET", "s", "text")
    line = script.count("\n") + 1
    code = "" if error.startswith("CODE") else "ERR "
    where = f"script: {sha(script)}, on @user_script:{line}."
    assert c.call("EVAL", script, "0") == f"{code}{error} {where}"


def test_a_tail_call_s_error_names_the_last_line(c: Wire) -> None:
    script = "local a\nreturn redis.call('nope')"
    expected = f"ERR Unknown command called from script script: {sha(script)}, on @user_script:2."
    assert c.call("EVAL", script, "0") == expected


def test_errors_are_one_line(c: Wire) -> None:
    assert c.call("EVAL", "return {err='My\\r\\nlines\\r\\n'}", "0") == "My  lines"
    assert c.call("EVAL", "return redis.status_reply('a\\r\\nb')", "0") == b"a  b"
    assert c.call("EVAL", "return redis.error_reply('-x\\r\\n')", "0") == "ERR x"
    assert c.call("EVAL", "return redis.error_reply('')", "0") == "ERR "
    assert c.call("PING") == b"PONG"


def test_pcall_gives_texts_and_keeps_results(c: Wire) -> None:
    script = "return {pcall(function(...) return ... end, 1, 'two')}"
    assert c.call("EVAL", script, "0") == [1, 1, b"two"]
    script = "local ok, e = pcall(redis.call, 'nope') return e"
    assert c.call("EVAL", script, "0") == b"ERR Unknown command called from script"
    script = "local ok, e = xpcall(function() redis.call('nope') end, function(e) return e.err end)"
    assert c.call("EVAL", f"{script} return e", "0") == b"ERR Unknown command called from script"


def test_errors_count_once(c: Wire) -> None:
    c.call("CONFIG", "RESETSTAT")
    assert c.call("EVAL", "return redis.call('SELECT', 99)", "0").startswith("ERR DB index")
    stats = c.call("INFO", "commandstats", "errorstats", "stats").decode()
    assert "errorstat_ERR:count=1\r\n" in stats
    assert "total_error_replies:1\r\n" in stats
    assert "cmdstat_select:calls=1" in stats
    for line in stats.splitlines():
        if line.startswith(("cmdstat_select:", "cmdstat_eval:")):
            assert line.endswith("rejected_calls=0,failed_calls=1")


def test_scripts_are_kept_by_their_sha(c: Wire) -> None:
    script = "return KEYS[1]"
    assert c.call("EVALSHA", sha(script), "1", "k") == "NOSCRIPT No matching script."
    assert c.call("EVALSHA", "short", "0") == "NOSCRIPT No matching script."
    assert c.call("EVAL", script, "1", "k") == b"k"
    assert c.call("EVALSHA", sha(script), "1", "k") == b"k"
    assert c.call("EVALSHA", sha(script).upper(), "1", "k") == b"k"
    assert c.call("SCRIPT", "EXISTS", sha(script), "0" * 40) == [1, 0]
    assert c.call("SCRIPT", "SHOW", sha(script)) == script.encode()
    assert info(c, "memory")["number_of_cached_scripts"] == "1"
    assert c.call("SCRIPT", "FLUSH", "ASYNC") == b"OK"
    assert c.call("SCRIPT", "SHOW", sha(script)) == "NOSCRIPT No matching script."
    assert c.call("SCRIPT", "EXISTS", sha(script)) == [0]
    assert info(c, "memory")["number_of_cached_scripts"] == "0"
    assert c.call("SCRIPT", "LOAD", script) == sha(script).encode()
    assert c.call("EVALSHA_RO", sha(script), "1", "k") == b"k"
    assert c.call("SCRIPT", "FLUSH", "LATER") == "ERR SCRIPT FLUSH only support SYNC|ASYNC option"


def test_scripts_of_eval_make_room_for_newer_ones(c: Wire) -> None:
    c.call("CONFIG", "RESETSTAT")
    loaded = c.call("SCRIPT", "LOAD", "return 'loaded'")
    for i in range(500):
        c.send("EVAL", f"return {i}", "0")
        assert c.read() == i
    assert c.call("EVALSHA", sha("return 0"), "0") == 0  # used again: 1 is the oldest now
    assert c.call("EVAL", "return 500", "0") == 500
    assert c.call("SCRIPT", "EXISTS", sha("return 0"), sha("return 1")) == [1, 0]
    assert info(c, "stats")["evicted_scripts"] == "1"
    assert info(c, "memory")["number_of_cached_scripts"] == "501"
    promoted = c.call("SCRIPT", "LOAD", "return 2")
    for i in range(501, 1010):
        c.call("EVAL", f"return {i}", "0")
    assert c.call("SCRIPT", "EXISTS", loaded, promoted) == [1, 1]


def test_sources_that_do_not_compile(c: Wire) -> None:
    error = c.call("EVAL", "return (", "0")
    assert error.startswith("ERR Error compiling script (new function): user_script:1: ")
    assert c.call("SCRIPT", "LOAD", "x =").startswith("ERR Error compiling script (new function)")
    refused = c.call("SCRIPT", "LOAD", b"\x1bLJ\x02")
    assert refused.startswith("ERR Error compiling script (new function): user_script:1: ")
    assert info(c, "memory")["number_of_cached_scripts"] == "0"


def test_the_first_line_says_what_a_script_does(c: Wire) -> None:
    assert c.call("EVAL", "#!lua\nreturn 1", "0") == 1
    assert c.call("EVAL", "#!lua flags=no-writes,allow-stale\nreturn 2", "0") == 2
    assert c.call("EVAL", "#!lua", "0") == "ERR Invalid script shebang"
    unexpected = "ERR Unexpected engine in script shebang: #!not-lua"
    assert c.call("EVAL", "#!not-lua\nreturn 1", "0") == unexpected
    assert c.call("EVAL", "#!lua badger=x\n", "0") == "ERR Unknown lua shebang option: badger=x"
    flag = "ERR Unexpected flag in script shebang: what?"
    assert c.call("EVAL", "#!lua flags=allow-oom,what?\n", "0") == flag
    error = c.call("EVAL", "#!lua flags=no-writes\nredis.call('SET','a','b')", "0")
    assert error.startswith("ERR Write commands are not allowed from read-only scripts. script: ")
    assert error.endswith(", on @user_script:2.")
    refused = "ERR Can not execute a script with write flag using *_ro command."
    assert c.call("EVAL_RO", "#!lua\nreturn 1", "0") == refused
    assert c.call("EVAL_RO", "return redis.call('SET','a','b')", "0").startswith("ERR Write")
    assert c.call("EVAL_RO", "return redis.call('GET','a')", "0") is None


def test_memory_over_the_limit(c: Wire) -> None:
    c.call("SET", "x", "123")
    script = "redis.call('SET','x',1) return 1"
    writes_first = "#!lua flags=allow-oom\nredis.call('SET','x',1) return redis.call('GET','x')"
    try:
        assert c.call("CONFIG", "SET", "maxmemory", "1") == b"OK"
        assert c.call("EVAL", script, "1", "x").startswith("OOM command not allowed when used")
        assert c.call("EVAL", "return redis.call('GET','x')", "1", "x") == b"123"
        assert c.call("EVAL", "#!lua\nreturn 1", "0").startswith("OOM ")
        assert c.call("EVAL", writes_first, "1", "x") == b"1"
        assert c.call("EVAL", "#!lua flags=no-writes\nreturn 1", "0") == 1
    finally:
        c.call("CONFIG", "SET", "maxmemory", "0")


def test_writes_wait_for_enough_replicas(c: Wire) -> None:
    refused = "NOREPLICAS Not enough good replicas to write."
    write = "return redis.call('SET',KEYS[1],'v')"
    c.call("FUNCTION", "FLUSH")
    c.call(
        "FUNCTION",
        "LOAD",
        "#!lua name=l\nserver.register_function('w', function() return 1 end)\n"
        "server.register_function{function_name='r', callback=function() return 1 end,"
        " flags={'no-writes'}}",
    )
    c.call("CONFIG", "SET", "min-replicas-to-write", "1")
    try:
        assert c.call("EVAL", write, "1", "k").startswith(refused + " script: ")
        assert c.call("EVAL", "#!lua\nreturn 1", "0") == refused
        assert c.call("EVAL", "#!lua flags=no-writes\nreturn 1", "0") == 1
        assert c.call("EVAL", "return redis.call('GET','k')", "0") is None
        assert c.call("FCALL", "w", "0") == refused
        assert c.call("FCALL", "r", "0") == 1
    finally:
        c.call("CONFIG", "SET", "min-replicas-to-write", "0")
        c.call("FUNCTION", "FLUSH")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("x",), "ERR value is not an integer or out of range"),
        (("-1",), "ERR Number of keys can't be negative"),
        (("2", "k"), "ERR Number of keys can't be greater than number of args"),
    ],
)
def test_numbers_of_keys(c: Wire, words: tuple[str, ...], error: str) -> None:
    assert c.call("EVAL", "return 1", *words) == error


def test_select_in_a_script_does_not_last(c: Wire) -> None:
    c.call("SELECT", "3")
    assert c.call("EVAL", "redis.call('SELECT', 5) redis.call('SET','k','five')", "0") is None
    assert c.call("GET", "k") is None
    c.call("SELECT", "5")
    assert c.call("GET", "k") == b"five"
    assert c.call("EVAL", "return redis.call('GET','k')", "0") == b"five"


def test_blocking_commands_do_not_wait(c: Wire) -> None:
    assert c.call("EVAL", "return redis.call('BLPOP','q',0)", "1", "q") is None
    assert (
        c.call("EVAL", "return redis.call('XREAD','BLOCK',0,'STREAMS','s','$')", "1", "s") is None
    )


def test_scripts_in_transactions_and_under_watch(c: Wire, server: Running) -> None:
    c.call("MULTI")
    assert c.call("EVAL", "return redis.call('INCR','n')", "1", "n") == b"QUEUED"
    assert c.call("EVAL", "return redis.call('INCR','n')", "1", "n") == b"QUEUED"
    assert c.call("EXEC") == [1, 2]
    other = Wire(server.connect())
    other.call("WATCH", "n")
    other.call("MULTI")
    other.call("PING")
    c.call("EVAL", "redis.call('INCR','n')", "1", "n")
    assert other.call("EXEC") is None
    other.close()


def test_monitors_see_what_scripts_call(c: Wire, server: Running) -> None:
    watcher = Wire(server.connect())
    watcher.call("MONITOR")
    c.call("EVAL", "redis.call('SET','k','v')", "0")
    first, second = watcher.read(), watcher.read()
    assert b'"EVAL"' in first and b" lua]" not in first
    assert b' lua] "SET" "k" "v"' in second
    watcher.close()


def test_what_scripts_read_is_tracked(c: Wire, server: Running) -> None:
    reader = Wire(server.connect())
    assert reader.call("HELLO", "3")
    assert reader.call("CLIENT", "TRACKING", "ON") == b"OK"
    reader.call("EVAL", "return redis.call('GET','k')", "1", "k")
    c.call("SET", "k", "v")
    assert reader.read() == [b"invalidate", [b"k"]]
    reader.close()


def test_the_clock_stands_still(c: Wire) -> None:
    script = """
        redis.call('SET','k','v','PX',20)
        local first = redis.call('PTTL','k')
        redis.call('DEBUG','SLEEP','0.05')
        return {first, redis.call('PTTL','k'), redis.call('EXISTS','k')}
    """
    assert c.call("DEBUG", "SET-DISABLE-DENY-SCRIPTS", "1") == b"OK"
    try:
        assert c.call("EVAL", script, "1", "k") == [20, 20, 1]
        nested = "return redis.call('EVAL', 'return 1', 0)"
        assert "not allowed from script" in c.call("EVAL", nested, "0")
        assert "not allowed from script" in c.call("EVAL", "redis.call('SCRIPT','FLUSH')", "0")
    finally:
        c.call("DEBUG", "SET-DISABLE-DENY-SCRIPTS", "0")


def test_random_numbers_follow_their_seed(c: Wire) -> None:
    numbers = "{math.random(1000000), math.random(5, 5), tostring(math.random())}"
    script = f"math.randomseed(ARGV[1]); return {numbers}"
    first = c.call("EVAL", script, "0", "10")
    assert first == c.call("EVAL", script, "0", "10")
    assert first != c.call("EVAL", script, "0", "20")
    assert first[1] == 5
    assert c.call("EVAL", "math.random(2, 1)", "0").startswith("ERR user_script:1: bad argument")


def test_the_snapshot_tells_of_scripts(c: Wire) -> None:
    c.call("EVAL", "redis.call('SET','a',1) return redis.call('GET','a')", "0")
    c.call("EVAL", "error('x')", "0")
    pairs = c.call("SCOPE", "SNAPSHOT", "scripts")
    fields = dict(zip(pairs[1][::2], pairs[1][1::2], strict=True))
    assert fields[b"cached"] == 2
    assert fields[b"memory_bytes"] > 10_000
    assert fields[b"running"] is None
    rows = [dict(zip(row[::2], row[1::2], strict=True)) for row in fields[b"rows"]]
    by_sha = {row[b"script"].decode(): row for row in rows}
    first = by_sha[sha("redis.call('SET','a',1) return redis.call('GET','a')")]
    assert (first[b"calls"], first[b"commands"], first[b"errors"]) == (1, 2, 0)
    assert first[b"ns"] >= first[b"inside_ns"] > 0
    assert by_sha[sha("error('x')")][b"errors"] == 1


def test_memory_of_scripts_is_overhead(c: Wire) -> None:
    def stat(name: bytes) -> int:
        pairs = c.call("MEMORY", "STATS")
        return int(pairs[pairs.index(name) + 1])

    assert stat(b"lua.caches") == 0
    before = stat(b"overhead.total")
    c.call("EVAL", f"return 1 -- {'x' * 5000}", "0")
    assert stat(b"lua.caches") > 5000
    assert stat(b"overhead.total") > before + 5000 + 20_000
    fields = info(c, "memory")
    assert int(fields["used_memory_vm_eval"]) > 20_000
    assert int(fields["used_memory_scripts_eval"]) == stat(b"lua.caches")


def test_a_script_sees_sets_in_order_and_time_standing_still(c: Wire) -> None:
    members = [b"%c" % letter for letter in b"zyxwvutsrqponmlkjihgfedcba"]
    c.call("SADD", "letters", *members)
    sort = "return redis.call('SORT', KEYS[1], 'BY', '_')"
    assert c.call("EVAL", sort, "1", "letters") == sorted(members)
    script = "local a = redis.call('TIME') for i = 1, 3e6 do end"
    first, second = c.call("EVAL", f"{script} return {{a, redis.call('TIME')}}", "0")
    assert first == second


def test_an_expired_key_is_there_for_debug_until_it_is_touched(c: Wire) -> None:
    c.call("DEBUG", "SET-ACTIVE-EXPIRE", "0")
    c.call("SET", "key", "value", "PXAT", "1000000")
    c.call("SET", "key", "value", "PX", "1")
    c.call("DEBUG", "SLEEP", "0.01")
    assert c.call("DEBUG", "OBJECT", "key").startswith(b"Value at:")
    assert c.call("EVAL", "return redis.call('EXISTS', KEYS[1])", "1", "key") == 0
    assert c.call("DEBUG", "OBJECT", "key") == "ERR no such key"
    c.call("DEBUG", "SET-ACTIVE-EXPIRE", "1")


def test_runs_are_events_that_say_how_they_came(c: Wire, server: Running) -> None:
    watcher = Wire(server.connect())
    assert watcher.call("SCOPE", "SUBSCRIBE", "scriptrun") is not None
    c.call("EVAL", "return 'seen'", "0")
    name = sha("return 'seen'").encode()
    got = b""
    while name not in got:
        got += watcher.raw(1)
    watcher.close()


def test_users_errors_leave_room_for_the_servers_own(c: Wire) -> None:
    """As many codes as scripts make up: those beyond 128 are counted together."""
    c.call("CONFIG", "RESETSTAT")
    for i in range(140):
        script = "return redis.error_reply(ARGV[1] .. ' mine')"
        assert c.call("EVAL", script, "0", f"E{i}") == f"E{i} mine"
    assert c.call("SET", "a", "b", "c") == "ERR syntax error"
    stats = info(c, "errorstats")
    assert stats["errorstat_ERRORSTATS_OVERFLOW"] == "count=12"
    assert stats["errorstat_ERR"] == "count=1"
    c.call("CONFIG", "RESETSTAT")
