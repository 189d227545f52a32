/* zmalloc.c: see zmalloc.h. Under the address sanitizer and valgrind (VK_LIBC_ALLOC) the same API goes to libc, with
 * the same accounting. The thread sanitizer sees the slabs: what threads hand back is what it is there to judge. */
#define _GNU_SOURCE
#include "base/base.h"
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifndef __has_feature
#define __has_feature(x) 0 /* clang's way to ask; gcc defines the macros below */
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer) || defined(VK_LIBC_ALLOC)
#define ZMALLOC_LIBC 1
#else
#define ZMALLOC_LIBC 0
#endif

#define SLAB_SHIFT 16
#define SLAB_BYTES (1UL << SLAB_SHIFT)
#define REGION_BYTES (64UL << 30)
#define REGION_LEAST (256UL << 20)
#define REGION_SLABS (REGION_BYTES >> SLAB_SHIFT)
#define MAP_WORDS (SLAB_BYTES / 8 / 64) /* the 8-byte class has 8192 blocks: 128 words */
#define CLASS_MAX 8192                  /* a list's node, and a stream's, fit; beyond it whole pages count */
#define NO_CLASS 0xff
#define RESERVE_SLABS 64 /* kept back, not touched */

/* 8..128 by 8 (16 classes), four steps a doubling up to 1024 (12 classes), and eight from there to 8192 (24): blocks of
 * streams and lists are of this size, most of them full, and would leave a tenth of it unused with four. */
static uint32_t class_size[ZMALLOC_CLASSES];
static uint32_t class_mul[ZMALLOC_CLASSES]; /* ceil(2^32 / size): offset / size without a division */
static uint8_t class_of[CLASS_MAX / 8 + 1];
static int nclasses;

typedef struct slab {
    uint64_t *map;   /* bit set = block free */
    uint16_t free;   /* free blocks */
    uint16_t hint;   /* first word that may hold a free bit */
    uint8_t cls;     /* class, or NO_CLASS while empty */
    uint8_t queued;  /* in its class's list of slabs with room */
    uint16_t blocks; /* in use or free: as many as fit, or one in a thin slab */
    uint32_t next;   /* next slab in that list or in the empty list; 0 ends (slab 0 is never used) */
} slab;

static struct {
    char *region;
    uint32_t region_slabs; /* fewer than REGION_SLABS where address space is rationed */
    uint32_t own_slabs;    /* region_slabs; 0 while foreign threads free: zfree then looks who calls */
    slab *slabs;
    uint32_t fresh;                 /* first slab never used */
    uint32_t empty;                 /* list of empty slabs */
    uint32_t room[ZMALLOC_CLASSES]; /* lists of slabs with free blocks; the head is the current slab */
    uint64_t used_blocks[ZMALLOC_CLASSES];
    uint32_t class_slabs[ZMALLOC_CLASSES];
    size_t used, peak; /* used: what foreign threads freed is not taken off, see remote.bytes */
    uint32_t handed;   /* slabs with blocks handed back, out of remote.head, not looked at yet: a list */
    size_t taken;      /* bytes of blocks that foreign threads freed and that are in the maps again */
    uint64_t class_blocks[ZMALLOC_CLASSES];
    uint32_t reserve; /* list of empty slabs for when there are no others */
    uint32_t nreserve;
    bool thin;                       /* tests: see zmallocThin */
    uint32_t aside[ZMALLOC_CLASSES]; /* lists of slabs with free blocks that a test may not use */
} z;

/* What foreign threads write. A block that one of them frees is a bit in a second map of its slab. */
typedef struct remoteSlab {
    uint32_t next;          /* of who set `listed`, until the owner has taken the list */
    _Atomic uint8_t listed; /* it is in the list, or will be in a moment */
} remoteSlab;

