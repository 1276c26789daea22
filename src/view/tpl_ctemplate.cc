/* The C headers leave members of initialisers out, which C++ would warn of. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
extern "C" {
#include "log.h"
#include "tpl.h"
}
#pragma GCC diagnostic pop

#include <ctemplate/template.h>
#include <ctemplate/template_dictionary.h>
#include <ctemplate/template_emitter.h>
#include <ctemplate/template_string.h>

#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>

using ctemplate::StaticTemplateString;
using ctemplate::Template;
using ctemplate::TemplateDictionary;
using ctemplate::TemplateString;

/* Names with their hash computed once, before main(). */
#define NAME(id, text) static const StaticTemplateString name_##id = STS_INIT(name_##id, text);
TPL_VARS(NAME)
TPL_SECTIONS(NAME)
#undef NAME
#define NAME(id, text) &name_##id,
static const StaticTemplateString *const var_names[] = {TPL_VARS(NAME) nullptr};
static const StaticTemplateString *const section_names[] = {TPL_SECTIONS(NAME) nullptr};
#undef NAME
#define NAME(id, text) text,
static const char *const file_names[] = {TPL_FILES(NAME) nullptr};
#undef NAME

static Template *templates[LANG__COUNT][TPL__COUNT];

static const char pragma[] = "{{%AUTOESCAPE context=\"HTML\"}}";
static const int deepest_include = 8;

struct tpl {
    TemplateDictionary *dict; /* the root owns it, with those of all repetitions */
    struct arena *arena;
    struct tpl *root;
    enum tpl_file file;
    bool broken; /* of the root: an exception was caught while it was filled */
};

namespace {

[[noreturn]] void refuse(const std::string &file, const std::string &what)
{
    throw std::runtime_error(file + ": " + what);
}

/* ---- reading: files are put together, then translated, then folded ---- */

std::string read_whole(const std::string &path)
{
    FILE *f = std::fopen(path.c_str(), "rbe");
    if (!f)
        refuse(path, "cannot be opened");
    std::string text;
    char part[8192];
    size_t n;
    while ((n = std::fread(part, 1, sizeof part, f)) > 0)
        text.append(part, n);
    bool failed = std::ferror(f) != 0;
    std::fclose(f);
    if (failed)
        refuse(path, "cannot be read");
    return text;
}

/* A file without its first line, which must be the pragma: an included text is escaped by the page that it becomes part of. */
std::string read_body(const std::string &dir, const std::string &name)
{
    std::string text = read_whole(dir + "/" + name);
    size_t end = text.find('\n');
    if (end == std::string::npos || text.compare(0, end, pragma) != 0)
        refuse(name, std::string("line 1 must be ") + pragma);
    return text.substr(end + 1);
}

std::string trimmed(const std::string &s)
{
    static const char blanks[] = " \t\r\n";
    size_t from = s.find_first_not_of(blanks);
    return from == std::string::npos ? "" : s.substr(from, s.find_last_not_of(blanks) - from + 1);
}

std::string assemble(const std::string &dir, const std::string &name, int depth)
{
    if (depth > deepest_include)
        refuse(name, "includes go round in a circle");
    std::string text = read_body(dir, name), out;
    size_t at = 0, mark;
    while ((mark = text.find("[[>", at)) != std::string::npos) {
        size_t end = text.find("]]", mark);
        if (end == std::string::npos)
            refuse(name, "[[> without ]]");
        std::string other = trimmed(text.substr(mark + 3, end - mark - 3));
        if (other.empty() || other[0] == '/' || other.find("..") != std::string::npos)
            refuse(name, "[[> " + other + "]] is no template");
        out.append(text, at, mark - at);
        out += assemble(dir, other, depth + 1);
        at = end + 2;
    }
    return out.append(text, at, std::string::npos);
}

std::string msgid_of(const std::string &between)
{
    std::string out;
    for (char c : trimmed(between)) {
        bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!blank)
            out += c;
        else if (out.back() != ' ')
            out += ' ';
    }
    return out;
}

/* A translated text is plain text: it may stand in an attribute or between tags, whatever characters it holds. */
void append_escaped(std::string &out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += *text;
        }
    }
}

