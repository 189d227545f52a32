/* fuzz_dict.c: the input is a program of operations on a chained dict, run beside a table of flags.
 *
 * Design  Members are "0" to "1023". A step is an operation and a member, 3 bytes. */
#include <stdio.h>
#include <string.h>
#include "base/base.h"
#include "ds/ds.h"

enum { MEMBERS = 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static bool in[MEMBERS];
    size_t used = zmallocUsed(), count = 0;
    dict d;
    dictInit(&d);
    memset(in, 0, sizeof(in));
    for (; size >= 3; data += 3, size -= 3) {
        unsigned member = (data[1] << 8 | data[2]) % MEMBERS;
        char name[8];
        uint32_t len = (uint32_t)snprintf(name, sizeof(name), "%u", member);
        switch (data[0] % 6) {
        case 0:
            vkAssert(dictDelete(&d, name, len) == in[member]);
            count -= in[member];
            in[member] = false;
            break;
        case 1:
            vkAssert(dictFind(&d, name, len) == in[member]);
            break;
        case 2:
            dictRehash(&d, data[0] / 6);
            break;
        default:
            vkAssert(dictAdd(&d, name, len) == !in[member]);
            count += !in[member];
            in[member] = true;
        }
        vkAssert(dictSize(&d) == count);
        vkAssert(!dictWhyInvalid(&d));
    }
    dictRelease(&d);
    vkAssert(zmallocUsed() == used);
    return 0;
}
