#include "anchor_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file_read.h"
#include "log.h"

#define FILE_MAX ((size_t)8 << 20) /* a hundred years of lines */

/* The whole file; none is "". */
static bool read_lines(struct arena *a, const char *path, struct str *ret_text)
{
    return (file_read(a, path, FILE_MAX, ret_text) && ret_text->n < FILE_MAX) || errno == ENOENT;
}

static int last_day(struct str text)
{
    int last = 0;
    while (text.n > 0) {
        int day = anchor_line_day(str_cut(&text, '\n'));
        if (day > last)
            last = day;
    }
    return last;
}

static bool append(const char *path, struct str lines)
{
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return false;
    bool good = write(fd, lines.p, lines.n) == (ssize_t)lines.n && fsync(fd) == 0;
    int error = errno;
    close(fd);
    errno = error;
    return good;
}

enum err anchor_file_bring(struct db *db, struct arena *a, const char *path)
{
    struct str text;
    struct anchor *list;
    size_t n;
    struct buf lines = {.arena = a};
    bool good = read_lines(a, path, &text);
    if (good) {
        TRY(anchor_list(db, a, last_day(text), &list, &n));
        if (n > 0 && text.n > 0 && text.p[text.n - 1] != '\n')
            buf_adds(&lines, "\n"); /* a line that a full disk had cut off */
        for (size_t i = 0; i < n; i++)
            buf_printf(&lines, "%s\n", anchor_line(a, &list[i]));
        good = lines.n == 0 || append(path, buf_str(&lines));
    }
    if (good)
        return ERR_NONE;
    LOG(LOG_ERROR, "the file of anchors cannot be written", LOG_TEXT("file", path), LOG_TEXT("why", strerror(errno)));
    return ERR_CONFIG;
}

bool anchor_file_verify(struct arena *a, const char *path, const struct anchor *list, size_t n)
{
    struct str text;
    bool sound = read_lines(a, path, &text) && access(path, R_OK) == 0;
    if (!sound)
        fprintf(stderr, "redress verify: %s cannot be read: %s\n", path, strerror(errno));
    for (size_t at = 0; text.n > 0;) {
        struct str line = str_trim(str_cut(&text, '\n'));
        int day = anchor_line_day(line);
        if (line.n == 0)
            continue;
        while (at < n && list[at].day < day)
            at++;
        if (day && at < n && str_is(line, anchor_line(a, &list[at])))
            continue;
        printf("ALTERED: the database has not the anchor that %s has: %.*s\n", path, (int)(line.n < 60 ? line.n : 60), line.p);
        sound = false;
    }
    return sound;
}
