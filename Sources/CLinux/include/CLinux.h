#ifndef WAYLEAVE_CLINUX_H
#define WAYLEAVE_CLINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

/// Nanoseconds of CLOCK_MONOTONIC.
uint64_t wl_monotonic_nanoseconds(void);

/// Seconds of CLOCK_REALTIME.
int64_t wl_wall_seconds(void);

/// Microseconds of CLOCK_REALTIME.
int64_t wl_wall_microseconds(void);

/// Writes all bytes to a descriptor, retrying on EINTR; returns 0 or an errno.
int wl_write_all(int descriptor, const void *bytes, size_t count);

/// The number that the running thread was given with `wl_set_thread_slot`, or -1.
///
/// A function and not a thread-local read in Swift: glibc declares `pthread_self` const, so the
/// optimiser may reuse a value across an `await` that moved threads.
int32_t wl_thread_slot(void);
void wl_set_thread_slot(int32_t slot);

#endif
