#include "desk_act.h"

#include <string.h>

#include "msgid.h"

static const struct desk_act_kind kinds[ACTION__COUNT] = {
    [ACTION_ACCEPT] = {.icon = "check",
                       .hint = N_("The complainant sees at once that the complaint was accepted."),
                       .button = N_("Accept the complaint"),
                       .done = N_("The complaint was accepted."),
                       .versioned = true},
    [ACTION_REJECT] = {.icon = "ban",
                       .label = N_("Explanation for the complainant"),
                       .missing = N_("Explain to the complainant why, and where else to go"),
                       .button = N_("Do not accept"),
                       .done = N_("The complaint was not accepted; the complainant can read why."),
                       .use = "reject",
                       .to_complainant = true,
                       .exclusion = true,
                       .versioned = true},
    [ACTION_ASSIGN] = {.icon = "arrow-forward-up",
                       .label = N_("Instructions"),
                       .button = N_("Assign"),
                       .done = N_("The complaint was assigned."),
                       .assign = true,
                       .versioned = true},
    [ACTION_NOTE] = {.icon = "lock",
                     .hint = N_("Only staff can read this; the complainant never sees it."),
                     .label = N_("Internal note"),
                     .missing = N_("Write the note"),
                     .button = N_("Save the note"),
                     .done = N_("The note was saved."),
                     .mention = true,
                     .files = true},
    [ACTION_MESSAGE] = {.icon = "message",
                        .label = N_("Message to the complainant"),
                        .missing = N_("Write the message"),
                        .button = N_("Send the message"),
                        .done = N_("The message was sent."),
                        .use = "message",
                        .to_complainant = true,
                        .files = true},
    [ACTION_CONTACT] = {.icon = "phone",
                        .label = N_("What was said"),
                        .button = N_("Reached"),
                        .done = N_("The contact was recorded."),
                        .contact = true},
    [ACTION_ASK_MATERIAL] = {.icon = "upload",
                             .label = N_("What is needed, and why"),
                             .missing = N_("Write what the complainant is to supply"),
                             .button = N_("Ask the complainant"),
                             .done = N_("The complainant was asked for material."),
                             .use = "ask",
                             .to_complainant = true,
                             .files = true,
                             .until = true,
                             .versioned = true},
    [ACTION_REPLY] = {.icon = "send",
                      .hint = N_("Say what was found out, what is done about it, and what the complainant can do if it is not settled."),
                      .label = N_("Answer to the complainant"),
                      .missing = N_("Write the answer"),
                      .button = N_("Send the answer"),
                      .done = N_("The answer was sent."),
                      .use = "reply",
                      .to_complainant = true,
                      .given = true,
                      .files = true,
                      .versioned = true},
    [ACTION_OUTCOME] = {.icon = "message",
                        .hint = N_("Whether the complainant accepts the result. Not accepted: the complaint can be reviewed by people who did not handle it, and then by the committee."),
                        .label = N_("What the complainant says to it"),
                        .text_max = 1000,
                        .button = N_("Record it"),
                        .done = N_("What the complainant says to the result was recorded."),
                        .outcome = true,
                        .versioned = true},
    [ACTION_CLOSE] = {.icon = "circle-check",
                      .hint = N_("It is no complaint: it ends without a finding."),
                      .button = N_("Done"),
                      .done = N_("The matter was done."),
                      .versioned = true},
    [ACTION_REOPEN] = {.icon = "refresh",
                       .label = N_("Reason for reopening"),
                       .missing = N_("Give the reason for reopening"),
                       .button = N_("Reopen"),
                       .done = N_("The complaint was reopened."),
                       .versioned = true},
    [ACTION_REVIEW] = {.icon = "users",
                       .hint = N_("It is opened again at the superior unit, or with others of this one; whoever handled it is kept out of it."),
                       .label = N_("Reason for the review"),
                       .missing = N_("Give the reason for the review"),
                       .button = N_("Let others review it"),
                       .done = N_("The complaint goes to people who did not handle it."),
                       .versioned = true},
    [ACTION_DECLINE_REVIEW] = {.icon = "circle-x",
                               .hint = N_("The complainant asked for a review."),
                               .label = N_("Why there is no review"),
                               .missing = N_("Tell the complainant why there is no review"),
                               .button = N_("Decline the review"),
                               .done = N_("The review was declined; the complainant can read why."),
                               .to_complainant = true,
                               .versioned = true},
    [ACTION_CONFIRM_WITHDRAWAL] = {.icon = "arrow-back-up",
                                   .hint = N_("Ask the complainant whether it is of free will. If it is, the complaint ends with this; if not, it goes on and is looked into."),
                                   .voluntary = true,
                                   .button = N_("Confirm the withdrawal"),
                                   .done = N_("The withdrawal was confirmed."),
                                   .versioned = true},
    [ACTION_DECLINE_WITHDRAWAL] = {.icon = "circle-x",
                                   .label = N_("Reason for going on"),
                                   .missing = N_("Give the reason for going on"),
                                   .button = N_("Go on with the complaint"),
                                   .done = N_("The withdrawal was declined; work goes on."),
                                   .to_complainant = true,
                                   .versioned = true},
    [ACTION_CLASSIFY] = {.icon = "category",
                         .button = N_("Save the classification"),
                         .done = N_("The classification was saved."),
                         .classify = true,
                         .versioned = true},
    [ACTION_PAUSE] = {.icon = "player-pause",
                      .hint = N_("While it is paused the time stands still. The complainant sees that and why."),
                      .label = N_("Evidence"),
                      .missing = N_("Say what shows the reason: who said so, when, which document"),
                      .text_max = 500,
                      .button = N_("Pause"),
                      .done = N_("The time limit is paused."),
                      .clock = true,
                      .pause = true,
                      .versioned = true},
    [ACTION_RESUME] = {.icon = "refresh",
                       .label = N_("Note"),
                       .text_max = 500,
                       .button = N_("Go on"),
                       .done = N_("The time limit runs again."),
                       .clock = true,
                       .versioned = true},
    [ACTION_EXTEND] = {.icon = "calendar",
                       .label = N_("Why more time is needed"),
                       .missing = N_("Say why more time is needed"),
                       .text_max = 1000,
                       .button = N_("Ask for the extension"),
                       .done = N_("The extension was asked for."),
                       .use = "extension",
                       .clock = true,
                       .notice = true,
                       .versioned = true},
    [ACTION_DECIDE_EXTENSION] = {.icon = "clipboard-check",
                                 .label = N_("Your words to the one who asked"),
                                 .text_max = 1000,
                                 .button = N_("Decide"),
                                 .done = N_("The extension was decided."),
                                 .decide = true,
                                 .versioned = true},
    [ACTION_CLOCK_DONE] = {.icon = "check",
                           .hint = N_("For what was done outside of this system, such as a telephone call or a visit."),
                           .label = N_("What was done, when and by whom"),
                           .missing = N_("Write what was done"),
                           .text_max = 500,
                           .button = N_("Record as done"),
                           .done = N_("It was recorded as done."),
                           .clock = true,
                           .versioned = true},
    [ACTION_SPOT] = {.icon = "circle-check",
                     .hint = N_("For what was settled at once, together with the complainant. It ends with this and is not counted as a complaint; who reviews can find it."),
                     .label = N_("What was done, and what the complainant said to it"),
                     .missing = N_("Write what was done"),
                     .button = N_("Record as solved"),
                     .done = N_("It was recorded as solved on the spot."),
                     .versioned = true},
    [ACTION_TURN] = {.icon = "arrow-forward-up",
                     .hint = N_("For what is no complaint. It is answered and then done, without a finding, and is not counted as a complaint; who reviews can find it. It can be turned back."),
                     .label = N_("Answer to the complainant"),
                     .missing = N_("Write the answer"),
                     .button = N_("Turn it and send the answer"),
                     .done = N_("It was turned, and the answer was sent."),
                     .to_complainant = true,
                     .given = true,
                     .turn = true,
                     .versioned = true},
    [ACTION_TURN_BACK] = {.icon = "refresh",
                          .hint = N_("It is handled and counted as a complaint again; its time to settle counts from the day of its reception."),
                          .label = N_("Why it is a complaint after all"),
                          .missing = N_("Say why it is a complaint after all"),
                          .text_max = 1000,
                          .button = N_("Make it a complaint again"),
                          .done = N_("It is a complaint again."),
                          .versioned = true},
    [ACTION_VALIDITY] = {.icon = "category",
                         .label = N_("Why it is so"),
                         .missing = N_("Give the reason"),
                         .text_max = 1000,
                         .button = N_("Save the validity"),
                         .done = N_("The validity was decided."),
                         .validity = true,
                         .versioned = true},
};

