#include <check.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "crypto_common.h"
#include "crypto_fixture.h"
#include "crypto_password.h"
#include "log.h"

Suite *suite_crypto_password(void);

static const struct crypto_password_cost cheap = {1, 64};

static bool refused_for(const char *password, const char *login, const char *word)
{
    const char *weakness = crypto_password_weakness(password, login);

    return weakness && strstr(weakness, word);
}

START_TEST(length_is_counted_in_characters)
{
    ck_assert(refused_for("vK8#tq2!mZw", "lina", "too short"));
    ck_assert_ptr_null(crypto_password_weakness("vK8#tq2!mZwe", "lina"));
    ck_assert(refused_for("春眠不觉晓处处闻啼鸟", "lina", "too short"));
    ck_assert_ptr_null(crypto_password_weakness("春眠不觉晓处处闻啼鸟夜来", "lina"));
    ck_assert(refused_for("", "lina", "too short"));
    ck_assert(refused_for(NULL, "lina", "too short"));
}
END_TEST

START_TEST(the_longest_is_128)
{
    char *long_one = arena_alloc(crypto_arena, 130);

    for (size_t i = 0; i < 129; i++)
        long_one[i] = "x7Qp!uZ3vR"[i % 10 ^ (i / 10 % 2)];
    ck_assert(refused_for(long_one, "", "too long"));
    long_one[128] = '\0';
    ck_assert_ptr_null(crypto_password_weakness(long_one, NULL));
}
END_TEST

START_TEST(bytes_that_are_no_text_are_refused)
{
    ck_assert(refused_for("vK8#tq2!mZwe\xff", "", "cannot be read"));
}
END_TEST

START_TEST(the_sign_in_name_is_refused)
{
    ck_assert(refused_for("vK8#LiNa%tq2!", "lina", "sign-in name"));
    ck_assert(refused_for("lina-vK8#%tq2!", "LINA", "sign-in name"));
    ck_assert(refused_for("vK8#%tq2!-lina", "lina", "sign-in name"));
    ck_assert_ptr_null(crypto_password_weakness("vK8#lin%tq2!", "lin"));
    ck_assert_ptr_null(crypto_password_weakness("vK8#lima%tq2!", "lina"));
    ck_assert_ptr_null(crypto_password_weakness("vK8#lima%tq2!", "a-name-longer-than-the-password"));
}
END_TEST

START_TEST(breached_kinds_are_refused)
{
    static const char *const common[] = {
        "password1234", "Password2024!", "P@ssw0rd2024", "passwordpassword", "adminadmin123", "1234qwerasdf", "qwertyuiop12",
        "poiuytrewq99", "1qaz2wsx3edc", "3edc2wsx1qaz", "zaq12wsxcde3", "!QAZ2wsx#EDC", "1q2w3e4r5t6y", "q1w2e3r4t5y6", "a1b2c3d4e5f6",
        "123456789012", "111111111111", "aaaaaaaaaaaa", "abcabcabcabc", "123123123123", "121212121212", "abcdefghijkl", "zyxwvutsrqpo",
        "987654321098", "woaini1314520", "5201314woaini", "woaini5201314abc", "woaiwojia2008", "zhangwei1990", "wangfang19851010",
        "iloveyou1234", "iloveyoubaby", "ILoveYou!!!!", "letmein12345", "welcome2024!", "superadmin123", "redress-2026", "Tousu123456!",
        "tingsu@2026!", "sunshinemonkey", "dragon123456", "football2024", "summer2024!!", "mypassword12", "13800138000ab", "19900101-0001",
        "aaabbbcccddd", "aabbaabbaabbc", "我爱你我爱你我爱你我爱你", "!@#$%^&*()_+", "147258369147", "qwertyuiop[]", "qazwsxedcrfv",
        "michael19871", "xiaoming1234", "1a2s3d4f5g6h", "changeme1234", "administrator", "trustno1trustno1", "p4$$w0rd!!!!", "4dm1n1str4t0r",
        "beijing2008!", "{~password~}", "china-123456", "asdfghjkl;'1", "zxcvbnm,./12",
    };

    for (size_t i = 0; i < COUNT_OF(common); i++)
        ck_assert_msg(refused_for(common[i], "nobody", "easily guessed"), "%s", common[i]);
}
END_TEST