static struct {
    remoteSlab *slabs;      /* by slab; NULL until zmallocShare */
    _Atomic uint64_t *maps; /* MAP_WORDS a slab; bit set = handed back */
    _Alignas(64) _Atomic uint32_t head;
    _Atomic size_t bytes, huge; /* freed since the start; huge: of them, in huge blocks */
} remote;

static __thread bool foreign __attribute__((tls_model("initial-exec")));

void (*panic_hook)(const char *file, int line, const char *what, bool assertion);

static _Noreturn void panicAt(const char *file, int line, const char *what, bool assertion) {
    if (panic_hook) {
        panic_hook(file, line, what, assertion);
    } else {
        fprintf(stderr, "=== VKSCOPE BUG: %s:%d: %s\n", file, line, what);
    }
    abort();
}

_Noreturn void vkPanicAt(const char *file, int line, const char *what) {
    panicAt(file, line, what, false);
}

_Noreturn void vkAssertFailedAt(const char *file, int line, const char *what) {
    panicAt(file, line, what, true);
}

static void addClass(uint32_t size) {
    vkAssert(nclasses < ZMALLOC_CLASSES);
    class_size[nclasses] = size;
    class_mul[nclasses] = (uint32_t)(((1UL << 32) + size - 1) / size);
    nclasses++;
}

/* An empty slab that the system gives, or gave before; 0: it refuses. */
static uint32_t slabAsk(void) {
    uint32_t id = z.empty;
    if (id) {
        if (unlikely(z.thin) && memoryFaulted(SLAB_BYTES))
            return 0;
        z.empty = z.slabs[id].next;
        return id;
    }
    if (z.fresh == z.region_slabs)
        return 0;
    uint64_t *map = memoryAsk(MAP_WORDS * 8);
    if (!map)
        return 0;
    id = z.fresh++;
    z.slabs[id].map = map;
    return id;
}

/* Fills the reserve; true: it is full. */
static bool slabsKeep(void) {
    while (z.nreserve < RESERVE_SLABS) {
        uint32_t id = slabAsk();
        if (!id)
            return false;
        z.slabs[id].cls = NO_CLASS;
        z.slabs[id].next = z.reserve;
        z.reserve = id;
        z.nreserve++;
    }
    return true;
}

static uint32_t slabFromReserve(void) {
    uint32_t id = z.reserve;
    if (!id)
        vkPanic("out of memory");
    z.reserve = z.slabs[id].next;
    z.nreserve--;
    memoryServed(SLAB_BYTES);
    return id;
}

static void init(void) {
    for (uint32_t s = 8; s <= 128; s += 8)
        addClass(s);
    for (uint32_t base = 128; base < CLASS_MAX; base *= 2) {
        uint32_t steps = base < 1024 ? 4 : 8;
        for (uint32_t i = 1; i <= steps; i++)
            addClass(base + base / steps * i);
    }
    int cls = 0;
    for (uint32_t s = 0; s <= CLASS_MAX / 8; s++) {
        while (cls < nclasses - 1 && class_size[cls] < s * 8)
            cls++;
        class_of[s] = (uint8_t)cls;
    }
    memoryInit();
    if (ZMALLOC_LIBC)
        return;
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    size_t bytes = REGION_BYTES;
    z.region = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
    while (z.region == MAP_FAILED && bytes > REGION_LEAST) {
        bytes /= 2;
        z.region = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
    }
    z.region_slabs = (uint32_t)(bytes >> SLAB_SHIFT);
    z.slabs = mmap(NULL, REGION_SLABS * sizeof(slab), PROT_READ | PROT_WRITE, flags, -1, 0);
    if (z.region == MAP_FAILED || z.slabs == MAP_FAILED)
        vkPanic("cannot reserve address space");
    z.fresh = 1;
    z.own_slabs = z.region_slabs;
    slabsKeep();
}

static inline uint32_t largestClass(void) {
    return class_size[ZMALLOC_CLASSES - 1];
}