const enum complaint_action desk_act_order[] = {
    ACTION_DECIDE_EXTENSION, ACTION_ACCEPT, ACTION_CONFIRM_WITHDRAWAL, ACTION_DECLINE_WITHDRAWAL, ACTION_REPLY,  ACTION_CLOSE,
    ACTION_OUTCOME,
    ACTION_CONTACT,          ACTION_CLASSIFY, ACTION_ASSIGN, ACTION_MESSAGE,          ACTION_ASK_MATERIAL,       ACTION_NOTE,   ACTION_CLOCK_DONE,
    ACTION_PAUSE,            ACTION_RESUME, ACTION_EXTEND,             ACTION_VALIDITY,           ACTION_SPOT,   ACTION_TURN,
    ACTION_TURN_BACK,        ACTION_REJECT, ACTION_REVIEW, ACTION_DECLINE_REVIEW, ACTION_REOPEN,             ACTION__COUNT,
};

const enum complaint_finding desk_findings[] = {
    FINDING_RESPONSIBLE, FINDING_NOT_RESPONSIBLE, FINDING_INVALID, FINDING_LITIGATION, FINDING_NONE,
};

const struct desk_act_kind *desk_act_kind(enum complaint_action action)
{
    return action < ACTION__COUNT && kinds[action].button ? &kinds[action] : 0;
}

