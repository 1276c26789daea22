#include "crypto_fixture.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto_random.h"

struct arena *crypto_arena;
char crypto_dir[4096];

void crypto_up(void)
{
    const char *parent = getenv("TMPDIR");

    ck_assert_int_eq(crypto_start(), ERR_NONE);
    crypto_arena = arena_new((size_t)64 << 20);
    snprintf(crypto_dir, sizeof crypto_dir, "%s/redress-crypto-XXXXXX", parent ? parent : P_tmpdir);
    ck_assert_ptr_nonnull(mkdtemp(crypto_dir));
}

void crypto_down(void)
{
    DIR *dir = opendir(crypto_dir);
    struct dirent *entry;

    while (dir && (entry = readdir(dir)) != NULL)
        if (unlinkat(dirfd(dir), entry->d_name, 0) != 0)
            unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
    if (dir)
        closedir(dir);
    rmdir(crypto_dir);
    arena_free(crypto_arena);
}

void crypto_make_keys(void)
{
    FILE *quiet = fopen("/dev/null", "w");

    ck_assert_int_eq(crypto_keys_generate(crypto_dir, quiet), ERR_NONE);
    fclose(quiet);
}

struct crypto_keys *crypto_load(enum crypto_pool pool)
{
    struct crypto_keys *keys = NULL;
    char why[256] = "";

    ck_assert_msg(crypto_keys_load(crypto_dir, pool, &keys, why) == ERR_NONE, "%s", why);
    return keys;
}

const char *crypto_refused(enum crypto_pool pool)
{
    struct crypto_keys *keys = NULL;
    char why[256] = "";

    ck_assert_int_eq(crypto_keys_load(crypto_dir, pool, &keys, why), ERR_CONFIG);
    ck_assert_ptr_null(keys);
    return arena_strdup(crypto_arena, why);
}

const char *crypto_path(const char *file)
{
    return arena_printf(crypto_arena, "%s/%s", crypto_dir, file);
}

void crypto_put(const char *file, const char *text)
{
    FILE *f;

    ck_assert(unlink(crypto_path(file)) == 0 || errno == ENOENT);
    f = fopen(crypto_path(file), "w");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(fchmod(fileno(f), S_IRUSR), 0);
    fputs(text, f);
    ck_assert_int_eq(fclose(f), 0);
}

const char *crypto_get(const char *file)
{
    FILE *f = fopen(crypto_path(file), "r");
    char *text = arena_alloc(crypto_arena, 10000);

    ck_assert_ptr_nonnull(f);
    ck_assert(fread(text, 1, 9999, f) > 0);
    fclose(f);
    return text;
}

const char *crypto_key_text(size_t n, int fill)
{
    char *bytes = arena_alloc(crypto_arena, n);

    memset(bytes, fill, n);
    return str_base64url(crypto_arena, bytes, n);
}

#define ABORTED 77

/* exit() instead of dying lets the coverage and leak tools do their work. */
static void on_abort(int signal_number)
{
    (void)signal_number;
    exit(ABORTED);
}

void crypto_expect_abort(void (*work)(void))
{
    pid_t pid = fork();
    int status;

    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        signal(SIGABRT, on_abort);
        work();
        exit(0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == ABORTED, "status %x", (unsigned)status);
}
