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

/* A text that stands in a block of its own. */
static void drawApart(const object *o, xraySink *s, size_t block) {
    stringView v;
    stringGet(o, &v);
    xrayOpen(s, "value", "in a block of its own", 0, block);
    xrayLeaf(s, "header", "length", 0, sizeof(rawString));
    xrayOpen(s, "bytes", "text", sizeof(rawString), v.len);
    xrayText(s, "text", v.ptr, v.len);
    scopeDrawSketch(v.ptr, v.len, s);
    xrayClose(s);
    if (block > sizeof(rawString) + v.len)
        xrayLeaf(s, "spare", "rest of the block", sizeof(rawString) + v.len, block - sizeof(rawString) - v.len);
    xrayClose(s);
}

/* What an object's block holds besides the key: the order is the layout's, see object.h. */
static void drawBlock(const object *o, xraySink *s, size_t block) {
    size_t klen, at = sizeof(*o);
    const char *key = objectKey(o, &klen);
    size_t key_at = (size_t)(key - (const char *)o), end = key_at + klen;
    xrayOpen(s, "header", "type, encoding, clock, flags, lengths", 0, sizeof(*o));
    xrayNumber(s, "clock", o->lru);
    xrayNumber(s, "flags", o->flags);
    xrayClose(s);
    if (o->flags & OBJ_EXPIRE) {
        xrayOpen(s, "expire", "its time limit", at, sizeof(int64_t));
        xrayNumber(s, "expire_unix_ms", objectExpire(o));
        xrayNumber(s, "ttl_ms", objectExpire(o) - command_now);
        xrayClose(s);
        at += sizeof(int64_t);
    }
    if (o->type == OBJ_STRING && o->encoding == ENC_INT) {
        long long n = 0;
        stringIsInt(o, &n);
        xrayOpen(s, "number", "the value, in the pointer's place", at, sizeof(void *));
        xrayNumber(s, "number", n);
        xrayClose(s);
        at += sizeof(void *);
    } else if (!(o->flags & OBJ_EMBEDDED)) {
        xrayLeaf(s, "pointer", "to the value", at, sizeof(void *));
        at += sizeof(void *);
    }
    if (key_at > at)
        xrayLeaf(s, "length", "of the key", at, key_at - at);
    xrayOpen(s, "key", "its name", key_at, klen);
    xrayText(s, "text", key, klen);
    xrayClose(s);
    if (o->flags & OBJ_EMBEDDED) {
        stringView v;
        stringGet(o, &v);
        xrayOpen(s, "value", "in the object", (uint64_t)(v.ptr - (const char *)o), v.len);
        xrayText(s, "text", v.ptr, v.len);
        scopeDrawSketch(v.ptr, v.len, s);
        xrayClose(s);
        end += v.len;
    }
    if (block > end)
        xrayLeaf(s, "spare", "rest of the block", end, block - end);
}

static void drawObject(const object *o, xraySink *s) {
    size_t block = zmallocSize(o), all = objectMemory(o, 0);
    xrayOpen(s, "object", "key and value", 0, block);
    xrayText(s, "type", objectTypeName(o), strlen(objectTypeName(o)));
    xrayText(s, "encoding", objectEncodingName(o), strlen(objectEncodingName(o)));
    xrayNumber(s, "memory_bytes", (int64_t)all);
    if (objectExpire(o) != NO_EXPIRE)
        xrayNumber(s, "expire_unix_ms", objectExpire(o));
    drawBlock(o, s, block);
    if (draws[o->type]) {
        xrayOpen(s, "value", objectEncodingName(o), 0, all - block);
        draws[o->type](o, s);
        xrayClose(s);
    } else if (all > block) {
        drawApart(o, s, all - block);
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
