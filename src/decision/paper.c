#include "paper.h"

#include <string.h>

#include "msgid.h"

const char *paper_state_title(enum paper_state state)
{
    static const char *const titles[PAPER_STATE__END] = {
        [PAPER_DRAFT] = N_("Draft"), [PAPER_ASKED] = N_("Approval asked for"), [PAPER_FINAL] = N_("Final"), [PAPER_DELIVERED] = N_("Delivered"), [PAPER_DROPPED] = N_("Dropped"),
        [PAPER_REPLACED] = N_("Replaced"),
    };
    return (unsigned)state < PAPER_STATE__END && titles[state] ? titles[state] : "";
}

const char *paper_action_title(enum paper_action action)
{
    switch (action) {
    case PAPER_SAVE: return N_("Save");
    case PAPER_ASK: return N_("Ask for approval");
    case PAPER_FINISH: return N_("Make it final");
    case PAPER_DELIVER: return N_("Record the delivery");
    case PAPER_DROP: return N_("Drop it");
    }
    return "";
}

const char *paper_section_text(const struct paper *p, const char *code)
{
    for (size_t i = 0; i < p->n_sections; i++) {
        if (strcmp(p->sections[i].code, code) == 0)
            return p->sections[i].body;
    }
    return "";
}

enum paper_consent paper_consent(const struct approval *approval, const struct rb_chain *chain, const uint8_t hash[32])
{
    if (!approval)
        return PAPER_NOT_ASKED;
    switch (approval->state) {
    case APPROVAL_OPEN: return PAPER_WAITS;
    case APPROVAL_SENT_BACK: return PAPER_SENT_BACK;
    case APPROVAL_WITHDRAWN: return PAPER_TAKEN_BACK;
    case APPROVAL_GIVEN:
    case APPROVAL_STATE__END: break;
    }
    bool same = approval->hash && memcmp(approval->hash, hash, 32) == 0 && (!chain || strcmp(approval->chain, chain->code) == 0);
    return same ? PAPER_AGREED : PAPER_OUTDATED;
}

static const char *not_now(const struct paper *p, enum paper_action action, enum paper_consent consent, bool needs)
{
    bool open = p->state == PAPER_DRAFT || p->state == PAPER_ASKED;
    if (strcmp(p->kind, PAPER_CLOSING) == 0)
        return N_("The closing report is written on the page that closes the complaint");
    if (action == PAPER_DELIVER)
        return p->state == PAPER_FINAL ? NULL : p->state == PAPER_DELIVERED ? N_("The delivery is recorded already") : N_("It has to be final before it is delivered");
    if (action == PAPER_DROP)
        return open ? NULL : p->state == PAPER_FINAL ? N_("It is final, and its copy is archived: it cannot be dropped. Write a new version; once that is final it takes the place of this one")
                                                     : N_("What was delivered, dropped or replaced stays as it is");
    if (!open)
        return p->state == PAPER_DROPPED    ? N_("It was dropped")
               : p->state == PAPER_REPLACED ? N_("A new version took its place")
                                            : N_("It is final; nothing changes it any more. Write a new version if it is wrong");
    if (consent == PAPER_WAITS)
        return N_("Its approval is not decided yet; until then its words stay as they are");
    if (action == PAPER_ASK && !needs)
        return N_("Nobody has to agree to this paper");
    if (action == PAPER_ASK && consent == PAPER_AGREED)
        return N_("It was agreed to already");
    if (action == PAPER_FINISH && needs && consent != PAPER_AGREED)
        return consent == PAPER_OUTDATED ? N_("What was agreed to was changed since; ask for approval again") : N_("It has to be agreed to before it is final");
    return NULL;
}

bool paper_replaceable(const struct paper *p)
{
    return strcmp(p->kind, PAPER_CLOSING) != 0 && (p->state == PAPER_FINAL || p->state == PAPER_DELIVERED);
}

bool paper_answers(const struct paper *p, const char *way)
{
    return strcmp(p->kind, PAPER_OPINION) == 0 && *way && strcmp(way, "internal") != 0;
}

enum err paper_decide(const struct paper *p, enum paper_action action, permission_set rights, enum paper_consent consent, bool needs, const char **ret_why)
{
    bool outward = strcmp(p->kind, PAPER_OPINION) == 0 && (action == PAPER_FINISH || action == PAPER_DELIVER);
    *ret_why = NULL;
    if (!(rights & PERMISSION_BIT(outward ? MAY_REPLY : MAY_INVESTIGATE))) {
        *ret_why = outward ? N_("Who may answer the complainant makes an opinion letter final and has it delivered") : N_("Your role does not allow this for the complaint");
        return ERR_FORBIDDEN;
    }
    *ret_why = not_now(p, action, consent, needs);
    return *ret_why ? ERR_STATE : ERR_NONE;
}

const char *const paper_ways[] = {"hand", "mail", "courier", "email", "web", "internal", NULL};

const char *paper_way_title(const char *way)
{
    static const char *const titles[] = {
        N_("Handed over in person"), N_("Registered mail"), N_("Courier"), N_("E-mail"), N_("Tracking page"), N_("Within the organisation"),
    };
    for (size_t i = 0; paper_ways[i]; i++) {
        if (strcmp(paper_ways[i], way) == 0)
            return titles[i];
    }
    return "";
}
