/* stream_xray.c: how SCOPE XRAY draws a stream: the nodes of its radix tree, blocks entry by entry, groups and what is
 * pending in them. Offsets are read from the blocks. */
#include "types/stream.h"
#include "types/draw.h"
#include "types/config.h"
#include <stdio.h>

enum { LISTPACK_HEAD = 6, BLOCKS_DEPTH = 9, GROUPS_DEPTH = 3, INNER_DEPTH = 5, COUNT_DEPTH = 40 };

typedef void (*drawValue)(xraySink *s, const unsigned char *key, size_t len, void *value);

/* ---- a radix tree ---- */

typedef struct treeKey {
    unsigned char bytes[256]; /* the rest of longer keys is left out */
    size_t len;
} treeKey;

static void keyAdd(treeKey *k, const void *bytes, size_t len) {
    size_t room = sizeof(k->bytes) - k->len;
    memcpy(k->bytes + k->len, bytes, len < room ? len : room);
    k->len += len < room ? len : room;
}

/* How many keys lie below a node that is not drawn. */
static uint64_t keysBelow(const raxNode *n, unsigned depth) {
    raxShape shape;
    raxNodeShape(n, &shape);
    uint64_t keys = shape.has_value;
    for (unsigned i = 0; i < shape.branches && depth; i++)
        keys += keysBelow(raxNodeChild(n, i), depth - 1);
    return keys;
}

static void drawNode(xraySink *s, const raxNode *n, treeKey key, unsigned depth, drawValue draw) {
    raxShape shape;
    char label[40] = "root";
    raxNodeShape(n, &shape);
    if (key.len)
        snprintf(label, sizeof(label), "branch %02x", key.bytes[key.len - 1]);
    xrayOpen(s, "node", label, 0, shape.block);
    xrayNumber(s, "branches", shape.branches);
    xrayNumber(s, "prefix_bytes", shape.prefix);
    xrayNumber(s, "has_value", shape.has_value);
    xrayLeaf(s, "header", "prefix length, branches, value", 0, shape.at_value);
    if (shape.has_value)
        xrayLeaf(s, "pointer", "value", shape.at_value, 8);
    if (shape.branches) {
        xrayLeaf(s, "pointer", "children", shape.at_children, 8 * (size_t)shape.branches);
        xrayOpen(s, "bytes", "first byte of each child", shape.at_bytes, shape.branches);
        xrayText(s, "text", (const char *)shape.bytes, shape.branches);
        xrayClose(s);
    }
    if (shape.prefix) {
        xrayOpen(s, "bytes", "prefix", shape.at_prefix, shape.prefix);
        xrayText(s, "text", (const char *)shape.prefix_bytes, shape.prefix);
        xrayClose(s);
    }
    drawSpare(s, shape.used, shape.block);
    keyAdd(&key, shape.prefix_bytes, shape.prefix);
    if (shape.has_value)
        draw(s, key.bytes, key.len, raxNodeValue(n));
    for (unsigned i = 0; i < shape.branches; i++) {
        const raxNode *child = raxNodeChild(n, i);
        if (xrayFull(s) || depth == 1) {
            xrayLeftOut(s, keysBelow(child, COUNT_DEPTH));
            continue;
        }
        treeKey longer = key;
        keyAdd(&longer, &shape.bytes[i], 1);
        drawNode(s, child, longer, depth - 1, draw);
    }
    xrayClose(s);
}

/* depth: of nodes; what lies deeper is only counted. */
static void drawTree(xraySink *s, const rax *t, const char *label, unsigned depth, drawValue draw) {
    xrayOpen(s, "rax", label, 0, t->bytes);
    xrayNumber(s, "keys", (int64_t)t->count);
    xrayNumber(s, "nodes", (int64_t)t->nodes);
    if (t->root)
        drawNode(s, t->root, (treeKey){.len = 0}, depth, draw);
    xrayClose(s);
}

/* ---- a block ---- */

static void drawID(xraySink *s, const char *name, const streamID *id) {
    char text[STREAM_ID_TEXT];
    xrayText(s, name, text, streamIDText(text, id));
}

enum { FIELDS_TEXT = 256 };

/* As "name=value name=value", cut. */
static void drawFields(xraySink *s, const blockReader *b, blockEntry *e) {
    char text[FIELDS_TEXT];
    size_t len = 0;
    for (int64_t i = e->fields; i > 0 && len + 1 < sizeof(text); i--) {
        stringView name, value;
        blockField(b, e, &name, &value);
        size_t n = (size_t)snprintf(text + len, sizeof(text) - len, "%s%.*s=%.*s", len ? " " : "",
                                    (int)(name.len < FIELDS_TEXT ? name.len : FIELDS_TEXT), name.ptr,
                                    (int)(value.len < FIELDS_TEXT ? value.len : FIELDS_TEXT), value.ptr);
        len += n < sizeof(text) - len ? n : sizeof(text) - len - 1;
    }
    xrayText(s, "fields", text, len);
}

