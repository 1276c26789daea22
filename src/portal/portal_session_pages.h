#ifndef REDRESS_PORTAL_SESSION_PAGES_H
#define REDRESS_PORTAL_SESSION_PAGES_H

#include "complaint_filing_store.h"
#include "complaint_flow.h"
#include "page.h"
#include "track_sheet_store.h"

/* The session of the tracking pages: number and passcode were given in this browser. Shared by the pages of following a complaint. */
#define PORTAL_TOKEN_BYTES 32
struct portal_session {
    uint8_t token_hash[32], stage_hash[32]; /* stage: files uploaded and not yet sent */
    struct complaint c;
    const struct track_look *look; /* of portal_with_look; else NULL */
};
int64_t portal_session_ttl_us(const struct page *page);
void portal_session_hashes(const uint8_t token[PORTAL_TOKEN_BYTES], struct portal_session *session);
/* ERR_NOT_FOUND: no session, or too old. */
enum err portal_session_open(struct page *page, struct portal_session *ret_session) MUST_CHECK;
/* What is said without a session; what was typed goes with it. */
enum err portal_session_gone(struct page *page) MUST_CHECK;
/* Throw away what is staged: what lay there before this request, what came with it, or both. */
enum err portal_session_drop(struct page *page, const struct portal_session *session, bool old, bool fresh) MUST_CHECK;
/* Run a page on the complaint of the session; without one, ask for number and passcode again. */
enum err portal_with_session(struct page *page, enum err (*run)(struct page *page, struct portal_session *session)) MUST_CHECK;
/* The same for a page that shows all of it: whole in one read, mostly. */
enum err portal_with_look(struct page *page, enum err (*run)(struct page *page, struct portal_session *session)) MUST_CHECK;
/* Of an erased one there is nothing to read and nothing to write. */
enum err portal_session_erased(struct page *page, const struct portal_session *session) MUST_CHECK;
/* What somebody sent is not possible any more: said, with what he typed, on a page that leads to back. */
enum err portal_session_late(struct page *page, const char *back) MUST_CHECK;
/* Whether the workflow lets the complainant do it now. */
bool portal_session_may(const struct portal_session *session, enum complaint_action action);
/* Do it once and go to location with a word of what was done. */
enum err portal_session_act(struct page *page, const struct portal_session *session, struct track_command *command, const char *location, const char *done) MUST_CHECK;

#endif