std::string translated(const std::string &name, const std::string &text, enum lang lang)
{
    std::string out;
    size_t at = 0, mark;
    while ((mark = text.find("[[", at)) != std::string::npos) {
        size_t end = text.find("]]", mark);
        if (end == std::string::npos)
            refuse(name, "[[ without ]]");
        std::string inner = msgid_of(text.substr(mark + 2, end - mark - 2));
        if (inner.empty())
            refuse(name, "[[]] is empty");
        out.append(text, at, mark - at);
        if (inner[0] == '@')
            out += "<svg class=\"i\" aria-hidden=\"true\"><use href=\"{{ICONS}}#" + inner.substr(1) + "\"/></svg>";
        else
            append_escaped(out, text_in(lang, inner.c_str()));
        at = end + 2;
    }
    return out.append(text, at, std::string::npos);
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* True when out ends with a tag or a section mark, after which indentation is no text. */
bool after_mark(const std::string &out)
{
    if (out.empty() || out.back() == '>')
        return true;
    if (out.size() < 2 || out.compare(out.size() - 2, 2, "}}") != 0)
        return false;
    size_t open = out.rfind("{{");
    return open != std::string::npos && (out[open + 2] == '#' || out[open + 2] == '/' || out[open + 2] == '%');
}

bool before_mark(const std::string &text, size_t at)
{
    return at >= text.size() || text[at] == '<' || text.compare(at, 3, "{{#") == 0 || text.compare(at, 3, "{{/") == 0;
}

/* Follows where in the page a character stands, as far as blanks are concerned. */
class Place {
public:
    bool in_tag() const { return in_tag_; }
    void pass(char c)
    {
        if (in_tag_ && quote_)
            quote_ = c == quote_ ? '\0' : quote_;
        else if (in_tag_ && (c == '"' || c == '\''))
            quote_ = c;
        else if (c == '<' || c == '>')
            in_tag_ = c == '<';
    }

private:
    bool in_tag_ = false;
    char quote_ = 0;
};

bool ends_with(const std::string &s, const char *tail)
{
    size_t n = std::strlen(tail);
    return s.size() >= n && s.compare(s.size() - n, n, tail) == 0;
}

/*
 * Line breaks with indentation between two tags or section marks go, elsewhere they become one blank; so a blank that is wanted stands
 * on one line with what it separates. Within a tag nothing goes but the surplus. In text and in value="" a variable gets the modifier
 * p: the same escaping as the automatic one, which would turn the line breaks of what people typed into blanks.
 */
std::string folded(const std::string &text)
{
    std::string out;
    Place place;
    for (size_t i = 0; i < text.size(); i++) {
        if (text.compare(i, 2, "{{") == 0) {
            size_t end = text.find("}}", i);
            bool keeps_lines = text[i + 2] >= 'A' && text[i + 2] <= 'Z' && (!place.in_tag() || ends_with(out, " value=\""));
            out.append(text, i, end - i).append(keeps_lines ? ":p}}" : "}}");
            i = end + 1;
            continue;
        }
        if (!is_blank(text[i])) {
            place.pass(text[i]);
            out += text[i];
            continue;
        }
        size_t end = i;
        bool broken = false;
        for (; end < text.size() && is_blank(text[end]); end++)
            broken |= text[end] == '\n';
        if (!(broken && !place.in_tag() && after_mark(out) && before_mark(text, end)))
            out += ' ';
        i = end - 1;
    }
    return out;
}

/* A name that the program does not know would stay empty without a word: the templates are then those of another version. */
void check_names(const std::string &file, const std::string &text)
{
    for (size_t at = text.find("{{"); at != std::string::npos; at = text.find("{{", at + 2)) {
        size_t from = at + 2, end = text.find("}}", from);
        if (end == std::string::npos)
            refuse(file, "{{ without }}");
        bool section = text[from] == '#' || text[from] == '/';
        if (text[from] == '%' || text[from] == '!')
            continue;
        std::string name = text.substr(from + section, end - from - section);
        const StaticTemplateString *const *known = section ? section_names : var_names;
        while (*known && name != (*known)->do_not_use_directly_.ptr_)
            known++;
        if (!*known)
            refuse(file, "{{" + name + "}} is not known to this program");
    }
}

void load(const std::string &dir, int file)
{
    const std::string name = file_names[file];
    std::string text = assemble(dir, name, 0);
    check_names(name, text);
    for (int lang = 0; lang < LANG__COUNT; lang++) {
        std::string page = pragma + folded(translated(name, text, static_cast<enum lang>(lang)));
        Template *made = Template::StringToTemplate(page.data(), page.size(), ctemplate::DO_NOT_STRIP);
        if (!made || made->state() != ctemplate::TS_READY) {
            delete made;
            refuse(name, "ctemplate cannot read it (see the lines above)");
        }
        delete templates[lang][file];
        templates[lang][file] = made;
    }
}

/* ---- filling ---- */

template <typename Work> void guarded(struct tpl *t, Work work) noexcept
{
    try {
        work();
    } catch (...) {
        t->root->broken = true;
    }
}

void drop(void *ctx) noexcept
{
    delete static_cast<TemplateDictionary *>(ctx);
}

struct tpl *make(struct arena *a, TemplateDictionary *dict, struct tpl *root, enum tpl_file file)
{
    struct tpl *t = static_cast<struct tpl *>(arena_alloc(a, sizeof(struct tpl)));
    t->dict = dict;
    t->arena = a;
    t->root = root ? root : t;
    t->file = file;
    return t;
}

class BufEmitter : public ctemplate::ExpandEmitter {
public:
    explicit BufEmitter(struct buf *out) : out_(out) {}
    void Emit(char c) override { buf_addc(out_, c); }
    void Emit(const std::string &s) override { buf_add(out_, s.data(), s.size()); }
    void Emit(const char *s) override { buf_add(out_, s, std::strlen(s)); }
    void Emit(const char *s, size_t n) override { buf_add(out_, s, n); }

private:
    struct buf *out_;
};

} // namespace

