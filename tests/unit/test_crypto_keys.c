#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto_fixture.h"
#include "crypto_keyfile.h"
#include "crypto_random.h"

Suite *suite_crypto_keys(void);

static bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

#define ck_assert_says(text, part) ck_assert_msg(has((text), (part)), "\"%s\" does not say \"%s\"", (text), (part))

/* Run generate or rotate; what it said. */
static const char *said_by(enum err (*work)(const char *, FILE *), const char *dir, enum err expected)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    const char *said;

    ck_assert_int_eq(work(dir, out), expected);
    fclose(out);
    said = arena_strdup(crypto_arena, text);
    free(text);
    return said;
}

static const char *line_of(const char *file, int version, int fill)
{
    return arena_printf(crypto_arena, "%s %d %s\n", file, version, crypto_key_text(32, fill));
}

START_TEST(each_pool_gets_its_own)
{
    static const char *const expected[] = {
        [CRYPTO_PUBLIC] = "1111101000101000", [CRYPTO_STAFF] = "1101011111111001", [CRYPTO_JOBS] = "0001111111101111",
        [CRYPTO_ALL] = "1111111111111111"};

    crypto_make_keys();
    for (enum crypto_pool pool = CRYPTO_PUBLIC; pool <= CRYPTO_ALL; pool++) {
        struct crypto_keys *keys = crypto_load(pool);

        for (enum crypto_key key = 0; key < KEY__COUNT; key++) {
            ck_assert_msg(crypto_keys_have(keys, key) == (expected[pool][key] == '1'), "pool %d key %d", pool, key);
            ck_assert(crypto_keys_have(keys, key) == (crypto_key(keys, key, NULL) != NULL));
        }
        crypto_keys_free(keys);
    }
}
END_TEST

START_TEST(web_key_differs_by_pool)
{
    struct crypto_keys *public_pool, *staff, *staff_again;

    crypto_make_keys();
    public_pool = crypto_load(CRYPTO_PUBLIC);
    staff = crypto_load(CRYPTO_STAFF);
    staff_again = crypto_load(CRYPTO_STAFF);
    ck_assert_mem_ne(crypto_key(public_pool, KEY_WEB, NULL), crypto_key(staff, KEY_WEB, NULL), 32);
    ck_assert_mem_eq(crypto_key(staff_again, KEY_WEB, NULL), crypto_key(staff, KEY_WEB, NULL), 32);
    crypto_keys_free(public_pool);
    crypto_keys_free(staff);
    crypto_keys_free(staff_again);
}
END_TEST

START_TEST(files_are_closed_to_others)
{
    struct stat st;

    crypto_make_keys();
    for (enum crypto_key key = 0; key < KEY__COUNT; key++) {
        ck_assert_int_eq(stat(crypto_path(crypto_key_kind(key)->file), &st), 0);
        ck_assert_uint_eq(st.st_mode & 07777, 0400);
    }
}
END_TEST

