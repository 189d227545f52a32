"""Makes native/gen/events.h and docs/events.md from the catalogue."""

from __future__ import annotations

from vkscope.tables.events import Catalogue, load

MADE = "made by `python -m vkscope.tables.generate` from vkscope/tables/events.toml; do not edit"


def header(cat: Catalogue) -> str:
    """C enumerations of classes and events, and the catalogue's version and hash."""
    lines = [f"/* events.h: {MADE}. */", "#ifndef VK_GEN_EVENTS_H", "#define VK_GEN_EVENTS_H", ""]
    lines += [f"#define EVENTS_VERSION {cat.version}", f"#define EVENTS_HASH 0x{cat.hash:016x}UL"]
    mask = sum(1 << c.bit for c in cat.classes if c.default)
    lines += [f"#define EVENTS_DEFAULT_CLASSES 0x{mask:x}U", ""]
    lines += [f"#define CLASS_{c.name.upper()} (1U << {c.bit})" for c in cat.classes]
    lines += ["", "enum eventType {"]
    lines += [f"    EV_{e.name} = {e.number}," for e in cat.events]
    lines += [f"    EVENT_TYPES = {len(cat.events) + 1}", "};", "", "/* The class of each event, by number. */"]
    lines += ["static const unsigned event_class[EVENT_TYPES] = {"]
    lines += [f"    [EV_{e.name}] = CLASS_{e.cls.name.upper()}," for e in cat.events]
    return "\n".join([*lines, "};", "#endif", ""])


def document(cat: Catalogue) -> str:
    """The catalogue as a page."""
    out = ["# Events", "", f"<!-- {MADE} -->", ""]
    out += [f"Catalogue version {cat.version}, hash `{cat.hash:016x}`.", ""]
    for cls in cat.classes:
        out += [f"## {cls.name}", "", cls.text, ""]
        out += [f"{'Always written.' if cls.default else 'Written while somebody reads it.'}", ""]
        out += ["| event | number | meaning | subject | value | payload |", "|---|---|---|---|---|---|"]
        for e in cat.events:
            if e.cls is cls:
                payload = ", ".join(f"{n}: {t}" for n, t in e.payload) or "-"
                out.append(f"| {e.name} | {e.number} | {e.text} | {e.subject} | {e.value} | {payload} |")
        out.append("")
    return "\n".join(out)


def files() -> dict[str, str]:
    """Path from the repository's root, and content, of each file made here."""
    cat = load()
    return {"vkscope/native/gen/events.h": header(cat), "docs/events.md": document(cat)}
