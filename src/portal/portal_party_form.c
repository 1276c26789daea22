#include "portal_party_form.h"

#include <string.h>

#include "msgid.h"
#include "utf8.h"

static const char *read(const struct http_form *form, const char *field, size_t max, struct http_form_errors *errors)
{
    return http_form_text(form, field, &(struct http_text_rule){.max = max}, errors);
}

static void check_contact(const char *contact, const char *field, struct http_form_errors *errors)
{
    if (*contact && !identity_phone_plausible(contact) && !identity_email_plausible(contact))
        http_form_error(errors, field, N_("This looks neither like a telephone number nor like an e-mail address. Please check it."), 0);
}

static void read_represented(const struct http_form *form, struct party *p, struct http_form_errors *errors)
{
    *p = (struct party){.role = PARTY_REPRESENTED, .name = read(form, "for_name", 60, errors), .relation = read(form, "for_relation", 60, errors),
                        .contact = utf8_halfwidth(form->arena, str_of(read(form, "for_contact", 120, errors)))};
    if (!*p->name)
        http_form_error(errors, "for_name", N_("Enter the name of the person for whom you complain"), 0);
    if (!*p->relation)
        http_form_error(errors, "for_relation", N_("Say what you are to each other"), 0);
    check_contact(p->contact, "for_contact", errors);
}

/* Rows that were left empty close up; the number of a row in an error is the one under which it is shown again. */
static size_t read_people(const struct http_form *form, int named, struct party *list, struct http_form_errors *errors)
{
    size_t n = 0;
    for (int i = 1; i <= named; i++) {
        struct arena *a = form->arena;
        struct party *p = &list[n];
        *p = (struct party){.role = PARTY_REPRESENTATIVE, .relation = ""};
        p->name = read(form, arena_printf(a, "name_%d", i), 60, errors);
        p->contact = utf8_halfwidth(a, str_of(read(form, arena_printf(a, "contact_%d", i), 120, errors)));
        if (!*p->name && !*p->contact)
            continue;
        n++;
        const char *name = arena_printf(a, "name_%zu", n), *contact = arena_printf(a, "contact_%zu", n);
        if (!*p->name)
            http_form_error(errors, name, N_("Enter the name of this representative"), 0);
        if (!*p->contact)
            http_form_error(errors, contact, N_("Enter how we can reach this representative"), 0);
        check_contact(p->contact, contact, errors);
    }
    if (n == 0)
        http_form_error(errors, "name_1", N_("Name at least one person besides you who speaks for the group"), 0);
    return n;
}

void portal_form_party(const struct http_form *form, int named, struct portal_draft *d, struct http_form_errors *errors)
{
    struct party list[PARTIES_MAX];
    size_t n = 0;
    if (portal_draft_asks(d, "represented"))
        read_represented(form, &list[n++], errors);
    if (portal_draft_asks(d, "representatives"))
        n += read_people(form, named < RB_NAMED_MOST ? named : RB_NAMED_MOST, &list[n], errors);
    if (portal_draft_asks(d, "staff_number")) {
        const char *number = utf8_halfwidth(form->arena, str_of(read(form, "staff_number", 40, errors)));
        if (*number)
            list[n++] = (struct party){.role = PARTY_STAFF, .name = number, .contact = "", .relation = ""};
    }
    d->parties = parties_write(form->arena, list, n);
    d->authority_later = http_form_tick(form, "authority_later") ? "1" : "";
    d->members_later = http_form_tick(form, "members_later") ? "1" : "";
}

void portal_form_papers(const struct portal_draft *d, bool authority, bool members, struct http_form_errors *errors)
{
    if (portal_draft_asks(d, "authority") && !authority && !*d->authority_later)
        http_form_error(errors, "authority", N_("Add the letter of authority, or tick that you send it later"), 0);
    if (portal_draft_asks(d, "members") && !members && !*d->members_later)
        http_form_error(errors, "members", N_("Add the list of members, or tick that you send it later"), 0);
}
