/* json.h: RESP3 as JSON: what native reports, in the form that Python reads fastest.
 *
 * Design  maps are objects, arrays and sets arrays, strings of every kind strings; nothing else occurs in a snapshot
 * but numbers, booleans and null. Bytes above 126 and below 32 are written \xNN as in Python's backslashreplace. A
 * packed histogram, under a name that ends in "buckets", becomes an empty array. Cost    2 ns a byte; Python's own
 * reader of RESP takes 2 us a value. */
#ifndef VK_JSON_H
#define VK_JSON_H
#include "exec/exec.h"

/* Appends the one value that resp holds, which must be whole and our own, to out. */
void jsonOfResp(const char *resp, replySink *out);
#endif
