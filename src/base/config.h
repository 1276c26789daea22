#ifndef REDRESS_CONFIG_H
#define REDRESS_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The configuration file, read once at start by config_load (app) and never changed. Every limit is here, with its default in
 * config_load.c and a sentence in README's table. Secrets are files named by it.
 */
struct config {
    struct {
        const char *public_url, *staff_url; /* as people type them: for QR codes, links and /verify; for new accounts */
        const char *timezone;               /* of units without one of their own */
        const char *number_prefix;          /* of complaint numbers: "TS" */
        unsigned texts_age_ms;              /* how old what public pages know of units, categories and texts may be */
        bool metrics_open;                  /* /metrics answers anyone, not only localhost */
    } site;
    struct {
        const char *templates, *locale, *migrations, *keys, *run; /* directories */
        const char *anchors; /* file that signed anchors are appended to; "": none */
    } paths;
    struct config_database {
        const char *socket, *host, *name, *tls_ca;
        unsigned port, connect_timeout_s, io_timeout_s;
        struct {
            const char *user, *password_file; /* password_file "" for socket authentication */
        } public_pool, staff_pool, jobs, owner;
    } database;
    struct config_pool {
        const char *listen; /* "unix:/path" or "127.0.0.1:9000" */
        const char *socket_group;
        unsigned workers, backlog, recycle_requests, request_timeout_s, memory_mib;
    } public_pool, staff_pool;
    struct {
        uint64_t body_kib, upload_mib; /* bodies without files; one file */
        unsigned files_per_message, text_chars, title_chars, message_chars;
        unsigned draft_days, staff_draft_days, staged_hours, draft_code_minutes; /* drafts kept, of the public and of staff; files never sent */
        unsigned list_rows, bulk_rows, bulk_days; /* of one page; of one action on many, and how long what came of it is kept */
        unsigned erasure_days;                    /* how long the list of what will be erased stands before it is */
        unsigned export_rows, export_days;        /* of a list as a file, and how long it is kept */
    } limits;
    struct {
        unsigned idle_minutes, absolute_hours, reauth_minutes, track_minutes;
        unsigned argon_passes, argon_memory_kib;
        unsigned sign_in_tries, sign_in_window_s;   /* per account and address before delays begin */
        unsigned filings_per_hour, lookups_per_hour; /* per address */
        unsigned question_filings, question_lookups; /* per address and hour, from which on a question is asked */
        unsigned question_pressure;                  /* filings in all within ten minutes; 0: never */
        unsigned answers_per_hour;                   /* wrong ones to that question, per address */
        unsigned upload_mib_per_hour;                /* of files on the website, per address */
        unsigned receipts_per_day;                   /* sent again, and changes of where to, of one complaint */
        unsigned notices_per_address;                /* and day: how often one address is given on the website to be told there */
    } security;
    struct {
        unsigned poll_ms, batch, claim_s, memory_mib; /* memory_mib: address space of `redress jobs`, and of `redress mail-in` */
    } jobs;
    struct config_post { /* notices out (requirements L4); mail_url or sms_url "": that way is off */
        const char *mail_url;  /* "smtp://host:25", "smtps://host:465" */
        const char *mail_tls;  /* of smtp://: require (STARTTLS or nothing is sent), try, none */
        const char *mail_ca;   /* certificates to trust; "": those of the system */
        const char *mail_user, *mail_password_file;
        const char *mail_from; /* address */
        const char *sms_url, *sms_method, *sms_type, *sms_body; /* POST or GET; form or json; {phone} {text} {id} */
        const char *sms_headers_file;                           /* "Name: value" lines, secrets among them */
        const char *sms_accept, *sms_refuse;                    /* what stands in the answer to what was taken, and to what never will be */
        const char *sms_ca;
        unsigned timeout_s, attempts;
    } post;
    struct {
        const char *reply_address; /* under which answers to notices find their complaint; "": none is offered */
        const char *maildir;       /* that jobs take mails from; "": none */
        uint64_t message_mib;      /* of one mail */
        unsigned files, per_hour, keep_days; /* kept of one mail; of one sender; what was dealt with */
    } mail_in;
    struct {
        const char *clock_file; /* the test clock's shift; "": none, as in every installation that people rely on */
    } testing;
    const char *log_level;
};

#endif
