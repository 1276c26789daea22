#include "desk_bulk.h"

#include "msgid.h"

static const struct desk_bulk_kind kinds[BULK__COUNT] = {
    [BULK_ASSIGN] = {.permission = MAY_ASSIGN,
                     .title = N_("Assign"),
                     .button = N_("Assign them"),
                     .hint = N_("Each goes to this department and person; who has it now no longer has it."),
                     .label = N_("Words with it"),
                     .person = true,
                     .department = true,
                     .text = true},
    [BULK_DISPATCH] = {.permission = MAY_DISPATCH,
                       .title = N_("Send to a department"),
                       .button = N_("Send them"),
                       .hint = N_("Each gets a slip to this department, with the date that the rules set for it."),
                       .label = N_("What is asked"),
                       .department = true,
                       .text = true,
                       .text_needed = true},
    [BULK_REMIND] = {.permission = MAY_DISPATCH,
                     .title = N_("Remind of open slips"),
                     .button = N_("Send the reminders"),
                     .hint = N_("Every department that has not answered yet is reminded."),
                     .label = N_("Words with the reminder"),
                     .text = true},
    [BULK_TAG] = {.permission = MAY_NOTE, .title = N_("Put a tag on"), .button = N_("Put the tag on"), .hint = N_("Only staff see tags."), .word = true},
    [BULK_UNTAG] = {.permission = MAY_NOTE, .title = N_("Take a tag off"), .button = N_("Take the tag off"), .hint = N_("Complaints without this tag stay as they are."), .word = true},
    [BULK_CLOSE] = {.permission = MAY_CLOSE,
                    .title = N_("Close answered ones"),
                    .button = N_("Close them"),
                    .hint = N_("Each complainant sees the finding; only staff can read the reasons."),
                    .label = N_("Reasons of the finding"),
                    .text = true,
                    .text_needed = true,
                    .finding = true},
};

const struct desk_bulk_kind *desk_bulk_kind(enum bulk_action action)
{
    return &kinds[action < BULK__COUNT ? action : BULK_ASSIGN];
}

bool desk_bulk_may(const struct access_user *user, enum bulk_action action)
{
    return access_may(user, desk_bulk_kind(action)->permission);
}

bool desk_bulk_any(const struct access_user *user)
{
    for (int i = 0; i < BULK__COUNT; i++) {
        if (desk_bulk_may(user, (enum bulk_action)i))
            return true;
    }
    return false;
}

static enum desk_bulk_verdict of_flow(const struct complaint *c, enum complaint_action action, permission_set rights)
{
    enum complaint_state to;
    enum err e = flow_decide(c, action, rights, &to);
    return e == ERR_NONE ? BULK_FITS : e == ERR_FORBIDDEN ? BULK_NO_RIGHT : BULK_NOT_NOW;
}

/* Only what was answered is closed by the dozen. */
static enum desk_bulk_verdict judge_closing(const struct complaint *c, permission_set rights)
{
    if (!(rights & PERMISSION_BIT(MAY_CLOSE)))
        return BULK_NO_RIGHT;
    if (c->state != COMPLAINT_REPLIED)
        return BULK_NOT_REPLIED;
    if (c->open_slips > 0)
        return BULK_OPEN_SLIPS;
    return of_flow(c, ACTION_CLOSE, rights);
}

static enum desk_bulk_verdict judge_slips(const struct complaint *c, permission_set rights, bool remind)
{
    if (!(rights & PERMISSION_BIT(MAY_DISPATCH)))
        return BULK_NO_RIGHT;
    if (!c->is_open || c->merged_into_id)
        return BULK_NOT_NOW;
    return remind && c->open_slips == 0 ? BULK_NO_SLIP : BULK_FITS;
}

enum desk_bulk_verdict desk_bulk_judge(enum bulk_action action, const struct complaint *c, permission_set rights, int version)
{
    bool tag = action == BULK_TAG || action == BULK_UNTAG;
    if (!c)
        return BULK_GONE;
    if (tag)
        return c->part ? BULK_PART : rights & PERMISSION_BIT(MAY_NOTE) ? BULK_FITS : BULK_NO_RIGHT;
    if (action == BULK_REMIND)
        return judge_slips(c, rights, true);
    if (c->version != version)
        return BULK_CHANGED;
    if (action == BULK_DISPATCH)
        return judge_slips(c, rights, false);
    return action == BULK_CLOSE ? judge_closing(c, rights) : of_flow(c, ACTION_ASSIGN, rights);
}
