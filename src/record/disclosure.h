#ifndef REDRESS_DISCLOSURE_H
#define REDRESS_DISCLOSURE_H

#include <stdbool.h>
#include <stdint.h>

/* What is handed to regulators and courts (requirements M4). */
enum disclosure_state { DISCLOSURE_ASKED = 1, DISCLOSURE_HANDED, DISCLOSURE_DROPPED };
struct disclosure {
    int64_t id, complaint_id, asked_by, asked_us, handed_us, pack_id;
    enum disclosure_state state;
    bool with_identity, with_internal;
    int approval, version; /* approval: state of approval.h; 0: none */
    int pack_state;        /* of the pack made last for it, pack_store.h; 0: none */
    int64_t approval_id;
    const char *body_name, *reference, *ground, *handed_to, *handed_way, *asker, *hander, *pack_hash, *number, *title; /* pack_hash: hex, "" */
};
const char *disclosure_state_title(enum disclosure_state state); /* msgids */

#endif
