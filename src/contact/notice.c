#include "notice.h"

#include <string.h>

#include "err.h"
#include "msgid.h"
#include "post.h"

#define SUBSTITUTE N_("For %s, who is away")

const struct notice_kind notice_kinds[] = {
    {"clock_warn", "bell", N_("A date is near"), SUBSTITUTE, false, 0},
    {"clock_due", "alert-triangle", N_("Reminder: a date has passed"), SUBSTITUTE, true, 0},
    {"clock_escalated", "alert-circle", N_("Overdue, passed on to you"), SUBSTITUTE, true, POST_MAIL},
    {"extension_asked", "clock", N_("More time is asked for; please decide"), SUBSTITUTE, false, 0},
    {"extension_decided", "clock", N_("Your request for more time was decided"), SUBSTITUTE, false, 0},
    {"extension_lapsed", "clock", N_("Your request for more time was not decided before the date"), SUBSTITUTE, false, 0},
    {"approval_asked", "clipboard-check", N_("Please decide"), SUBSTITUTE, false, 0},
    {"approval_given", "circle-check", N_("What you asked for was approved"), SUBSTITUTE, false, 0},
    {"approval_sent_back", "arrow-back-up", N_("What you asked for was sent back"), SUBSTITUTE, false, 0},
    {"approval_late", "alert-triangle", N_("Reminder: an approval is late"), SUBSTITUTE, true, POST_MAIL},
    {"committee_asked", "users", N_("Something was put before the committee"), SUBSTITUTE, false, 0},
    {"committee_invited", "calendar", N_("You are invited to a meeting of the committee"), SUBSTITUTE, true, 0},
    {"committee_changed", "calendar", N_("A meeting of the committee was changed"), SUBSTITUTE, true, 0},
    {"committee_cancelled", "circle-x", N_("A meeting of the committee was cancelled"), SUBSTITUTE, true, 0},
    {"committee_decided", "clipboard-check", N_("The committee has decided"), SUBSTITUTE, false, 0},
    {"committee_follow", "clipboard-check", N_("The committee asks you to do something"), SUBSTITUTE, true, 0},
    {"committee_late", "alert-triangle", N_("Reminder: what the committee asked for is not done"), SUBSTITUTE, true, POST_MAIL},
    {"committee_joint", "calendar", N_("The joint meeting is due; its figures are being made"), SUBSTITUTE, false, 0},
    {"callback_dissatisfied", "alert-triangle", N_("A complainant said when called back that he is not satisfied"), SUBSTITUTE, false, 0},
    {"callback_wished", "phone", N_("A complainant who was called back already wishes for another call"), SUBSTITUTE, false, 0},
    {"check_changed", "refresh", N_("A spot check changed the finding of a complaint; please answer it"), SUBSTITUTE, true, 0},
    {"check_false", "alert-triangle", N_("A spot check found a false closing; please answer it"), SUBSTITUTE, true, 0},
    {"check_answered", "message", N_("The unit answered your spot check"), SUBSTITUTE, false, 0},
    {"material_late", "clock", N_("The time to supply material has passed; the clocks go on"), SUBSTITUTE, false, 0},
    {"withdraw_forced", "alert-circle", N_("A complainant did not withdraw of free will; please look into it"), SUBSTITUTE, true, 0},
    {"urged", "bell", N_("The complainant asks how it stands; please tell"), SUBSTITUTE, true, 0},
    {"review_asked", "refresh", N_("Not solved, says the complainant: please decide about a review"), SUBSTITUTE, true, 0},
    {"review_unplaced", "alert-triangle", N_("A review was asked for, but everybody here has handled the complaint: please find somebody"), SUBSTITUTE, true, 0},
    {"review_begun", "refresh", N_("A complaint for review: please give it to somebody who did not handle it"), SUBSTITUTE, false, 0},
    {"assigned", "arrow-forward-up", N_("Assigned to you"), SUBSTITUTE, false, 0},
    {"merged", "arrow-forward-up", N_("Two complaints were merged"), SUBSTITUTE, false, 0},
    {"mail_received", "mail", N_("E-mail has come in; please look at it"), SUBSTITUTE, false, 0},
    {"mail_late", "alert-triangle", N_("Reminder: e-mail waits past its date"), SUBSTITUTE, true, POST_MAIL},
    {"mail_after", "mail", N_("A complainant wrote by e-mail after the end of the matter"), SUBSTITUTE, false, 0},
    {"registered", "inbox", N_("A complaint was registered for your department"), SUBSTITUTE, false, 0},
    {"slip_sent", "send", N_("A slip for your department: please look into it"), SUBSTITUTE, false, 0},
    {"slip_help", "users", N_("Another department asks for help"), SUBSTITUTE, false, 0},
    {"slip_reported", "sitemap", N_("A unit below reports a complaint"), SUBSTITUTE, false, 0},
    {"slip_transferred", "arrow-forward-up", N_("A complaint was transferred to your unit"), SUBSTITUTE, false, 0},
    {"slip_asked", "help", N_("The superior unit asks how a complaint stands"), SUBSTITUTE, false, 0},
    {"slip_copied", "book", N_("A copy of a slip, for your knowledge"), SUBSTITUTE, false, 0},
    {"slip_assigned", "user", N_("A slip was given to you"), SUBSTITUTE, false, 0},
    {"slip_returned", "arrow-back-up", N_("A slip was returned; please send it on"), SUBSTITUTE, false, 0},
    {"slip_disputed", "alert-circle", N_("A slip was returned again; please decide who handles it"), SUBSTITUTE, true, 0},
    {"slip_answered", "clipboard-check", N_("A slip was answered; please confirm"), SUBSTITUTE, false, 0},
    {"slip_feedback", "clipboard-check", N_("A complaint that was reported to you is closed"), SUBSTITUTE, false, 0},
    {"slip_confirmed", "circle-check", N_("Your answer was confirmed"), SUBSTITUTE, false, 0},
    {"slip_sent_back", "refresh", N_("Your answer was sent back for more work"), SUBSTITUTE, false, 0},
    {"slip_withdrawn", "circle-x", N_("A slip was withdrawn; nothing is left to do"), SUBSTITUTE, false, 0},
    {"slip_warned", "bell", N_("An answer is due soon"), SUBSTITUTE, false, 0},
    {"slip_reminded", "alert-triangle", N_("Reminder: please answer the slip"), SUBSTITUTE, true, POST_MAIL},
    {"slip_supervised", "alert-circle", N_("A slip is under supervision"), SUBSTITUTE, true, POST_MAIL},
    {"slip_department_late", "alert-circle", N_("Too many slips of a department are late; it is under supervision"), SUBSTITUTE, true, POST_MAIL},
    {"measure_set", "clipboard-check", N_("A measure was given to you or your department"), SUBSTITUTE, false, 0},
    {"measure_warned", "bell", N_("A measure is due soon"), SUBSTITUTE, false, 0},
    {"measure_late", "alert-triangle", N_("Reminder: a measure is past its date"), SUBSTITUTE, true, 0},
    {"measure_back", "arrow-back-up", N_("A measure was sent back: not done yet"), SUBSTITUTE, false, 0},
    {"measure_dropped", "circle-x", N_("A measure was dropped; nothing is left to do"), SUBSTITUTE, false, 0},
    {"measure_checked", "eye", N_("A measure was checked: see whether it worked"), SUBSTITUTE, false, 0},
    {"account_confirmed", "alert-circle", N_("A reward or penalty of yours was confirmed; you may appeal"), SUBSTITUTE, true, 0},
    {"account_appealed", "arrow-back-up", N_("Somebody appeals against what you confirmed; somebody else decides"), SUBSTITUTE, false, 0},
    {"account_settled", "circle-check", N_("Your appeal was decided"), SUBSTITUTE, true, 0},
    {"unsealed_alone", "key", N_("A confidential identity was unsealed by one person alone, because of danger to life"), SUBSTITUTE, true, POST_MAIL},
    {"kept_out", "user", N_("Whoever handled it is kept out of it now; please assign it"), SUBSTITUTE, false, 0},
    {"mentioned", "message", N_("A colleague mentions you in a note"), SUBSTITUTE, false, 0},
    {"coordinator", "users", N_("A department has another coordinator"), SUBSTITUTE, false, 0},
    {"rules_drafted", "clipboard-check", N_("The rules were changed in a draft; please look at it and publish it"), SUBSTITUTE, false, 0},
    {"handover", "users", N_("Work was handed over to you"), SUBSTITUTE, false, 0},
};
const size_t notice_kinds_n = COUNT_OF(notice_kinds);

const struct notice_kind *notice_kind(const char *kind)
{
    for (size_t i = 0; i < COUNT_OF(notice_kinds); i++) {
        if (strcmp(notice_kinds[i].kind, kind) == 0)
            return &notice_kinds[i];
    }
    return NULL;
}
