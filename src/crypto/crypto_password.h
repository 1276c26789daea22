#ifndef REDRESS_CRYPTO_PASSWORD_H
#define REDRESS_CRYPTO_PASSWORD_H

#include <stdbool.h>

#include "str.h"

/* Cost of Argon2id; the defaults are bar section 2's: 3 passes over 64 MiB. */
struct crypto_password_cost {
    unsigned passes, memory_kib;
};
#define CRYPTO_PASSWORD_MIN 12  /* code points */
#define CRYPTO_PASSWORD_MAX 128

/* Why a new password is refused, as an English msgid, or NULL: too short, too long, one of the breached ones, the login. */
const char *crypto_password_weakness(const char *password, const char *login);
/* The storable hash, in the arena. ERR_CRYPTO when memory ran out. */
enum err crypto_password_hash(struct arena *a, const char *password, struct crypto_password_cost cost,
                              const char **ret_hash) MUST_CHECK;
/* True when it fits. A NULL or empty hash works on a dummy so that unknown names take as long. At most two run at a time on the host
 * (advisory locks on two files of lock_dir; NULL: no bound). */
bool crypto_password_ok(const char *hash, const char *password, struct crypto_password_cost cost, const char *lock_dir);
bool crypto_password_outdated(const char *hash, struct crypto_password_cost cost);

#endif