START_TEST(generate_makes_the_directory_and_never_overwrites)
{
    const char *dir = crypto_path("new"), *said;
    struct stat st;
    const char *before;

    said = said_by(crypto_keys_generate, dir, ERR_NONE);
    ck_assert_says(said, "made master.key version 1\n");
    ck_assert_int_eq(stat(dir, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0700);
    before = crypto_get("new/master.key");
    ck_assert_str_eq(said_by(crypto_keys_generate, dir, ERR_NONE), "");
    ck_assert_str_eq(crypto_get("new/master.key"), before);
    ck_assert_int_eq(unlink(crypto_path("new/index.key")), 0);
    ck_assert_str_eq(said_by(crypto_keys_generate, dir, ERR_NONE), "made index.key version 1\n");
    for (enum crypto_key key = 0; key < KEY__COUNT; key++)
        unlink(arena_printf(crypto_arena, "%s/%s", dir, crypto_key_kind(key)->file));
}
END_TEST

START_TEST(generate_derives_a_lost_public_key)
{
    const char *before[2];

    crypto_make_keys();
    said_by(crypto_keys_rotate, crypto_dir, ERR_NONE);
    before[0] = crypto_get("intake.pub");
    before[1] = crypto_get("receipt.pub");
    unlink(crypto_path("intake.pub"));
    unlink(crypto_path("receipt.pub"));
    ck_assert_str_eq(said_by(crypto_keys_generate, crypto_dir, ERR_NONE), "made receipt.pub version 1\nmade intake.pub version 2\n");
    ck_assert_str_eq(crypto_get("intake.pub"), before[0]);
    ck_assert_str_eq(crypto_get("receipt.pub"), before[1]);
}
END_TEST

START_TEST(generate_tells_what_stops_it)
{
    const char *said;

    ck_assert_says(said_by(crypto_keys_generate, crypto_path("no/such"), ERR_CONFIG), "cannot make the key directory");
    crypto_make_keys();
    unlink(crypto_path("custody.key"));
    said = said_by(crypto_keys_generate, crypto_dir, ERR_CONFIG);
    ck_assert_says(said, "custody.pub is there without its secret custody.key");
    unlink(crypto_path("intake.pub"));
    crypto_put("intake.key", "nonsense");
    ck_assert_says(said_by(crypto_keys_generate, crypto_dir, ERR_CONFIG), "key intake.key is damaged in line 1");
    chmod(crypto_dir, 0777);
    ck_assert_says(said_by(crypto_keys_generate, crypto_dir, ERR_CONFIG), "others may write to the key directory");
    chmod(crypto_dir, 0700);
}
END_TEST

/* A directory where the new file would be written stands for every failure to write. */
START_TEST(generate_and_rotate_report_a_failed_write)
{
    ck_assert_int_eq(mkdir(crypto_path(".receipt.pub.new"), 0700), 0);
    ck_assert_says(said_by(crypto_keys_generate, crypto_dir, ERR_CONFIG), "cannot write key receipt.pub");
    ck_assert_int_eq(rmdir(crypto_path(".receipt.pub.new")), 0);
    ck_assert_int_eq(mkdir(crypto_path(".anchor.key.new"), 0700), 0);
    ck_assert_says(said_by(crypto_keys_generate, crypto_dir, ERR_CONFIG), "cannot write key anchor.key");
    ck_assert_int_eq(rmdir(crypto_path(".anchor.key.new")), 0);
    crypto_make_keys();
    ck_assert_int_eq(mkdir(crypto_path(".master.key.new"), 0700), 0);
    ck_assert_says(said_by(crypto_keys_rotate, crypto_dir, ERR_CONFIG), "cannot write key master.key");
}
END_TEST

START_TEST(rotate_adds_versions_and_keeps_the_old)
{
    static const enum crypto_key rotating[] = {KEY_INTAKE, KEY_INTAKE_PUB, KEY_MASTER, KEY_INDEX, KEY_CUSTODY, KEY_CUSTODY_PUB, KEY_NOTICE, KEY_NOTICE_PUB};
    struct crypto_keys *before, *after;
    const char *said;

    crypto_make_keys();
    before = crypto_load(CRYPTO_ALL);
    said = said_by(crypto_keys_rotate, crypto_dir, ERR_NONE);
    ck_assert_says(said, "made intake.key version 2\nmade intake.pub version 2\nmade master.key version 2\n");
    ck_assert_says(said, "reload jobs and the staff pool first");
    after = crypto_load(CRYPTO_ALL);
    for (size_t i = 0; i < COUNT_OF(rotating); i++) {
        int version = 0;

        ck_assert_ptr_nonnull(crypto_key(after, rotating[i], &version));
        ck_assert_int_eq(version, 2);
        ck_assert_mem_eq(crypto_key_version(after, rotating[i], 1), crypto_key(before, rotating[i], NULL), 32);
        ck_assert_mem_eq(crypto_key_older(after, rotating[i], 1, &version), crypto_key(before, rotating[i], NULL), 32);
        ck_assert_int_eq(version, 1);
        ck_assert_mem_ne(crypto_key(after, rotating[i], NULL), crypto_key(before, rotating[i], NULL), 32);
        ck_assert_ptr_null(crypto_key_version(after, rotating[i], 3));
        ck_assert_ptr_null(crypto_key_older(after, rotating[i], 2, &version));
    }
    ck_assert_mem_eq(crypto_key(after, KEY_CHAIN_STAFF, NULL), crypto_key(before, KEY_CHAIN_STAFF, NULL), 32);
    crypto_keys_free(after);
    crypto_keys_free(before);
}
END_TEST

START_TEST(rotate_changes_nothing_when_a_file_is_bad)
{
    const char *master;

    ck_assert_says(said_by(crypto_keys_rotate, crypto_path("none"), ERR_CONFIG), "cannot open the key directory");
    crypto_make_keys();
    master = crypto_get("master.key");
    crypto_put("custody.pub", line_of("custody.pub", 1, 5));
    ck_assert_says(said_by(crypto_keys_rotate, crypto_dir, ERR_CONFIG), "custody.pub and custody.key do not belong together");
    unlink(crypto_path("custody.pub"));
    ck_assert_says(said_by(crypto_keys_rotate, crypto_dir, ERR_CONFIG), "custody.pub is missing");
    unlink(crypto_path("custody.key"));
    ck_assert_says(said_by(crypto_keys_rotate, crypto_dir, ERR_CONFIG), "custody.key is missing");
    ck_assert_str_eq(crypto_get("master.key"), master);
}
END_TEST

static const char *versions(const char *file, int first, int n)
{
    struct buf out = {.arena = crypto_arena};

    for (int i = 0; i < n; i++)
        buf_adds(&out, line_of(file, first + i, i + 1));
    return str_cstr(crypto_arena, buf_str(&out));
}

START_TEST(versions_are_bounded)
{
    struct crypto_keys *keys;

    crypto_make_keys();
    crypto_put("master.key", versions("master.key", 1, CRYPTO_KEY_VERSIONS_MAX));
    keys = crypto_load(CRYPTO_JOBS);
    ck_assert_uint_eq(crypto_key_version(keys, KEY_MASTER, 31)[0], 31);
    crypto_keys_free(keys);
    ck_assert_says(said_by(crypto_keys_rotate, crypto_dir, ERR_CONFIG), "master.key has no room for a version more");
    crypto_put("master.key", versions("master.key", 1, CRYPTO_KEY_VERSIONS_MAX + 1));
    ck_assert_says(crypto_refused(CRYPTO_JOBS), "master.key has more than 32 versions");
    crypto_put("master.key", line_of("master.key", CRYPTO_KEY_VERSION_LIMIT, 1));
    ck_assert_says(said_by(crypto_keys_rotate, crypto_dir, ERR_CONFIG), "master.key has no room for a version more");
}
END_TEST

START_TEST(a_missing_key_is_named)
{
    struct crypto_keys *keys;

    crypto_make_keys();
    unlink(crypto_path("passcode.key"));
    ck_assert_says(crypto_refused(CRYPTO_PUBLIC), "key passcode.key is missing: put it there from your backup, or run: redress keys generate");
    keys = crypto_load(CRYPTO_JOBS); /* which do not need it */
    crypto_keys_free(keys);
}
END_TEST

START_TEST(the_directory_is_checked)
{
    crypto_make_keys();
    ck_assert_int_eq(chmod(crypto_dir, 0720), 0);
    ck_assert_says(crypto_refused(CRYPTO_PUBLIC), "others may write to the key directory: chmod 0700");
    ck_assert_int_eq(chmod(crypto_dir, 0755), 0);
    crypto_keys_free(crypto_load(CRYPTO_PUBLIC));
}
END_TEST

START_TEST(open_modes_are_refused_with_the_remedy)
{
    static const mode_t bad[] = {0440, 0404, 0420, 0402, 0410, 0401, 0644, 0777};

    crypto_make_keys();
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        ck_assert_int_eq(chmod(crypto_path("web.key"), bad[i]), 0);
        ck_assert_says(crypto_refused(CRYPTO_STAFF), arena_printf(crypto_arena, "key web.key is open to others (mode %04o): chmod 0400 %s/web.key",
                                                          (unsigned)bad[i], crypto_dir));
    }
    ck_assert_int_eq(chmod(crypto_path("web.key"), 0600), 0);
    ck_assert_int_eq(chmod(crypto_path("intake.pub"), 0444), 0);
    crypto_keys_free(crypto_load(CRYPTO_STAFF));
    ck_assert_int_eq(chmod(crypto_path("intake.pub"), 0464), 0);
    ck_assert_says(crypto_refused(CRYPTO_STAFF), "key intake.pub is open to others (mode 0464)");
}
END_TEST

