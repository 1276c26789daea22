#include "markdown.h"

#include <cmark.h>
#include <string.h>

#include "msgid.h"
#include "str.h"

#define BLOCKS_MAX 400
#define ITEMS_MAX 200
#define RUNS_MAX 400

/* ---- links ---- */

static bool only(const char *s, const char *allowed)
{
    return *s && s[strspn(s, allowed)] == '\0';
}

/* The kind of an address; MD_PLAIN for whatever may not be linked to. */
static enum md_link link_of(struct arena *a, const char *url, const char **ret_target)
{
    struct str s = str_of(url);
    *ret_target = arena_strdup(a, url);
    if (str_starts(s, "https://") || str_starts(s, "http://"))
        return MD_URL;
    if (url[0] == '/' && url[1] != '/' && !strchr(url, '\\'))
        return MD_URL;
    if (str_starts(s, "tel:")) {
        *ret_target = arena_strdup(a, url + 4);
        return only(url + 4, "0123456789+-") ? MD_TEL : MD_PLAIN;
    }
    if (str_starts(s, "mailto:")) {
        *ret_target = arena_strdup(a, url + 7);
        return only(url + 7, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.@_+-") && strchr(url, '@') ? MD_MAIL : MD_PLAIN;
    }
    return MD_PLAIN;
}

/* ---- runs ---- */

struct runs {
    struct arena *arena;
    size_t n;
    struct md_run list[RUNS_MAX];
};

static void add_run(struct runs *r, const char *text, const struct md_run *as)
{
    if (r->n == RUNS_MAX || (!as->line_break && !*text))
        return;
    r->list[r->n] = *as;
    r->list[r->n++].text = arena_strdup(r->arena, text);
}

static void add_break(struct runs *r)
{
    add_run(r, "", &(struct md_run){.line_break = true, .target = ""});
}

/* Children of an inline container, one after another. */
static void add_inlines(struct runs *r, cmark_node *parent, struct md_run as, int depth)
{
    for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
        struct md_run inner = as;
        switch (cmark_node_get_type(node)) {
        case CMARK_NODE_TEXT:
        case CMARK_NODE_CODE:
        case CMARK_NODE_HTML_INLINE:
            add_run(r, cmark_node_get_literal(node), &as);
            break;
        case CMARK_NODE_SOFTBREAK: /* who presses Enter means a new line */
        case CMARK_NODE_LINEBREAK:
            add_break(r);
            break;
        case CMARK_NODE_LINK:
            inner.link = link_of(r->arena, cmark_node_get_url(node), &inner.target);
            if (depth < 8)
                add_inlines(r, node, inner, depth + 1);
            break;
        case CMARK_NODE_STRONG:
        case CMARK_NODE_EMPH:
            inner.bold = true;
            if (depth < 8)
                add_inlines(r, node, inner, depth + 1);
            break;
        default: /* of a picture what it says instead of it */
            if (depth < 8)
                add_inlines(r, node, as, depth + 1);
        }
    }
}

static void begin_runs(struct runs *r, struct arena *a)
{
    r->arena = a;
    r->n = 0;
}

static struct md_item item_of(const struct runs *r)
{
    struct md_run *list = ARENA_ARRAY(r->arena, r->n + 1, struct md_run);
    if (r->n > 0)
        memcpy(list, r->list, r->n * sizeof *list);
    return (struct md_item){list, r->n};
}

/* ---- blocks ---- */

struct blocks {
    struct arena *arena;
    size_t n;
    struct md_block list[BLOCKS_MAX];
};

static void add_block(struct blocks *b, enum md_kind kind, const struct md_item *items, size_t n)
{
    if (b->n == BLOCKS_MAX || n == 0)
        return;
    struct md_item *kept = ARENA_ARRAY(b->arena, n, struct md_item);
    memcpy(kept, items, n * sizeof *kept);
    b->list[b->n++] = (struct md_block){kind, kept, n};
}

static struct md_item literal(struct arena *a, const char *text)
{
    struct runs r;
    begin_runs(&r, a);
    struct str rest = str_of(text);
    while (rest.p) {
        const char *line = str_cstr(a, str_cut(&rest, '\n'));
        if (!*line && !rest.p)
            break;
        if (r.n > 0)
            add_break(&r);
        add_run(&r, line, &(struct md_run){.target = ""});
    }
    return item_of(&r);
}

static bool is_list(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_LIST;
}

