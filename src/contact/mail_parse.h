#ifndef REDRESS_MAIL_PARSE_H
#define REDRESS_MAIL_PARSE_H

#include "mail.h"

/*
 * A message of RFC 5322 and MIME (libgmime), as its bytes stand in a file. Whatever the bytes are, something is made of them: texts are valid UTF-8 in every charset that the machine knows (GB2312 and GBK are
 * read as GB18030), what is nested too deeply is left out and said. Pure but for reading the file, which has to stay open as long as the files are read.
 */
struct mail_file; /* an attachment, not yet read */
struct mail_parsed {
    struct mail_content content; /* refused: what could not be read at all */
    enum mail_kind kind;
    const char *sent_to[MAIL_TO_MAX]; /* every address that it may have been sent to */
    size_t n_sent_to;
    const char *returned_to[4]; /* of a bounce: Reply-To and From of the mail that came back */
    size_t n_returned_to;
    const struct mail_file *const *files; /* attachments first, then pictures of the text */
    size_t n_files;
    uint64_t body_at; /* where the body begins: what comes before it differs when the same mail comes twice */
};
/* ERR_MALFORMED: no mail at all (nothing that is a header). ERR_IO: the file cannot be read from its beginning. */
enum err mail_parse(struct arena *a, int fd, struct mail_parsed *ret_mail) MUST_CHECK;

const char *mail_file_called(const struct mail_file *file);
/* Its bytes, decoded, in order, by portions. An error of put ends it and is returned. */
enum err mail_file_bytes(const struct mail_file *file, enum err (*put)(void *ctx, const void *bytes, size_t n), void *ctx) MUST_CHECK;

#endif
