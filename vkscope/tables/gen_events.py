"""Makes gen/events.h (numbers, layouts, writers), gen/events.c (JSON) and docs/events.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vkscope.tables.events import UNIT, Catalogue, EventField, EventType, load

MADE = "made by `python -m vkscope.tables.generate` from vkscope/tables/events.toml; do not edit"
C_TYPES = {
    "u8": "uint8_t",
    "u16": "uint16_t",
    "u32": "uint32_t",
    "u64": "uint64_t",
    "i64": "int64_t",
}
TAIL_SHOWN = 44


def _payload_struct(event: EventType) -> Iterator[str]:
    yield f"typedef struct ev{event.name}Payload {{"
    for field in event.fields:
        yield f"    {C_TYPES[field.type]} {field.name}; /* {field.offset}: {field.text} */"
    yield f"}} ev{event.name}Payload;"
    last = event.fields[-1]
    yield (
        f"static_assert(offsetof(ev{event.name}Payload, {last.name}) == {last.offset}, "
        f'"recordings depend on it");'
    )


def _parameter(field: EventField) -> str:
    """Times are taken whole and saturated, so that no caller has to."""
    wide = field.type == "u32" and field.name.endswith("_ns")
    return f"{'uint64_t' if wide else C_TYPES[field.type]} {field.name}"


def _argument(field: EventField) -> str:
    wide = field.type == "u32" and field.name.endswith("_ns")
    return f"traceSat32({field.name})" if wide else field.name


def _writer(event: EventType) -> Iterator[str]:
    parameters = ["uint64_t now_ns"]
    if event.span:
        parameters.append("uint64_t span_ns")
    parameters += [_parameter(f) for f in (event.subject, event.value) if f is not None]
    parameters += [_parameter(f) for f in event.fields]
    if event.tail:
        parameters += [f"const char *{event.tail.name}", f"size_t {event.tail.name}_len"]
    span = "span_ns" if event.span else "0"
    subject = event.subject.name if event.subject else "0"
    value = event.value.name if event.value else "0"
    hidden = "traceKey" if event.tail and event.tail.is_key else "traceText"
    yield f"/* {event.text} */"
    yield f"static inline void ev{event.name}({', '.join(parameters)}) {{"
    yield f"    if (!traceOn(CLASS_{event.cls.name.upper()})) return;"
    head = f"EV_{event.name}, now_ns, {span}, {subject}, {value}"
    if event.tail is None and not event.fields:
        yield f"    traceEmitAt({head}, NULL, 0);"
    else:
        room = f"{event.fixed_size} + 4 + TRACE_KEY_SHOWN" if event.tail else f"{event.fixed_size}"
        yield f"    char payload[{room}];"
        if event.fields:
            values = ", ".join(f".{f.name} = {_argument(f)}" for f in event.fields)
            yield f"    ev{event.name}Payload fixed = {{{values}}};"
            yield f"    memcpy(payload, &fixed, {event.fixed_size});"
        size = f"{event.fixed_size}"
        if event.tail:
            name = event.tail.name
            size = (
                f"{event.fixed_size} + {hidden}(payload + {event.fixed_size}, {name}, {name}_len)"
            )
        yield f"    traceEmitAt({head}, payload, {size});"
    yield "}"


def _numbers(cat: Catalogue) -> Iterator[str]:
    yield f"#define EVENTS_VERSION {cat.version}"
    yield f"#define EVENTS_HASH 0x{cat.hash:016x}UL"
    mask = sum(1 << c.bit for c in cat.classes if c.default)
    yield f"#define EVENTS_DEFAULT_CLASSES 0x{mask:x}U"
    yield f"#define EVENTS_ALL_CLASSES 0x{sum(1 << c.bit for c in cat.classes):x}U"
    yield f"#define EVENT_CLASSES {max(c.bit for c in cat.classes) + 1}"
    yield ""
    for c in cat.classes:
        yield f"#define CLASS_{c.name.upper()} (1U << {c.bit}) /* {c.text} */"
    yield ""
    yield "enum eventType {"
    for e in cat.events:
        yield f"    EV_{e.name} = {e.number},"
    yield f"    EVENT_TYPES = {max(e.number for e in cat.events) + 1}"
    yield "};"
    for kind, groups in (("EVENT", cat.enums), ("FLAG", cat.flags)):
        for name, values in groups.items():
            yield ""
            yield "enum {"
            for i, value in enumerate(values):
                upper = f"{name}_{value}".upper().replace("-", "_")
                yield f"    {kind}_{upper} = {i if kind == 'EVENT' else f'1 << {i}'},"
            yield "};"


_HEAD = """\
/* events.h: @MADE@.
 *
 * Include trace/trace.h. A writer costs one test when nobody reads its class. */
#ifndef VK_GEN_EVENTS_H
#define VK_GEN_EVENTS_H
/* clang-format off */
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

"""
_DECLARED = """
/* By event, 0 and NULL for numbers not in use; by bit. */
extern const uint32_t event_class[EVENT_TYPES];
extern const char *const event_name[EVENT_TYPES];
extern const char *const event_class_name[EVENT_CLASSES];
extern const char events_json[]; /* the catalogue, as SCOPE CATALOGUE answers it */

#define EVENT_NOBODY UINT32_MAX /* a client field: no client */
#define TRACE_KEY_SHOWN @SHOWN@ /* bytes of a key or text in a payload at most */

extern uint32_t trace_classes;

static inline bool traceOn(uint32_t classes) {
    return __builtin_expect((trace_classes & classes) != 0, 0);
}

