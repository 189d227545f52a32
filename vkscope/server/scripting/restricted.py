"""The language of Python functions: a small part of Python that can neither get out nor go on.

    #!python name=shop

    LIMIT = 3

    @function("no-writes")
    def cheapest(keys, args):
        '''What costs least.'''
        prices = [int(call("GET", key) or 0) for key in keys]
        return min(prices) if len(prices) <= LIMIT else None

Words: a *function* of the library is a `def` at the top level under `@function` or
`@function(flags...)`; its first text is its description. A *guard* is one of our functions that
stands in the compiled code where an operator or method could take memory or time without end.

Rules: what is not named here is refused when the library is loaded, not when it runs. No import,
no class, no attribute but the methods in METHODS, no name with an underscore in front, so nothing
leads from a value to the interpreter. What stands at the top level besides functions are constants
that cannot change: a library keeps no state outside of keys.

Design: every loop, comprehension and function calls a guard first, which counts steps and asks the
caller's `step` now and then; sizes are looked at before they are made. `step` ends a run by raising
Stopped, which the language has no way to catch.

Cost: a step is one call of Python, 60 ns.
"""

from __future__ import annotations

import ast
import itertools
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any, Final

BYTES_MOST: Final = 1 << 20
"""Of a text that an operator or method makes at once; items of a list likewise."""
BITS_MOST: Final = 1 << 16
"""Of a whole number that is made by multiplying or shifting."""
ITEMS_MOST: Final = 1 << 18
"""Of what a constructor or range makes at once."""
SET_MOST: Final = 1 << 14
"""Of a set or dict that is made at once: numbers can be chosen so that they collide."""
SOURCE_MOST: Final = 1 << 18
"""Bytes of a library."""
STEPS: Final = 256
"""Steps between two questions whether to go on."""

METHODS: Final = frozenset(
    {"add", "append", "clear", "count", "decode", "discard", "encode", "endswith", "extend"}
    | {"find", "get", "index", "insert", "isdigit", "items", "join", "keys", "lower", "lstrip"}
    | {"pop", "remove", "replace", "reverse", "rfind", "rsplit", "rstrip", "setdefault", "sort"}
    | {"split", "splitlines", "startswith", "strip", "update", "upper", "values"}
)
_GUARDED_METHODS = frozenset(
    {"extend", "join", "replace", "rsplit", "sort", "split", "splitlines", "update"}
)
FLAGS: Final = ("no-writes", "allow-oom", "allow-stale", "no-cluster", "allow-cross-slot-keys")

_ALLOWED = (
    (ast.Assign, ast.AugAssign, ast.Break, ast.Continue, ast.Delete, ast.Expr, ast.For, ast.If)
    + (ast.Pass, ast.Raise, ast.Return, ast.Try, ast.While, ast.FunctionDef)
    + (ast.Attribute, ast.BinOp, ast.BoolOp, ast.Call, ast.Compare, ast.Constant, ast.Dict)
    + (ast.DictComp, ast.FormattedValue, ast.GeneratorExp, ast.IfExp, ast.JoinedStr, ast.Lambda)
    + (ast.List, ast.ListComp, ast.Name, ast.Set, ast.SetComp, ast.Slice, ast.Starred)
    + (ast.Subscript, ast.Tuple, ast.UnaryOp)
    + (ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context, ast.comprehension)
    + (ast.arguments, ast.arg, ast.keyword, ast.ExceptHandler)
)
_GUARDED = {
    ast.Add: "_add",
    ast.Mult: "_mul",
    ast.Pow: "_pow",
    ast.LShift: "_shift",
    ast.Mod: "_mod",
}


class LanguageError(ValueError):
    """The source is no library of this language; says where and why."""


class CallError(Exception):
    """What `Error` is to a function: a command answered with an error, or it says so itself."""


class Stopped(BaseException):
    """The run must end. No function can catch it."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function of a library: `run(keys, args)`."""

    name: str
    description: str | None
    flags: tuple[str, ...]
    run: Callable[[list[bytes], list[bytes]], Any]


def _refuse(node: ast.AST, why: str) -> LanguageError:
    return LanguageError(f"user_function:{getattr(node, 'lineno', 1)}: {why}")


# --- what is allowed ---


def _check_name(node: ast.AST, name: str) -> None:
    if name.startswith("_"):
        raise _refuse(node, f"names must not begin with an underscore: '{name}'")