/* Takes an empty or fresh slab, makes all blocks of class `cls` free and puts it at the head of the class's list. */
static __attribute__((noinline)) uint32_t slabNew(int cls) {
    uint32_t id = slabAsk();
    if (unlikely(!id))
        id = slabFromReserve();
    slab *s = &z.slabs[id];
    uint32_t blocks = unlikely(z.thin) && !memory_short ? 1 : (uint32_t)(SLAB_BYTES / class_size[cls]);
    memset(s->map, 0, MAP_WORDS * 8);
    for (uint32_t w = 0; w < blocks / 64; w++)
        s->map[w] = ~0UL;
    if (blocks % 64)
        s->map[blocks / 64] = (1UL << (blocks % 64)) - 1;
    s->free = s->blocks = (uint16_t)blocks;
    s->hint = 0;
    s->cls = (uint8_t)cls;
    s->queued = 1;
    s->next = z.room[cls];
    z.room[cls] = id;
    z.class_slabs[cls]++;
    z.class_blocks[cls] += blocks;
    return id;
}

enum { TAKEN_FOR_ROOM = 32 };

/* The class has none: before a new slab is begun, some of what foreign threads freed is taken. */
static __attribute__((noinline)) uint32_t slabWithRoom(int cls) {
    zmallocTake(TAKEN_FOR_ROOM);
    return z.room[cls] ? z.room[cls] : slabNew(cls);
}

static void *slabTake(int cls) {
    uint32_t id = z.room[cls];
    if (unlikely(!id))
        id = slabWithRoom(cls);
    slab *s = &z.slabs[id];
    uint32_t w = s->hint;
    while (!s->map[w])
        w++;
    uint32_t bit = (uint32_t)__builtin_ctzl(s->map[w]);
    s->map[w] &= s->map[w] - 1;
    s->hint = (uint16_t)w;
    if (unlikely(--s->free == 0)) {
        z.room[cls] = s->next;
        s->queued = 0;
    }
    z.used += class_size[cls];
    z.used_blocks[cls]++;
    return z.region + ((size_t)id << SLAB_SHIFT) + (size_t)(w * 64 + bit) * class_size[cls];
}

static inline bool inRegion(const void *p) {
    return (size_t)((const char *)p - z.region) >> SLAB_SHIFT < z.region_slabs;
}

/* Where a block stands in the map of its slab, of that class. */
static inline uint32_t blockAt(size_t offset, int cls) {
    return (uint32_t)(((offset & (SLAB_BYTES - 1)) * class_mul[cls]) >> 32);
}

static inline void listRoom(slab *s, uint32_t id, int cls) {
    if (s->queued)
        return;
    s->queued = 1;
    s->next = z.room[cls];
    z.room[cls] = id;
}

static inline void slabGive(void *p) {
    size_t offset = (size_t)((char *)p - z.region);
    uint32_t id = (uint32_t)(offset >> SLAB_SHIFT);
    slab *s = &z.slabs[id];
    int cls = s->cls;
    uint32_t block = blockAt(offset, cls);
    uint32_t w = block / 64;
    vkDebugAssert(!(s->map[w] >> (block % 64) & 1));
    s->map[w] |= 1UL << (block % 64);
    if (w < s->hint)
        s->hint = (uint16_t)w;
    s->free++;
    z.used -= class_size[cls];
    z.used_blocks[cls]--;
    listRoom(s, id, cls);
}

/* --- blocks that foreign threads free --- */

void zmallocForeign(void) {
    foreign = true;
}

bool zmallocIsForeign(void) {
    return foreign;
}

static bool remoteInit(void) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    if (ZMALLOC_LIBC || remote.maps)
        return true;
    remoteSlab *slabs = mmap(NULL, z.region_slabs * sizeof(remoteSlab), PROT_READ | PROT_WRITE, flags, -1, 0);
    if (slabs == MAP_FAILED)
        return false;
    void *maps = mmap(NULL, (size_t)z.region_slabs * MAP_WORDS * 8, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (maps == MAP_FAILED) {
        munmap(slabs, z.region_slabs * sizeof(remoteSlab));
        return false;
    }
    remote.slabs = slabs;
    remote.maps = maps;
    return true;
}

