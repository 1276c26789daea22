#ifndef REDRESS_MARKDOWN_H
#define REDRESS_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"

/*
 * The subset of Markdown in which public pages are written: paragraphs, headings, lists, quotations, bold, links and line breaks. What else
 * stands in a text is shown as it was typed: there is no way from a text to markup of its own. Pure.
 */
enum md_link { MD_PLAIN, MD_URL, MD_TEL, MD_MAIL };
struct md_run {
    const char *text;  /* "" of a break */
    enum md_link link;
    const char *target; /* an address of http(s) or a path of this site; a number without "tel:"; an address without "mailto:" */
    bool bold, line_break;
};
struct md_item {
    const struct md_run *runs;
    size_t n;
};
enum md_kind { MD_PARAGRAPH, MD_HEADING, MD_LIST, MD_NUMBERED, MD_QUOTE };
struct md_block {
    enum md_kind kind;
    const struct md_item *items; /* one of a paragraph or heading */
    size_t n;
};
struct md {
    const struct md_block *blocks;
    size_t n;
};

/* Of any text; at most 400 blocks, items and runs together a list. Lives in the arena. */
struct md markdown_read(struct arena *a, const char *text);
/* What a text holds that is not shown as its writer means it: a msgid with {what} for ret_what, or NULL. */
const char *markdown_fault(struct arena *a, const char *text, const char **ret_what);
/* As plain text, for searching. */
const char *markdown_plain(struct arena *a, const struct md *md);

#endif