START_TEST(good_ones_are_taken)
{
    static const char *const good[] = {
        "vK8#tq2!mZwe", "correct horse battery staple", "gusty otter ladles violet gravel", "kZ7pQ2mX9rT4", "3f9a1c77e0b25d48x",
        "春江潮水连海平海上明月共潮生", "Der Regen fiel auf 7 Hüte", "38!@91$7^2&45-6", "nanfeng-zhi-wo-yi", "r3dress.tq.vm8",
    };

    for (size_t i = 0; i < COUNT_OF(good); i++)
        ck_assert_msg(crypto_password_weakness(good[i], "nobody") == NULL, "%s", good[i]);
}
END_TEST

START_TEST(common_takes_any_length)
{
    char *bytes = arena_alloc(crypto_arena, 600);

    ck_assert(crypto_common_password(STR("")));
    ck_assert(crypto_common_password(STR("A")));
    ck_assert(!crypto_common_password(STR("vK8#\0tq2!mZwe")));
    for (size_t i = 0; i < 600; i++)
        bytes[i] = (char)(i * i * 31 + i * 7 + 129);
    ck_assert(!crypto_common_password((struct str){bytes, 512}));
    ck_assert(!crypto_common_password((struct str){bytes, 513}));
    memset(bytes, 'x', 512);
    ck_assert(crypto_common_password((struct str){bytes, 512}));
}
END_TEST

START_TEST(random_bytes_are_taken)
{
    unsigned seed = 1;

    for (int round = 0; round < 300; round++) {
        size_t n = 12 + (size_t)round % 100;
        char *bytes = arena_alloc(crypto_arena, n);

        for (size_t i = 0; i < n; i++) {
            seed = seed * 1103515245 + 12345;
            bytes[i] = (char)(seed >> 16);
        }
        ck_assert(!crypto_common_password((struct str){bytes, n}));
    }
}
END_TEST

START_TEST(hashes_fit_only_their_password)
{
    const char *hash, *other;

    ck_assert_int_eq(crypto_password_hash(crypto_arena, "gusty otter", cheap, &hash), ERR_NONE);
    ck_assert_int_eq(crypto_password_hash(crypto_arena, "gusty otter", cheap, &other), ERR_NONE);
    ck_assert(strncmp(hash, "$argon2id$v=19$m=64,t=1,p=1$", 28) == 0);
    ck_assert_str_ne(hash, other);
    ck_assert(crypto_password_ok(hash, "gusty otter", cheap, NULL));
    ck_assert(!crypto_password_ok(hash, "gusty otteR", cheap, NULL));
    ck_assert(!crypto_password_ok(hash, "", cheap, NULL));
    ck_assert(!crypto_password_ok("nonsense", "gusty otter", cheap, NULL));
}
END_TEST

static double seconds_of(const char *hash, struct crypto_password_cost cost)
{
    struct timespec a, b;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    ck_assert(!crypto_password_ok(hash, "wrong", cost, NULL));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
}

START_TEST(nobody_takes_as_long_as_somebody)
{
    struct crypto_password_cost cost = {2, 8192};
    const char *hash;
    double somebody = 0, nobody = 0, unset = 0;

    ck_assert_int_eq(crypto_password_hash(crypto_arena, "gusty otter", cost, &hash), ERR_NONE);
    for (int i = 0; i < 3; i++) {
        somebody += seconds_of(hash, cost);
        nobody += seconds_of(NULL, cost);
        unset += seconds_of("", cost);
    }
    ck_assert_msg(nobody > somebody / 3 && nobody < somebody * 3, "%g %g", nobody, somebody);
    ck_assert_msg(unset > somebody / 3 && unset < somebody * 3, "%g %g", unset, somebody);
}
END_TEST

START_TEST(impossible_cost_is_an_error)
{
    const char *hash = "untouched";

    ck_assert_int_eq(crypto_password_hash(crypto_arena, "gusty otter", (struct crypto_password_cost){1, 1}, &hash), ERR_CRYPTO);
    ck_assert_str_eq(hash, "untouched");
}
END_TEST

