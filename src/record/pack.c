#include "pack.h"

#include <string.h>

#include "msgid.h"

#define HEAD_LINE "redress-pack 1"
#define MANIFEST_OPEN "<pre id=\"manifest\">\n"
#define MANIFEST_SHUT "</pre>\n"
#define SIGNATURE_OPEN "<pre id=\"signature\">"
#define FILE_END "</pre>\n</body>\n</html>\n"
#define WITHHELD "*" /* no sign of base64url */
#define EVENTS_ROOM 100000

static const char *const scope_words[] = {[PACK_INTERNAL] = "internal", [PACK_OUTSIDE] = "outside", [PACK_DISCLOSURE] = "disclosure"};
static const char *const identity_words[] = {[PACK_MASKED] = "masked", [PACK_SHOWN] = "shown", [PACK_HIDDEN] = "hidden"};

const char *pack_scope_title(enum pack_scope scope)
{
    static const char *const titles[] = {[PACK_INTERNAL] = N_("For use inside the house"), [PACK_OUTSIDE] = N_("For outside, without internal parts"), [PACK_DISCLOSURE] = N_("For a regulator or court")};
    return scope >= PACK_INTERNAL && scope < PACK_SCOPE__END ? titles[scope] : "";
}

const char *pack_identity_title(enum pack_identity identity)
{
    static const char *const titles[] = {[PACK_MASKED] = N_("Masked"), [PACK_SHOWN] = N_("Shown"), [PACK_HIDDEN] = N_("Left out, also where texts name it")};
    return identity >= PACK_MASKED && identity < PACK_IDENTITY__END ? titles[identity] : "";
}

/* ---- making one ---- */

struct pack pack_new(struct arena *a, pack_sha *sha)
{
    return (struct pack){.arena = a, .sha = sha, .html = {.arena = a}, .sections = {.arena = a}, .events = {.arena = a}, .files = {.arena = a}};
}

void pack_begin(struct pack *p, const char *name)
{
    p->open = name;
    p->start = p->html.n;
}

void pack_end(struct pack *p)
{
    uint8_t hash[32];
    size_t n = p->html.n - p->start;
    p->sha(n ? p->html.p + p->start : "", n, hash);
    buf_printf(&p->sections, "section %s %zu %s\n", p->open, n, str_hex(p->arena, hash, sizeof hash));
    p->open = NULL;
}

static const char *text64(struct arena *a, const char *text)
{
    return *text ? str_base64url(a, text, strlen(text)) : "-";
}

void pack_add_event(struct pack *p, const struct pack_event *e)
{
    struct arena *a = p->arena;
    const char *data = e->data ? text64(a, e->data) : WITHHELD;
    buf_printf(&p->events, "event %d %lld %d %lld %s %d %d %s %s %s\n", e->seq, (long long)e->at_us, e->actor_kind, (long long)e->actor_id, e->kind, e->key_kind, e->key_version,
               str_hex(a, e->previous, 32), str_hex(a, e->hash, 32), data);
}

void pack_add_file(struct pack *p, const struct pack_file *f)
{
    buf_printf(&p->files, "file %s %lld %s %s\n", str_hex(p->arena, f->sha256, 32), (long long)f->bytes, f->internal ? "internal" : "open", text64(p->arena, f->name));
}

struct str pack_finish(struct pack *p, const struct pack_head *head, struct str *ret_manifest, uint8_t ret_hash[32])
{
    struct buf m = {.arena = p->arena};
    buf_printf(&m, HEAD_LINE "\ncomplaint %lld %s %d\nmade %lld %lld\nscope %s %s %s %s %lld\n", (long long)head->complaint_id, head->number, head->version, (long long)head->at_us,
               (long long)head->user_id, scope_words[head->scope], head->whole ? "whole" : "contact", identity_words[head->identity], head->language, (long long)head->disclosure_id);
    buf_add(&m, p->sections.p, p->sections.n);
    buf_add(&m, p->events.p, p->events.n);
    buf_add(&m, p->files.p, p->files.n);
    buf_adds(&m, "end\n");
    p->sha(m.p, m.n, ret_hash);
    *ret_manifest = buf_str(&m);
    buf_adds(&p->html, MANIFEST_OPEN);
    buf_add(&p->html, m.p, m.n);
    buf_adds(&p->html, MANIFEST_SHUT);
    return buf_str(&p->html);
}