bool zmallocShare(bool on) {
    vkDebugAssert(!foreign);
    if (unlikely(!nclasses))
        init();
    if (on && !remoteInit())
        return false;
    z.own_slabs = on ? 0 : z.region_slabs;
    return true;
}

/* Foreign. The class of a slab stands while a block of it lives, so it may be read. */
static void slabHand(void *p) {
    size_t offset = (size_t)((char *)p - z.region);
    uint32_t id = (uint32_t)(offset >> SLAB_SHIFT);
    int cls = z.slabs[id].cls;
    uint32_t block = blockAt(offset, cls);
    remoteSlab *r = &remote.slabs[id];
    uint64_t bit = 1UL << (block % 64);
    /* Release: who sees the bit may write into the block. */
    uint64_t was =
        atomic_fetch_or_explicit(&remote.maps[(size_t)id * MAP_WORDS + block / 64], bit, memory_order_release);
    (void)was;
    vkDebugAssert(!(was & bit));
    atomic_fetch_add_explicit(&remote.bytes, class_size[cls], memory_order_relaxed);
    /* Release: the owner, who clears it, then sees the bit. Acquire: `next` is read there before it is written here. */
    if (atomic_exchange_explicit(&r->listed, 1, memory_order_acq_rel))
        return;
    uint32_t head = atomic_load_explicit(&remote.head, memory_order_relaxed);
    do
        r->next = head;
    while (!atomic_compare_exchange_weak_explicit(&remote.head, &head, id, memory_order_release, memory_order_relaxed));
}

static void slabCollect(uint32_t id) {
    slab *s = &z.slabs[id];
    int cls = s->cls;
    if (cls == NO_CLASS)
        return; /* listed once more for a bit that was taken already, and emptied since */
    _Atomic uint64_t *map = &remote.maps[(size_t)id * MAP_WORDS];
    uint32_t words = (SLAB_BYTES / class_size[cls] + 63) / 64, freed = 0;
    for (uint32_t w = words; w-- > 0;) {
        if (!atomic_load_explicit(&map[w], memory_order_relaxed))
            continue;
        uint64_t bits = atomic_exchange_explicit(&map[w], 0, memory_order_acquire);
        vkDebugAssert(!(s->map[w] & bits));
        s->map[w] |= bits;
        freed += (uint32_t)__builtin_popcountl(bits);
        if (w < s->hint)
            s->hint = (uint16_t)w;
    }
    if (!freed)
        return;
    s->free = (uint16_t)(s->free + freed);
    z.used_blocks[cls] -= freed;
    z.taken += (size_t)freed * class_size[cls];
    listRoom(s, id, cls);
}

/* A slab is out of the list before its map is looked at: a bit that comes later lists it again. */
bool zmallocTake(unsigned slabs) {
    for (; slabs; slabs--) {
        if (!z.handed && !atomic_load_explicit(&remote.head, memory_order_relaxed))
            return false;
        if (!z.handed)
            z.handed = atomic_exchange_explicit(&remote.head, 0, memory_order_acquire);
        uint32_t id = z.handed;
        z.handed = remote.slabs[id].next;
        atomic_exchange_explicit(&remote.slabs[id].listed, 0, memory_order_acq_rel);
        slabCollect(id);
    }
    return z.handed || atomic_load_explicit(&remote.head, memory_order_relaxed);
}

typedef struct hugeHeader {
    size_t size;  /* bytes counted: whole pages of 4 KiB, header included */
    size_t asked; /* bytes the caller asked for: what sanitizer builds let it use */
} hugeHeader;

/* SIZE_MAX: more than anybody has. */
static size_t hugeBytes(size_t size) {
    if (size > SIZE_MAX - 8192)
        return SIZE_MAX;
    return (size + sizeof(hugeHeader) + 4095) & ~(size_t)4095;
}

