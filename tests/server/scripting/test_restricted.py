"""The language of Python functions: what it says, and that nothing leads out of it or goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from vkscope.server.scripting.restricted import (
    CallError,
    LanguageError,
    Stopped,
    load,
)


def call(*words: Any) -> Any:
    """A command that answers with its words; `fail` answers with an error."""
    if words[0] == "fail":
        raise CallError("ERR it failed")
    return list(words)


class Steps:
    """Ends a run after so many questions."""

    def __init__(self, most: int = 1000) -> None:
        self.asked = 0
        self.most = most

    def __call__(self) -> None:
        self.asked += 1
        if self.asked > self.most:
            raise Stopped("enough")


def function(body: str, steps: Callable[[], None] | None = None) -> Callable[..., Any]:
    """Compile the body of a function f(keys, args)."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return load(f"@function\ndef f(keys, args):\n{lines}", call, steps or Steps())[0].run


def test_a_library_registers_what_is_marked() -> None:
    functions = load(
        "#!python name=x\n"
        "LIMIT = (1, -2)\n"
        "def helper(x, more=1):\n    return x + more\n"
        "@function\ndef one(keys, args):\n    '''Adds.'''\n    return helper(LIMIT[0])\n"
        "@function('no-writes', 'allow-oom')\ndef two(keys, args):\n    return helper(2, more=5)\n",
        call,
        Steps(),
    )
    assert [(f.name, f.description, f.flags) for f in functions] == [
        ("one", "Adds.", ()),
        ("two", None, ("no-writes", "allow-oom")),
    ]
    assert [f.run([], []) for f in functions] == [2, 7]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("return [len(keys), args[0]]", [2, b"x"]),
        ("return call('GET', keys[0])", ["GET", b"a"]),
        ("out = []\nfor k in keys:\n    out.append(k + b'!')\nreturn out", [b"a!", b"b!"]),
        ("n = 0\nwhile n < 10:\n    n += 3\n    if n == 6: continue\nreturn n", 12),
        ("return f'{keys[0]} {1.5} {7}'", "a 1.5 7"),
        ("return [k for k in keys if k not in args]", [b"a", b"b"]),
        ("return {k: 1 for k in keys}", {b"a": 1, b"b": 1}),
        ("return sorted(keys, key=lambda k: -ord(k.decode()))", [b"b", b"a"]),
        ("return b','.join(keys).replace(b',', b'--')", b"a--b"),
        ("return 1 < 2 <= 2 and not 3 in [4]", True),
        ("try:\n    call('fail')\nexcept Error as e:\n    return str(e)", "ERR it failed"),
        ("return sum(int(a) for a in ['1', b'2', 3])", 6),
        ("return max([3, 1]) * 2 ** 3 % 7", 3),
        ("a, b = keys\ndel b\nreturn a", b"a"),
        ("x = {}\nx['k'] = [1]\nx['k'].extend([2])\nreturn x", {"k": [1, 2]}),
    ],
)
def test_what_it_can_say(body: str, value: Any) -> None:
    assert function(body)([b"a", b"b"], [b"x"]) == value


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from os import system",
        "class A: pass",
        "async def f(): pass",
        "x = []",
        "x = y",
        "print(1)",
        "def f(k, a):\n    import os",
        "def f(k, a):\n    return k.__class__",
        "def f(k, a):\n    return (1).real",
        "def f(k, a):\n    return '{0.x}'.format(k)",
        "def f(k, a):\n    return f'{k!r}'",
        "def f(k, a):\n    return f'{k:>1000000000}'",
        "def f(k, a):\n    return b''.decode('unicode_escape')",
        "def f(k, a):\n    global g",
        "def f(k, a):\n    nonlocal k",
        "def f(k, a):\n    yield 1",
        "def f(k, a):\n    return (x := 1)",
        "def f(k, a):\n    with k: pass",
        "def f(k, a):\n    try:\n        pass\n    except:\n        pass",
        "def f(k, a):\n    try:\n        pass\n    except BaseException:\n        pass",
        "def f(k, a):\n    try:\n        pass\n    finally:\n        pass",
        "def f(k, a):\n    match k:\n        case _: pass",
        "def f(k, a):\n    return _step()",
        "def f(k, a):\n    _step = 1",
        "def f(k, a):\n    return __builtins__",
        "def f(k, _a): pass",
        "def f(k, a=[]): pass",
        "def f(*k): pass",
        "def f(k, **a): pass",
        "def f(k: int, a): pass",
        "def _f(k, a): pass",
        "def f(k, a):\n    return lambda *_x: 1",
        "def f(k, a):\n    @function\n    def g(k, a): pass",
        "def f(k, a):\n    k[0] += 1",
        "@staticmethod\ndef f(k, a): pass",
        "@function('root')\ndef f(k, a): pass",
        "@function\ndef f(k): pass",
        "def f(",
        "(" * 5000,
        "-" * 100000 + "1",
        "x = 1\0",
        "#" * (1 << 19),
    ],
)
def test_what_it_refuses_when_it_is_loaded(source: str) -> None:
    with pytest.raises(LanguageError, match="user_function:"):
        load(source, call, Steps())


@pytest.mark.parametrize("name", ["eval", "exec", "open", "getattr", "type", "vars", "print", "id"])
def test_names_that_lead_out_are_not_there(name: str) -> None:
    with pytest.raises(NameError):
        function(f"return {name}")([], [])


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "while True:\n    try:\n        call('fail')\n    except Error:\n        pass",
        "def g(): return g2()\ndef g2(): return 1\nwhile True: g()",
        "return [1 for a in range(200000) for b in range(200000)]",
        "return sum(1 for a in range(200000) for b in range(200000))",
        "f = lambda: 1\nfor a in range(200000):\n    for b in range(200000): f()",
        "x = [1]\nfor a in x:\n    x.append(a)",
    ],
)
def test_what_goes_on_is_ended(body: str) -> None:
    steps = Steps()
    with pytest.raises(Stopped):
        function(body, steps)([], [])
    assert steps.asked == steps.most + 1


@pytest.mark.parametrize(
    "body",
    [
        "return 10 ** 10 ** 10",
        "return 2 ** 70000",
        "return 1 << 10 ** 9",
        "return b'a' * 10 ** 9",
        "return [0] * 10 ** 9",
        "return 10 ** 9 * 'a'",
        "x = b'a'\nfor i in range(40): x += x\nreturn x",
        "x = [1]\nfor i in range(40): x.extend(x)\nreturn x",
        "x = 3\nfor i in range(40): x *= x\nreturn x",
        "return ''.join(['a' * 1000000] * 2)",
        "return ('a' * 1000000).replace('a', 'aa')",
        "return list(range(10 ** 9))",
        "return max(range(10 ** 12))",
        "return set(range(100000))",
        "x = []\nfor i in range(30): x = [x, x]\nreturn x == [x]",
    ],
)
def test_sizes_end_before_memory_does(body: str) -> None:
    with pytest.raises(MemoryError):
        function(body)([], [])


def test_recursion_ends() -> None:
    source = "def g(n):\n    return g(n + 1)\n@function\ndef f(keys, args):\n    return g(0)\n"
    with pytest.raises(RecursionError):
        load(source, call, Steps())[0].run([], [])


def test_lists_have_no_text() -> None:
    for body in (
        "return str([1])",
        "return f'{keys}'",
        "return '%d' % 1",
        "return bytes(9)[0] + ''",
    ):
        with pytest.raises(TypeError):
            function(body)([], [])
