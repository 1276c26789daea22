#include "permission.h"

#include <string.h>

#include "msgid.h"

static const struct {
    const char *name, *title;
} permissions[PERMISSION__COUNT] = {
    [MAY_SEE] = {"see", N_("See complaints")},
    [MAY_REGISTER] = {"register", N_("Register complaints from other channels")},
    [MAY_ACCEPT] = {"accept", N_("Accept or reject complaints")},
    [MAY_ASSIGN] = {"assign", N_("Assign complaints to people and departments")},
    [MAY_NOTE] = {"note", N_("Write internal notes")},
    [MAY_MESSAGE] = {"message", N_("Write to complainants and ask for material")},
    [MAY_REPLY] = {"reply", N_("Give the answer")},
    [MAY_CLOSE] = {"close", N_("Close complaints")},
    [MAY_REOPEN] = {"reopen", N_("Reopen complaints")},
    [MAY_REVEAL] = {"reveal", N_("Show hidden contact details (recorded)")},
    [MAY_UNSEAL] = {"unseal", N_("Unseal the identity of confidential complainants (recorded)")},
    [MAY_CLASSIFY] = {"classify", N_("Set category, grade, causes and flags")},
    [MAY_EXTEND] = {"extend", N_("Pause clocks, ask for more time, record things as done")},
    [MAY_DISPATCH] = {"dispatch", N_("Send slips to departments and units, confirm their answers")},
    [MAY_ANSWER] = {"answer", N_("Accept, return and answer slips received")},
    [MAY_SUPERVISE] = {"supervise", N_("Supervise slips and decide about disputed ones")},
    [MAY_LINK] = {"link", N_("Split, merge and link complaints")},
    [MAY_EXPORT_LIST] = {"export_list", N_("Export lists")},
    [MAY_SHARE_VIEWS] = {"share_views", N_("Share saved views with a unit")},
    [MAY_INVESTIGATE] = {"investigate", N_("Record investigations and write papers")},
    [MAY_COMPENSATE] = {"compensate", N_("Propose compensation and record payments")},
    [MAY_HOLD_MEETING] = {"hold_meeting", N_("Prepare and hold committee meetings")},
    [MAY_CALL_BACK] = {"call_back", N_("Call complainants back after closing")},
    [MAY_CHECK] = {"check", N_("Draw samples and check closed complaints")},
    [MAY_IMPROVE] = {"improve", N_("Run corrective and preventive actions")},
    [MAY_HOLD_TO_ACCOUNT] = {"hold_to_account", N_("Confirm penalties and rewards")},
    [MAY_EDIT_LIBRARY] = {"edit_library", N_("Write and publish cases in the library")},
    [MAY_DISCLOSE] = {"disclose", N_("Make evidence packs and disclosures")},
    [MAY_KEEP_RECORDS] = {"keep_records", N_("Set legal holds, erase what need not be kept")},
    [MAY_SET_RULES] = {"set_rules", N_("Draft the rulebook: categories, clocks, grades, texts")},
    [MAY_PUBLISH_RULES] = {"publish_rules", N_("Publish a rulebook drafted by somebody else")},
    [MAY_SET_CALENDARS] = {"set_calendars", N_("Set up calendars and office hours")},
    [MAY_SET_SITE] = {"set_site", N_("Set the name, colour and logo of the site")},
    [MAY_SET_UNITS] = {"set_units", N_("Set up units and departments")},
    [MAY_SET_PEOPLE] = {"set_people", N_("Set up people and grant roles")},
    [MAY_SET_ROLES] = {"set_roles", N_("Change what roles may do")},
    [MAY_SEE_CHANGES] = {"see_changes", N_("Read the change log")},
    [MAY_REPORT] = {"report", N_("Read reports")},
};

const char *permission_name(enum permission p)
{
    return (unsigned)p < PERMISSION__COUNT ? permissions[p].name : "";
}

const char *permission_title(enum permission p)
{
    return (unsigned)p < PERMISSION__COUNT ? permissions[p].title : "";
}

bool permission_from_name(const char *name, enum permission *ret_p)
{
    for (int p = 0; p < PERMISSION__COUNT; p++) {
        if (strcmp(permissions[p].name, name) == 0) {
            *ret_p = (enum permission)p;
            return true;
        }
    }
    return false;
}
