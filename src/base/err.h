#ifndef REDRESS_ERR_H
#define REDRESS_ERR_H

/*
 * The one error type of the program. A function that can fail returns it, hands its result out through a last
 * parameter named ret_..., and leaves that untouched on failure. A function either logs an error or returns it, never
 * both; page_fail() alone turns an error into a status, a page and a log line.
 */
enum err {
    ERR_NONE = 0,
    ERR_NOT_FOUND,    /* no such thing, or not within what the user may see: 404 */
    ERR_FORBIDDEN,    /* signed in, the thing is visible, the right is missing: 403 */
    ERR_SIGN_IN,      /* nobody is signed in: to the sign-in page */
    ERR_REAUTH,       /* signed in, but the password must be given again */
    ERR_INPUT,        /* a field is wrong; the page shows the form again: 422 */
    ERR_MALFORMED,    /* the request itself is broken: 400 */
    ERR_ENCODING,     /* its text is in another encoding than UTF-8, such as GB18030: 400 with a page of its own */
    ERR_METHOD,       /* no such method on this path: 405 */
    ERR_TOO_LARGE,    /* body over the limit: 413 */
    ERR_URI_TOO_LONG, /* 414 */
    ERR_CSRF,         /* token or origin missing or wrong: 403 with a page of its own */
    ERR_STALE,        /* somebody else saved first: 409, both texts are shown */
    ERR_STATE,        /* the action is not allowed in this state: 409 */
    ERR_ERASED,       /* of the complaint only figures are left, nothing more is written about it: 410 */
    ERR_RATE,         /* too many tries: 429 */
    ERR_EXISTS,       /* a unique key is taken */
    ERR_RETRY,        /* deadlock or conflict: run the whole transaction again */
    ERR_DB_AWAY,      /* the database cannot be reached: 503 */
    ERR_DB,           /* the database refused a statement: 500 */
    ERR_CRYPTO,       /* a seal did not open, or a key is missing: 500 */
    ERR_IO,           /* a file or socket failed: 500 */
    ERR_CONFIG,       /* configuration, key or schema is wrong; the message says which */
    ERR_INTERNAL,     /* a bug: 500 */
    ERR__COUNT
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The stable lower-case name of an error for logs, such as "not_found". Never NULL. */
const char *err_name(enum err e);

/* Leave a function with the first error. Only for functions that own nothing but arena memory. */
#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        enum err try_err_ = (call);                                                                                    \
        if (try_err_ != ERR_NONE)                                                                                      \
            return try_err_;                                                                                           \
    } while (0)

#endif
