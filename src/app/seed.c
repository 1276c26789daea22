#include "seed.h"

#include "role_store.h"

#define P(name) PERMISSION_BIT(MAY_##name)
#define HANDLING (P(SEE) | P(REGISTER) | P(ACCEPT) | P(ASSIGN) | P(NOTE) | P(MESSAGE) | P(REPLY) | P(REVEAL))

static const struct {
    const char *code, *zh, *en;
    permission_set permissions;
} roles[] = {
    {"intake_agent", "受理员", "Intake agent", P(SEE) | P(REGISTER) | P(ACCEPT) | P(ASSIGN) | P(NOTE) | P(MESSAGE) | P(REVEAL)},
    {"complaint_handler", "投诉处理员", "Complaint handler", HANDLING | P(CLOSE)},
    {"complaint_manager", "投诉主管", "Complaint manager", HANDLING | P(CLOSE) | P(REOPEN) | P(REPORT)},
    {"coordinator", "协调员", "Coordinator", P(SEE) | P(ASSIGN) | P(NOTE) | P(MESSAGE) | P(REVEAL)},
    {"investigator", "调查员", "Investigator", P(SEE) | P(NOTE) | P(MESSAGE) | P(REVEAL)},
    {"legal_reviewer", "法律审核人", "Legal reviewer", P(SEE) | P(NOTE)},
    {"executive_approver", "审批领导", "Executive approver", P(SEE) | P(NOTE) | P(REPORT)},
    {"committee_member", "委员会委员", "Committee member", P(SEE) | P(NOTE) | P(REPORT)},
    {"identity_custodian", "身份保管人", "Identity custodian", P(SEE) | P(NOTE) | P(REVEAL) | P(UNSEAL)},
    {"inspector", "督查员", "Inspector", P(SEE) | P(NOTE) | P(REOPEN) | P(REPORT)},
    {"report_reader", "报表查阅人", "Report reader", P(REPORT)},
    /*
     * Nobody can grant what he does not have, and an administrator with less could give it to an account of his own making anyway. Custodians of identities
     * are named on the command line only.
     */
    {"administrator", "系统管理员", "Administrator", (PERMISSION_BIT(PERMISSION__COUNT) - 1) & ~P(UNSEAL)},
    {"auditor", "审计员", "Auditor", P(SEE) | P(SEE_CHANGES) | P(REPORT)},
};

enum err seed_basis(struct db *db, struct arena *a, const struct crypto_keys *keys, int64_t now_us)
{
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        struct change_by by = {.keys = keys, .now_us = now_us};
        struct role role = {.code = roles[i].code, .name_zh = roles[i].zh, .name_en = roles[i].en, .permissions = roles[i].permissions, .active = true};
        enum err e = role_save(db, a, &by, &role);
        if (e != ERR_NONE && e != ERR_EXISTS)
            return e;
    }
    return ERR_NONE;
}
