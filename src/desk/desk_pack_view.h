#ifndef REDRESS_DESK_PACK_VIEW_H
#define REDRESS_DESK_PACK_VIEW_H

#include "approval.h"
#include "desk_case_view.h"
#include "pack_case.h"

/* What a pack is made of. */
struct desk_pack {
    const struct desk_case *x;
    const struct pack_case *k;
    const struct approval *approvals;
    size_t n_approvals;
    struct pack_head head;
    const struct identity *who; /* as far as it may be shown or has to be taken out of texts; NULL: nothing is known of it */
    pack_sha *sha;
    const char *reason, *body_name, *reference; /* why the identity is shown; of a disclosure to whom, and their number; "" */
};
/* The unsigned file, what is to be signed and its hash. */
struct str desk_pack_make(struct page *page, const struct desk_pack *d, struct str *ret_manifest, uint8_t ret_hash[32]);

/* The page of packs: {{#PACK}} rows are filled by the caller's list. */
struct desk_pack_line {
    int64_t id, made_us, bytes;
    enum pack_scope scope;
    enum pack_identity identity;
    int state; /* of pack_store.h: 1 waits, 2 ready, 3 not signed, 4 gone */
    const char *maker, *hash;
    bool mine; /* he may fetch it */
};
void desk_pack_fill(struct page *page, struct tpl *t, const struct desk_case *x, const struct desk_pack_line *list, size_t n);

#endif