/* The items of a list; those of a list within it follow as items of the same. */
static void add_items(struct arena *a, cmark_node *list, struct md_item *items, size_t *n, int depth)
{
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item)) {
        struct runs r;
        begin_runs(&r, a);
        for (cmark_node *part = cmark_node_first_child(item); part; part = cmark_node_next(part)) {
            if (is_list(part))
                continue;
            if (r.n > 0)
                add_break(&r);
            if (cmark_node_first_child(part))
                add_inlines(&r, part, (struct md_run){.target = ""}, 0);
            else if (cmark_node_get_literal(part))
                add_run(&r, cmark_node_get_literal(part), &(struct md_run){.target = ""});
        }
        if (r.n > 0 && *n < ITEMS_MAX)
            items[(*n)++] = item_of(&r);
        for (cmark_node *part = cmark_node_first_child(item); part && depth < 4; part = cmark_node_next(part))
            if (is_list(part))
                add_items(a, part, items, n, depth + 1);
    }
}

static void add_quote(struct blocks *b, cmark_node *quote)
{
    struct md_item items[ITEMS_MAX];
    size_t n = 0;
    for (cmark_node *part = cmark_node_first_child(quote); part && n < ITEMS_MAX; part = cmark_node_next(part)) {
        struct runs r;
        begin_runs(&r, b->arena);
        add_inlines(&r, part, (struct md_run){.target = ""}, 0);
        if (r.n > 0)
            items[n++] = item_of(&r);
    }
    add_block(b, MD_QUOTE, items, n);
}

static void add_node(struct blocks *b, cmark_node *node)
{
    struct md_item items[ITEMS_MAX];
    size_t n = 0;
    enum md_kind kind = MD_PARAGRAPH;
    struct runs r;
    begin_runs(&r, b->arena);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING:
        kind = MD_HEADING;
        /* fallthrough */
    case CMARK_NODE_PARAGRAPH:
        add_inlines(&r, node, (struct md_run){.target = ""}, 0);
        items[0] = item_of(&r);
        add_block(b, kind, items, r.n > 0 ? 1 : 0);
        break;
    case CMARK_NODE_LIST:
        kind = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? MD_NUMBERED : MD_LIST;
        add_items(b->arena, node, items, &n, 0);
        add_block(b, kind, items, n);
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        add_quote(b, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
        items[0] = literal(b->arena, cmark_node_get_literal(node));
        add_block(b, MD_PARAGRAPH, items, items[0].n > 0 ? 1 : 0);
        break;
    default:
        break;
    }
}

struct md markdown_read(struct arena *a, const char *text)
{
    struct blocks b;
    b.arena = a;
    b.n = 0;
    cmark_node *document = cmark_parse_document(text, strlen(text), CMARK_OPT_DEFAULT);
    if (!document)
        return (struct md){NULL, 0};
    for (cmark_node *node = cmark_node_first_child(document); node; node = cmark_node_next(node))
        add_node(&b, node);
    cmark_node_free(document);
    struct md_block *kept = ARENA_ARRAY(a, b.n + 1, struct md_block);
    memcpy(kept, b.list, b.n * sizeof *kept);
    return (struct md){kept, b.n};
}

/* ---- checking ---- */

static const char *fault_of(struct arena *a, cmark_node *node, const char **ret_what)
{
    const char *target;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE:
        *ret_what = arena_strdup(a, cmark_node_get_literal(node));
        return N_("HTML is shown as it is typed, not carried out: {what}");
    case CMARK_NODE_IMAGE:
        *ret_what = arena_strdup(a, cmark_node_get_url(node));
        return N_("Pictures cannot be put into these pages: {what}");
    case CMARK_NODE_LINK:
        *ret_what = arena_strdup(a, cmark_node_get_url(node));
        return link_of(a, cmark_node_get_url(node), &target) == MD_PLAIN ? N_("A link must begin with https://, http://, tel:, mailto: or / (a page of this website): {what}") : NULL;
    default:
        return NULL;
    }
}

const char *markdown_fault(struct arena *a, const char *text, const char **ret_what)
{
    cmark_node *document = cmark_parse_document(text, strlen(text), CMARK_OPT_DEFAULT);
    if (!document)
        return NULL;
    cmark_iter *at = cmark_iter_new(document);
    const char *fault = NULL;
    for (cmark_event_type event = cmark_iter_next(at); event != CMARK_EVENT_DONE && !fault; event = cmark_iter_next(at))
        if (event == CMARK_EVENT_ENTER)
            fault = fault_of(a, cmark_iter_get_node(at), ret_what);
    cmark_iter_free(at);
    cmark_node_free(document);
    return fault;
}

const char *markdown_plain(struct arena *a, const struct md *md)
{
    struct buf out = {.arena = a};
    for (size_t i = 0; i < md->n; i++)
        for (size_t k = 0; k < md->blocks[i].n; k++) {
            for (size_t r = 0; r < md->blocks[i].items[k].n; r++)
                buf_adds(&out, md->blocks[i].items[k].runs[r].line_break ? " " : md->blocks[i].items[k].runs[r].text);
            buf_addc(&out, '\n');
        }
    return out.n ? out.p : "";
}
