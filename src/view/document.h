#ifndef REDRESS_DOCUMENT_H
#define REDRESS_DOCUMENT_H

#include "err.h"
#include "str.h"

/* A page that stands for itself: a rendered page with its style put into its head, so that it needs nothing from anywhere and its bytes say all. ERR_INTERNAL: it has no head. In the buffer's arena. */
enum err document_make(const struct buf *page, const char *css, struct buf *ret_document) MUST_CHECK;

#endif
