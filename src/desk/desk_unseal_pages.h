#ifndef REDRESS_DESK_UNSEAL_PAGES_H
#define REDRESS_DESK_UNSEAL_PAGES_H

#include "page.h"

/* The page on which custodians ask to see who complained confidentially and look, and whoever agrees reads why (/reveal of a confidential complaint). */
enum err desk_unseal_get(struct page *page) MUST_CHECK;
enum err desk_unseal_post(struct page *page) MUST_CHECK;

#endif
