#ifndef REDRESS_ADMIN_VIEW_H
#define REDRESS_ADMIN_VIEW_H

#include "org.h"
#include "page.h"

/* The forms of the administration, drawn from a list of their controls, so that all of them look and read alike. */

/* ADMIN_PICK: some of the options; ADMIN_MEASURE: a number and its unit, in a control "name.unit". */
enum admin_control { ADMIN_INPUT, ADMIN_AREA, ADMIN_SELECT, ADMIN_TICK, ADMIN_SHOWN, ADMIN_PICK, ADMIN_MEASURE };

struct admin_option {
    const char *value, *label; /* label as shown */
};

struct admin_field {
    enum admin_control control;
    const char *name;
    const char *label, *hint, *heading; /* msgids; hint and heading may be NULL; a heading stands before the field */
    const char *said, *heading_said, *hint_said; /* instead of label, heading and hint: as shown; NULL for the msgid */
    const char *value;                  /* as typed or saved; a tick: "1" or "" */
    const char *now;                    /* what stands saved, when that is something else than value and the form is stale; as shown */
    const char *width, *type;           /* "w-10", "email"; NULL for the whole width and "text"; of a tick: of its box */
    int rows;                           /* of an area; 0 for the usual three */
    const bool *picked;                 /* of a pick: for each of the options */
    const char *unit;                   /* of a measure: which of the options */
    const char *note;                   /* msgid below the heading; NULL: none */
    const char *row;                    /* a group of fields begins here, called so: as shown; NULL: none */
    const struct admin_option *options;
    size_t n_options;
    bool optional, disabled;
    bool pair_begin, pair_end; /* two columns from here, up to here */
    bool perm_begin, perm_end; /* a grid of ticks */
    bool row_end;              /* the group of fields ends here */
    bool fold, fold_end, open; /* the group is an empty one that opens when it is wanted */
};

struct admin_form {
    const char *title;              /* as shown */
    const char *back_url, *back;    /* the list: msgid */
    const char *action;
    const char *note;               /* msgid above the form; NULL: none */
    int version;
    bool read_only, stale;
    const char *switch_url;         /* the page that switches on or off; NULL: none */
    bool active;                    /* what it is about is in use; true for new ones */
    const char *log_entity;         /* its change log; NULL: none */
    int64_t id;
    const struct admin_field *fields;
    size_t n_fields;
    const struct http_form_errors *errors; /* NULL: none */
};

/* A page with the form in it: admin/form.html, or another that puts parts/admin_fields.html in. */
struct tpl *admin_form_view(struct page *page, enum tpl_file file, const struct admin_form *form);

/* The page before something is switched off or on: what hangs on it. */
struct admin_use {
    const char *label; /* msgid */
    int count;         /* 1000 stands for as many or more */
};
struct admin_switch {
    const char *title, *text; /* as shown; msgid */
    const char *back_url, *back, *action, *cancel;
    int version;
    bool active; /* what it is to become */
    const struct admin_use *use;
    size_t n_use;
};
struct tpl *admin_switch_view(struct page *page, const struct admin_switch *s);

/* Head, filter and end of a list. */
struct admin_list {
    const char *title, *action;      /* msgid; path of the list */
    const char *new_url, *new_label; /* NULL: none; msgid */
    const char *words;
    const struct unit *units; /* to filter by; NULL: no such filter */
    size_t n_units;
    int64_t unit_id;
    bool filtered, cut;
    size_t n;
};
struct tpl *admin_list_view(struct page *page, enum tpl_file file, const struct admin_list *list, struct tpl **ret_table);
/* "lv-2" and so on, for the depth in a tree, 0 at the top. */
const char *admin_level(int depth);

/* Units as options, indented by depth; values are prefix and id. */
const struct admin_option *admin_unit_options(struct page *page, const struct unit *units, size_t n, const char *prefix);
/* The same after an empty one, "Choose": n + 1. */
const struct admin_option *admin_unit_choices(struct page *page, const struct unit *units, size_t n);
const char *admin_number(struct arena *a, int64_t number);

#endif
