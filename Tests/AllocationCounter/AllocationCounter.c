#include "AllocationCounter.h"

#include <malloc.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(SANITIZED) || !defined(__GLIBC__)

uint64_t wl_test_allocations(void) { return 0; }
int64_t wl_test_live_bytes(void) { return 0; }
int wl_test_allocations_are_counted(void) { return 0; }

#else

// glibc's own entry points, under the names it keeps for exactly this.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void __libc_free(void *memory);

static __thread uint64_t allocations;
static __thread int64_t live_bytes;

static void *counted(void *memory) {
    allocations++;
    live_bytes += (int64_t)malloc_usable_size(memory);
    return memory;
}

void *malloc(size_t size) { return counted(__libc_malloc(size)); }

void *calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size)); }

void *realloc(void *memory, size_t size) {
    int64_t before = (int64_t)malloc_usable_size(memory);
    void *moved = __libc_realloc(memory, size);
    if (moved || size == 0) live_bytes -= before;
    return counted(moved);
}

void free(void *memory) {
    live_bytes -= (int64_t)malloc_usable_size(memory);
    __libc_free(memory);
}

uint64_t wl_test_allocations(void) { return allocations; }
int64_t wl_test_live_bytes(void) { return live_bytes; }
int wl_test_allocations_are_counted(void) { return 1; }

#endif
