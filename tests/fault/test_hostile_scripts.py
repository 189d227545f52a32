# ruff: noqa: E501
"""Scripts that mean harm: each ends with a result or an error, and the server goes on.

Rules: a script that would run for ever is killed; nothing here depends on how fast the machine is.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import Running, end, launch
from tests.server.wire import Wire

MISSING = "Script attempted to access nonexistent global variable"
READONLY = "Attempt to modify a readonly table"
NO_MEMORY = "not enough memory"
DEEP = "stack overflow"


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of this module's own, where scripts get 64 MiB and are busy after 20 ms."""
    folder = tmp_path_factory.mktemp("hostile")
    running = launch(folder, "--maxmemory", "64mb", "--busy-reply-threshold", "20")
    yield running
    end(running)


@pytest.fixture
def c(one: Running) -> Iterator[Wire]:
    """A connection; the server must still answer when the test has ended."""
    wire = Wire(socket.create_connection(("127.0.0.1", one.port), 60))
    yield wire
    assert wire.call("PING") == b"PONG"
    assert wire.call("EVAL", "return 'alive'", "0") == b"alive"
    wire.close()


DEEPER = {
    "plain": "local function f() return 1 + f() end return f()",
    "gsub": "local function f() return (('a'):gsub('a', f)) end return f()",
    "load": "local function f() load(f) end f()",
    "sort": "local t = {3,2,1} local function f() table.sort(t, function(a,b) f() return a<b end) end f()",
    "index": "local function f() return setmetatable({}, {__index=function() return 1 + f() end}).x end return f()",
    "wrap": "local function f() return coroutine.wrap(f)() end return f()",
    "tostring": "local function f() return 'x' .. tostring(setmetatable({}, {__tostring=f})) end return f()",
    "format": "local function f() return 'x' .. ('%s'):format(setmetatable({}, {__tostring=f})) end return f()",
    "less": "local function f() local a = setmetatable({}, {__lt=function() f() return true end}) return a<a end return f()",
    "concat": "local m = {} m.__concat = function(a,b) return a..b end local a = setmetatable({}, m) return a..a",
    "equal": "local m = {} local function new() return setmetatable({}, m) end m.__eq = function() return new() == new() end return new() == new()",
}  # fmt: skip


@pytest.mark.parametrize("way", DEEPER)
def test_recursion_without_end(c: Wire, way: str) -> None:
    assert DEEP in c.call("EVAL", DEEPER[way], "0")


@pytest.mark.parametrize(
    "script",
    [
        "local function f() return coroutine.resume(coroutine.create(f)) end f() return 'done'",
        "local function f() return pcall(f) end f() return 'done'",
        "local function f() return xpcall(f, f) end f() return 'done'",
        "local function f() error(setmetatable({}, {__tostring=f})) end xpcall(f, f) return 'done'",
    ],
)
def test_recursion_that_is_caught(c: Wire, script: str) -> None:
    assert c.call("EVAL", script, "0") == b"done"


BOMBS = [
    "local s = 'x' while true do s = s .. s end",
    "local s = string.rep('x', 2^30)",
    "local t = {} for i = 1, 1e9 do t[i] = i end",
    "local t = {} for i = 1, 1e9 do t['k' .. i] = i end",
    "local t = {} while true do t = {t} end",
    "return (string.rep('x', 2^20)):gsub('x', string.rep('y', 2^20))",
    "local t = {} for i = 1, 1000 do t[i] = string.rep('x', 2^20) .. i end return table.concat(t)",
    "local t = {} for i = 1, 1e7 do t[i] = {i} end return cjson.encode(t)",
    "local t = {} while true do t[#t + 1] = function() return t end end",
    "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end",
]


@pytest.mark.parametrize("script", BOMBS)
def test_memory_without_end(c: Wire, script: str) -> None:
    assert NO_MEMORY in c.call("EVAL", script, "0")
    used = c.call("INFO", "memory").decode().split("used_memory_vm_eval:")[1].splitlines()[0]
    assert int(used) < 9 << 20