struct str pack_tail(struct arena *a, int key_version, const char *signature)
{
    return str_of(arena_printf(a, SIGNATURE_OPEN "ed25519 %d %s" FILE_END, key_version, signature));
}

/* ---- reading one ---- */

/* Where needle stands last in the bytes; SIZE_MAX: nowhere. */
static size_t last_of(struct str s, const char *needle)
{
    size_t n = strlen(needle);
    for (size_t at = s.n >= n ? s.n - n + 1 : 0; at > 0; at--) {
        if (memcmp(s.p + at - 1, needle, n) == 0)
            return at - 1;
    }
    return SIZE_MAX;
}

static bool word_of(struct str word, const char *const *words, size_t from, size_t end, size_t *ret_which)
{
    for (size_t i = from; i < end; i++) {
        if (str_is(word, words[i])) {
            *ret_which = i;
            return true;
        }
    }
    return false;
}

static bool number(struct str *line, long long low, long long high, long long *ret)
{
    return str_to_i64(str_cut(line, ' '), low, high, ret);
}

static bool hex32(struct str *line, uint8_t out[32])
{
    return str_unhex(str_cut(line, ' '), out, 32);
}

static bool text_of(struct arena *a, struct str word, const char **ret_text)
{
    size_t n = 0;
    char *out = arena_alloc(a, word.n + 1);
    *ret_text = out;
    if (str_is(word, "-"))
        return true;
    return word.n > 0 && str_unbase64url(word, out, word.n, &n) && memchr(out, 0, n) == NULL;
}

struct reading {
    struct arena *arena;
    pack_sha *sha;
    struct pack_content *content;
    struct str file;
    size_t at, end; /* of the sections: how far they were followed, and where they have to end */
    size_t room_events, room_files;
};

static bool read_head(struct reading *r, struct str *rest)
{
    struct pack_head *h = &r->content->head;
    struct str line;
    long long id, version, at, user, disclosure;
    size_t scope, identity;
    if (!str_is(str_cut(rest, '\n'), HEAD_LINE))
        return false;
    line = str_cut(rest, '\n');
    if (!str_is(str_cut(&line, ' '), "complaint") || !number(&line, 1, INT64_MAX, &id))
        return false;
    h->number = str_cstr(r->arena, str_cut(&line, ' '));
    if (!number(&line, 0, INT32_MAX, &version))
        return false;
    line = str_cut(rest, '\n');
    if (!str_is(str_cut(&line, ' '), "made") || !number(&line, 0, INT64_MAX, &at) || !number(&line, 0, INT64_MAX, &user))
        return false;
    line = str_cut(rest, '\n');
    if (!str_is(str_cut(&line, ' '), "scope") || !word_of(str_cut(&line, ' '), scope_words, PACK_INTERNAL, PACK_SCOPE__END, &scope))
        return false;
    h->whole = str_is(str_cut(&line, ' '), "whole");
    if (!word_of(str_cut(&line, ' '), identity_words, PACK_MASKED, PACK_IDENTITY__END, &identity))
        return false;
    h->language = str_cstr(r->arena, str_cut(&line, ' '));
    if (!number(&line, 0, INT64_MAX, &disclosure))
        return false;
    h->complaint_id = id;
    h->version = (int)version;
    h->at_us = at;
    h->user_id = user;
    h->scope = (enum pack_scope)scope;
    h->identity = (enum pack_identity)identity;
    h->disclosure_id = disclosure;
    return true;
}

static bool read_section(struct reading *r, struct str line)
{
    struct pack_content *c = r->content;
    const char *name = str_cstr(r->arena, str_cut(&line, ' '));
    uint8_t hash[32], found[32];
    long long n;
    if (c->n_sections == PACK_SECTIONS_MAX || !number(&line, 0, INT64_MAX, &n) || !hex32(&line, hash))
        return false;
    c->sections[c->n_sections++] = name;
    if (c->differs)
        return true;
    size_t left = r->end - r->at, take = (unsigned long long)n < left ? (size_t)n : left;
    r->sha(r->file.p + r->at, take, found);
    if (take != (size_t)n || memcmp(hash, found, sizeof hash) != 0)
        c->differs = name;
    r->at += take;
    return true;
}