def _check_node(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        raise _refuse(node, f"'{type(node).__name__}' is not part of the language")
    match node:
        case ast.FunctionDef():
            _check_function(node)
        case ast.Attribute():
            if node.attr not in METHODS:
                raise _refuse(node, f"there is no method '{node.attr}'")
        case ast.Name():
            _check_name(node, node.id)
        case ast.arg():
            _check_name(node, node.arg)
        case ast.keyword():
            if node.arg is None:
                raise _refuse(node, "'**' is not part of the language")
            _check_name(node, node.arg)
        case ast.comprehension() if node.is_async:
            raise _refuse(node, "'async' is not part of the language")
        case ast.FormattedValue() if node.format_spec is not None or node.conversion != -1:
            raise _refuse(node, "texts in texts have no format")
        case ast.Try():
            _check_try(node)
        case ast.AugAssign() if type(node.op) in _GUARDED and not isinstance(node.target, ast.Name):
            raise _refuse(node, "this operator needs a plain name on its left")
        case ast.Call(func=ast.Attribute(attr=("decode" | "encode") as name)) if (
            node.args or node.keywords
        ):
            raise _refuse(node, f"'{name}' knows UTF-8 only")
        case ast.Call(func=ast.Attribute(attr=name)) if name in _GUARDED_METHODS and (
            node.keywords and name != "sort"
        ):
            raise _refuse(node, f"'{name}' takes no named arguments")


def _check_function(node: ast.FunctionDef) -> None:
    args = node.args
    _check_name(node, node.name)
    if args.vararg or args.kwarg or args.kwonlyargs or args.posonlyargs or args.kw_defaults:
        raise _refuse(node, "a function's parameters are plain names")
    if not all(_is_constant(value) for value in args.defaults):
        raise _refuse(node, "a parameter's default is a constant")
    if node.returns is not None or any(arg.annotation for arg in args.args):
        raise _refuse(node, "annotations are not part of the language")


def _check_try(node: ast.Try) -> None:
    if node.finalbody or node.orelse:
        raise _refuse(node, "'finally' and 'else' of 'try' are not part of the language")
    for handler in node.handlers:
        if not isinstance(handler.type, ast.Name) or handler.type.id != "Error":
            raise _refuse(handler, "only 'except Error' can be caught")
        if handler.name:
            _check_name(handler, handler.name)


def _is_constant(node: ast.expr) -> bool:
    match node:
        case ast.Constant():
            return True
        case ast.Tuple():
            return all(_is_constant(item) for item in node.elts)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=ast.Constant()):
            return True
    return False


def _check_top(node: ast.stmt) -> None:
    match node:
        case ast.FunctionDef() | ast.Expr(value=ast.Constant()):
            pass
        case ast.Assign(targets=[ast.Name()]) if _is_constant(node.value):
            pass
        case _:
            raise _refuse(node, "at the top level stand functions and constants only")


def _flags(node: ast.FunctionDef) -> tuple[str, ...] | None:
    """The flags that it is registered with; None: it is for the library alone."""
    if not node.decorator_list:
        return None
    words: list[ast.expr] = []
    match node.decorator_list:
        case [ast.Name(id="function")]:
            pass
        case [ast.Call(func=ast.Name(id="function"), args=words, keywords=[])]:
            pass
        case _:
            raise _refuse(node, "the only decorator is @function")
    flags = [word.value for word in words if isinstance(word, ast.Constant)]
    if len(flags) < len(words) or not set(flags) <= set(FLAGS):
        raise _refuse(node, "unknown flag given")
    if len(node.args.args) != 2:
        raise _refuse(node, "a function of the library takes keys and args")
    return tuple(str(flag) for flag in flags)


# --- the compiled form ---


