#include "config_load.h"

#include <cyaml/cyaml.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_PATH "/etc/redress/redress.yaml"
#define PASSWORD_MAX 200

/* ---- the schema: one row per setting ---- */

#define TEXT(key, type, member) CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, type, member, 0, 1000)
#define NUMBER(key, type, member) CYAML_FIELD_UINT(key, CYAML_FLAG_OPTIONAL, type, member)
#define YES_NO(key, type, member) CYAML_FIELD_BOOL(key, CYAML_FLAG_OPTIONAL, type, member)

static const cyaml_schema_field_t site_fields[] = {
    TEXT("public_url", struct config, site.public_url), TEXT("staff_url", struct config, site.staff_url),
    TEXT("timezone", struct config, site.timezone),     TEXT("number_prefix", struct config, site.number_prefix),
    YES_NO("metrics_open", struct config, site.metrics_open), NUMBER("texts_age_ms", struct config, site.texts_age_ms), CYAML_FIELD_END};
static const cyaml_schema_field_t path_fields[] = {
    TEXT("templates", struct config, paths.templates),   TEXT("locale", struct config, paths.locale),
    TEXT("migrations", struct config, paths.migrations), TEXT("keys", struct config, paths.keys),
    TEXT("run", struct config, paths.run),               TEXT("anchors", struct config, paths.anchors),
    CYAML_FIELD_END};
#define ACCOUNT_FIELDS(name)                                                                                                               \
    static const cyaml_schema_field_t name##_account_fields[] = {                                                                          \
        TEXT("user", struct config, database.name.user), TEXT("password_file", struct config, database.name.password_file), CYAML_FIELD_END}
ACCOUNT_FIELDS(public_pool);
ACCOUNT_FIELDS(staff_pool);
ACCOUNT_FIELDS(jobs);
ACCOUNT_FIELDS(owner);
/* The nested mappings keep offsets from the beginning of struct config, so each is declared at offset 0. */
#define PART(name, fields)                                                                                                                 \
    {                                                                                                                                      \
        .key = (name), .data_offset = 0, .value = { CYAML_VALUE_MAPPING(CYAML_FLAG_OPTIONAL, struct config, fields) }                      \
    }
static const cyaml_schema_field_t database_fields[] = {
    TEXT("socket", struct config, database.socket),
    TEXT("host", struct config, database.host),
    NUMBER("port", struct config, database.port),
    TEXT("name", struct config, database.name),
    TEXT("tls_ca", struct config, database.tls_ca),
    NUMBER("connect_timeout_s", struct config, database.connect_timeout_s),
    NUMBER("io_timeout_s", struct config, database.io_timeout_s),
    PART("public_pool", public_pool_account_fields),
    PART("staff_pool", staff_pool_account_fields),
    PART("jobs", jobs_account_fields),
    PART("owner", owner_account_fields),
    CYAML_FIELD_END};
#define POOL_FIELDS(name)                                                                                                                  \
    static const cyaml_schema_field_t name##_fields[] = {TEXT("listen", struct config, name.listen),                                       \
                                                         TEXT("socket_group", struct config, name.socket_group),                           \
                                                         NUMBER("workers", struct config, name.workers),                                   \
                                                         NUMBER("backlog", struct config, name.backlog),                                   \
                                                         NUMBER("recycle_requests", struct config, name.recycle_requests),                 \
                                                         NUMBER("request_timeout_s", struct config, name.request_timeout_s),               \
                                                         NUMBER("memory_mib", struct config, name.memory_mib),                             \
                                                         CYAML_FIELD_END}
