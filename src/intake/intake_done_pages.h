#ifndef REDRESS_INTAKE_DONE_PAGES_H
#define REDRESS_INTAKE_DONE_PAGES_H

#include "page.h"

/* After a complaint is registered: what comes next, and its papers. */
enum err intake_done_get(struct page *page);
enum err intake_receipt_get(struct page *page);
enum err intake_done_sheet_get(struct page *page);

#endif
