#ifndef REDRESS_PORTAL_RECEIPT_H
#define REDRESS_PORTAL_RECEIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "str.h"

/*
 * What a receipt promises, in the words that are signed (requirements B4). The signed text is five lines, each ended by one LF:
 *
 *   REDRESS-RECEIPT-1
 *   the complaint number
 *   the moment of receipt, as 2026-08-21T10:06:00Z
 *   the promised moment, in the same form
 *   the SHA-256 of the text filed, 64 lower-case hexadecimal digits
 *
 * A receipt prints these five lines and below them, as the sixth, the signature: all that /verify needs.
 */
#define PORTAL_RECEIPT_MARK "REDRESS-RECEIPT-1"

struct portal_receipt {
    const char *number, *received, *due, *digest; /* received and due in the form above */
    const char *signature;                        /* base64url; "" while it is not signed */
};

struct str portal_receipt_text(struct arena *a, const struct portal_receipt *receipt);
/* The text with the signature below: what is printed and can be pasted at /verify. */
const char *portal_receipt_block(struct arena *a, const struct portal_receipt *receipt);
/* Fill a receipt from facts; signature is "". */
struct portal_receipt portal_receipt_of(struct arena *a, const char *number, int64_t received_us, int64_t due_us, const uint8_t digest[32]);
/*
 * What was pasted: the six lines, with blanks, empty lines and full-width forms around and within forgiven. False when there are not exactly six
 * lines beginning with the mark. Values are not checked: a wrong one makes the signature fail.
 */
bool portal_receipt_read(struct arena *a, const char *pasted, struct portal_receipt *ret_receipt);
/* The instant of such a moment, 0 when it is none. */
int64_t portal_receipt_moment(const char *iso);

#endif
