/* trace: the one event stream, and the counters and histograms that are always on. Include this, not the headers one
 * by one.
 *
 * Words  class    a group of events that readers ask for together: CLASS_COMMAND, CLASS_SLOW, ...
 *        writer   evCommandExecuted(...) and its like, generated into gen/events.h from tables/events.toml. Arguments
 *                 stand in the order: now_ns, span_ns, subject, value, fields, tail and its length; an event has only
 *                 those that the catalogue names. A writer tests its class itself; test traceOn() first where the
 *                 arguments cost something.
 *        now_ns   clockMonoNs(): the end of what the event tells.
 *
 * Rules  what happens per command is measured with clockTicks() and told here in ns. */
#ifndef VK_TRACE_H
#define VK_TRACE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "gen/events.h"
#include "trace/ring.h"
#include "trace/histogram.h"
#include "trace/stats.h"
#include "trace/happened.h"
#include "trace/flight.h"
#include "trace/xray.h"
#include "trace/latency.h"
#endif