static void drawBlock(xraySink *s, const unsigned char *key, size_t len, void *value) {
    (void)len;
    unsigned char *lp = value;
    streamID master = streamIDOfKey(key);
    size_t bytes = lpBytes(lp), block = zmallocSize(lp);
    blockReader b;
    blockEntry e;
    blockOpen(&b, lp, &master);
    size_t head = b.first ? (size_t)(b.first - lp) : bytes - 1;
    uint64_t left = (uint64_t)(blockLive(lp) + blockDead(lp));
    xrayOpen(s, "block", "entries in a listpack", 0, block);
    drawID(s, "master", &master);
    xrayNumber(s, "live", blockLive(lp));
    xrayNumber(s, "dead", blockDead(lp));
    xrayLeaf(s, "header", "bytes in all, elements", 0, LISTPACK_HEAD);
    xrayLeaf(s, "master", "counts and the first entry's field names", LISTPACK_HEAD, head - LISTPACK_HEAD);
    bool more = blockFirst(&b, &e);
    while (more && !xrayFull(s)) {
        blockEntry here = e;
        more = blockNext(&b, &e);
        size_t at = (size_t)(here.at - lp), end = more ? (size_t)(e.at - lp) : bytes - 1;
        xrayOpen(s, "entry", here.flags & BLOCK_SAME ? "values, names as the master's" : "names and values", at,
                 end - at);
        drawID(s, "id", &here.id);
        xrayNumber(s, "deleted", here.flags & BLOCK_DELETED);
        drawFields(s, &b, &here);
        xrayClose(s);
        left--;
    }
    xrayLeftOut(s, left);
    xrayLeaf(s, "end", "the byte 255", bytes - 1, 1);
    drawSpare(s, bytes, block);
    xrayClose(s);
}

/* ---- groups ---- */

static void drawNack(xraySink *s, const unsigned char *key, size_t len, void *value) {
    (void)len;
    const streamNack *n = value;
    streamID id = streamIDOfKey(key);
    xrayOpen(s, "nack", "delivered, not acknowledged", 0, zmallocSize(n));
    drawID(s, "id", &id);
    xrayText(s, "consumer", n->consumer->name, n->consumer->name_len);
    xrayNumber(s, "delivered_unix_ms", n->delivered_ms);
    xrayNumber(s, "deliveries", (int64_t)n->deliveries);
    xrayClose(s);
}

static void drawConsumer(xraySink *s, const unsigned char *key, size_t len, void *value) {
    const streamConsumer *c = value;
    xrayOpen(s, "consumer", "and its own tree of what is pending", 0, zmallocSize(c));
    xrayText(s, "name", (const char *)key, len);
    xrayNumber(s, "seen_unix_ms", c->seen_ms);
    xrayNumber(s, "active_unix_ms", c->active_ms);
    xrayNumber(s, "pending", (int64_t)c->pending.count);
    xrayNumber(s, "pending_nodes", (int64_t)c->pending.nodes);
    xrayNumber(s, "pending_bytes", (int64_t)c->pending.bytes);
    xrayClose(s);
}

static void drawGroup(xraySink *s, const unsigned char *key, size_t len, void *value) {
    const streamGroup *g = value;
    xrayOpen(s, "group", "of consumers", 0, zmallocSize(g));
    xrayText(s, "name", (const char *)key, len);
    drawID(s, "last_id", &g->last_id);
    xrayNumber(s, "entries_read", g->entries_read);
    xrayClose(s);
    /* Beside the group, so that trees do not stand in trees deeper than a drawing may go. */
    drawTree(s, &g->consumers, "consumers by name", INNER_DEPTH, drawConsumer);
    drawTree(s, &g->pending, "pending by ID", INNER_DEPTH, drawNack);
}

static void drawStream(const object *o, xraySink *s) {
    const stream *t = streamOf(o);
    xrayOpen(s, "stream", "two radix trees and what they have seen", 0, zmallocSize(t));
    xrayNumber(s, "length", (int64_t)t->length);
    xrayNumber(s, "entries_added", (int64_t)t->entries_added);
    drawID(s, "last_id", &t->last_id);
    drawID(s, "first_id", &t->first_id);
    drawID(s, "max_deleted_id", &t->max_deleted_id);
    xrayNumber(s, "node_max_bytes", (int64_t)types_config.stream_node_bytes);
    xrayNumber(s, "node_max_entries", types_config.stream_node_entries);
    drawTree(s, &t->blocks, "blocks by the ID of their first entry", BLOCKS_DEPTH, drawBlock);
    if (t->groups.root)
        drawTree(s, &t->groups, "groups by name", GROUPS_DEPTH, drawGroup);
    xrayClose(s);
}

void streamXrayInit(void) {
    scopeXrayAdd(OBJ_STREAM, drawStream);
}