static size_t countedBytes(size_t size) {
    return size <= largestClass() ? class_size[class_of[(size + 7) / 8]] : hugeBytes(size);
}

/* What libc is asked for. */
static size_t libcBytes(size_t counted, size_t size) {
    return ZMALLOC_LIBC && counted != SIZE_MAX ? size + sizeof(hugeHeader) : counted;
}

static size_t libcBytesOf(const hugeHeader *h) {
    return libcBytes(h->size, h->asked);
}

/* A new block, or h in another size. NULL: refused, and h is as it was. */
static void *hugeResize(hugeHeader *h, size_t size, bool must) {
    size_t total = countedBytes(size), before = h ? h->size : 0;
    h = memoryResize(h, h ? libcBytesOf(h) : 0, libcBytes(total, size), must);
    if (!h) {
        if (must)
            vkPanic("out of memory");
        return NULL;
    }
    h->size = total;
    h->asked = size;
    z.used += total - before;
    return h + 1;
}

static void *hugeNew(size_t size) {
    return hugeResize(NULL, size, true);
}

void *zmalloc(size_t size) {
    if (unlikely(!nclasses))
        init();
    vkDebugAssert(!foreign);
    if (likely(!ZMALLOC_LIBC && size <= largestClass()))
        return slabTake(class_of[(size + 7) / 8]);
    return hugeNew(size);
}

void *zmallocTry(size_t size) {
    if (likely(size <= CLASS_MAX))
        return zmalloc(size);
    if (unlikely(!nclasses))
        init();
    return hugeResize(NULL, size, size <= MEMORY_SMALL);
}

void *zcalloc(size_t n, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(n, size, &total))
        vkPanic("out of memory");
    return memset(zmalloc(total), 0, total);
}

static void hugeFree(void *p) {
    hugeHeader *h = (hugeHeader *)p - 1;
    if (foreign) {
        atomic_fetch_add_explicit(&remote.bytes, h->size, memory_order_relaxed);
        atomic_fetch_add_explicit(&remote.huge, h->size, memory_order_relaxed);
        free(h);
    } else {
        z.used -= h->size;
        memoryFree(h, libcBytesOf(h));
    }
}

/* All but a block of a slab that the owner frees while nobody else may. */
static __attribute__((noinline)) void freeOther(void *p) {
    if (!p)
        return;
    if (ZMALLOC_LIBC || !inRegion(p)) {
        hugeFree(p);
    } else if (foreign) {
        slabHand(p);
    } else {
        slabGive(p);
    }
}

void zfree(void *p) {
    if (likely(!ZMALLOC_LIBC && (size_t)((char *)p - z.region) >> SLAB_SHIFT < z.own_slabs)) {
        slabGive(p);
        return;
    }
    freeOther(p);
}

size_t zmallocSize(const void *p) {
    if (!ZMALLOC_LIBC && inRegion(p))
        return class_size[z.slabs[(size_t)((const char *)p - z.region) >> SLAB_SHIFT].cls];
    const hugeHeader *h = (const hugeHeader *)p - 1;
    return ZMALLOC_LIBC ? h->asked : h->size - sizeof(*h);
}

static void *resize(void *p, size_t size, bool must) {
    if (!p)
        return must ? zmalloc(size) : zmallocTry(size);
    if ((ZMALLOC_LIBC || !inRegion(p)) && (ZMALLOC_LIBC || size > largestClass()))
        return hugeResize((hugeHeader *)p - 1, size, must);
    size_t old = zmallocSize(p);
    if (old >= size && countedBytes(size) == old)
        return p;
    void *q = must ? zmalloc(size) : zmallocTry(size);
    if (unlikely(!q))
        return NULL;
    memcpy(q, p, old < size ? old : size);
    zfree(p);
    return q;
}

void *zrealloc(void *p, size_t size) {
    return resize(p, size, true);
}

