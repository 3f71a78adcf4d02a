#define _GNU_SOURCE
#include "CLinux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

const char *wl_error_text(int code) {
    const char *text = strerrordesc_np(code);
    return text ? text : "unknown error";
}

static uint64_t read_big_endian(const uint8_t *bytes) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) value = value << 8 | bytes[i];
    return value;
}

static void write_big_endian(uint64_t value, uint8_t *bytes) {
    for (int i = 7; i >= 0; i--, value >>= 8) bytes[i] = (uint8_t)value;
}

static void from_system(const struct sockaddr_storage *system, struct wl_address *address) {
    memset(address, 0, sizeof *address);
    if (system->ss_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)system;
        address->family = 4;
        address->low = ntohl(v4->sin_addr.s_addr);
        address->port = ntohs(v4->sin_port);
    } else if (system->ss_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)system;
        address->family = 6;
        address->high = read_big_endian(v6->sin6_addr.s6_addr);
        address->low = read_big_endian(v6->sin6_addr.s6_addr + 8);
        address->port = ntohs(v6->sin6_port);
        address->scope = v6->sin6_scope_id;
    }
}

static socklen_t to_system(const struct wl_address *address, struct sockaddr_storage *system) {
    memset(system, 0, sizeof *system);
    if (address->family == 4) {
        struct sockaddr_in *v4 = (struct sockaddr_in *)system;
        v4->sin_family = AF_INET;
        v4->sin_addr.s_addr = htonl((uint32_t)address->low);
        v4->sin_port = htons(address->port);
        return sizeof *v4;
    }
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)system;
    v6->sin6_family = AF_INET6;
    write_big_endian(address->high, v6->sin6_addr.s6_addr);
    write_big_endian(address->low, v6->sin6_addr.s6_addr + 8);
    v6->sin6_port = htons(address->port);
    v6->sin6_scope_id = address->scope;
    return sizeof *v6;
}

int wl_parse_ip(const char *text, struct wl_address *address) {
    struct sockaddr_storage system = {0};
    struct sockaddr_in *v4 = (struct sockaddr_in *)&system;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&system;
    if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
        system.ss_family = AF_INET;
    } else if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
        system.ss_family = AF_INET6;
    } else {
        return 0;
    }
    from_system(&system, address);
    return 1;
}

void wl_format_ip(const struct wl_address *address, char *text) {
    struct sockaddr_storage system;
    to_system(address, &system);
    text[0] = 0;
    if (address->family == 4) {
        inet_ntop(AF_INET, &((struct sockaddr_in *)&system)->sin_addr, text, 46);
    } else if (address->family == 6) {
        inet_ntop(AF_INET6, &((struct sockaddr_in6 *)&system)->sin6_addr, text, 46);
    }
}

static int open_socket(const struct wl_address *address) {
    int family = address->family == 4 ? AF_INET : AF_INET6;
    int descriptor = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}

int wl_listen(const struct wl_address *address, int backlog, int shared) {
    struct sockaddr_storage system;
    socklen_t length = to_system(address, &system);
    int descriptor = open_socket(address);
    if (descriptor < 0) return descriptor;
    int on = 1;
    int failed = setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (!failed && address->family == 6)
        failed = setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (!failed && shared)
        failed = setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (!failed) failed = bind(descriptor, (struct sockaddr *)&system, length);
    if (!failed) failed = listen(descriptor, backlog);
    if (!failed) return descriptor;
    int code = errno;
    close(descriptor);
    return -code;
}

int wl_share_port(int descriptor) {
    int on = 1;
    return setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) < 0 ? -errno : 0;
}

int wl_accept(int listener, struct wl_address *peer) {
    struct sockaddr_storage system;
    socklen_t length = sizeof system;
    int descriptor;
    do {
        descriptor = accept4(
            listener, (struct sockaddr *)&system, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) return -errno;
    from_system(&system, peer);
    return descriptor;
}

int wl_local_address(int descriptor, struct wl_address *address) {
    struct sockaddr_storage system;
    socklen_t length = sizeof system;
    if (getsockname(descriptor, (struct sockaddr *)&system, &length) < 0) return -errno;
    from_system(&system, address);
    return 0;
}

int wl_peer_address(int descriptor, struct wl_address *address) {
    struct sockaddr_storage system;
    socklen_t length = sizeof system;
    if (getpeername(descriptor, (struct sockaddr *)&system, &length) < 0) return -errno;
    from_system(&system, address);
    return 0;
}

int wl_connect(const struct wl_address *address) {
    struct sockaddr_storage system;
    socklen_t length = to_system(address, &system);
    int descriptor = open_socket(address);
    if (descriptor < 0) return descriptor;
    if (connect(descriptor, (struct sockaddr *)&system, length) < 0 && errno != EINPROGRESS) {
        int code = errno;
        close(descriptor);
        return -code;
    }
    return descriptor;
}

int wl_socket_error(int descriptor) {
    int code = 0;
    socklen_t length = sizeof code;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) < 0) return -errno;
    return -code;
}

int wl_socket_pair(int descriptors[2]) {
    int kind = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    return socketpair(AF_UNIX, kind, 0, descriptors) < 0 ? -errno : 0;
}

int wl_set_send_buffer(int descriptor, int bytes) {
    return setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes) < 0 ? -errno : 0;
}

int wl_reset_on_close(int descriptor) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    return setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, sizeof linger) < 0 ? -errno : 0;
}

long wl_receive(int descriptor, void *bytes, size_t capacity) {
    ssize_t count;
    do {
        count = recv(descriptor, bytes, capacity, 0);
    } while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}

long wl_send(int descriptor, const void *bytes, size_t count, int more) {
    ssize_t sent;
    do {
        sent = send(descriptor, bytes, count, MSG_NOSIGNAL | (more ? MSG_MORE : 0));
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

long wl_send_pieces(int descriptor, const struct iovec *pieces, int count, int more) {
    struct msghdr message = {.msg_iov = (struct iovec *)pieces, .msg_iovlen = (size_t)count};
    ssize_t sent;
    do {
        sent = sendmsg(descriptor, &message, MSG_NOSIGNAL | (more ? MSG_MORE : 0));
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

int wl_shutdown_sending(int descriptor) {
    return shutdown(descriptor, SHUT_WR) < 0 ? -errno : 0;
}

void wl_close(int descriptor) { close(descriptor); }
