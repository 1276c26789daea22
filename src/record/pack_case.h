#ifndef REDRESS_PACK_CASE_H
#define REDRESS_PACK_CASE_H

#include "attachment.h"
#include "message.h"
#include "pack.h"
#include "timeline.h"

/* What of a complaint stands in other tables than its head, as a pack tells it; all of it, oldest first. Names are of people and places, for show. */
struct pack_step { /* an event as it is chained */
    struct event event;
    int key_kind, key_version;
    uint8_t hash[32];
};
struct pack_slip {
    int number, kind, state, returns, reminders;
    bool late;
    int64_t sent_us, due_us, answered_us, done_us;
    const char *from_zh, *from_en, *to_zh, *to_en, *sender, *request;
};
struct pack_finding { /* of the investigation of one matter */
    int position;
    int64_t at_us;
    const char *facts, *sources, *interviews, *evidence, *conclusion, *remedy, *first, *last;
};
struct pack_paper {
    int64_t id, begun_us, final_us, delivered_us;
    int state;
    const char *kind, *title, *author, *delivered_way, *delivered_to, *proof;
};
struct pack_section_text {
    int64_t paper_id;
    const char *code, *body;
};
struct pack_copy { /* archived copy of a final paper */
    int64_t paper_id;
    const char *language;
    uint8_t sha256[32];
};
struct pack_money {
    int64_t cents, proposed_us, approved_us, paid_us;
    int state;
    bool reward;
    const char *standard, *reason, *proposer, *payer, *way, *voucher;
};
struct pack_item { /* put before the committee */
    int state;
    int64_t proposed_us, decided_us;
    const char *why, *question, *decision, *body, *follow_up;
};
struct pack_case {
    struct pack_step *steps;
    struct message *messages;
    struct attachment *files;
    struct pack_slip *slips;
    struct pack_finding *findings;
    struct pack_paper *papers;
    struct pack_section_text *sections;
    struct pack_copy *copies;
    struct pack_money *money;
    struct pack_item *items;
    size_t n_steps, n_messages, n_files, n_slips, n_findings, n_papers, n_sections, n_copies, n_money, n_items;
};

#endif