POOL_FIELDS(public_pool);
POOL_FIELDS(staff_pool);
static const cyaml_schema_field_t limit_fields[] = {NUMBER("body_kib", struct config, limits.body_kib),
                                                    NUMBER("upload_mib", struct config, limits.upload_mib),
                                                    NUMBER("files_per_message", struct config, limits.files_per_message),
                                                    NUMBER("text_chars", struct config, limits.text_chars),
                                                    NUMBER("title_chars", struct config, limits.title_chars),
                                                    NUMBER("message_chars", struct config, limits.message_chars),
                                                    NUMBER("draft_days", struct config, limits.draft_days),
                                                    NUMBER("staff_draft_days", struct config, limits.staff_draft_days),
                                                    NUMBER("draft_code_minutes", struct config, limits.draft_code_minutes),
                                                    NUMBER("staged_hours", struct config, limits.staged_hours),
                                                    NUMBER("list_rows", struct config, limits.list_rows),
                                                    NUMBER("bulk_rows", struct config, limits.bulk_rows),
                                                    NUMBER("bulk_days", struct config, limits.bulk_days),
                                                    NUMBER("export_rows", struct config, limits.export_rows),
                                                    NUMBER("export_days", struct config, limits.export_days),
                                                    NUMBER("erasure_days", struct config, limits.erasure_days),
                                                    CYAML_FIELD_END};
static const cyaml_schema_field_t security_fields[] = {NUMBER("idle_minutes", struct config, security.idle_minutes),
                                                       NUMBER("absolute_hours", struct config, security.absolute_hours),
                                                       NUMBER("reauth_minutes", struct config, security.reauth_minutes),
                                                       NUMBER("track_minutes", struct config, security.track_minutes),
                                                       NUMBER("argon_passes", struct config, security.argon_passes),
                                                       NUMBER("argon_memory_kib", struct config, security.argon_memory_kib),
                                                       NUMBER("sign_in_tries", struct config, security.sign_in_tries),
                                                       NUMBER("sign_in_window_s", struct config, security.sign_in_window_s),
                                                       NUMBER("filings_per_hour", struct config, security.filings_per_hour),
                                                       NUMBER("lookups_per_hour", struct config, security.lookups_per_hour),
                                                       NUMBER("question_filings", struct config, security.question_filings),
                                                       NUMBER("question_lookups", struct config, security.question_lookups),
                                                       NUMBER("question_pressure", struct config, security.question_pressure),
                                                       NUMBER("answers_per_hour", struct config, security.answers_per_hour),
                                                       NUMBER("upload_mib_per_hour", struct config, security.upload_mib_per_hour),
                                                       NUMBER("receipts_per_day", struct config, security.receipts_per_day),
                                                       NUMBER("notices_per_address", struct config, security.notices_per_address),
                                                       CYAML_FIELD_END};
static const cyaml_schema_field_t job_fields[] = {NUMBER("poll_ms", struct config, jobs.poll_ms), NUMBER("batch", struct config, jobs.batch),
                                                  NUMBER("claim_s", struct config, jobs.claim_s), NUMBER("memory_mib", struct config, jobs.memory_mib), CYAML_FIELD_END};
static const cyaml_schema_field_t post_fields[] = {TEXT("mail_url", struct config, post.mail_url),
                                                   TEXT("mail_tls", struct config, post.mail_tls),
                                                   TEXT("mail_ca", struct config, post.mail_ca),
                                                   TEXT("mail_user", struct config, post.mail_user),
                                                   TEXT("mail_password_file", struct config, post.mail_password_file),
                                                   TEXT("mail_from", struct config, post.mail_from),
                                                   TEXT("sms_url", struct config, post.sms_url),
                                                   TEXT("sms_method", struct config, post.sms_method),
                                                   TEXT("sms_type", struct config, post.sms_type),
                                                   TEXT("sms_body", struct config, post.sms_body),
                                                   TEXT("sms_headers_file", struct config, post.sms_headers_file),
                                                   TEXT("sms_accept", struct config, post.sms_accept),
                                                   TEXT("sms_refuse", struct config, post.sms_refuse),
                                                   TEXT("sms_ca", struct config, post.sms_ca),
                                                   NUMBER("timeout_s", struct config, post.timeout_s),
                                                   NUMBER("attempts", struct config, post.attempts),
                                                   CYAML_FIELD_END};
static const cyaml_schema_field_t mail_in_fields[] = {TEXT("reply_address", struct config, mail_in.reply_address), TEXT("maildir", struct config, mail_in.maildir),
                                                      NUMBER("message_mib", struct config, mail_in.message_mib), NUMBER("files", struct config, mail_in.files),
                                                      NUMBER("per_hour", struct config, mail_in.per_hour), NUMBER("keep_days", struct config, mail_in.keep_days),
                                                      CYAML_FIELD_END};
