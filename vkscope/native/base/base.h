/* base: what every other room stands on. Include this, not the headers one by one. */
#ifndef VK_BASE_H
#define VK_BASE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/assert.h"
#include "base/zmalloc.h"
#include "base/reserve.h"
#include "base/num.h"
#include "base/hash.h"
#include "base/glob.h"
#include "base/lzf.h"
#include "base/clock.h"
#include "base/sha1.h"
#include "base/log.h"
#include "base/stall.h"
#include "base/crc64.h"
#include "base/stream.h"
#endif
