#ifndef REDRESS_PAPER_H
#define REDRESS_PAPER_H

#include "approval.h"
#include "arena.h"
#include "permission.h"

/*
 * Papers about a complaint (requirements G2, H3, H5): opinion letters, reports to the management and whatever else the rulebook names, written by sections, agreed to, made final with an exact copy, delivered.
 * The closing report is a paper too, written on the page that closes. Pure; the numbers are those of the schema.
 */
enum paper_state { PAPER_DRAFT = 1, PAPER_ASKED, PAPER_FINAL, PAPER_DELIVERED, PAPER_DROPPED, PAPER_REPLACED, PAPER_STATE__END };
enum paper_action { PAPER_SAVE = 1, PAPER_ASK, PAPER_FINISH, PAPER_DELIVER, PAPER_DROP };
#define PAPER_OPINION "opinion"
#define PAPER_MANAGEMENT "management"
#define PAPER_CLOSING "closing" /* kind and code of the closing report */

struct paper_section {
    const char *code, *body;
};
struct paper {
    int64_t id, complaint_id, author_id, begun_us, changed_us, final_us, delivered_us; /* 0: not */
    int64_t replaces_id; /* the final paper of which it is a new version; 0: none */
    int n, version; /* n: the how manieth paper of the complaint it is */
    enum paper_state state;
    const char *code, *kind, *title, *author;
    const char *way, *to, *proof; /* of the delivery, "" where there is none */
    const uint8_t *sha256;        /* of its copy; NULL: it has none */
    struct paper_section *sections; /* in order of their codes, without those of the closing form; only paper_load */
    size_t n_sections;
};
const char *paper_state_title(enum paper_state state);   /* msgids, "" unknown */
const char *paper_action_title(enum paper_action action);
const char *paper_section_text(const struct paper *p, const char *code); /* "" when nothing is written */

/* How its approval stands: an approval does not tell what it is about, so it is asked. */
enum paper_consent {
    PAPER_NOT_ASKED, /* nobody has to agree, or nobody was asked yet */
    PAPER_WAITS,     /* asked for, and not decided */
    PAPER_AGREED,    /* given, for exactly these words, by the chain that has to be walked now */
    PAPER_OUTDATED,  /* given, but the words or the chain changed since */
    PAPER_SENT_BACK, PAPER_TAKEN_BACK
};
/* approval: the newest about it, NULL none; chain: that has to be walked, NULL none; hash: paper_hash of the words as they are. */
enum paper_consent paper_consent(const struct approval *approval, const struct rb_chain *chain, const uint8_t hash[32]);

bool paper_replaceable(const struct paper *p); /* final: a new version may be written, and takes its place once that is final */
bool paper_answers(const struct paper *p, const char *way); /* delivered so, it is the answer to the complainant: an opinion letter that left the house (requirements L4.36) */

/*
 * Whether something can be done with it. ERR_STATE with *ret_why (msgid): not now; ERR_FORBIDDEN: opinion letters are made final and delivered by who may answer the complainant, everything else by who may
 * investigate. needs: a chain has to be walked.
 */
enum err paper_decide(const struct paper *p, enum paper_action action, permission_set rights, enum paper_consent consent, bool needs, const char **ret_why) MUST_CHECK;

/* By which it is delivered; NULL-terminated words of forms and rows, and their msgids. */
extern const char *const paper_ways[]; /* hand, mail, courier, email, web, internal */
const char *paper_way_title(const char *way);

#define PAPER_TITLE_MAX 100
#define PAPER_PROOF_MAX 2000
#define PAPER_TO_MAX 100

#endif