static bool read_event(struct reading *r, struct str line)
{
    struct pack_content *c = r->content;
    struct pack_event e = {0};
    long long seq, at, actor_kind, actor, key_kind, key_version;
    if (!number(&line, 1, INT32_MAX, &seq) || !number(&line, 0, INT64_MAX, &at) || !number(&line, 0, 9, &actor_kind) || !number(&line, 0, INT64_MAX, &actor))
        return false;
    e.kind = str_cstr(r->arena, str_cut(&line, ' '));
    if (!number(&line, 0, 9, &key_kind) || !number(&line, 0, INT32_MAX, &key_version) || !hex32(&line, e.previous) || !hex32(&line, e.hash))
        return false;
    struct str data = str_cut(&line, ' ');
    if (!str_is(data, WITHHELD) && !text_of(r->arena, data, &e.data))
        return false;
    e.seq = (int)seq;
    e.at_us = at;
    e.actor_kind = (int)actor_kind;
    e.actor_id = actor;
    e.key_kind = (int)key_kind;
    e.key_version = (int)key_version;
    if (c->n_events == r->room_events)
        return false;
    c->events[c->n_events++] = e;
    return true;
}

static bool read_file(struct reading *r, struct str line)
{
    struct pack_content *c = r->content;
    struct pack_file f = {0};
    long long n;
    if (!hex32(&line, f.sha256) || !number(&line, 0, INT64_MAX, &n))
        return false;
    f.bytes = n;
    f.internal = str_is(str_cut(&line, ' '), "internal");
    if (!text_of(r->arena, str_cut(&line, ' '), &f.name) || c->n_files == r->room_files)
        return false;
    c->files[c->n_files++] = f;
    return true;
}

static size_t lines_of(struct str s, const char *word)
{
    size_t n = 0;
    while (s.p && s.n > 0)
        n += str_starts(str_cut(&s, '\n'), word);
    return n;
}

static bool read_lines(struct reading *r, struct str rest)
{
    bool ended = false;
    while (rest.p && rest.n > 0 && !ended) {
        struct str line = str_cut(&rest, '\n'), word = str_cut(&line, ' ');
        bool ok = str_is(word, "section") ? read_section(r, line) : str_is(word, "event") ? read_event(r, line) : str_is(word, "file") ? read_file(r, line) : false;
        ended = str_is(word, "end");
        if (!ok && !ended)
            return false;
    }
    return ended && rest.n == 0;
}

/* Every event goes on from the one before it. */
static bool chained(const struct pack_content *c)
{
    static const uint8_t nothing[32];
    for (size_t i = 0; i < c->n_events; i++) {
        const struct pack_event *e = &c->events[i];
        if (e->seq != (int)i + 1 || memcmp(e->previous, i ? c->events[i - 1].hash : nothing, 32) != 0)
            return false;
    }
    return true;
}

static void read_manifest(struct arena *a, pack_sha *sha, struct str sections_and_manifest, struct pack_content *c)
{
    size_t open = last_of(sections_and_manifest, MANIFEST_OPEN);
    if (open == SIZE_MAX) {
        c->differs = PACK_PART_MANIFEST;
        return;
    }
    c->manifest = (struct str){sections_and_manifest.p + open + strlen(MANIFEST_OPEN), sections_and_manifest.n - open - strlen(MANIFEST_OPEN)};
    sha(c->manifest.p, c->manifest.n, c->hash);
    struct reading r = {.arena = a, .sha = sha, .content = c, .file = sections_and_manifest, .end = open, .room_events = lines_of(c->manifest, "event "), .room_files = lines_of(c->manifest, "file ")};
    struct str rest = c->manifest;
    c->events = ARENA_ARRAY(a, r.room_events + 1, struct pack_event);
    c->files = ARENA_ARRAY(a, r.room_files + 1, struct pack_file);
    if (r.room_events > EVENTS_ROOM || !read_head(&r, &rest) || !read_lines(&r, rest) || !chained(c))
        c->differs = PACK_PART_MANIFEST;
    else if (!c->differs && r.at != r.end)
        c->differs = PACK_PART_LENGTH;
}

/* "ed25519 VERSION SIGNATURE", 86 characters of it. */
static bool read_signature(struct arena *a, struct str line, struct pack_content *c)
{
    long long version;
    if (!str_is(str_cut(&line, ' '), "ed25519") || !number(&line, 1, INT32_MAX, &version) || line.n != 86)
        return false;
    c->key_version = (int)version;
    c->signature = str_cstr(a, line);
    return true;
}

