#ifndef WAYLEAVE_CLINUX_H
#define WAYLEAVE_CLINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/uio.h>

/// Nanoseconds of CLOCK_MONOTONIC.
uint64_t wl_monotonic_nanoseconds(void);

/// Seconds of CLOCK_REALTIME.
int64_t wl_wall_seconds(void);

/// Microseconds of CLOCK_REALTIME.
int64_t wl_wall_microseconds(void);

/// Writes all bytes to a descriptor, retrying on EINTR; returns 0 or an errno.
int wl_write_all(int descriptor, const void *bytes, size_t count);

/// Whether a descriptor is a regular file.
int wl_is_file(int descriptor);

/// The number that the running thread was given with `wl_set_thread_slot`, or -1.
///
/// A function and not a thread-local read in Swift: glibc declares `pthread_self` const, so the
/// optimiser may reuse a value across an `await` that moved threads.
int32_t wl_thread_slot(void);
void wl_set_thread_slot(int32_t slot);

/// An internet address and port; `family` is 4 or 6, or 0 for anything else.
///
/// The address is in host order: an IPv4 address is in `low`, an IPv6 address in `high` and `low`.
struct wl_address {
    uint64_t high;
    uint64_t low;
    uint32_t scope;
    uint16_t port;
    uint8_t family;
};

// Every function below returns 0 or more when it worked and a negative errno when it did not, so
// that nobody reads errno across a suspension. All descriptors are close-on-exec and non-blocking.

/// The text for an errno; a constant for every code that a system call gives.
const char *wl_error_text(int code);

/// Reads an IP address in its text form; returns 1, or 0 when `text` is none.
int wl_parse_ip(const char *text, struct wl_address *address);
/// Writes the text form of an address without port; `text` has room for 46 bytes.
void wl_format_ip(const struct wl_address *address, char *text);

/// Looks a name up, which may block for seconds; returns how many addresses were written, their port
/// left 0, or a negative errno (ENOENT for an unknown name, EAGAIN when no resolver answers).
///
/// Without `all_families`, addresses of a family that this machine has no address of are left out.
int wl_resolve(const char *name, int all_families, struct wl_address *addresses, int capacity);
/// Makes look-ups of this thread take names as they are, without the search domains of the system.
void wl_resolve_without_search(void);

/// Binds and listens; `shared` is SO_REUSEPORT, without it a second listener is refused.
int wl_listen(const struct wl_address *address, int backlog, int shared);
/// Lets later listeners with SO_REUSEPORT join this one.
int wl_share_port(int descriptor);
/// Accepts one connection; TCP_NODELAY is inherited from the listener.
int wl_accept(int listener, struct wl_address *peer);
int wl_local_address(int descriptor, struct wl_address *address);
int wl_peer_address(int descriptor, struct wl_address *address);
/// Begins to connect; the result is known when the descriptor becomes writable.
int wl_connect(const struct wl_address *address);
/// The pending error of a socket as a negative errno, or 0.
int wl_socket_error(int descriptor);
int wl_socket_pair(int descriptors[2]);
int wl_set_send_buffer(int descriptor, int bytes);
/// Makes `close` send a reset.
int wl_reset_on_close(int descriptor);

long wl_receive(int descriptor, void *bytes, size_t capacity);
/// Sends without raising SIGPIPE; `more` tells the kernel that further bytes follow at once.
long wl_send(int descriptor, const void *bytes, size_t count, int more);
/// Sends several pieces as one, as `wl_send` does.
long wl_send_pieces(int descriptor, const struct iovec *pieces, int count, int more);
int wl_shutdown_sending(int descriptor);
void wl_close(int descriptor);

int wl_epoll_create(void);
int wl_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t tag);
int wl_epoll_remove(int epoll, int descriptor);
/// An interrupted wait returns 0 events.
int wl_epoll_wait(int epoll, struct epoll_event *events, int capacity, int milliseconds);
int wl_eventfd(void);
int wl_eventfd_add(int descriptor);

/// Starts a named thread that runs `body(context)`; `*thread` is for `wl_thread_join`, and a thread
/// without it looks after itself.
int wl_thread_start(const char *name, void (*body)(void *), void *context, uint64_t *thread);
int wl_thread_join(uint64_t thread);

/// Names the running thread, for who looks at it from outside; at most 15 bytes are shown.
void wl_thread_name(const char *name);
/// Asks for short turns on a processor, in return for coming to it sooner; does nothing where the
/// system has no such choice.
void wl_thread_short_turns(uint64_t nanoseconds);
/// Lets other threads go first by `nice` steps.
void wl_thread_yield_to_others(int nice);
/// How many processors this process may run on, at least 1.
int wl_processor_count(void);

/// The number that the running thread was given with `wl_set_current_loop`, or 0.
uint64_t wl_current_loop(void);
void wl_set_current_loop(uint64_t loop);

/// Raises the number of descriptors that the process may have to what it may raise it to; returns
/// the limit then in force.
long wl_raise_descriptor_limit(void);

/// Makes the process ignore SIGPIPE.
void wl_ignore_sigpipe(void);
/// A new descriptor of the process's one pipe, which gets one byte, the number, for each signal
/// that `wl_catch_signal` caught.
int wl_signal_pipe(void);
int wl_catch_signal(int number);
/// Gives a signal its default action back.
int wl_release_signal(int number);
/// Reads signal numbers; returns how many.
long wl_read(int descriptor, void *bytes, size_t capacity);

#endif
