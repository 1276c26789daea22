#include "file_read.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool file_read(struct arena *a, const char *path, size_t max, struct str *ret_bytes)
{
    struct buf all = {.arena = a};
    char chunk[65536];
    size_t n = 1;
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
    *ret_bytes = STR("");
    if (!in)
        return false;
    while (all.n < max && (n = fread(chunk, 1, max - all.n < sizeof chunk ? max - all.n : sizeof chunk, in)) > 0)
        buf_add(&all, chunk, n);
    bool good = !ferror(in);
    int error = errno;
    if (in != stdin)
        (void)fclose(in);
    errno = error;
    if (all.n)
        *ret_bytes = buf_str(&all);
    return good;
}
