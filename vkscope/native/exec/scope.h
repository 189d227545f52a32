/* scope.h: SCOPE, the one command of our own: how dashboards, recorders and doctors look inside.
 *
 * Words  section: a named part of SCOPE SNAPSHOT; each room adds its own.
 * Rules  a section's writer writes exactly one value, a map by custom, and changes nothing. Its cost must not grow with
 *        the number of keys. Times in ns end in _ns, sizes in _bytes or say so. */
#ifndef VK_SCOPE_H
#define VK_SCOPE_H
#include "exec/context.h"
#include "trace/trace.h"

typedef void (*scopeSection)(execContext *x);
typedef void (*scopeXray)(const object *o, xraySink *s); /* draws the value, inside an open node */

void scopeCommand(execContext *x);

void scopeSectionAdd(const char *name, scopeSection write); /* name must live on; again: replaces */
/* SCOPE SNAPSHOT of these sections, those left out that nobody added: a map. */
void scopeSnapshotWrite(execContext *x, const char *const *names, int n);
void scopeXrayAdd(enum objectType type, scopeXray draw); /* how SCOPE XRAY draws values of a type */
/* Who pushes events to clients; classes 0 ends it. */
extern void (*scope_subscribe)(client *c, uint32_t classes, uint64_t min_span_ns);

/* One pair of a map. */
void scopeLong(execContext *x, const char *name, uint64_t value);
void scopeText(execContext *x, const char *name, const char *text);
void scopeBytes(execContext *x, const char *name, const void *data, size_t len);
/* Seven pairs, names beginning with prefix: count, sum_ns, max_ns, p50_ns, p99_ns, p999_ns, and buckets: those that are
 * not 0, packed as u16 index, u64 count, little-endian (trace/histogram.h says what an index is). */
#define SCOPE_HISTOGRAM_PAIRS 7
void scopeHistogram(execContext *x, const char *prefix, const histogram *h);

/* From cron, any number of times a second: once in each it samples (traceCron) and tells the ring new commands. */
void scopeSecond(void);
/* Writes the names of all commands into the ring file, so that its events can be read after a crash. */
void scopePublishNames(void);

/* Written by scope_sections.c, scope_keyspace.c, scope_blocking.c, scope_host.c, scope_xray.c and scope_sketch.c. */
void scopeSectionsInit(void);
void scopeKeyspaceInit(void);
void scopeBlockingInit(void);
void scopeHostInit(void);
void scopeXrayKey(execContext *x);
/* What a text is inside, offsets from its first byte: a HyperLogLog, or nothing that is known. */
void scopeDrawSketch(const char *text, size_t len, xraySink *s);
void scopeSlabs(execContext *x);
#endif