static const cyaml_schema_field_t testing_fields[] = {TEXT("clock_file", struct config, testing.clock_file), CYAML_FIELD_END};
static const cyaml_schema_field_t top_fields[] = {PART("site", site_fields),
                                                  PART("paths", path_fields),
                                                  PART("database", database_fields),
                                                  PART("public_pool", public_pool_fields),
                                                  PART("staff_pool", staff_pool_fields),
                                                  PART("limits", limit_fields),
                                                  PART("security", security_fields),
                                                  PART("jobs", job_fields),
                                                  PART("post", post_fields),
                                                  PART("mail_in", mail_in_fields),
                                                  PART("testing", testing_fields),
                                                  TEXT("log_level", struct config, log_level),
                                                  CYAML_FIELD_END};
static const cyaml_schema_value_t top_schema = {CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct config, top_fields)};

/* ---- defaults and bounds ---- */

struct number_rule {
    const char *section, *key;
    size_t offset, size;
    uint64_t fallback, least, most;
};
#define RULE(section, key, member, fallback, least, most)                                                                                  \
    {section, key, offsetof(struct config, member), sizeof(((struct config *)NULL)->member), fallback, least, most}
static const struct number_rule number_rules[] = {
    RULE("site", "texts_age_ms", site.texts_age_ms, 1000, 1, 60000),
    RULE("database", "port", database.port, 3306, 1, 65535),
    RULE("database", "connect_timeout_s", database.connect_timeout_s, 3, 1, 60),
    RULE("database", "io_timeout_s", database.io_timeout_s, 4, 1, 300),
    RULE("public_pool", "workers", public_pool.workers, 4, 1, 256),
    RULE("public_pool", "backlog", public_pool.backlog, 1024, 1, 65535),
    RULE("public_pool", "recycle_requests", public_pool.recycle_requests, 100000, 1, 1000000000),
    RULE("public_pool", "request_timeout_s", public_pool.request_timeout_s, 60, 5, 3600),
    RULE("public_pool", "memory_mib", public_pool.memory_mib, 1024, 128, 65536),
    RULE("staff_pool", "workers", staff_pool.workers, 4, 1, 256),
    RULE("staff_pool", "backlog", staff_pool.backlog, 1024, 1, 65535),
    RULE("staff_pool", "recycle_requests", staff_pool.recycle_requests, 100000, 1, 1000000000),
    RULE("staff_pool", "request_timeout_s", staff_pool.request_timeout_s, 60, 5, 3600),
    RULE("staff_pool", "memory_mib", staff_pool.memory_mib, 1024, 128, 65536),
    RULE("limits", "body_kib", limits.body_kib, 256, 16, 4096),
    RULE("limits", "upload_mib", limits.upload_mib, 20, 1, 1024),
    RULE("limits", "files_per_message", limits.files_per_message, 5, 1, 50),
    RULE("limits", "text_chars", limits.text_chars, 20000, 500, 100000),
    RULE("limits", "title_chars", limits.title_chars, 40, 10, 100),
    RULE("limits", "message_chars", limits.message_chars, 5000, 100, 20000),
    RULE("limits", "draft_days", limits.draft_days, 7, 1, 90),
    RULE("limits", "staff_draft_days", limits.staff_draft_days, 14, 1, 90),
    RULE("limits", "draft_code_minutes", limits.draft_code_minutes, 60, 5, 1440),
    RULE("limits", "staged_hours", limits.staged_hours, 24, 1, 720),
    RULE("limits", "list_rows", limits.list_rows, 50, 10, 200),
    RULE("limits", "bulk_rows", limits.bulk_rows, 200, 10, 200),
    RULE("limits", "bulk_days", limits.bulk_days, 30, 1, 365),
    RULE("limits", "export_rows", limits.export_rows, 20000, 100, 1000000),
    RULE("limits", "export_days", limits.export_days, 7, 1, 90),
    RULE("limits", "erasure_days", limits.erasure_days, 30, 1, 365),
    RULE("security", "idle_minutes", security.idle_minutes, 30, 1, 1440),
    RULE("security", "absolute_hours", security.absolute_hours, 12, 1, 168),
    RULE("security", "reauth_minutes", security.reauth_minutes, 10, 1, 720),
    RULE("security", "track_minutes", security.track_minutes, 60, 5, 1440),
    RULE("security", "argon_passes", security.argon_passes, 3, 1, 20),
    RULE("security", "argon_memory_kib", security.argon_memory_kib, 65536, 8, 4194304),
    RULE("security", "sign_in_tries", security.sign_in_tries, 5, 1, 1000000),
    RULE("security", "sign_in_window_s", security.sign_in_window_s, 900, 10, 86400),
    RULE("security", "filings_per_hour", security.filings_per_hour, 120, 1, 1000000000),
    RULE("security", "lookups_per_hour", security.lookups_per_hour, 300, 1, 1000000000),
    RULE("security", "question_filings", security.question_filings, 5, 1, 1000000000),
    RULE("security", "question_lookups", security.question_lookups, 20, 1, 1000000000),
    RULE("security", "question_pressure", security.question_pressure, 300, 1, 1000000),
    RULE("security", "answers_per_hour", security.answers_per_hour, 20, 1, 1000000),
    RULE("security", "upload_mib_per_hour", security.upload_mib_per_hour, 2000, 1, 1000000000),
    RULE("security", "receipts_per_day", security.receipts_per_day, 5, 1, 1000),
    RULE("security", "notices_per_address", security.notices_per_address, 10, 1, 1000000),
    RULE("jobs", "poll_ms", jobs.poll_ms, 1000, 10, 60000),
    RULE("jobs", "batch", jobs.batch, 100, 1, 10000),
    RULE("jobs", "claim_s", jobs.claim_s, 120, 10, 3600),
    RULE("jobs", "memory_mib", jobs.memory_mib, 1024, 512, 65536),
    RULE("post", "timeout_s", post.timeout_s, 15, 1, 120),
    RULE("post", "attempts", post.attempts, 60, 1, 1000),
    RULE("mail_in", "message_mib", mail_in.message_mib, 50, 1, 200),
    RULE("mail_in", "files", mail_in.files, 20, 1, 50),
    RULE("mail_in", "per_hour", mail_in.per_hour, 30, 1, 1000000),
    RULE("mail_in", "keep_days", mail_in.keep_days, 180, 1, 3650),
};