START_TEST(a_foreign_owner_is_refused)
{
    if (geteuid() != 0)
        return; /* only root can give a file away */
    crypto_make_keys();
    ck_assert_int_eq(chown(crypto_path("web.key"), 12345, (gid_t)-1), 0);
    ck_assert_says(crypto_refused(CRYPTO_STAFF), "key web.key belongs to user id 12345: run this as that user, or chown 0");
    ck_assert_int_eq(chown(crypto_path("web.key"), 0, (gid_t)-1), 0);
    crypto_keys_free(crypto_load(CRYPTO_STAFF));
}
END_TEST

START_TEST(roots_files_are_taken_by_others)
{
    int dir_fd;
    struct crypto_key_slot slot;
    char why[CRYPTO_KEY_WHY];

    if (geteuid() != 0)
        return;
    crypto_make_keys();
    ck_assert_int_eq(open(crypto_dir, O_RDONLY | O_DIRECTORY) >= 0, 1);
    ck_assert_int_eq(crypto_keyfile_open_dir(crypto_dir, &dir_fd, why), ERR_NONE);
    /* A process without root's rights that still may read the file, as after systemd's LoadCredential. */
    ck_assert_int_eq(chmod(crypto_path("intake.pub"), 0444), 0);
    ck_assert_int_eq(chmod(crypto_dir, 0755), 0);
    ck_assert_int_eq(seteuid(12345), 0);
    ck_assert_int_eq(crypto_keyfile_read(dir_fd, crypto_dir, KEY_INTAKE_PUB, &slot, why), ERR_NONE);
    ck_assert_int_eq(crypto_keyfile_read(dir_fd, crypto_dir, KEY_INTAKE, &slot, why), ERR_CONFIG);
    ck_assert_says(why, "key intake.key cannot be read: Permission denied");
    ck_assert_int_eq(seteuid(0), 0);
    close(dir_fd);
}
END_TEST

