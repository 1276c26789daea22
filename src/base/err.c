#include "err.h"

const char *err_name(enum err e)
{
    static const char *const names[ERR__COUNT] = {
        [ERR_NONE] = "none",
        [ERR_NOT_FOUND] = "not_found",
        [ERR_FORBIDDEN] = "forbidden",
        [ERR_SIGN_IN] = "sign_in",
        [ERR_REAUTH] = "reauth",
        [ERR_INPUT] = "input",
        [ERR_MALFORMED] = "malformed",
        [ERR_ENCODING] = "encoding",
        [ERR_METHOD] = "method",
        [ERR_TOO_LARGE] = "too_large",
        [ERR_URI_TOO_LONG] = "uri_too_long",
        [ERR_CSRF] = "csrf",
        [ERR_STALE] = "stale",
        [ERR_STATE] = "state",
        [ERR_ERASED] = "erased",
        [ERR_RATE] = "rate",
        [ERR_EXISTS] = "exists",
        [ERR_RETRY] = "retry",
        [ERR_DB_AWAY] = "db_away",
        [ERR_DB] = "db",
        [ERR_CRYPTO] = "crypto",
        [ERR_IO] = "io",
        [ERR_CONFIG] = "config",
        [ERR_INTERNAL] = "internal",
    };

    if ((unsigned)e >= ERR__COUNT || !names[e])
        return "unknown";
    return names[e];
}