struct text_rule {
    const char *section, *key;
    size_t offset;
    const char *fallback; /* NULL: must be given */
};
#define WORDS(section, key, member, fallback) {section, key, offsetof(struct config, member), fallback}
static const struct text_rule text_rules[] = {
    WORDS("site", "public_url", site.public_url, NULL),
    WORDS("site", "staff_url", site.staff_url, NULL),
    WORDS("site", "timezone", site.timezone, "Asia/Shanghai"),
    WORDS("site", "number_prefix", site.number_prefix, "TS"),
    WORDS("paths", "templates", paths.templates, NULL),
    WORDS("paths", "locale", paths.locale, NULL),
    WORDS("paths", "migrations", paths.migrations, NULL),
    WORDS("paths", "keys", paths.keys, NULL),
    WORDS("paths", "run", paths.run, NULL),
    WORDS("paths", "anchors", paths.anchors, ""),
    WORDS("database", "socket", database.socket, ""),
    WORDS("database", "host", database.host, ""),
    WORDS("database", "name", database.name, "redress"),
    WORDS("database", "tls_ca", database.tls_ca, ""),
    WORDS("database.public_pool", "user", database.public_pool.user, "redress_public"),
    WORDS("database.public_pool", "password_file", database.public_pool.password_file, ""),
    WORDS("database.staff_pool", "user", database.staff_pool.user, "redress_staff"),
    WORDS("database.staff_pool", "password_file", database.staff_pool.password_file, ""),
    WORDS("database.jobs", "user", database.jobs.user, "redress_jobs"),
    WORDS("database.jobs", "password_file", database.jobs.password_file, ""),
    WORDS("database.owner", "user", database.owner.user, "redress_owner"),
    WORDS("database.owner", "password_file", database.owner.password_file, ""),
    WORDS("public_pool", "listen", public_pool.listen, NULL),
    WORDS("public_pool", "socket_group", public_pool.socket_group, ""),
    WORDS("staff_pool", "listen", staff_pool.listen, NULL),
    WORDS("staff_pool", "socket_group", staff_pool.socket_group, ""),
    WORDS("post", "mail_url", post.mail_url, ""),
    WORDS("post", "mail_tls", post.mail_tls, "require"),
    WORDS("post", "mail_ca", post.mail_ca, ""),
    WORDS("post", "mail_user", post.mail_user, ""),
    WORDS("post", "mail_password_file", post.mail_password_file, ""),
    WORDS("post", "mail_from", post.mail_from, ""),
    WORDS("post", "sms_url", post.sms_url, ""),
    WORDS("post", "sms_method", post.sms_method, "POST"),
    WORDS("post", "sms_type", post.sms_type, "form"),
    WORDS("post", "sms_body", post.sms_body, "phone={phone}&text={text}"),
    WORDS("post", "sms_headers_file", post.sms_headers_file, ""),
    WORDS("post", "sms_accept", post.sms_accept, ""),
    WORDS("post", "sms_refuse", post.sms_refuse, ""),
    WORDS("post", "sms_ca", post.sms_ca, ""),
    WORDS("mail_in", "reply_address", mail_in.reply_address, ""),
    WORDS("mail_in", "maildir", mail_in.maildir, ""),
    WORDS("testing", "clock_file", testing.clock_file, ""),
    WORDS("", "log_level", log_level, "info"),
};