static inline uint32_t traceSat32(uint64_t v) {
    return v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

void traceEmitAt(enum eventType type, uint64_t now_ns, uint64_t span_ns, uint32_t subject,
                 uint64_t value, const void *payload, size_t len);
size_t traceKey(void *at, const char *key, size_t len);
size_t traceText(void *at, const char *text, size_t len);
"""


def header(cat: Catalogue) -> str:
    """C numbers, payload layouts and one inline writer an event."""
    lines = [_HEAD.replace("@MADE@", MADE) + "\n".join(_numbers(cat))]
    lines += [_DECLARED.replace("@SHOWN@", str(TAIL_SHOWN))]
    for event in cat.events:
        if event.fields:
            lines += [*_payload_struct(event), ""]
        lines += [*_writer(event), ""]
    return "\n".join([*lines, "#ifdef __cplusplus", "}", "#endif", "#endif", ""])


def _c_string(text: str) -> Iterator[str]:
    """A C string literal in pieces that compilers accept."""
    for start in range(0, len(text), 100):
        piece = (
            text[start : start + 100].replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
        )
        yield f'    "{piece}"'


def source(cat: Catalogue) -> str:
    """The tables that events.h declares."""
    lines = [f"/* events.c: {MADE}. */", "/* clang-format off */", '#include "gen/events.h"', ""]
    lines += ["const uint32_t event_class[EVENT_TYPES] = {"]
    lines += [f"    [EV_{e.name}] = CLASS_{e.cls.name.upper()}," for e in cat.events]
    lines += ["};", "", "const char *const event_name[EVENT_TYPES] = {"]
    lines += [f'    [EV_{e.name}] = "{e.name}",' for e in cat.events]
    lines += ["};", "", "const char *const event_class_name[EVENT_CLASSES] = {"]
    lines += [f'    "{c.name}",' for c in cat.classes]
    lines += ["};", "", "const char events_json[] ="]
    return "\n".join([*lines, *_c_string(cat.json)]) + ";\n"


def _rows(event: EventType) -> Iterator[str]:
    yield "| field | where | meaning |"
    yield "|---|---|---|"
    if event.span:
        yield f"| span | header | {event.span} |"
    for where, field in (("subject", event.subject), ("value", event.value)):
        if field:
            yield f"| {field.name} | {where} | {_meaning(field)} |"
    for field in event.fields:
        yield f"| {field.name} | {field.type} at {field.offset} | {_meaning(field)} |"
    if event.tail:
        hidden = ", may be hidden" if event.tail.is_key else ""
        yield f"| {event.tail.name} | tail{hidden} | {event.tail.text} |"


def _meaning(field: EventField) -> str:
    extra = (
        f" (enum `{field.enum}`)"
        if field.enum
        else f" (flags `{field.flags}`)"
        if field.flags
        else ""
    )
    return field.text + extra


def document(cat: Catalogue) -> str:
    """The catalogue as a page."""
    out = ["# Events", "", f"<!-- {MADE} -->", ""]
    out += [f"Catalogue version {cat.version}, hash `{cat.hash:016x}`.", ""]
    out += ["An event is 32 bytes, little-endian, and a payload in units of 16 bytes:", "", "```"]
    out += ["0        8      12    14   15    16     20        24       32"]
    out += ["+--------+------+-----+----+-----+------+---------+--------+---------"]
    out += ["|time ns |span  |type |pay |ring |tick  |subject  |value   |payload..."]
    out += ["+--------+------+-----+----+-----+------+---------+--------+---------", "```", ""]
    out += [
        "`time` is CLOCK_MONOTONIC at its end; it began at time - span, in ns, saturated at 4.29 s."
    ]
    out += [
        "The payload is the fixed fields, then one tail or none: u16 whole length, u16 length shown"
    ]
    out += [
        f"at most {TAIL_SHOWN} bytes. What an event was written without reads as 0 and as no text.",
        "",
    ]
    for cls in cat.classes:
        when = "Always written." if cls.default else "Written while somebody reads it."
        out += [f"## Class {cls.name}", "", f"{cls.text[0].upper()}{cls.text[1:]}. {when}", ""]
        for event in cat.events:
            if event.cls == cls:
                out += [f"### {event.name} ({event.number})", "", event.text, "", *_rows(event), ""]
    out += ["## Enumerations and flags", ""]
    out += [
        f"- `{name}`: {', '.join(f'{i} {v}' for i, v in enumerate(v))}"
        for name, v in cat.enums.items()
    ]
    for name, values in cat.flags.items():
        out += [f"- flags `{name}`: {', '.join(f'{1 << i} {v}' for i, v in enumerate(values))}"]
    return "\n".join([*out, ""])


def files() -> dict[str, str]:
    """Path from the checkout's top, and content, of each file made here."""
    cat = load()
    return {
        "vkscope/native/gen/events.h": header(cat),
        "vkscope/native/gen/events.c": source(cat),
        "docs/events.md": document(cat),
    }


def verify() -> Iterable[str]:
    """What a reader could not decode."""
    cat = load()
    for event in cat.events:
        room = event.fixed_size + (4 + TAIL_SHOWN if event.tail else 0)
        if -(-room // UNIT) > 255:
            yield f"{event.name}: its payload is too long"
        named = [f for f in (event.subject, event.value, *event.fields) if f is not None]
        yield from (
            f"{event.name}: no enum {f.enum}" for f in named if f.enum and f.enum not in cat.enums
        )
        yield from (
            f"{event.name}: no flags {f.flags}"
            for f in named
            if f.flags and f.flags not in cat.flags
        )
        names = [f.name for f in named] + ([event.tail.name] if event.tail else [])
        if len(set(names)) != len(names):
            yield f"{event.name}: a name is used twice"
