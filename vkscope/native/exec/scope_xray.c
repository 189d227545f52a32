/* scope_xray.c: SCOPE XRAY: one key as it lies in memory, drawn as a tree of maps.
 *
 * Design  a node is {kind, label, offset, bytes, fields, children}. The renderer writes each at once: fields and
 * children have lengths that are known at their end. */
#define _GNU_SOURCE
#include "exec/scope.h"
#include <string.h>

typedef struct xrayReply {
    execContext *x;
    size_t fields[XRAY_DEPTH], children[XRAY_DEPTH]; /* deferred lengths of each open node */
    long nfields[XRAY_DEPTH];
    int depth;
} xrayReply;

static scopeXray draws[OBJ_TYPES];

void scopeXrayAdd(enum objectType type, scopeXray draw) {
    draws[type] = draw;
}

static void renderOpen(void *ctx, const char *kind, const char *label, uint64_t offset, uint64_t bytes) {
    xrayReply *r = ctx;
    replyMap(r->x, 6);
    scopeText(r->x, "kind", kind);
    scopeText(r->x, "label", label);
    scopeLong(r->x, "offset", offset);
    scopeLong(r->x, "bytes", bytes);
    replyBulkC(r->x, "fields");
    r->fields[r->depth] = replyDeferredLen(r->x);
    r->nfields[r->depth++] = 0;
}

static void renderNumber(void *ctx, const char *name, int64_t value) {
    xrayReply *r = ctx;
    replyBulkC(r->x, name);
    replyLong(r->x, value);
    r->nfields[r->depth - 1]++;
}

static void renderText(void *ctx, const char *name, const char *text, size_t len) {
    xrayReply *r = ctx;
    replyBulkC(r->x, name);
    replyBulk(r->x, text, len);
    r->nfields[r->depth - 1]++;
}

static void renderChildren(void *ctx) {
    xrayReply *r = ctx;
    int i = r->depth - 1;
    replySetDeferredMap(r->x, r->fields[i], r->nfields[i]);
    replyBulkC(r->x, "children");
    r->children[i] = replyDeferredLen(r->x);
}

static void renderClose(void *ctx, unsigned children) {
    xrayReply *r = ctx;
    replySetDeferredArray(r->x, r->children[--r->depth], (long)children);
}

static const xrayRenderer to_reply = {renderOpen, renderNumber, renderText, renderChildren, renderClose};

static void drawString(const object *o, xraySink *s) {
    stringView v;
    if (o->encoding == ENC_INT) {
        long long n = 0;
        stringIsInt(o, &n);
        xrayNumber(s, "number", n);
        return;
    }
    stringGet(o, &v);
    bool inside = o->flags & OBJ_EMBEDDED;
    xrayNumber(s, "embedded", inside);
    xrayOpen(s, "bytes", inside ? "value, in the object" : "value, in a block of its own",
             inside ? (uint64_t)(v.ptr - (const char *)o) : 0, v.len);
    xrayText(s, "text", v.ptr, v.len);
    xrayClose(s);
}

static void drawObject(const object *o, xraySink *s) {
    size_t klen, block = zmallocSize(o);
    const char *key = objectKey(o, &klen);
    xrayOpen(s, "object", "key and value", 0, block);
    xrayText(s, "type", objectTypeName(o), strlen(objectTypeName(o)));
    xrayText(s, "encoding", objectEncodingName(o), strlen(objectEncodingName(o)));
    xrayNumber(s, "memory_bytes", (int64_t)objectMemory(o));
    if (objectExpire(o) != NO_EXPIRE)
        xrayNumber(s, "expire_unix_ms", objectExpire(o));
    if (!draws[o->type] && o->type == OBJ_STRING && o->encoding == ENC_INT)
        drawString(o, s);
    xrayOpen(s, "header", "type, encoding, clock, flags", 0, sizeof(*o));
    xrayNumber(s, "clock", o->lru);
    xrayNumber(s, "flags", o->flags);
    xrayClose(s);
    xrayOpen(s, "key", "its name", (uint64_t)(key - (const char *)o), klen);
    xrayText(s, "text", key, klen);
    xrayClose(s);
    if (draws[o->type]) {
        xrayOpen(s, "value", objectEncodingName(o), 0, objectMemory(o) - block);
        draws[o->type](o, s);
        xrayClose(s);
    } else if (o->type == OBJ_STRING && o->encoding != ENC_INT) {
        xrayOpen(s, "value", objectEncodingName(o), 0, objectMemory(o) - block);
        drawString(o, s);
        xrayClose(s);
    }
    xrayClose(s);
}

void scopeXrayKey(execContext *x) {
    object *o = dbPeek(x->db, x->argv[2].ptr, x->argv[2].len, argHash(x, 2));
    if (!o) {
        replyNull(x);
        return;
    }
    xrayReply r = {.x = x};
    xraySink s;
    xrayInit(&s, &to_reply, &r);
    replyMap(x, 2);
    replyBulkC(x, "root");
    drawObject(o, &s);
    scopeLong(x, "left_out", s.left_out);
}
