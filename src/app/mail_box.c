#include "mail_box.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
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
    int fd = memfd_create("mail", MFD_CLOEXEC); /* on no disk: it says in clear who wrote */
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
    int dir, fresh, reading; /* the Maildir, its new/ and its trying/ */
};

/* Mails that a process is reading lie here, each locked by it. */
#define READING "trying"

enum gone { GONE_NO_MAIL, GONE_TOO_LARGE, GONE_TOO_OLD, GONE_DEADLY };

/* With the reason beside it, for whoever looks after the machine. */
static void put_aside(const struct box *box, const char *name, enum gone why)
{
    static const char *const reasons[] = {
        [GONE_NO_MAIL] = "this is no mail: it has no head\n",
        [GONE_TOO_LARGE] = "the mail is larger than mail_in.message_mib\n",
        [GONE_TOO_OLD] = "the mail could not be taken for a day; the log of redress jobs says why\n",
        [GONE_DEADLY] = "redress jobs ended while it read this mail; moved to new/ it is read once more (a mail that was taken before is not taken twice)\n",
    };
    static const char *const names[] = {[GONE_NO_MAIL] = "no mail", [GONE_TOO_LARGE] = "too large", [GONE_TOO_OLD] = "not taken for a day", [GONE_DEADLY] = "ended the process that read it"};
    char from[NAME_MAX + 20], to[NAME_MAX + 20], note[NAME_MAX + 40];
    (void)snprintf(from, sizeof from, READING "/%s", name);
    (void)snprintf(to, sizeof to, "failed/%s", name);
    (void)snprintf(note, sizeof note, "failed/%s.reason", name);
    if (mkdirat(box->dir, "failed", S_IRWXU) != 0 && errno != EEXIST)
        return;
    if (renameat(box->dir, from, box->dir, to) != 0)
        return;
    int fd = openat(box->dir, note, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd >= 0) {
        if (write(fd, reasons[why], strlen(reasons[why])) < 0)
            log_note(LOG_WARN, "the reason of a mail that failed cannot be written");
        close(fd);
    }
    LOG(LOG_WARN, "a mail is put aside", LOG_TEXT("reason", names[why]));
}

/* An open file that nobody else has locked, -1 else. A folder that knows no locks, such as some over a network, is taken to be swept by one process. */
static int open_alone(int dir, const char *name, struct stat *ret_st)
{
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return -1; /* another host was faster */
    if (fstat(fd, ret_st) == 0 && S_ISREG(ret_st->st_mode) && (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK))
        return fd;
    close(fd);
    return -1;
}

/* What its last reader left here while nobody has it locked was the end of that reader: it is not read a second time. */
static void sweep_left(const struct box *box, const char *name)
{
    struct stat st;
    int fd = open_alone(box->reading, name, &st);
    if (fd < 0)
        return;
    put_aside(box, name, GONE_DEADLY);
    close(fd);
}

static enum err take_one(const struct box *box, int fd, const struct stat *st, int64_t arrived_us)
{
    if ((uint64_t)st->st_size > box->site->config->mail_in.message_mib << 20)
        return ERR_TOO_LARGE;
    return take(box->db, box->site, fd, NULL, NULL, arrived_us < box->now_us ? arrived_us : box->now_us, box->now_us);
}

/* ERR_NONE also when it stays for the next round. */
static enum err read_one(const struct box *box, const char *name, int fd, const struct stat *st, size_t *done)
{
    int64_t arrived_us = (int64_t)st->st_mtim.tv_sec * UTC_SECOND_US + box->site->ahead_us;
    enum err e = take_one(box, fd, st, arrived_us);
    if (e == ERR_NONE) {
        (*done)++;
        /* It is kept sealed by now: here everybody who reads this folder would read who wrote. */
        return unlinkat(box->reading, name, 0) != 0 && errno != ENOENT ? ERR_IO : ERR_NONE;
    }
    if (e == ERR_MALFORMED || e == ERR_TOO_LARGE) {
        put_aside(box, name, e == ERR_MALFORMED ? GONE_NO_MAIL : GONE_TOO_LARGE);
        return ERR_NONE;
    }
    if (e != ERR_DB_AWAY && arrived_us + GIVEN_UP_S * UTC_SECOND_US < box->now_us) {
        put_aside(box, name, GONE_TOO_OLD);
        return ERR_NONE;
    }
    if (renameat(box->reading, name, box->fresh, name) != 0 && errno != ENOENT)
        return ERR_IO;
    if (e != ERR_DB_AWAY)
        LOG(LOG_WARN, "a mail is tried again", LOG_TEXT("error", err_name(e)));
    return e == ERR_DB_AWAY ? e : ERR_NONE;
}

/* Out of the way before a byte of it is read, so that a mail that ends the process ends it once. */
static enum err sweep_one(const struct box *box, const char *name, size_t *done)
{
    struct stat st;
    int fd = open_alone(box->fresh, name, &st);
    if (fd < 0)
        return ERR_NONE;
    enum err e = renameat(box->fresh, name, box->reading, name) == 0 ? read_one(box, name, fd, &st, done) : errno == ENOENT ? ERR_NONE : ERR_IO;
    close(fd);
    return e;
}

/* By name, which begins with the time. NULL: the folder cannot be read. */
static struct dirent **names_of(int folder, int *ret_n)
{
    struct dirent **names = NULL;
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", folder);
    *ret_n = scandir(path, &names, NULL, alphasort);
    return *ret_n < 0 ? NULL : names;
}

static bool is_name(const char *name)
{
    return *name != '.' && strlen(name) < NAME_MAX;
}

static enum err sweep(const struct box *box, size_t limit, size_t *ret_n)
{
    enum err e = ERR_NONE;
    size_t done = 0;
    int n_left, n;
    struct dirent **left = names_of(box->reading, &n_left), **names = names_of(box->fresh, &n);
    for (int i = 0; left && i < n_left; i++) {
        if (is_name(left[i]->d_name))
            sweep_left(box, left[i]->d_name);
        free(left[i]);
    }
    free(left);
    for (int i = 0; names && i < n; i++) {
        if (e == ERR_NONE && done < limit && is_name(names[i]->d_name))
            e = sweep_one(box, names[i]->d_name, &done);
        free(names[i]);
    }
    free(names);
    *ret_n = done;
    return n < 0 || n_left < 0 ? ERR_IO : e;
}

static enum err sweep_open(struct box *box, size_t limit, size_t *ret_n)
{
    if (mkdirat(box->dir, READING, S_IRWXU) != 0 && errno != EEXIST)
        return ERR_IO;
    box->fresh = openat(box->dir, "new", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    box->reading = openat(box->dir, READING, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum err e = box->fresh < 0 || box->reading < 0 ? ERR_IO : sweep(box, limit, ret_n);
    if (box->fresh >= 0)
        close(box->fresh);
    if (box->reading >= 0)
        close(box->reading);
    return e;
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
    enum err e = sweep_open(&box, limit, ret_n);
    close(box.dir);
    return e;
}
