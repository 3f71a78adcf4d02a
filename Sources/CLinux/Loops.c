#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int wl_epoll_create(void) {
    int descriptor = epoll_create1(EPOLL_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

static int control(int epoll, int operation, int descriptor, uint32_t events, uint64_t tag) {
    struct epoll_event event = {.events = events, .data = {.u64 = tag}};
    return epoll_ctl(epoll, operation, descriptor, &event) < 0 ? -errno : 0;
}

int wl_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t tag) {
    return control(epoll, EPOLL_CTL_ADD, descriptor, events, tag);
}

int wl_epoll_remove(int epoll, int descriptor) {
    return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0);
}

int wl_epoll_wait(int epoll, struct epoll_event *events, int capacity, int milliseconds) {
    int count = epoll_wait(epoll, events, capacity, milliseconds);
    if (count >= 0) return count;
    return errno == EINTR ? 0 : -errno;
}

int wl_eventfd(void) {
    int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return descriptor < 0 ? -errno : descriptor;
}

int wl_eventfd_add(int descriptor) { return eventfd_write(descriptor, 1) < 0 ? -errno : 0; }

struct thread_start {
    void (*body)(void *);
    void *context;
};

static void *thread_main(void *argument) {
    struct thread_start start = *(struct thread_start *)argument;
    free(argument);
    start.body(start.context);
    return NULL;
}

int wl_thread_start(const char *name, void (*body)(void *), void *context, uint64_t *thread) {
    struct thread_start *start = malloc(sizeof *start);
    if (!start) return -ENOMEM;
    *start = (struct thread_start){body, context};
    pthread_t id;
    int code = pthread_create(&id, NULL, thread_main, start);
    if (code) {
        free(start);
        return -code;
    }
    pthread_setname_np(id, name);
    if (thread) {
        *thread = (uint64_t)id;
    } else {
        pthread_detach(id);
    }
    return 0;
}

void wl_thread_name(const char *name) { pthread_setname_np(pthread_self(), name); }

// The kernel's structure; glibc 2.36 declares neither it nor the call.
struct scheduling {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
};

void wl_thread_short_turns(uint64_t nanoseconds) {
    // An operator's own choice of a policy stands.
    if (sched_getscheduler(0) != SCHED_OTHER) return;
    // On Linux a priority is a thread's own, and a value of its turn is taken since Linux 6.12.
    struct scheduling wanted = {
        .size = sizeof wanted,
        .policy = SCHED_OTHER,
        .nice = getpriority(PRIO_PROCESS, 0),
        .runtime = nanoseconds,
    };
    syscall(SYS_sched_setattr, 0, &wanted, 0);
}

void wl_thread_yield_to_others(int nice) {
    setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + nice);
}

int wl_processor_count(void) {
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online < 1 ? 1 : (int)online;
}

int wl_thread_join(uint64_t thread) { return -pthread_join((pthread_t)thread, NULL); }

static __thread uint64_t current_loop = 0;

// Not inlined and with a barrier, for the reason given at `wl_thread_slot`.
__attribute__((noinline)) uint64_t wl_current_loop(void) {
    __asm__ volatile("" ::: "memory");
    return current_loop;
}

void wl_set_current_loop(uint64_t loop) { current_loop = loop; }

long wl_raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
    if (limit.rlim_cur < limit.rlim_max) {
        struct rlimit raised = {limit.rlim_max, limit.rlim_max};
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    return limit.rlim_cur > LONG_MAX ? LONG_MAX : (long)limit.rlim_cur;
}

void wl_ignore_sigpipe(void) { signal(SIGPIPE, SIG_IGN); }

static int signal_pipe[2] = {-1, -1};

int wl_signal_pipe(void) {
    if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) < 0) return -errno;
    int copy = fcntl(signal_pipe[0], F_DUPFD_CLOEXEC, 0);
    return copy < 0 ? -errno : copy;
}

static void on_signal(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    // A full pipe means that signals wait to be read already; losing one more changes nothing.
    ssize_t ignored = write(signal_pipe[1], &byte, 1);
    (void)ignored;
    errno = saved;
}

int wl_catch_signal(int number) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigfillset(&action.sa_mask);
    return sigaction(number, &action, NULL) < 0 ? -errno : 0;
}

int wl_release_signal(int number) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    return sigaction(number, &action, NULL) < 0 ? -errno : 0;
}

long wl_read(int descriptor, void *bytes, size_t capacity) {
    ssize_t count;
    do {
        count = read(descriptor, bytes, capacity);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}