void pack_read(struct arena *a, pack_sha *sha, struct str file, bool unsigned_yet, struct pack_content *ret_content)
{
    struct pack_content c = {.signature = "", .head = {.number = "", .language = ""}};
    struct str rest = file;
    size_t end = strlen(FILE_END);
    if (!unsigned_yet) {
        if (file.n < end || memcmp(file.p + file.n - end, FILE_END, end) != 0) {
            c.differs = PACK_PART_END;
        } else {
            rest.n -= end;
            size_t open = last_of(rest, SIGNATURE_OPEN);
            if (open == SIZE_MAX || !read_signature(a, (struct str){rest.p + open + strlen(SIGNATURE_OPEN), rest.n - open - strlen(SIGNATURE_OPEN)}, &c) ||
                !str_eq(pack_tail(a, c.key_version, c.signature), (struct str){file.p + open, file.n - open}))
                c.differs = PACK_PART_SIGNATURE;
            else
                rest.n = open;
        }
    }
    if (!c.differs) {
        size_t shut = strlen(MANIFEST_SHUT);
        if (rest.n < shut || memcmp(rest.p + rest.n - shut, MANIFEST_SHUT, shut) != 0) {
            c.differs = PACK_PART_MANIFEST;
        } else {
            rest.n -= shut;
            read_manifest(a, sha, rest, &c);
        }
    }
    *ret_content = c;
}

/* ---- leaving out who complains ---- */

/* One sign as it is compared: small, and narrow where it is written full-width. Gives its bytes. */
static size_t folded(const char *text, char *ret_sign)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t n = 1;
    unsigned c = p[0];
    if (c == 0xef && ((p[1] == 0xbc && p[2] >= 0x81) || (p[1] == 0xbd && p[2] >= 0x80 && p[2] <= 0x9e))) {
        c = p[1] == 0xbc ? 0x21 + (p[2] - 0x81u) : 0x60 + (p[2] - 0x80u);
        n = 3;
    } else if (c == 0xe3 && p[1] == 0x80 && p[2] == 0x80) {
        c = ' ';
        n = 3;
    }
    *ret_sign = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return n;
}

static bool all_digits(const char *value)
{
    size_t digits = 0;
    for (char sign; *value;) {
        value += folded(value, &sign);
        if (sign >= '0' && sign <= '9')
            digits++;
        else if (!strchr(" -+()", sign) && (sign != 'x' || *value))
            return false;
    }
    return digits >= 5;
}

/* How many bytes of the text are the value, but for the signs that are skipped, with any of those between; 0: it is another. */
static size_t run_at(const char *text, const char *value, const char *skipped, const char *between)
{
    size_t n = 0;
    char wanted, sign;
    while (*value) {
        value += folded(value, &wanted);
        if (strchr(skipped, wanted))
            continue;
        size_t gap = n, bytes = folded(text + gap, &sign);
        while (n > 0 && sign && strchr(between, sign)) {
            gap += bytes;
            bytes = folded(text + gap, &sign);
        }
        if (sign != wanted)
            return 0;
        n = gap + bytes;
    }
    return n;
}

static bool plain(const char *value)
{
    for (; *value; value++) {
        if ((unsigned char)*value >= 0x80)
            return false;
    }
    return true;
}

/* As it stands, whatever the case and width; within Chinese names blanks do not count, and among the digits of a number neither blanks nor hyphens do. */
static size_t value_at(const char *text, const char *value)
{
    if (!value || strlen(value) < 2)
        return 0;
    size_t found = plain(value) ? run_at(text, value, "", "") : run_at(text, value, " ", " ");
    return found || !all_digits(value) ? found : run_at(text, value, " -+()", " -.()");
}

const char *pack_redact(struct arena *a, const char *text, const char *const *values, size_t n)
{
    struct buf out = {.arena = a};
    while (*text) {
        size_t longest = 0;
        for (size_t i = 0; i < n; i++) {
            size_t found = value_at(text, values[i]);
            longest = found > longest ? found : longest;
        }
        if (longest)
            buf_adds(&out, "***");
        else
            buf_addc(&out, *text);
        text += longest ? longest : 1;
    }
    return out.n ? out.p : "";
}
