#ifndef REDRESS_DESK_PACK_PAGES_H
#define REDRESS_DESK_PACK_PAGES_H

#include "page.h"
#include "pack.h"

/* A pack that is to be made. The caller has asked for the rights and, where the identity is shown, for the reason. */
struct desk_pack_wish {
    enum pack_scope scope;
    enum pack_identity identity;
    bool whole;
    const char *reason, *body_name, *reference; /* "" none */
    int64_t disclosure_id;                      /* 0: of none */
    const char *location;                       /* where the form leads */
};
/*
 * Make the file from what the user sees of the complaint, store it with its event (and that the identity was looked at), and leave the signature to jobs. ERR_NOT_FOUND: he sees only a part of it.
 * ERR_STATE: the texts were erased.
 */
enum err desk_pack_create(struct page *page, const char *number, const struct desk_pack_wish *wish, const char **ret_location) MUST_CHECK;

#endif
