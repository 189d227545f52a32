/* xray.c: see xray.h. */
#include "base/base.h"
#include "trace/xray.h"

#define TEXT_MAX 256
#define ELEMENT_NODES 8 /* room that one element may need */

void xrayInit(xraySink *s, const xrayRenderer *renderer, void *ctx) {
    *s = (xraySink){.renderer = renderer, .ctx = ctx, .room = XRAY_ROOM};
}

static void endFields(xraySink *s) {
    if (!s->depth || s->fields_done[s->depth - 1])
        return;
    s->fields_done[s->depth - 1] = true;
    s->renderer->children(s->ctx);
}

void xrayOpen(xraySink *s, const char *kind, const char *label, uint64_t offset, uint64_t bytes) {
    vkAssert(s->depth < XRAY_DEPTH);
    endFields(s);
    if (s->depth)
        s->children[s->depth - 1]++;
    s->children[s->depth] = 0;
    s->fields_done[s->depth] = false;
    s->depth++;
    if (s->room)
        s->room--;
    s->renderer->open(s->ctx, kind, label, offset, bytes);
}

void xrayNumber(xraySink *s, const char *name, int64_t value) {
    vkAssert(s->depth && !s->fields_done[s->depth - 1]);
    s->renderer->number(s->ctx, name, value);
}

void xrayText(xraySink *s, const char *name, const char *text, size_t len) {
    vkAssert(s->depth && !s->fields_done[s->depth - 1]);
    s->renderer->text(s->ctx, name, text, len < TEXT_MAX ? len : TEXT_MAX);
}

void xrayClose(xraySink *s) {
    vkAssert(s->depth);
    endFields(s);
    s->depth--;
    s->renderer->close(s->ctx, s->children[s->depth]);
}

void xrayLeaf(xraySink *s, const char *kind, const char *label, uint64_t offset, uint64_t bytes) {
    xrayOpen(s, kind, label, offset, bytes);
    xrayClose(s);
}

bool xrayFull(const xraySink *s) {
    return s->room < ELEMENT_NODES;
}

void xrayLeftOut(xraySink *s, uint64_t n) {
    s->left_out += n;
}
