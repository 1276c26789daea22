#ifndef REDRESS_PORTAL_RECEIPT_VIEW_H
#define REDRESS_PORTAL_RECEIPT_VIEW_H

#include "attachment.h"
#include "clock.h"
#include "page.h"
#include "portal_receipt.h"

/* Everything that a receipt shows. Texts are never NULL. */
struct portal_receipt_sheet {
    int64_t id; /* of the complaint; 0 where nobody asks */
    const char *number, *passcode; /* passcode "" where it is not known: on the tracking page */
    const char *category, *place, *title, *body, *who, *phone;
    int64_t received_us, due_us;     /* due: when the answer is promised, 0: not said */
    const struct clock_set *clocks;  /* of which the promised ones are told */
    bool anonymous;
    const struct attachment *files;
    size_t n_files;
    const char *back; /* where the printable page leads back to */
};

/* The signed lines of a sheet. ERR_CRYPTO without the receipt key. */
enum err portal_receipt_sign(struct page *page, const struct portal_receipt_sheet *sheet, struct portal_receipt *ret_receipt) MUST_CHECK;

/* The page after sending, and the sheet for paper. ERR_CRYPTO as above. */
enum err portal_view_receipt(struct page *page, struct tpl *t, const struct portal_receipt_sheet *sheet) MUST_CHECK;
enum err portal_view_receipt_print(struct page *page, struct tpl *t, const struct portal_receipt_sheet *sheet) MUST_CHECK;

#endif