bool desk_asks_given(const struct rulebook *b)
{
    const char *rule = b->closing.web_reply ? b->closing.web_reply : "";
    return strcmp(rule, "approved") == 0 || strcmp(rule, "never") == 0;
}

bool desk_act_in(uint64_t allowed, enum complaint_action action)
{
    return action < ACTION__COUNT && (allowed & FLOW_BIT(action)) != 0;
}

/* What the state asks for next; the first of the two that is allowed. */
static void wanted(const struct complaint *c, enum complaint_action want[2])
{
    want[0] = want[1] = ACTION__COUNT;
    if (c->withdraw_us && c->is_open)
        want[0] = ACTION_CONFIRM_WITHDRAWAL;
    else if (c->review_asked_us)
        want[0] = ACTION_REVIEW;
    else if (c->urged)
        want[0] = ACTION_MESSAGE;
    else if (c->state == COMPLAINT_SUBMITTED)
        want[0] = ACTION_ACCEPT;
    else if (c->state == COMPLAINT_PROGRESS || c->state == COMPLAINT_WAITING)
        want[0] = c->assignee_id ? ACTION_REPLY : ACTION_ASSIGN;
    else if (c->state == COMPLAINT_REPLIED)
        want[0] = ACTION_CLOSE;
    if (c->is_open)
        want[1] = ACTION_NOTE;
}

enum complaint_action desk_act_first(const struct complaint *c, uint64_t allowed)
{
    enum complaint_action want[2];
    wanted(c, want);
    for (size_t i = 0; i < 2; i++) {
        if (desk_act_in(allowed, want[i]))
            return want[i];
    }
    return ACTION__COUNT;
}
