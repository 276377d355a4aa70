/* Preloaded, it lets the n-th call that changes something below a folder fail, as a full or broken disk would. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[4096];
static long remaining; /* calls until the one that fails; 0: none does */
static int error;

/* Arm it: the n-th call from now on fails with an error. Calls are counted whatever n is. */
static long counted;
void fault_arm(const char *path, long n, int code) {
    strncpy(folder, path, sizeof folder - 1);
    remaining = n;
    error = code;
    counted = 0;
}
long fault_counted(void) { return counted; }

static int strikes(const char *path) {
    if (!folder[0] || !path || strncmp(path, folder, strlen(folder)) != 0) return 0;
    __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    if (remaining <= 0 || __atomic_sub_fetch(&remaining, 1, __ATOMIC_SEQ_CST) != 0) return 0;
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
    return strikes(path);
}

#define REAL(type, name, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t size) {
    return strikes_file(file) ? -1 : REAL(ssize_t, write, int, const void *, size_t)(file, bytes, size);
}
int fsync(int file) { return strikes_file(file) ? -1 : REAL(int, fsync, int)(file); }
int rename(const char *from, const char *to) {
    return strikes(to) ? -1 : REAL(int, rename, const char *, const char *)(from, to);
}
int link(const char *from, const char *to) {
    return strikes(to) ? -1 : REAL(int, link, const char *, const char *)(from, to);
}
int linkat(int a, const char *from, int b, const char *to, int flags) {
    return strikes(to) ? -1 : REAL(int, linkat, int, const char *, int, const char *, int)(a, from, b, to, flags);
}
