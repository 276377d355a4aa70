/* Preloaded, it lets the n-th call below a folder fail that a fault can meet, as a full, broken or closed disk would.

   Which calls a fault can meet depends on its number: a full disk refuses to write, a process with too many files to
   open. Counted are those calls alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[4096];
static long remaining; /* calls until the one that fails; 0: none does */
static int error;
static int lasting; /* whether all calls after it fail as well, until it is disarmed */
static int failing;

/* Arm it: the n-th call from now on fails with an error. Calls are counted whatever n is. */
static long counted, by_error[134];
void fault_arm(const char *path, long n, int code, int lasts) {
    strncpy(folder, path, sizeof folder - 1);
    remaining = n;
    error = code;
    lasting = lasts;
    failing = 0;
    counted = 0;
    memset(by_error, 0, sizeof by_error);
}
long fault_counted(void) { return counted; }
/* How many calls another fault could have met. */
long fault_met_by(int code) { return by_error[code]; }

enum { OPENS = 1, CREATES = 2, WRITES = 4 };

static int meets(int kinds, int code) {
    switch (code) {
    case EMFILE:
    case ENFILE:
        return kinds & OPENS;
    case EACCES:
    case EROFS:
        return kinds & CREATES;
    default:
        return kinds & (CREATES | WRITES);
    }
}

static int strikes(const char *path, int kinds) {
    static const int all[] = {ENOSPC, EDQUOT, EMFILE, EACCES, EROFS, EIO};
    if (!folder[0] || !path || strncmp(path, folder, strlen(folder)) != 0) return 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (meets(kinds, all[i])) __atomic_add_fetch(&by_error[all[i]], 1, __ATOMIC_SEQ_CST);
    if (!meets(kinds, error)) return 0;
    __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    if (!failing && (remaining <= 0 || __atomic_sub_fetch(&remaining, 1, __ATOMIC_SEQ_CST) != 0)) return 0;
    failing = lasting;
    errno = error;
    return 1;
}

static int strikes_file(int file) {
    char link[64], path[4096];
    if (!folder[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strikes(path, WRITES);
}

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t size) {
    return strikes_file(file) ? -1 : REAL(ssize_t, write, int, const void *, size_t)(file, bytes, size);
}
ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t place) {
    return strikes_file(file) ? -1 : REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t)(file, bytes, size, place);
}
int fsync(int file) { return strikes_file(file) ? -1 : REAL(int, fsync, int)(file); }
int rename(const char *from, const char *to) {
    return strikes(to, CREATES) ? -1 : REAL(int, rename, const char *, const char *)(from, to);
}
int link(const char *from, const char *to) {
    return strikes(to, CREATES) ? -1 : REAL(int, link, const char *, const char *)(from, to);
}
int linkat(int a, const char *from, int b, const char *to, int flags) {
    return strikes(to, CREATES) ? -1 : REAL(int, linkat, int, const char *, int, const char *, int)(a, from, b, to, flags);
}
int mkdir(const char *path, mode_t mode) {
    return strikes(path, CREATES) ? -1 : REAL(int, mkdir, const char *, mode_t)(path, mode);
}

static int kinds_of(int flags) { return OPENS | (flags & (O_CREAT | O_WRONLY | O_RDWR) ? CREATES : 0); }

#define OPEN(name)                                                                          \
    int name(const char *path, int flags, ...) {                                            \
        va_list more;                                                                       \
        va_start(more, flags);                                                              \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;             \
        va_end(more);                                                                       \
        return strikes(path, kinds_of(flags)) ? -1                                          \
                                              : REAL(int, name, const char *, int, ...)(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                        \
    int name(int at, const char *path, int flags, ...) {                                    \
        va_list more;                                                                       \
        va_start(more, flags);                                                              \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;             \
        va_end(more);                                                                       \
        return strikes(path, kinds_of(flags)) ? -1                                          \
                                              : REAL(int, name, int, const char *, int, ...)(at, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)
