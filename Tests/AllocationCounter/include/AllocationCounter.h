#ifndef WAYLEAVE_ALLOCATION_COUNTER_H
#define WAYLEAVE_ALLOCATION_COUNTER_H

#include <stdint.h>

// Counts what each thread of a test process allocates, by standing in for the C library's allocator
// and handing every call on to it. Never part of the product.

/// How often the running thread has allocated since it began; 0 for good under a sanitizer, which
/// has an allocator of its own.
uint64_t wl_test_allocations(void);

/// The bytes that the running thread has allocated and not given back, less what it gave back of
/// other threads' and of aligned memory; only a difference says something.
int64_t wl_test_live_bytes(void);

/// Whether allocations are counted in this build.
int wl_test_allocations_are_counted(void);

#endif
