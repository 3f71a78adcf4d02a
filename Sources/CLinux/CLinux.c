#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

uint64_t wl_monotonic_nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int64_t wl_wall_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

int64_t wl_wall_microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int wl_write_all(int descriptor, const void *bytes, size_t count) {
    const char *next = bytes;
    while (count > 0) {
        ssize_t written = write(descriptor, next, count);
        if (written < 0) {
            if (errno == EINTR) continue;
            return errno;
        }
        next += written;
        count -= (size_t)written;
    }
    return 0;
}

int wl_is_file(int descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

static __thread int32_t thread_slot = -1;

__attribute__((noinline)) int32_t wl_thread_slot(void) {
    __asm__ volatile("" ::: "memory");
    return thread_slot;
}

void wl_set_thread_slot(int32_t slot) { thread_slot = slot; }
