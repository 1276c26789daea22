#ifndef REDRESS_PACK_HTML_H
#define REDRESS_PACK_HTML_H

#include "pack.h"

/*
 * How a pack looks: plain HTML with its own styles for A4, no script, nothing from elsewhere. Every text is escaped here. It is not made from templates, because what is signed must not
 * change with them.
 */
void pack_html_escape(struct buf *out, const char *text);

struct pack_title { /* of a section, for the table of contents */
    const char *name, *title;
};
/* Head of the document up to the table of contents: the section "front". */
struct pack_front {
    const char *language, *heading, *subject, *contents; /* contents: heading of the table */
    const char *const (*facts)[2];
    size_t n_facts;
    const struct pack_title *titles;
    size_t n_titles;
    const char *warning; /* "" none */
};
void pack_html_front(struct pack *p, const struct pack_front *front);

/* A section with its heading, numbered from 1; pack_begin and pack_end with it. */
void pack_html_open(struct pack *p, int n, const struct pack_title *title);
void pack_html_shut(struct pack *p);

void pack_html_note(struct pack *p, const char *text);
/* Label and value; facts stand in a table of two columns. What is empty is left out. */
void pack_html_facts(struct pack *p, const char *const (*facts)[2], size_t n);
/* One entry: who and when in bold, what he wrote, small print (hashes). What is empty is left out. */
void pack_html_entry(struct pack *p, const char *head, const char *text, const char *small);
void pack_html_table(struct pack *p, const char *const *heads, size_t n);
void pack_html_row(struct pack *p, const char *const *cells, size_t n);
void pack_html_table_end(struct pack *p);
/* What stands above the manifest, to the end of the sections. */
void pack_html_machine(struct pack *p, const char *heading, const char *text);

#endif
