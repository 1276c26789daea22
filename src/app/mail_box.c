#include "mail_box.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "complaint_mail_store.h"
#include "log.h"

#define ARENA_LIMIT ((size_t)256 << 20)
#define PORTION 65536
#define GIVEN_UP_S 86400

static enum err take(struct db *db, const struct site *site, int fd, const char *to, const char *sender, int64_t at_us, int64_t now_us)
{
    struct arena *arena = arena_new(ARENA_LIMIT);
    const struct complaint_writer writer = {.keys = site->keys, .pool = CRYPTO_JOBS, .zone = site->zone, .now_us = now_us};
    const struct mail_taking taking = {.config = site->config, .writer = &writer, .to = to, .sender = sender, .at_us = at_us};
    bool again = false;
    enum err e = mail_take(db, arena, &taking, fd, &again);
    arena_free(arena);
    if (e == ERR_NONE && again)
        log_note(LOG_INFO, "a mail came that had come before");
    return e;
}

/* ---- piped ---- */

static enum err copy(int from, int to, uint64_t most)
{
    char bytes[PORTION];
    uint64_t all = 0;
    for (;;) {
        ssize_t n = read(from, bytes, sizeof bytes);
        if (n == 0)
            return ERR_NONE;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ERR_IO;
        all += (uint64_t)n;
        if (all > most)
            return ERR_TOO_LARGE;
        for (ssize_t done = 0, put; done < n; done += put) {
            put = write(to, bytes + done, (size_t)(n - done));
            if (put < 0)
                return ERR_IO;
        }
    }
}

enum err mail_box_pipe(struct db *db, const struct site *site, int in_fd, const char *to, const char *sender, int64_t now_us)
{
    int fd = open(site->config->paths.run, O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return ERR_IO;
    enum err e = copy(in_fd, fd, site->config->mail_in.message_mib << 20);
    if (e == ERR_NONE)
        e = take(db, site, fd, to, sender, now_us, now_us);
    close(fd);
    return e;
}

/* ---- Maildir ---- */

struct box {
    struct db *db;
    const struct site *site;
    int64_t now_us;
    int dir, fresh; /* the Maildir and its new/ */
};

/* With the reason beside it, for whoever looks after the machine. */
static void put_aside(const struct box *box, const char *name, enum err why)
{
    char to[NAME_MAX + 20], note[NAME_MAX + 40];
    const char *reason = why == ERR_MALFORMED   ? "this is no mail: it has no head\n"
                         : why == ERR_TOO_LARGE ? "the mail is larger than mail_in.message_mib\n"
                                                : "the mail could not be taken for a day; the log of redress jobs says why\n";
    (void)snprintf(to, sizeof to, "failed/%s", name);
    (void)snprintf(note, sizeof note, "failed/%s.reason", name);
    if (mkdirat(box->dir, "failed", S_IRWXU) != 0 && errno != EEXIST)
        return;
    if (renameat(box->fresh, name, box->dir, to) != 0)
        return;
    int fd = openat(box->dir, note, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd >= 0) {
        if (write(fd, reason, strlen(reason)) < 0)
            log_note(LOG_WARN, "the reason of a mail that failed cannot be written");
        close(fd);
    }
    LOG(LOG_WARN, "a mail is put aside", LOG_TEXT("error", err_name(why)));
}

/* ERR_NONE also when it stays for the next round. */
static enum err sweep_one(const struct box *box, const char *name, size_t *done)
{
    char to[NAME_MAX + 20];
    struct stat st;
    int fd = openat(box->fresh, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return ERR_NONE; /* another host was faster */
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return ERR_NONE;
    }
    int64_t arrived_us = (int64_t)st.st_mtim.tv_sec * UTC_SECOND_US + box->site->ahead_us;
    enum err e = (uint64_t)st.st_size > box->site->config->mail_in.message_mib << 20 ? ERR_TOO_LARGE
                                                                                      : take(box->db, box->site, fd, NULL, NULL, arrived_us < box->now_us ? arrived_us : box->now_us, box->now_us);
    close(fd);
    if (e == ERR_DB_AWAY)
        return e;
    (void)snprintf(to, sizeof to, "cur/%s%s", name, strchr(name, ':') ? "" : ":2,S");
    if (e == ERR_NONE) {
        (*done)++;
        if (renameat(box->fresh, name, box->dir, to) != 0 && errno != ENOENT)
            return ERR_IO;
    } else if (e == ERR_MALFORMED || e == ERR_TOO_LARGE || arrived_us + GIVEN_UP_S * UTC_SECOND_US < box->now_us) {
        put_aside(box, name, e);
    } else {
        LOG(LOG_WARN, "a mail is tried again", LOG_TEXT("error", err_name(e)));
    }
    return ERR_NONE;
}

static enum err sweep(const struct box *box, size_t limit, size_t *ret_n)
{
    struct dirent **names = NULL;
    char path[64];
    enum err e = ERR_NONE;
    size_t done = 0;
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", box->fresh);
    int n = scandir(path, &names, NULL, alphasort); /* names begin with the time */
    for (int i = 0; i < n; i++) {
        if (e == ERR_NONE && done < limit && *names[i]->d_name != '.' && strlen(names[i]->d_name) < NAME_MAX)
            e = sweep_one(box, names[i]->d_name, &done);
        free(names[i]);
    }
    free(names);
    *ret_n = done;
    return n < 0 ? ERR_IO : e;
}

enum err mail_box_sweep(struct db *db, const struct site *site, int64_t now_us, size_t limit, size_t *ret_n)
{
    struct box box = {.db = db, .site = site, .now_us = now_us};
    *ret_n = 0;
    if (!*site->config->mail_in.maildir)
        return ERR_NONE;
    box.dir = open(site->config->mail_in.maildir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (box.dir < 0)
        return ERR_IO;
    box.fresh = openat(box.dir, "new", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum err e = box.fresh < 0 ? ERR_IO : sweep(&box, limit, ret_n);
    if (box.fresh >= 0)
        close(box.fresh);
    close(box.dir);
    return e;
}
