#ifndef REDRESS_PORTAL_RECEIPT_PAGES_H
#define REDRESS_PORTAL_RECEIPT_PAGES_H

#include "complaint_filing_store.h"
#include "draft_store.h"
#include "page.h"
#include "portal_told_form.h"

/* The draft of this browser and the complaint it became. ERR_NOT_FOUND: no such draft; ERR_STATE: not sent yet. */
enum err portal_receipt_load(struct page *page, struct draft_stored *ret_draft, struct filed *ret_filed) MUST_CHECK;
/* The page of the receipt with what was typed into it. */
enum err portal_receipt_answer(struct page *page, const struct portal_telling *telling, const struct http_form_errors *errors) MUST_CHECK;

#endif
