#ifndef REDRESS_TEST_CRYPTO_FIXTURE_H
#define REDRESS_TEST_CRYPTO_FIXTURE_H

#include "crypto_keys.h"
#include "str.h"

/*
 * For suites that need keys: an arena, and an empty directory that is removed afterwards. Use as a checked fixture, so that each
 * test has its own.
 */
extern struct arena *crypto_arena;
extern char crypto_dir[];
void crypto_up(void);
void crypto_down(void);

/* crypto_dir with all keys in it, and those of one pool loaded. */
void crypto_make_keys(void);
struct crypto_keys *crypto_load(enum crypto_pool pool);
/* Loading must be refused; the sentence. */
const char *crypto_refused(enum crypto_pool pool);
/* Put text into a file of crypto_dir in the place of what is there. */
void crypto_put(const char *file, const char *text);
const char *crypto_get(const char *file);
const char *crypto_path(const char *file);
/* A key in text: n bytes that are all fill. */
const char *crypto_key_text(size_t n, int fill);

/* Run work in a process of its own and expect it to end by abort(). */
void crypto_expect_abort(void (*work)(void));

#endif
