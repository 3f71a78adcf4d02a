// SQLite's variadic functions and cast constants, which Swift cannot import, as functions; and the
// few calls on the lock files beside the database, whose errno must be read where it is set.
#ifndef WAYLEAVE_CSQLITE_SHIM_H
#define WAYLEAVE_CSQLITE_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// sqlite3_db_config (variadic), for the options that take an int and report the value now in force.
static inline int wl_sqlite_set_option(sqlite3 *database, int option, int value) {
    int now = -1;
    int code = sqlite3_db_config(database, option, value, &now);
    if (code != SQLITE_OK) return code;
    return now == value ? SQLITE_OK : SQLITE_ERROR;
}

// sqlite3_config (variadic): no count of SQLite's memory is kept, which saves a process-wide lock
// at each allocation. Only before the first connection; later it is refused, which harms nothing.
static inline int wl_sqlite_disable_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// sqlite3_bind_text64 with SQLITE_TRANSIENT (a cast); a null pointer would bind NULL, not ''.
static inline int wl_sqlite_bind_text(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count
) {
    const char *text = bytes ? (const char *)bytes : "";
    return sqlite3_bind_text64(statement, index, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

// sqlite3_bind_blob64 with SQLITE_TRANSIENT (a cast); a null pointer would bind NULL, not x''.
static inline int wl_sqlite_bind_blob(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count
) {
    if (count == 0) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

static int wl_sqlite_note_wal_pages(void *context, sqlite3 *database, const char *name, int pages) {
    (void)database;
    (void)name;
    *(int *)context = pages;
    return SQLITE_OK;
}

// sqlite3_wal_hook with a callback in C, so that no Swift closure crosses the boundary. It also
// replaces the hook that automatic checkpoints are made of.
static inline void wl_sqlite_watch_wal(sqlite3 *database, int *pages) {
    sqlite3_wal_hook(database, wl_sqlite_note_wal_pages, pages);
}

// Makes an empty file for its owner alone. 0 when it was made or was there, else errno. Opens
// nothing that exists: closing a database file drops this process's POSIX locks on it.
static inline int wl_create_private_file(const char *path) {
    int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return errno == EEXIST ? 0 : errno;
    close(descriptor);
    return 0;
}

// Opens the lock file at path, made where missing: a descriptor, or errno negated. Made by root, it
// gets the owner of the database file, as SQLite does with its own files, so that a server without
// privileges can open it later.
static inline int wl_open_lock_file(const char *path, const char *database_path) {
    int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
    int descriptor = open(path, flags | O_CREAT, 0600);
    if (descriptor < 0) return -errno;
    struct stat database;
    if (geteuid() == 0 && stat(database_path, &database) == 0) {
        if (fchown(descriptor, database.st_uid, database.st_gid) != 0) { /* only a courtesy */ }
    }
    return descriptor;
}

// flock without waiting: 0, or errno (EWOULDBLOCK when another holds it). The lock belongs to the
// open file, so two openings in one process exclude each other as two processes do.
static inline int wl_try_lock_file(int descriptor, int is_exclusive) {
    int code;
    do {
        code = flock(descriptor, (is_exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB);
    } while (code != 0 && errno == EINTR);
    return code == 0 ? 0 : errno;
}

static inline void wl_unlock_file(int descriptor) { flock(descriptor, LOCK_UN); }
static inline void wl_close_lock_file(int descriptor) { close(descriptor); }

#endif