def _guard(name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(func=ast.Name(id=name, ctx=ast.Load()), args=list(args), keywords=[])


class _Guarding(ast.NodeTransformer):
    """Puts guards into checked code."""

    def _with_step(self, body: list[ast.stmt]) -> list[ast.stmt]:
        return [ast.Expr(value=_guard("_step")), *body]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:  # noqa: N802
        self.generic_visit(node)
        node.decorator_list = []
        node.body = self._with_step(node.body)
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:  # noqa: N802
        self.generic_visit(node)
        node.body = ast.IfExp(test=_guard("_step"), body=node.body, orelse=ast.Constant(value=None))
        return node

    def visit_For(self, node: ast.For) -> ast.AST:  # noqa: N802
        self.generic_visit(node)
        node.body = self._with_step(node.body)
        return node

    def visit_While(self, node: ast.While) -> ast.AST:  # noqa: N802
        self.generic_visit(node)
        node.body = self._with_step(node.body)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.ifs = [_guard("_step"), *node.ifs]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:  # noqa: N802
        self.generic_visit(node)
        name = _GUARDED.get(type(node.op))
        return ast.copy_location(_guard(name, node.left, node.right), node) if name else node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:  # noqa: N802
        self.generic_visit(node)
        name = _GUARDED.get(type(node.op))
        if name is None or not isinstance(node.target, ast.Name):
            return node
        value = _guard(name, ast.Name(id=node.target.id, ctx=ast.Load()), node.value)
        return ast.copy_location(ast.Assign(targets=[node.target], value=value), node)

    def visit_Call(self, node: ast.Call) -> ast.AST:  # noqa: N802
        self.generic_visit(node)
        match node.func:
            case ast.Attribute(attr=name) if name in _GUARDED_METHODS:
                method = ast.Constant(value=name)
                call = _guard("_method", node.func.value, method, *node.args)
                call.keywords = node.keywords
                return ast.copy_location(call, node)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:  # noqa: N802
        self.generic_visit(node)
        names = ast.Constant(value=" ".join(type(op).__name__ for op in node.ops))
        return ast.copy_location(_guard("_compare", names, node.left, *node.comparators), node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:  # noqa: N802
        self.generic_visit(node)
        node.value = _guard("_text", node.value)
        return node


def _too_large() -> MemoryError:
    return MemoryError("a value is too large")


def _size(value: Any) -> int:
    return len(value) if isinstance(value, bytes | str | list | tuple) else 0


def _add(left: Any, right: Any) -> Any:
    if _size(left) + _size(right) > BYTES_MOST:
        raise _too_large()
    return left + right


def _bits(value: Any) -> int:
    return value.bit_length() if isinstance(value, int) else 0


def _mul(left: Any, right: Any) -> Any:
    times = right if isinstance(right, int) else left if isinstance(left, int) else 1
    if (_size(left) + _size(right)) * max(times, 1) > BYTES_MOST:
        raise _too_large()
    if _bits(left) + _bits(right) > BITS_MOST:
        raise _too_large()
    return left * right


def _pow(left: Any, right: Any) -> Any:
    if _bits(right) > 32 or _bits(left) * max(right, 1) > BITS_MOST:
        raise _too_large()
    return left**right


def _shift(left: Any, right: Any) -> Any:
    if _bits(left) + right > BITS_MOST:
        raise _too_large()
    return left << right


def _mod(left: Any, right: Any) -> Any:
    if isinstance(left, bytes | str):
        raise TypeError("texts have no '%'; write f'{...}'")
    return left % right


def weigh(value: Any, left: int = ITEMS_MOST) -> int:
    """What is left of so many values after those inside this one; lists may hold one another."""
    left -= 1
    if left < 0:
        raise _too_large()
    if isinstance(value, dict):
        for key, item in value.items():
            left = weigh(item, weigh(key, left))
    elif isinstance(value, list | tuple | set):
        for item in value:
            left = weigh(item, left)
    return left


_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
    "Is": operator.is_,
    "IsNot": operator.is_not,
    "In": lambda a, b: a in b,
    "NotIn": lambda a, b: a not in b,
}


def _compare(names: str, *values: Any) -> bool:
    """All of `a < b <= c`; every operand is evaluated."""
    for value in values:
        if isinstance(value, list | tuple | dict):
            weigh(value)
    pairs = zip(names.split(), values[:-1], values[1:], strict=True)
    return all(_COMPARE[name](left, right) for name, left, right in pairs)


def _text(value: Any = "") -> str:
    if not isinstance(value, str | bytes | int | float | CallError | None):
        raise TypeError("only texts and numbers become text")
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)


def _joined(separator: Any, parts: Any) -> Any:
    gathered = _gathered(parts, ITEMS_MOST)
    if sum(_size(part) for part in gathered) + _size(separator) * len(gathered) > BYTES_MOST:
        raise _too_large()
    return separator.join(gathered)