def test_memory_errors_can_be_caught(c: Wire) -> None:
    script = "local ok, e = pcall(string.rep, 'x', 2^30) return {tostring(ok), e}"
    assert c.call("EVAL", script, "0") == [b"false", NO_MEMORY.encode()]


ENDLESS = [
    "while true do end",
    "while true do pcall(error) end",
    "local function f() while true do redis.call('ping') end end while true do pcall(f) end",
    "return string.find(string.rep('a', 1e6), '.-.-.-.-b')",
    "return string.find(string.rep('a', 200), ('a?'):rep(60) .. ('a'):rep(60) .. 'b')",
    "return string.gsub(string.rep('a', 1e6), 'a*b', 'x')",
    "return string.match(string.rep('(', 1e6), '%b()')",
    "for w in string.gmatch(string.rep('a', 1e6), '(a*)b') do end",
    "local co = coroutine.wrap(function() while true do end end) while true do pcall(co) end",
    "xpcall(function() while true do end end, function() while true do end end)",
    "setmetatable({}, {__index=function() while true do end end}).x()",
    "local t = {} for i = 1, 1e5 do t[i] = i end while true do table.sort(t, function(a, b) return a > b end) end",
    "while true do local f = loadstring('return 1') end",
]  # fmt: skip


@pytest.mark.parametrize("script", ENDLESS)
def test_scripts_without_end_can_be_killed(one: Running, c: Wire, script: str) -> None:
    boss = Wire(one.connect())
    c.send("EVAL", script, "0")
    while not str(boss.call("GET", "k")).startswith("BUSY"):
        pass
    busy = "BUSY Valkey is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE."
    assert boss.call("EVAL", "return 1", "0") == busy
    assert boss.call("SCRIPT", "KILL") == b"OK"
    assert "Script killed by user with SCRIPT KILL." in c.read()
    assert boss.call("SCRIPT", "KILL") == "NOTBUSY No scripts in execution right now."
    boss.close()


WAYS_AROUND = [
    "redis = 1", "_G = {}", "_G.redis = 1", "redis.call = 1", "string.sub = 1", "table.insert = 1", "KEYS = 1",
    "rawset(_G, 'x', 1)", "rawset(redis, 'x', 1)", "setmetatable(_G, {})", "setmetatable(redis, nil)",
    "table.insert(redis, 1)", "table.insert(_G, 1, 1)", "getmetatable(_G).__index = {}",
    "getmetatable('').__index = {}", "getmetatable('').__add = 1", "getmetatable(redis).x = 1",
    "rawset(getmetatable(_G), 'x', 1)", "setmetatable(getmetatable(_G), {})", "setfenv(0, {})",
    "getfenv().x = 1", "getfenv(0).x = 1", "getfenv(table.remove).x = 1", "getfenv(pcall).x = 1",
    "local f, s = pairs(redis) s.x = 1", "local f, s = pairs(_G) rawset(s, 'x', 1)", "_G._G.x = 1",
    "cjson.encode = 1", "cmsgpack.pack = 1", "struct.pack = 1", "bit.band = 1", "os.clock = 1", "math.pi = 3",
    "coroutine.wrap = 1", "next(_G); string.x = 1", "loadstring('x = 1')()", "load(function() return nil end)() y = 1",
    "coroutine.wrap(function() x = 1 end)()",
]  # fmt: skip


@pytest.mark.parametrize("script", WAYS_AROUND)
def test_what_scripts_share_cannot_be_changed(c: Wire, script: str) -> None:
    assert READONLY in c.call("EVAL", script, "0")