static uint64_t number_get(const struct config *config, const struct number_rule *rule)
{
    const char *at = (const char *)config + rule->offset;
    if (rule->size == sizeof(uint64_t)) {
        uint64_t value;
        memcpy(&value, at, sizeof value);
        return value;
    }
    unsigned value;
    memcpy(&value, at, sizeof value);
    return value;
}

static void number_set(struct config *config, const struct number_rule *rule, uint64_t number)
{
    char *at = (char *)config + rule->offset;
    unsigned narrow = (unsigned)number;
    if (rule->size == sizeof(uint64_t))
        memcpy(at, &number, sizeof number);
    else
        memcpy(at, &narrow, sizeof narrow);
}

/* The line a key stands in, for messages about values that the schema alone cannot judge; 0 when it is absent. */
static int line_of(const char *path, const char *section, const char *key)
{
    FILE *in = fopen(path, "re");
    if (!in)
        return 0;
    const char *last = strrchr(section, '.');
    const char *name = last ? last + 1 : section;
    char line[2000];
    bool inside = !*section;
    int at = 0, found = 0;
    while (!found && fgets(line, sizeof line, in)) {
        at++;
        char *text = line + strspn(line, " ");
        size_t word = strcspn(text, ":");
        if (*text != '#' && strlen(name) == word && strncmp(text, name, word) == 0 && *name)
            inside = true;
        else if (inside && strlen(key) == word && strncmp(text, key, word) == 0)
            found = at;
    }
    fclose(in);
    return found;
}

static enum err check_numbers(const char *path, struct config *config)
{
    enum err result = ERR_NONE;
    for (size_t i = 0; i < COUNT_OF(number_rules); i++) {
        const struct number_rule *rule = &number_rules[i];
        uint64_t value = number_get(config, rule);
        if (value == 0) {
            number_set(config, rule, rule->fallback);
        } else if (value < rule->least || value > rule->most) {
            fprintf(stderr, "%s:%d: %s.%s is %" PRIu64 ", but must be between %" PRIu64 " and %" PRIu64 "\n", path,
                    line_of(path, rule->section, rule->key), rule->section, rule->key, value, rule->least, rule->most);
            result = ERR_CONFIG;
        }
    }
    return result;
}

static const char *const log_levels[] = {[LOG_DEBUG] = "debug", [LOG_INFO] = "info", [LOG_WARN] = "warn", [LOG_ERROR] = "error"};

