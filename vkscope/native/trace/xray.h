/* xray.h: how a type draws one of its values for SCOPE XRAY.
 *
 * Words  node: a piece of memory: its kind (what it is: "header", "entry", "bucket", "bytes"), a label, its offset in
 * its parent, its bytes, some fields, and the nodes inside it. Rules  open, then fields, then children, then close;
 * xrayLeaf is a node without children. Labels and texts are copied. Ask xrayFull() in loops over elements: when it says
 * true, stop; the sink notes that nodes were left out. A type draws what is there and changes nothing. Offsets come
 * from the real layout, never from what it should be. Example an object with an embedded value: xrayOpen(s, "object",
 * "header", 0, 8); xrayNumber(s, "refcount", 1); xrayLeaf(s, "bytes", "key", 8, 6); xrayClose(s); */
#ifndef VK_TRACE_XRAY_H
#define VK_TRACE_XRAY_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define XRAY_DEPTH 16  /* nodes inside nodes */
#define XRAY_ROOM 2000 /* nodes in all */

/* What renders the tree; ctx is its own. */
typedef struct xrayRenderer {
    void (*open)(void *ctx, const char *kind, const char *label, uint64_t offset, uint64_t bytes);
    void (*number)(void *ctx, const char *name, int64_t value);
    void (*text)(void *ctx, const char *name, const char *text, size_t len);
    void (*children)(void *ctx); /* fields end here; called once a node, before its first child or its close */
    void (*close)(void *ctx, unsigned children);
} xrayRenderer;

typedef struct xraySink {
    const xrayRenderer *renderer;
    void *ctx;
    unsigned room;                 /* nodes still allowed */
    uint64_t left_out;             /* elements that were not drawn */
    unsigned depth;                /* open nodes */
    unsigned children[XRAY_DEPTH]; /* of each open node */
    bool fields_done[XRAY_DEPTH];
} xraySink;

void xrayInit(xraySink *s, const xrayRenderer *renderer, void *ctx);
void xrayOpen(xraySink *s, const char *kind, const char *label, uint64_t offset, uint64_t bytes);
void xrayNumber(xraySink *s, const char *name, int64_t value);
void xrayText(xraySink *s, const char *name, const char *text, size_t len); /* bytes as they are; cut at 256 */
void xrayClose(xraySink *s);
void xrayLeaf(xraySink *s, const char *kind, const char *label, uint64_t offset, uint64_t bytes);
bool xrayFull(const xraySink *s);          /* no room for another element */
void xrayLeftOut(xraySink *s, uint64_t n); /* n elements were not drawn */

#ifdef __cplusplus
}
#endif
#endif