START_TEST(what_is_no_file_is_refused)
{
    crypto_make_keys();
    unlink(crypto_path("web.key"));
    ck_assert_int_eq(mkfifo(crypto_path("web.key"), 0400), 0);
    ck_assert_says(crypto_refused(CRYPTO_STAFF), "key web.key is not a file");
    unlink(crypto_path("web.key"));
    ck_assert_int_eq(symlink("web.key", crypto_path("web.key")), 0);
    ck_assert_says(crypto_refused(CRYPTO_STAFF), "key web.key cannot be read: Too many levels of symbolic links");
}
END_TEST

START_TEST(damaged_files_are_refused)
{
    const char *good = line_of("web.key", 2, 7);
    const char *key = crypto_key_text(32, 7);
    const char *bad[] = {
        "\n",
        "web.key\n",
        "web.key 1\n",
        "web.key 1 \n",
        arena_printf(crypto_arena, "%s\n", good),
        arena_printf(crypto_arena, "%s%s", good, good),
        arena_printf(crypto_arena, "%s%s", good, line_of("web.key", 1, 7)),
        line_of("web.key", 0, 7),
        line_of("web.key", 1000000, 7),
        line_of("master.key", 1, 7),
        arena_printf(crypto_arena, "web.key x %s\n", key),
        arena_printf(crypto_arena, "web.key 1  %s\n", key),
        arena_printf(crypto_arena, "web.key 1 %s \n", key),
        arena_printf(crypto_arena, "web.key 1 %s\r\n", key),
        arena_printf(crypto_arena, "web.key 1 %s=\n", key),
        arena_printf(crypto_arena, "web.key 1 %.42s\n", key),
        arena_printf(crypto_arena, "web.key 1 %s\n", crypto_key_text(31, 7)),
        arena_printf(crypto_arena, "web.key 1 %s\n", crypto_key_text(33, 7)),
        arena_printf(crypto_arena, "web.key 1 %.42s+\n", key),
    };

    crypto_make_keys();
    crypto_put("web.key", good);
    crypto_keys_free(crypto_load(CRYPTO_STAFF));
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        crypto_put("web.key", bad[i]);
        ck_assert_says(crypto_refused(CRYPTO_STAFF), "key web.key is damaged in line ");
    }
    crypto_put("web.key", "");
    ck_assert_says(crypto_refused(CRYPTO_STAFF), "key web.key is empty");
    crypto_put("web.key", arena_printf(crypto_arena, "web.key 1 %s", key)); /* no line break at the end */
    crypto_keys_free(crypto_load(CRYPTO_STAFF));
}
END_TEST

START_TEST(a_key_of_many_kilobytes_is_refused)
{
    char *text = arena_alloc(crypto_arena, 9001);

    crypto_make_keys();
    memset(text, 'x', 9000);
    crypto_put("web.key", text);
    ck_assert_says(crypto_refused(CRYPTO_STAFF), "key web.key is damaged in line 1");
}
END_TEST

START_TEST(pairs_must_fit)
{
    uint8_t public_key[32], secret[64];

    crypto_make_keys();
    crypto_put("intake.pub", line_of("intake.pub", 1, 3));
    ck_assert_says(crypto_refused(CRYPTO_STAFF), "keys intake.pub and intake.key do not belong together (version 1)");
    crypto_keys_free(crypto_load(CRYPTO_PUBLIC)); /* has no secret to compare with */
    unlink(crypto_path("intake.pub"));
    said_by(crypto_keys_generate, crypto_dir, ERR_NONE);
    crypto_put("intake.pub", arena_printf(crypto_arena, "%s%s", crypto_get("intake.pub"), line_of("intake.pub", 2, 3)));
    ck_assert_says(crypto_refused(CRYPTO_JOBS), "do not belong together (version 2)");
    crypto_sign_keypair(public_key, secret);
    secret[40] ^= 1;
    crypto_put("receipt.key", arena_printf(crypto_arena, "receipt.key 1 %s\n", str_base64url(crypto_arena, secret, 64)));
    ck_assert_says(crypto_refused(CRYPTO_PUBLIC), "key receipt.key is damaged in line 1");
}
END_TEST

