#ifndef REDRESS_MAIL_H
#define REDRESS_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "str.h"

/* A mail that came in (requirements C1, C3, L4): what it is, what is written in it, what becomes of it. Pure. */
enum mail_kind {
    MAIL_ORDINARY = 1, /* somebody wrote it */
    MAIL_AUTOMATIC,    /* a machine answers, or it went to many at once */
    MAIL_BOUNCE,       /* something of ours could not be delivered */
    MAIL_LOOP,         /* it comes from an address of our own, or has gone in circles */
    MAIL_MANY,         /* more from one sender, or about one complaint, within an hour than security allows */
    MAIL_KIND__END
};
enum mail_state {
    MAIL_COMING = 1, /* to be put to its complaint by jobs */
    MAIL_WAITS,      /* for intake staff */
    MAIL_REGISTERED, /* became a complaint */
    MAIL_ADDED,      /* staff put it to a complaint */
    MAIL_NONE,       /* is no complaint; why stands with it */
    MAIL_ANSWER,     /* came under the reply address of a complaint and stands with it */
    MAIL_RECORDED,   /* automatic: nobody needs to look at it */
    MAIL_STATE__END
};
const char *mail_kind_title(enum mail_kind kind);    /* msgid */
const char *mail_state_title(enum mail_state state); /* msgid */

#define MAIL_TEXT_MAX ((size_t)512 << 10) /* bytes of a text that are kept */
#define MAIL_TO_MAX 50                    /* recipients that are looked at */
#define MAIL_REASON_CHARS 500

/* What its head says, for telling what kind of mail it is. */
struct mail_head {
    bool null_sender;        /* Return-Path: <> */
    bool report;             /* multipart/report: about a delivery */
    unsigned received;       /* how many servers it has come through */
    const char *auto_submitted, *auto_suppress, *precedence, *list_id; /* as they stand; "" where not */
};
/* Whether a machine made it. subject in the clear; from: the address. Loops by address are the caller's, who knows our own. */
enum mail_kind mail_kind_of(const struct mail_head *head, const char *subject, const char *from);

/*
 * Cut what is quoted from earlier mail off a reply: what stands from the line on that mail programs put before it, in Chinese and English, or lines with > at the end. Nothing is cut when nothing would be
 * left. Both are parts of text.
 */
void mail_split(struct str text, struct str *ret_own, struct str *ret_quoted);

/*
 * Text of HTML: what is to be read of it, with the line breaks of its blocks and nothing that acts. Any bytes that are valid UTF-8; the result is at most MAIL_TEXT_MAX.
 */
const char *mail_html_text(struct arena *a, struct str html);
/* Put stars in the place of word wherever it stands, in any case: the sender of a complaint that is not named does not stand in its text. Words of fewer than two characters are left. */
const char *mail_mask(struct arena *a, const char *text, const char *word);
/* The same for every word that may be an address or a telephone number: one with @, or with seven digits or more. */
const char *mail_mask_contacts(struct arena *a, const char *text);
/* A file name as it may be kept: the part after any path, in one line, at most 200 bytes with its extension; one made of the type where there is none. */
const char *mail_file_name(struct arena *a, struct str name, const char *media_type, size_t number);

/* A file that was not kept, and why. */
struct mail_refused {
    const char *name, *message; /* msgid, may hold one %d */
    int number;
};
/* What is kept of a mail, sealed: texts never NULL. */
struct mail_content {
    const char *from, *name, *to, *subject, *text, *quoted, *message_id;
    const char *returned; /* Message-ID of the mail of ours that a bounce is about */
    bool cut;             /* the text was longer than what is kept */
    const struct mail_refused *refused;
    size_t n_refused;
};
struct str mail_write(struct arena *a, const struct mail_content *m);
bool mail_read(struct arena *a, struct str json, struct mail_content *ret_m);
/* The part of it that becomes a message: the text without what is quoted, after it the files that were not kept, in the complaint's language, at most max_chars. */
const char *mail_message(struct arena *a, const struct mail_content *m, bool zh, size_t max_chars);

/* A mail as lists and pages have it. */
struct mail {
    int64_t id, unit_id, complaint_id, message_id, at_us, due_us, decided_by, decided_us, reviewed_us;
    const char *code; /* 26 characters, in addresses */
    enum mail_kind kind;
    enum mail_state state;
    const char *unit_zh, *unit_en, *number, *decided, *reviewed, *reason; /* number: of its complaint, "" none; decided, reviewed: names */
    int64_t n_files;
    bool gone; /* its text is not kept any more: its time is over, or the complaint made of it is not named */
    struct mail_content content;
};

#endif
