#include "CLinux.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>
#include <sys/socket.h>

void wl_resolve_without_search(void) {
    // The state belongs to the thread; a change of options keeps it from being read anew.
    if (res_init() == 0) _res.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
}

int wl_resolve(const char *name, int all_families, struct wl_address *addresses, int capacity) {
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    hints.ai_flags = all_families ? 0 : AI_ADDRCONFIG;
    struct addrinfo *found = NULL;
    int result = getaddrinfo(name, NULL, &hints, &found);
    if (result == EAI_SYSTEM) return errno > 0 ? -errno : -EIO;
    if (result == EAI_AGAIN) return -EAGAIN;
    if (result != 0) return -ENOENT;
    int count = 0;
    for (struct addrinfo *entry = found; entry != NULL && count < capacity; entry = entry->ai_next) {
        struct wl_address *address = &addresses[count];
        memset(address, 0, sizeof *address);
        if (entry->ai_family == AF_INET) {
            struct sockaddr_in *v4 = (struct sockaddr_in *)entry->ai_addr;
            address->family = 4;
            address->low = ntohl(v4->sin_addr.s_addr);
        } else if (entry->ai_family == AF_INET6) {
            struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)entry->ai_addr;
            address->family = 6;
            for (int i = 0; i < 8; i++) {
                address->high = address->high << 8 | v6->sin6_addr.s6_addr[i];
                address->low = address->low << 8 | v6->sin6_addr.s6_addr[i + 8];
            }
            address->scope = v6->sin6_scope_id;
        } else {
            continue;
        }
        count++;
    }
    freeaddrinfo(found);
    return count;
}