static bool begins(const char *text, const char *one, const char *other)
{
    return strncmp(text, one, strlen(one)) == 0 || strncmp(text, other, strlen(other)) == 0;
}

static bool is_any(const char *text, const char *const *words)
{
    for (; *words; words++) {
        if (strcmp(text, *words) == 0)
            return true;
    }
    return false;
}

/* What is sent out; empty addresses switch a way off. */
static enum err check_post(const char *path, const struct config *config)
{
    static const char *const tls[] = {"require", "try", "none", NULL}, *const methods[] = {"POST", "GET", NULL}, *const types[] = {"form", "json", NULL};
    const struct config_post *p = &config->post;
    const struct {
        bool bad;
        const char *key, *why;
    } checks[] = {
        {*p->mail_url && !begins(p->mail_url, "smtp://", "smtps://"), "mail_url", "must begin with smtp:// or smtps://"},
        {*p->mail_url && !strchr(p->mail_from, '@'), "mail_from", "must be the address that mails come from, such as complaints@example.com"},
        {!is_any(p->mail_tls, tls), "mail_tls", "must be require, try or none"},
        {*p->mail_user && !*p->mail_password_file, "mail_password_file", "is missing beside mail_user"},
        {*p->sms_url && !begins(p->sms_url, "https://", "http://"), "sms_url", "must begin with https:// or http://"},
        {!is_any(p->sms_method, methods), "sms_method", "must be POST or GET"},
        {!is_any(p->sms_type, types), "sms_type", "must be form or json"},
        {*p->sms_url && !strstr(p->sms_url, "{phone}") && !strstr(p->sms_body, "{phone}"), "sms_body", "or sms_url must say where {phone} goes"},
        {*p->sms_url && !strstr(p->sms_url, "{text}") && !strstr(p->sms_body, "{text}"), "sms_body", "or sms_url must say where {text} goes"},
    };
    for (size_t i = 0; i < COUNT_OF(checks); i++) {
        if (!checks[i].bad)
            continue;
        fprintf(stderr, "%s:%d: post.%s %s\n", path, line_of(path, "post", checks[i].key), checks[i].key, checks[i].why);
        return ERR_CONFIG;
    }
    return ERR_NONE;
}

static enum err check_words(const char *path, const struct config *config)
{
    for (size_t i = 0; i < COUNT_OF(log_levels); i++)
        if (strcmp(config->log_level, log_levels[i]) == 0)
            return ERR_NONE;
    fprintf(stderr, "%s:%d: log_level is %s, but must be debug, info, warn or error\n", path, line_of(path, "", "log_level"), config->log_level);
    return ERR_CONFIG;
}

enum log_level config_log_level(const struct config *config)
{
    for (size_t i = 0; i < COUNT_OF(log_levels); i++)
        if (strcmp(config->log_level, log_levels[i]) == 0)
            return (enum log_level)i;
    return LOG_INFO;
}

static enum err check_texts(const char *path, struct config *config)
{
    enum err result = ERR_NONE;
    for (size_t i = 0; i < COUNT_OF(text_rules); i++) {
        const struct text_rule *rule = &text_rules[i];
        const char **at = (const char **)(void *)((char *)config + rule->offset);
        if (!*at && !rule->fallback) {
            fprintf(stderr, "%s: %s.%s is missing and has no default\n", path, rule->section, rule->key);
            result = ERR_CONFIG;
        } else if (!*at) {
            *at = rule->fallback;
        }
    }
    if (result == ERR_NONE)
        result = check_words(path, config);
    if (result == ERR_NONE)
        result = check_post(path, config);
    if (result == ERR_NONE && !*config->database.socket && !*config->database.host) {
        fprintf(stderr, "%s: database needs a socket or a host\n", path);
        result = ERR_CONFIG;
    }
    return result;
}

/* cyaml reports what is wrong, then where: "in mapping field 'x' (line: 3, column: 5)". */
__attribute__((format(printf, 3, 0))) static void say(cyaml_log_t level, void *ctx, const char *fmt, va_list args)
{
    if (level < CYAML_LOG_ERROR)
        return;
    char line[500];
    vsnprintf(line, sizeof line, fmt, args);
    fprintf(stderr, "%s: %s", (const char *)ctx, line);
}