def _method(value: Any, name: str, *args: Any, **named: Any) -> Any:
    size, most = _size(value), BYTES_MOST
    if name == "join":
        return _joined(value, *args)
    if name == "replace" and len(args) > 1:
        size += _size(args[1]) * value.count(args[0])
    elif name == "sort":
        most = ITEMS_MOST
    elif name in {"extend", "update"} and args:
        args = (args[0] if isinstance(args[0], dict) else _gathered(args[0], ITEMS_MOST),)
        size, most = len(value) + len(args[0]), ITEMS_MOST if name == "extend" else SET_MOST
    if size > most:
        raise _too_large()
    return getattr(value, name)(*args, **named)


def _range(*args: int) -> range:
    made = range(*args)
    if max(_bits(made.start), _bits(made.stop), _bits(made.step)) > 62 or len(made) > ITEMS_MOST:
        raise _too_large()
    return made


def _gathered(items: Any, most: int) -> list[Any]:
    """The items, if there are no more than so many."""
    out = list(itertools.islice(items, most + 1))
    if len(out) > most:
        raise _too_large()
    return out


def _list(items: Any = ()) -> list[Any]:
    return _gathered(items, ITEMS_MOST)


def _tuple(items: Any = ()) -> tuple[Any, ...]:
    return tuple(_gathered(items, ITEMS_MOST))


def _set(items: Any = ()) -> set[Any]:
    return set(_gathered(items, SET_MOST))


def _dict(items: Any = ()) -> dict[Any, Any]:
    return dict(_gathered(items.items() if isinstance(items, dict) else items, SET_MOST))


def _bytes(value: Any = b"") -> bytes:
    if isinstance(value, list | tuple):
        return bytes(_gathered(value, ITEMS_MOST))
    return value if isinstance(value, bytes) else _text(value).encode("utf-8", "surrogateescape")


def _sorted(items: Any, key: Any = None, reverse: bool = False) -> list[Any]:
    return sorted(_gathered(items, ITEMS_MOST), key=key, reverse=reverse)


def _sum(items: Any, start: Any = 0) -> Any:
    total = start
    for item in _gathered(items, ITEMS_MOST):
        total = _add(total, item)
    return total


def _int(value: Any = 0) -> int:
    if isinstance(value, bytes | str) and len(value) > 4300:
        raise ValueError("a number is too long")
    return int(value)


_OWN: Final[Mapping[str, Any]] = {
    **{f.__name__: f for f in (abs, all, any, bool, chr, enumerate, float, len, max, min, ord)},
    **{f.__name__: f for f in (reversed, round, zip)},
    **{f.__name__[1:]: f for f in (_bytes, _dict, _int, _list, _range, _set, _sorted, _sum)},
    "str": _text,
    "tuple": _tuple,
    "Error": CallError,
}
_GUARDS: Final[Mapping[str, Any]] = {
    f.__name__: f for f in (_add, _mul, _pow, _shift, _mod, _method, _compare, _text)
}


def _compiled(tree: ast.Module) -> CodeType:
    guarded = ast.fix_missing_locations(_Guarding().visit(tree))
    return compile(guarded, "user_function", "exec", dont_inherit=True)


def load(source: str, call: Callable[..., Any], step: Callable[[], None]) -> Sequence[Function]:
    """Compile a library.

    call runs a command, given its words; it may raise CallError. step is asked every STEPS steps
    and may raise Stopped. LanguageError, also for a text that is no Python.
    """
    if len(source) > SOURCE_MOST:
        raise LanguageError("user_function:1: the library is too long")
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        raise LanguageError(f"user_function:{line}: {getattr(error, 'msg', error)}") from None
    try:
        return _load(tree, call, step)
    except RecursionError:
        raise LanguageError("user_function:1: nested too deep") from None


def _load(
    tree: ast.Module, call: Callable[..., Any], step: Callable[[], None]
) -> Sequence[Function]:
    described: list[tuple[str, str | None, tuple[str, ...]]] = []
    for statement in tree.body:
        _check_top(statement)
        if isinstance(statement, ast.FunctionDef):
            flags = _flags(statement)
            if flags is not None:
                described.append((statement.name, ast.get_docstring(statement), flags))
            statement.decorator_list = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module):
            _check_node(node)
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            raise _refuse(node, "only functions at the top level are the library's")
    steps = 0

    def counted() -> bool:
        nonlocal steps
        steps += 1
        if steps % STEPS == 0:
            step()
        return True

    space: dict[str, Any] = {"__builtins__": {}, "call": call, **_OWN, **_GUARDS, "_step": counted}
    exec(_compiled(tree), space)  # noqa: S102 - every node of it was checked above
    return [Function(name, about, flags, space[name]) for name, about, flags in described]