def test_nothing_stays_behind_a_script(c: Wire) -> None:
    setting = "setfenv(1, {redis=redis, x=1}) return x"
    assert c.call("EVAL", setting, "0") == 1
    assert c.call("EVAL", setting, "0") == 1, "its environment is the shared one again, each time"
    assert "cannot change environment" in c.call("EVAL", "setfenv(table.remove, {})", "0")
    c.call("EVAL", "error(redis)", "0")
    assert c.call("EVAL", "return {redis.source, rawget(redis, 'line')}", "0") == []
    c.call("EVAL", "collectgarbage('stop')", "0")
    c.call("EVAL", "KEYS.x = 1 setmetatable(KEYS, {__index=function() return 'mine' end})", "0")
    assert c.call("EVAL", "return {KEYS[1] or 'none', KEYS.x or 'none'}", "0") == [b"none"] * 2


@pytest.mark.parametrize(
    "name",
    [
        "package",
        "require",
        "module",
        "io",
        "debug",
        "jit",
        "ffi",
        "dofile",
        "loadfile",
        "print",
        "newproxy",
    ],
)
def test_what_reaches_outside_is_not_there(c: Wire, name: str) -> None:
    assert f"{MISSING} '{name}'" in c.call("EVAL", f"return {name}", "0")


def test_only_the_clock_of_os(c: Wire) -> None:
    names = "local n = {} for k in pairs(os) do n[#n + 1] = k end return n"
    assert c.call("EVAL", names, "0") == [b"clock"]
    assert "attempt to call field 'execute'" in c.call("EVAL", "os.execute('x')", "0")


def test_bytecode_is_refused(c: Wire) -> None:
    dumped = "local code = string.dump(function() return 1 end)"
    for load in ("loadstring(code)", "load(function() local x = code code = nil return x end)"):
        script = f"{dumped} local f, e = {load} return {{tostring(f), type(e)}}"
        assert c.call("EVAL", script, "0") == [b"nil", b"string"]


@pytest.mark.parametrize(
    ("script", "reply"),
    [
        ("return bit.tohex(65535, -2147483648)", b"0000FFFF"),
        ("return bit.tohex(65535, 4)", b"ffff"),
        ("return string.rep('', 2^31)", b""),
        ("return string.rep('x', -1)", b""),
        ("return loadstring('[' .. ('='):rep(1e6) .. '[x]' .. ('='):rep(1e6) .. ']') == nil", 1),
        ("return loadstring('return ' .. ('('):rep(1e4)) == nil", 1),
        ("return loadstring('return ' .. ('{'):rep(1e4)) == nil", 1),
        ("return loadstring(('\\n'):rep(1e6) .. 'return 1')()", 1),
        ("return #string.format('%99d', 1)", 99),
        ("return table.concat({}, 'x', 1, 0)", b""),
        ("return string.find('a', '', 1e9)", 2),
        ("return tostring(2^53)", b"9.007199254741e+15"),
        ("return cjson.decode('[' .. ('1,'):rep(1e4) .. '1]')[1]", 1),
    ],
)
def test_numbers_at_the_edge(c: Wire, script: str, reply: object) -> None:
    assert c.call("EVAL", script, "0") == reply


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("return unpack({1,2,3}, -2, 2147483647)", "too many results to unpack"),
        ("return unpack({}, 1, 1e8)", "too many results to unpack"),
        ("return string.find('a', ('('):rep(40))", "too many captures"),
        ("return string.find('a', '%')", "malformed pattern (ends with '%')"),
        ("return string.find('a', '[a')", "malformed pattern (missing ']')"),
        ("return string.find('a', '[')", "malformed pattern (missing ']')"),
        ("return string.find('a', '[%')", "malformed pattern (missing ']')"),
        ("return string.find('a', '%b')", "unbalanced pattern"),
        ("return string.find('a', '%f')", "missing '[' after '%f' in pattern"),
        ("return string.find('a', '%1')", "invalid capture index"),
        ("return string.match('a', ')')", "invalid pattern capture"),
        ("return string.find('a', '(')", "unfinished capture"),
        ("return string.find(('a'):rep(1e4), ('a-'):rep(300) .. 'b')", "pattern too complex"),
        (
            "return string.gsub('a', 'a', function() return {} end)",
            "invalid replacement value (a table)",
        ),
        ("return string.gsub('a', 'a', '%2')", "invalid capture index"),
        ("return string.format('%99999d', 1)", "invalid"),
        ("return cjson.decode(('['):rep(1e5))", "too many nested"),
        ("return select(-2147483648, 1)", "index out of range"),
        ("local t = {} t[0/0] = 1", "index is NaN"),
        ("error(setmetatable({}, {__index=function() error('x') end}))", "ERR"),
        ("error({err=setmetatable({}, {__tostring=function() error('x') end})})", "ERR"),
        ("error('a\\r\\nb\\r\\n')", "a  b"),
    ],
)
def test_what_is_an_error(c: Wire, script: str, error: str) -> None:
    reply = c.call("EVAL", script, "0")
    assert isinstance(reply, str)
    assert error in reply