enum err config_load(const char *path, struct config **ret_config)
{
    if (!path)
        path = getenv("REDRESS_CONFIG");
    if (!path || !*path)
        path = DEFAULT_PATH;
    char name[1000];
    snprintf(name, sizeof name, "%s", path);
    cyaml_config_t how = {.log_fn = say, .log_ctx = name, .mem_fn = cyaml_mem, .log_level = CYAML_LOG_ERROR};
    struct config *config = NULL;
    cyaml_err_t e = cyaml_load_file(path, &how, &top_schema, (cyaml_data_t **)&config, NULL);
    if (e != CYAML_OK || !config) {
        fprintf(stderr, "%s: the configuration cannot be read: %s\n", path, e == CYAML_OK ? "it is empty" : cyaml_strerror(e));
        return ERR_CONFIG;
    }
    enum err numbers = check_numbers(path, config), texts = check_texts(path, config);
    if (numbers != ERR_NONE || texts != ERR_NONE)
        return ERR_CONFIG;
    *ret_config = config;
    return ERR_NONE;
}

void config_print_settings(void)
{
    puts("| `site.metrics_open` | no (yes or no) |");
    for (size_t i = 0; i < COUNT_OF(text_rules); i++)
        printf("| `%s%s%s` | %s |\n", text_rules[i].section, *text_rules[i].section ? "." : "", text_rules[i].key,
               !text_rules[i].fallback ? "required" : *text_rules[i].fallback ? text_rules[i].fallback : "none");
    for (size_t i = 0; i < COUNT_OF(number_rules); i++)
        printf("| `%s.%s` | %" PRIu64 " (%" PRIu64 " to %" PRIu64 ") |\n", number_rules[i].section, number_rules[i].key,
               number_rules[i].fallback, number_rules[i].least, number_rules[i].most);
}

enum err config_secret(const char *path, char *text, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0) {
        fprintf(stderr, "%s: the password file cannot be read: %s\n", path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return ERR_CONFIG;
    }
    if (info.st_mode & 077) {
        fprintf(stderr, "%s: others may read this password file; run: chmod 0400 %s\n", path, path);
        close(fd);
        return ERR_CONFIG;
    }
    ssize_t n = read(fd, text, size - 1);
    close(fd);
    if (n <= 0) {
        fprintf(stderr, "%s: the password file is empty\n", path);
        return ERR_CONFIG;
    }
    text[n] = '\0';
    return ERR_NONE;
}

static enum err read_password(const char *path, char **ret_password)
{
    char *text = calloc(1, PASSWORD_MAX + 1);
    if (!text || config_secret(path, text, PASSWORD_MAX + 1) != ERR_NONE) {
        free(text);
        return ERR_CONFIG;
    }
    text[strcspn(text, "\r\n")] = '\0';
    *ret_password = text;
    return ERR_NONE;
}

enum err config_database(const struct config *config, unsigned pool, struct db_config *ret_db)
{
    const char *user = config->database.owner.user, *file = config->database.owner.password_file;
    if (pool == DB_PUBLIC) {
        user = config->database.public_pool.user;
        file = config->database.public_pool.password_file;
    } else if (pool == DB_STAFF) {
        user = config->database.staff_pool.user;
        file = config->database.staff_pool.password_file;
    } else if (pool == DB_JOBS) {
        user = config->database.jobs.user;
        file = config->database.jobs.password_file;
    }
    char *password = NULL;
    if (*file)
        TRY(read_password(file, &password));
    *ret_db = (struct db_config){
        .socket = *config->database.socket ? config->database.socket : NULL,
        .host = *config->database.host ? config->database.host : NULL,
        .port = config->database.port,
        .name = config->database.name,
        .user = user,
        .password = password,
        .tls_ca = *config->database.tls_ca ? config->database.tls_ca : NULL,
        .connect_timeout_s = config->database.connect_timeout_s,
        .io_timeout_s = config->database.io_timeout_s,
    };
    return ERR_NONE;
}
