#ifndef REDRESS_ADMIN_ROLE_FORM_H
#define REDRESS_ADMIN_ROLE_FORM_H

#include "http_form.h"
#include "permission.h"

struct admin_role_typed {
    const char *name_zh, *name_en;
    permission_set permissions;
    bool active, second_factor;
    int version;
};
/* What was typed. Permissions that the user has not got himself stay as saved, whatever was sent. */
struct admin_role_typed admin_role_read(const struct http_form *form, permission_set saved, permission_set own, struct http_form_errors *errors);
/* The name of a permission's tick. */
const char *admin_role_control(struct arena *a, enum permission p);

#endif
