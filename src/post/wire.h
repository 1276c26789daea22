#ifndef REDRESS_WIRE_H
#define REDRESS_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

/* How a try to send went. */
enum wire_answer {
    WIRE_TAKEN,
    WIRE_LATER, /* this one is tried again */
    WIRE_NEVER, /* the server will not take this one, however often it is asked */
    WIRE_DOWN,  /* the server takes nothing now: this one and all others are tried again */
};

/*
 * What an SMTP server's code means (RFC 5321 4.2). of_message: it was said of this message, its sender or its receiver, not of the connection. A server that wants us to sign in or to encrypt
 * first would say so of every message.
 */
enum wire_answer wire_smtp(long code, bool of_message);

/* The gateway through which short messages go; members as configured. */
struct wire_gateway {
    const char *url, *body; /* {phone} {text} {id} are filled in */
    const char *type;       /* of the body: form, json */
    const char *accept;     /* stands in the answer of what was taken; "": every 2xx is */
    const char *refuse;     /* words, by commas: what stands in the answer to what will never be taken; "" */
};
struct wire_request {
    const char *url, *body, *content_type; /* body "": none */
};
/* Each value is written as the place where it stands asks: percent-encoded in the address and in forms, as JSON has it in JSON. */
struct wire_request wire_request(struct arena *a, const struct wire_gateway *gateway, const char *phone, const char *text, const char *id);
enum wire_answer wire_http(const struct wire_gateway *gateway, long status, const char *answer);

/* Digits to dial, blanks and hyphens taken out; NULL: this is no telephone number. */
const char *wire_phone(struct arena *a, const char *phone);

/* How long after the n-th failed try (from 1) the next one is: half a minute, doubled each time up to two hours, a quarter more or less by chance (0 to 1000). */
int64_t wire_pause_us(unsigned attempts, unsigned chance);

#endif