static enum err write_web(const char *dir, char why[CRYPTO_KEY_WHY])
{
    struct crypto_key_slot slot = {.n = 1, .v = {{.version = 1, .bytes = {1}}}};
    int dir_fd;
    enum err e;

    ck_assert_int_eq(crypto_keyfile_open_dir(dir, &dir_fd, why), ERR_NONE);
    e = crypto_keyfile_write(dir_fd, dir, KEY_WEB, &slot, why);
    close(dir_fd);
    return e;
}

START_TEST(a_full_disk_leaves_the_old_file)
{
    struct rlimit old, none;
    char why[CRYPTO_KEY_WHY];
    enum err e;

    crypto_put("web.key", "old\n");
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
    none = old;
    none.rlim_cur = 3;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &none), 0);
    e = write_web(crypto_dir, why);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
    ck_assert_int_eq(e, ERR_CONFIG);
    ck_assert_says(why, "cannot write key web.key");
    ck_assert_str_eq(crypto_get("web.key"), "old\n");
    ck_assert_int_ne(access(crypto_path(".web.key.new"), F_OK), 0);
    ck_assert_int_eq(write_web(crypto_dir, why), ERR_NONE);
    ck_assert_str_ne(crypto_get("web.key"), "old\n");
}
END_TEST

START_TEST(a_directory_in_the_place_of_a_key_stays)
{
    char why[CRYPTO_KEY_WHY];

    ck_assert_int_eq(mkdir(crypto_path("web.key"), 0700), 0);
    ck_assert_int_eq(write_web(crypto_dir, why), ERR_CONFIG);
    ck_assert_int_ne(access(crypto_path(".web.key.new"), F_OK), 0);
}
END_TEST

START_TEST(left_overs_of_an_interrupted_run_are_replaced)
{
    char why[CRYPTO_KEY_WHY];

    crypto_put(".web.key.new", "half");
    ck_assert_int_eq(write_web(crypto_dir, why), ERR_NONE);
    ck_assert_says(crypto_get("web.key"), "web.key 1 AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
}
END_TEST

START_TEST(loaded_keys_cannot_be_changed)
{
    struct crypto_keys *keys;
    pid_t pid;
    int status;

    crypto_make_keys();
    keys = crypto_load(CRYPTO_ALL);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        signal(SIGSEGV, SIG_DFL);
        *(volatile uint8_t *)crypto_key(keys, KEY_MASTER, NULL) = 1;
        _exit(0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    crypto_keys_free(keys);
}
END_TEST

Suite *suite_crypto_keys(void)
{
    Suite *s = suite_create("crypto_keys");
    TCase *t = tcase_create("keys");

    tcase_add_checked_fixture(t, crypto_up, crypto_down);
    tcase_add_test(t, each_pool_gets_its_own);
    tcase_add_test(t, web_key_differs_by_pool);
    tcase_add_test(t, files_are_closed_to_others);
    tcase_add_test(t, generate_makes_the_directory_and_never_overwrites);
    tcase_add_test(t, generate_derives_a_lost_public_key);
    tcase_add_test(t, generate_tells_what_stops_it);
    tcase_add_test(t, generate_and_rotate_report_a_failed_write);
    tcase_add_test(t, rotate_adds_versions_and_keeps_the_old);
    tcase_add_test(t, rotate_changes_nothing_when_a_file_is_bad);
    tcase_add_test(t, versions_are_bounded);
    tcase_add_test(t, a_missing_key_is_named);
    tcase_add_test(t, the_directory_is_checked);
    tcase_add_test(t, open_modes_are_refused_with_the_remedy);
    tcase_add_test(t, a_foreign_owner_is_refused);
    tcase_add_test(t, roots_files_are_taken_by_others);
    tcase_add_test(t, what_is_no_file_is_refused);
    tcase_add_test(t, damaged_files_are_refused);
    tcase_add_test(t, a_key_of_many_kilobytes_is_refused);
    tcase_add_test(t, pairs_must_fit);
    tcase_add_test(t, a_full_disk_leaves_the_old_file);
    tcase_add_test(t, a_directory_in_the_place_of_a_key_stays);
    tcase_add_test(t, left_overs_of_an_interrupted_run_are_replaced);
    tcase_add_test(t, loaded_keys_cannot_be_changed);
    suite_add_tcase(s, t);
    return s;
}
