#ifndef REDRESS_TABS_H
#define REDRESS_TABS_H

#include "access.h"

/* What there is after closing, in the order of its tabs, and who may open it; pure. */
struct tab {
    const char *path, *title; /* title: msgid */
    enum permission permission;
};
extern const struct tab tabs[];
extern const size_t tabs_n;
/* The first that somebody may open; NULL: none. */
const struct tab *tabs_first(const struct access_user *user);
/* The one to which a page belongs, by its path; NULL: none. */
const struct tab *tabs_at(const char *path);

#endif