def test_replies_that_are_too_deep(c: Wire) -> None:
    c.send("EVAL", "local a = {} local b = {a} a[1] = b return a", "0")
    while (line := c._line()) == b"*1":
        pass
    assert line == b"-ERR reached lua stack limit"


def test_a_script_that_has_written_is_ended_by_shutdown(
    start: Callable[..., Running],
) -> None:
    running = start("--busy-reply-threshold", "20", "--save", "")
    c, boss = Wire(running.connect()), Wire(running.connect())
    c.send(
        "EVAL",
        "redis.call('SET', 'k', 'v') while true do pcall(function() while true do end end) end",
        "0",
    )
    while not str(boss.call("GET", "k")).startswith("BUSY"):
        pass
    assert boss.call("SCRIPT", "KILL").startswith("UNKILLABLE ")
    assert boss.call("SHUTDOWN").startswith("BUSY ")
    boss.send("SHUTDOWN", "NOSAVE")
    assert running.process.wait(10) == 0


def test_patterns_do_what_lua_s_do(c: Wire) -> None:
    cases = {
        "('hello world'):find('o w')": [5, 7],
        "('hello'):find('l+')": [3, 4],
        "('hello'):find('(l)(l)')": [3, 4, b"l", b"l"],
        "('hello'):find('l', 4)": [4, 4],
        "('hello'):find('', 10)": [6, 5],
        "('a.b'):find('.', 1, true)": [2, 2],
        "('key = value'):match('^(%w+)%s*=%s*(%w+)$')": [b"key", b"value"],
        "('THE (quick) fox'):find('%((%a+)%)')": [5, 11, b"quick"],
        "('x'):match('()')": [1],
        "('f(a(b)c)d'):match('%b()')": [b"(a(b)c)"],
        "('THE (quick) fox'):gsub('%f[%a]%a+', 'w')": [b"w (w) w", 3],
        "('hello'):gsub('', '-')": [b"-h-e-l-l-o-", 6],
        "('abc'):gsub('%w', '%0%0')": [b"aabbcc", 3],
        "('abc abc'):gsub('abc', {abc='x'}, 1)": [b"x abc", 1],
        "('abc'):gsub('b', function() return false end)": [b"abc", 1],
        "('hello'):match('h.-o')": [b"hello"],
        "('a-b'):match('[a%-]+')": [b"a-"],
        "('a]b'):match('[]]')": [b"]"],
        "('abc'):match('[^a-b]')": [b"c"],
        "('aXb'):match('%u')": [b"X"],
        "('a\\0b'):find('%z')": [2, 2],
        "('$10'):gsub('%$', '')": [b"10", 1],
        "('^a'):match('^^a')": [b"^a"],
        "('abab'):match('(ab)%1')": [b"ab"],
        "('x'):rep(3):gsub('x?', 'y')": [b"yyyy", 4],
    }  # fmt: skip
    for code, expected in cases.items():
        assert c.call("EVAL", f"return {{{code}}}", "0") == expected, code
    words = (
        "local t = {} for a, b in ('k=v, x=y'):gmatch('(%w+)=(%w+)') do t[#t+1] = a..b end return t"
    )
    assert c.call("EVAL", words, "0") == [b"kv", b"xy"]
