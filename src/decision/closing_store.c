#include "closing_store.h"

#include "complaint_class_store.h"
#include "complaint_clock.h"
#include "msgid.h"
#include "once_store.h"
#include "rulebook_store.h"

struct asking {
    struct arena *arena;
    const struct complaint_writer *writer;
    const struct closing_asking *asking;
    const char *location, *why;
};

static enum err refuse(struct asking *k, const char *why)
{
    k->why = why;
    return ERR_INPUT;
}

/* The chain for what the complaint is now, with the cause and so on that the words themselves bring along only when it is closed. */
static enum err chain_of(struct db *db, struct asking *k, const struct complaint *c, const struct rb_chain **ret_chain)
{
    const struct rulebook *book;
    struct complaint_class class;
    int64_t version_id;
    TRY(rulebook_in_force(db, k->arena, &book, &version_id));
    TRY(complaint_class_load(db, k->arena, c->id, &class));
    const struct rb_facts facts = complaint_facts(k->arena, c, &class, k->writer->now_us);
    *ret_chain = gate_chain(book, &facts, k->asking->closing->basis);
    return ERR_NONE;
}

static enum err run(struct db *db, void *ctx)
{
    struct asking *k = ctx;
    const struct closing_asking *asking = k->asking;
    const struct rb_chain *chain;
    struct complaint c;
    permission_set rights;
    int64_t paper_id, approval_id;
    uint8_t hash[32];
    k->location = asking->once_location;
    k->why = NULL;
    enum err e = once_claim(db, k->arena, asking->once_hash, asking->once_location, k->writer->now_us, &k->location);
    if (e != ERR_NONE)
        return e == ERR_EXISTS ? ERR_NONE : e;
    TRY(complaint_lock(db, k->arena, asking->number));
    TRY(complaint_load(db, k->arena, k->writer->user, asking->number, &c, &rights));
    if (c.part || !(rights & PERMISSION_BIT(MAY_CLOSE)))
        return ERR_FORBIDDEN;
    if (!c.is_open || complaint_is_turned(&c))
        return ERR_STATE;
    TRY(chain_of(db, k, &c, &chain));
    if (!chain)
        return refuse(k, N_("Nobody has to agree to closing on this basis"));
    TRY(closing_paper_write(db, k->arena, k->writer, &c, asking->closing, asking->version, false, &paper_id));
    closing_hash(k->arena, asking->closing, hash);
    const struct approval_ask ask = {.chain = chain, .basis = asking->closing->basis, .title = asking->title, .body = asking->body, .hash = hash};
    e = approval_ask(db, k->arena, k->writer, &c, &ask, &approval_id);
    if (e == ERR_EXISTS)
        return refuse(k, N_("An approval of closing is asked for already"));
    if (e == ERR_STATE)
        return refuse(k, N_("Nobody holds the role that has to agree; an administrator can grant it"));
    TRY(e);
    return complaint_save(db, k->arena, &c);
}

enum err closing_ask(struct db *db, struct arena *a, const struct complaint_writer *w, const struct closing_asking *asking, const char **ret_location, const char **ret_why)
{
    struct asking k = {.arena = a, .writer = w, .asking = asking};
    enum err e = db_tx(db, run, &k);
    *ret_why = k.why;
    if (e == ERR_NONE)
        *ret_location = k.location;
    return e;
}