void *zreallocTry(void *p, size_t size) {
    return resize(p, size, false);
}

size_t zmallocGoodSize(size_t size) {
    if (!nclasses)
        init();
    return size <= largestClass() ? countedBytes(size) : countedBytes(size) - sizeof(hugeHeader);
}

size_t zmallocUsed(void) {
    return z.used - atomic_load_explicit(&remote.bytes, memory_order_relaxed);
}

size_t zmallocPeak(void) {
    size_t used = zmallocUsed();
    return z.peak > used ? z.peak : used;
}

void zmallocSample(void) {
    z.peak = zmallocPeak();
}

void zmallocStats(int cls, zmallocClass *out) {
    vkAssert(cls >= 0 && cls < ZMALLOC_CLASSES);
    if (!nclasses)
        init();
    out->size = class_size[cls];
    out->slabs = z.class_slabs[cls];
    out->used = z.used_blocks[cls];
    out->total = z.class_blocks[cls];
}

size_t zmallocActive(void) {
    size_t active = z.used - z.taken - atomic_load_explicit(&remote.huge, memory_order_relaxed);
    for (int i = 0; i < nclasses; i++)
        active += z.class_slabs[i] * SLAB_BYTES - z.used_blocks[i] * class_size[i];
    return active;
}

/* Empties slabs of a list that hold no block in use, behind its first one. */
static size_t trimList(int cls, uint32_t prev) {
    size_t returned = 0;
    while (prev && z.slabs[prev].next) {
        uint32_t id = z.slabs[prev].next;
        slab *s = &z.slabs[id];
        if (s->free != s->blocks) {
            prev = id;
            continue;
        }
        z.slabs[prev].next = s->next;
        madvise(z.region + ((size_t)id << SLAB_SHIFT), SLAB_BYTES, MADV_DONTNEED);
        s->cls = NO_CLASS;
        s->queued = 0;
        s->next = z.empty;
        z.empty = id;
        z.class_slabs[cls]--;
        z.class_blocks[cls] -= s->blocks;
        returned += SLAB_BYTES;
    }
    return returned;
}

enum { TAKEN_FOR_TRIM = 1024 };

/* Walks the lists of slabs with room, keeps the head of each, and empties the rest that hold no block in use. */
size_t zmallocTrim(void) {
    size_t returned = 0;
    if (ZMALLOC_LIBC)
        return 0;
    zmallocTake(TAKEN_FOR_TRIM);
    for (int cls = 0; cls < nclasses; cls++)
        returned += trimList(cls, z.room[cls]) + trimList(cls, z.aside[cls]);
    return returned;
}

bool zmallocRefill(void) {
    zmallocTrim();
    bool full = memoryPiecesBack() && (ZMALLOC_LIBC || slabsKeep());
    if (full)
        memory_short = false;
    return full;
}

size_t zmallocReserve(void) {
    return memory_state.pieces * MEMORY_SMALL + z.nreserve * SLAB_BYTES;
}

bool zmallocReserveBelow(unsigned percent) {
    return memory_state.pieces * 100 < MEMORY_PIECES * percent ||
           (!ZMALLOC_LIBC && z.nreserve * 100 < RESERVE_SLABS * percent);
}

static uint32_t joined(uint32_t first, uint32_t second) {
    uint32_t last = first;
    while (last && z.slabs[last].next)
        last = z.slabs[last].next;
    if (last)
        z.slabs[last].next = second;
    return first ? first : second;
}

void zmallocThin(bool thin) {
    z.thin = thin && !ZMALLOC_LIBC;
    for (int cls = 0; cls < nclasses && !ZMALLOC_LIBC; cls++) {
        uint32_t all = joined(z.room[cls], z.aside[cls]);
        z.aside[cls] = thin ? all : 0;
        z.room[cls] = thin ? 0 : all;
    }
    if (!thin)
        zmallocTrim();
}