START_TEST(changed_cost_is_outdated)
{
    const char *hash;

    ck_assert_int_eq(crypto_password_hash(crypto_arena, "gusty otter", cheap, &hash), ERR_NONE);
    ck_assert(!crypto_password_outdated(hash, cheap));
    ck_assert(crypto_password_outdated(hash, (struct crypto_password_cost){2, 64}));
    ck_assert(crypto_password_outdated(hash, (struct crypto_password_cost){1, 128}));
    ck_assert(crypto_password_outdated("", cheap));
}
END_TEST

/* A process that holds both slots for a while; it writes a byte when it has them. */
static pid_t hold_slots(int slots, unsigned milliseconds)
{
    int ready[2];
    char byte;
    pid_t pid;

    ck_assert_int_eq(pipe(ready), 0);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        for (int i = 0; i < slots; i++) {
            char path[4200];

            snprintf(path, sizeof path, "%s/password-%d.lock", crypto_dir, i);
            flock(open(path, O_RDONLY | O_CREAT, 0644), LOCK_EX);
        }
        if (write(ready[1], "x", 1) == 1)
            usleep(milliseconds * 1000);
        _exit(0);
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    close(ready[1]);
    return pid;
}

static double wait_for_slot(int held)
{
    struct timespec a, b;
    const char *hash;
    pid_t pid;

    ck_assert_int_eq(crypto_password_hash(crypto_arena, "gusty otter", cheap, &hash), ERR_NONE);
    pid = hold_slots(held, 600);
    clock_gettime(CLOCK_MONOTONIC, &a);
    ck_assert(crypto_password_ok(hash, "gusty otter", cheap, crypto_dir));
    clock_gettime(CLOCK_MONOTONIC, &b);
    ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
}

START_TEST(two_may_run_a_third_waits)
{
    ck_assert_double_lt(wait_for_slot(0), 0.4);
    for (int i = 0; i < 4; i++) /* whichever slot is tried first */
        ck_assert_double_lt(wait_for_slot(1), 0.4);
    ck_assert_double_gt(wait_for_slot(2), 0.4);
}
END_TEST

START_TEST(slots_are_given_back)
{
    const char *hash;
    int fds;

    ck_assert_int_eq(crypto_password_hash(crypto_arena, "gusty otter", cheap, &hash), ERR_NONE);
    fds = dup(0);
    close(fds);
    for (int i = 0; i < 20; i++)
        ck_assert(crypto_password_ok(hash, "gusty otter", cheap, crypto_dir));
    ck_assert_int_eq(dup(0), fds); /* no file was left open */
    close(fds);
}
END_TEST

START_TEST(without_the_directory_there_is_no_bound)
{
    const char *hash;

    log_set_level(LOG_ERROR);
    ck_assert_int_eq(crypto_password_hash(crypto_arena, "gusty otter", cheap, &hash), ERR_NONE);
    ck_assert(crypto_password_ok(hash, "gusty otter", cheap, crypto_path("none")));
}
END_TEST

Suite *suite_crypto_password(void)
{
    Suite *s = suite_create("crypto_password");
    TCase *t = tcase_create("password");

    tcase_add_checked_fixture(t, crypto_up, crypto_down);
    tcase_set_timeout(t, 30);
    tcase_add_test(t, length_is_counted_in_characters);
    tcase_add_test(t, the_longest_is_128);
    tcase_add_test(t, bytes_that_are_no_text_are_refused);
    tcase_add_test(t, the_sign_in_name_is_refused);
    tcase_add_test(t, breached_kinds_are_refused);
    tcase_add_test(t, good_ones_are_taken);
    tcase_add_test(t, common_takes_any_length);
    tcase_add_test(t, random_bytes_are_taken);
    tcase_add_test(t, hashes_fit_only_their_password);
    tcase_add_test(t, nobody_takes_as_long_as_somebody);
    tcase_add_test(t, impossible_cost_is_an_error);
    tcase_add_test(t, changed_cost_is_outdated);
    tcase_add_test(t, two_may_run_a_third_waits);
    tcase_add_test(t, slots_are_given_back);
    tcase_add_test(t, without_the_directory_there_is_no_bound);
    suite_add_tcase(s, t);
    return s;
}