extern "C" enum err tpl_start(const char *dir)
{
    try {
        for (int file = 0; file < TPL__COUNT; file++)
            load(dir, file);
        return ERR_NONE;
    } catch (const std::exception &e) {
        log_note(LOG_ERROR, "templates in %s: %s", dir, e.what());
    } catch (...) {
        log_note(LOG_ERROR, "templates in %s cannot be loaded", dir);
    }
    return ERR_CONFIG;
}

extern "C" struct tpl *tpl_new(struct arena *a, enum tpl_file file)
{
    struct tpl *t = make(a, nullptr, nullptr, file);
    guarded(t, [&] {
        t->dict = new TemplateDictionary(TemplateString("page", 4));
        arena_on_reset(a, drop, t->dict);
    });
    return t;
}

extern "C" void tpl_str(struct tpl *t, enum tpl_var name, struct str value)
{
    guarded(t, [&] {
        if (t->dict)
            t->dict->SetValueWithoutCopy(*var_names[name], TemplateString(value.p ? value.p : "", value.n));
    });
}

extern "C" void tpl_text(struct tpl *t, enum tpl_var name, const char *value)
{
    tpl_str(t, name, {value, value ? std::strlen(value) : 0});
}

extern "C" void tpl_int(struct tpl *t, enum tpl_var name, long long value)
{
    tpl_text(t, name, arena_printf(t->arena, "%lld", value));
}

extern "C" struct tpl *tpl_add(struct tpl *t, enum tpl_section section)
{
    struct tpl *child = make(t->arena, nullptr, t->root, t->file);
    guarded(t, [&] {
        if (t->dict)
            child->dict = t->dict->AddSectionDictionary(*section_names[section]);
    });
    return child;
}

extern "C" void tpl_show(struct tpl *t, enum tpl_section section)
{
    guarded(t, [&] {
        if (t->dict)
            t->dict->ShowSection(*section_names[section]);
    });
}

extern "C" void tpl_show_if(struct tpl *t, enum tpl_section section, bool condition)
{
    if (condition)
        tpl_show(t, section);
}

extern "C" void tpl_optional(struct tpl *t, enum tpl_section section, enum tpl_var name, const char *value)
{
    if (value && *value)
        tpl_text(tpl_add(t, section), name, value);
}

extern "C" enum err tpl_render(const struct tpl *t, enum lang lang, struct buf *out)
{
    try {
        const Template *page = templates[lang][t->file];
        if (!page || !t->dict || t->root->broken)
            return ERR_INTERNAL;
        BufEmitter emitter(out);
        return page->Expand(&emitter, t->dict) ? ERR_NONE : ERR_INTERNAL;
    } catch (...) {
        return ERR_INTERNAL;
    }
}
