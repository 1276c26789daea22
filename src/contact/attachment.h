#ifndef REDRESS_ATTACHMENT_H
#define REDRESS_ATTACHMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

#define ATTACHMENT_CHUNK (256u * 1024u)

struct attachment {
    int64_t id, complaint_id, message_id, bytes, at_us;
    const char *code, *name, *media_type;
    uint8_t sha256[32];
    bool internal;
    int coarse; /* how much of at_us is shown: hiding.h of src/complaint; 0: all */
};

/*
 * Whether a file of this name and this found type (libmagic) is taken: PDF, JPEG, PNG (bar section 2). Both must agree. NULL when it is,
 * else the msgid of the reason.
 */
const char *attachment_refusal(const char *name, const char *found_type);
/* The same of what staff keep to themselves: recordings of calls besides, as MP3, WAV, M4A, OGG or AMR. */
const char *attachment_refusal_internal(const char *name, const char *found_type);
/* For the hint beside the control and the accept attribute. */
extern const char attachment_accept[]; /* ".pdf,.jpg,.jpeg,.png" */
extern const char attachment_accept_internal[];

#endif
