#include <string.h>

#include "desk_paper_view.h"
#include "desk_words_view.h"
#include "document.h"
#include "format.h"
#include "qr.h"

/*
 * A paper on A4 as Chinese offices write it (GB/T 9704): margins, red head of what goes out, 仿宋 text with indented paragraphs, 黑体 headings, seal area over the date, page numbers between dashes. The document
 * stands for itself: its style is in it, and it asks for nothing else, so that its bytes stay what was signed.
 */
static const char style[] =
    "@page{size:A4;margin:37mm 26mm 35mm 28mm;@bottom-center{content:\"\\2014 \" counter(page) \" \\2014\";font:14pt SimSun,\"Noto Serif CJK SC\",serif}}"
    "*{box-sizing:border-box}body{margin:0;background:#fff;color:#000;font:16pt/28pt FangSong,FangSong_GB2312,STFangsong,\"Noto Serif CJK SC\",serif;-webkit-print-color-adjust:exact;print-color-adjust:exact}"
    ".paper{max-width:156mm;margin:0 auto}"
    ".mark{border:1pt solid #000;padding:1mm 3mm;text-align:center;font-family:SimHei,\"Noto Sans CJK SC\",sans-serif;font-size:12pt;line-height:18pt}"
    ".org{margin:0 0 4mm;color:#c8102e;font:700 30pt/1.3 FZXiaoBiaoSong-B05S,STZhongsong,SimSun,\"Noto Serif CJK SC\",serif;text-align:center;letter-spacing:.06em}"
    ".rule{border:0;border-top:2.2pt solid #c8102e;margin:0 0 1mm}"
    ".no{margin:0 0 12mm;text-align:right;font-size:14pt}"
    "h1{margin:0 0 10mm;font:700 22pt/36pt FZXiaoBiaoSong-B05S,STZhongsong,SimSun,\"Noto Serif CJK SC\",serif;text-align:center;text-wrap:balance}"
    "h2{margin:2mm 0 0;font:400 16pt/28pt SimHei,\"Noto Sans CJK SC\",sans-serif;text-indent:2em;break-after:avoid}"
    "p{margin:0;text-indent:2em;text-align:justify;overflow-wrap:anywhere;orphans:2;widows:2}.to,.flat{text-indent:0}"
    ".end{display:flex;justify-content:space-between;align-items:flex-end;gap:8mm;margin-top:16mm;break-inside:avoid;break-before:avoid}.end p{text-indent:0;text-align:center}"
    ".qr{margin:0;width:34mm;font-size:9pt;line-height:12pt;text-align:center}.qr svg{display:block;width:26mm;height:26mm;margin:0 auto 1mm}"
    ".seal{min-width:62mm;padding-top:16mm}"
    ".sign{margin-top:14mm;break-inside:avoid;break-before:avoid}.sign p{text-indent:0;text-align:left;margin-bottom:6mm}"
    "table{width:100%;border-collapse:collapse;margin:0 0 6mm;font-size:12pt;line-height:18pt}th,td{border:.5pt solid #000;padding:1.5mm 2.5mm;text-align:left;vertical-align:top;font-weight:400;overflow-wrap:anywhere}"
    "th{width:26mm;font-family:SimHei,\"Noto Sans CJK SC\",sans-serif;overflow-wrap:normal}"
    ":lang(en){font-family:\"Times New Roman\",\"Liberation Serif\",\"Noto Serif\",serif}:lang(en) h2,:lang(en) th{font-family:Arial,\"Liberation Sans\",sans-serif}:lang(en) h2{font-weight:700;text-indent:0}"
    ":lang(en) p{text-indent:0;text-align:left;margin-bottom:2mm}:lang(en) .org{letter-spacing:0}:lang(en) .end p{text-align:center}"
    "@media screen{body{background:#eef0f3}.paper{background:#fff;max-width:210mm;margin:8mm auto;padding:25mm 26mm 25mm 28mm;box-shadow:0 1px 6px rgba(0,0,0,.25)}}"
    "@media screen and (max-width:600px){body{font-size:12pt;line-height:20pt}.paper{margin:0;padding:6mm 5mm}.org{font-size:20pt}h1{font-size:16pt;line-height:24pt;margin-bottom:6mm}h2{font-size:12.5pt;line-height:20pt}.end{flex-wrap:wrap}}";

enum lang desk_paper_lang(const struct page *page, const struct complaint *c, const char *kind)
{
    enum lang lang;
    if (strcmp(kind, PAPER_MANAGEMENT) != 0 && lang_from_code(c->language, &lang))
        return lang;
    return page->lang;
}

const char *desk_paper_number(struct arena *a, const struct desk_case *x, const struct paper *p)
{
    return arena_printf(a, "%s-%02d", x->c.number, p->n);
}

const char *desk_paper_part_name(enum lang lang, const struct rb_paper *rule, const char *code)
{
    for (unsigned i = 0; rule && i < rule->sections_count; i++) {
        if (strcmp(rule->sections[i].code, code) == 0)
            return lang_pick(lang, rule->sections[i].name.zh, rule->sections[i].name.en);
    }
    return code;
}

/* "三、": headings are counted as offices count them. */
static const char *ordinal(struct arena *a, enum lang lang, int n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    if (lang != LANG_ZH)
        return arena_printf(a, "%d. ", n);
    if (n < 10)
        return arena_printf(a, "%s、", digits[n]);
    return n < 20 ? arena_printf(a, "十%s、", digits[n % 10]) : arena_printf(a, "%s十%s、", digits[n / 10 % 10], digits[n % 10]);
}

static void fill_lines(struct arena *a, struct tpl *t, enum tpl_section section, const char *text)
{
    struct str rest = str_of(text);
    while (rest.p) {
        struct str one = str_trim(str_cut(&rest, '\n'));
        if (one.n)
            tpl_text(tpl_add(t, section), V_TEXT, str_cstr(a, one));
    }
}

/* In the order of the rulebook, whatever the order in which they are kept. */
static void fill_parts(struct page *page, struct tpl *t, enum lang lang, const struct desk_case *x, const struct paper *p, const struct rb_paper *rule)
{
    const char **codes;
    size_t n = desk_paper_parts(page->arena, rule, &x->facts, p, &codes);
    int count = 0;
    for (size_t i = 0; i < n; i++) {
        const char *body = paper_section_text(p, codes[i]);
        if (!*body)
            continue;
        struct tpl *part = tpl_add(t, SEC_PART);
        tpl_text(part, V_LABEL, arena_printf(page->arena, "%s%s", ordinal(page->arena, lang, ++count), desk_paper_part_name(lang, rule, codes[i])));
        fill_lines(page->arena, part, SEC_PARAGRAPH, body);
    }
}

static void fact(struct tpl *t, const char *label, const char *value)
{
    struct tpl *row = tpl_add(t, SEC_FACT);
    tpl_text(row, V_LABEL, label);
    tpl_text(row, V_VALUE, *value ? value : "—");
}

static void fill_facts(struct page *page, struct tpl *t, enum lang lang, const struct desk_case *x)
{
    const struct complaint *c = &x->c;
    const struct rb_grade *grade = rulebook_grade(x->world.book, c->grade);
    struct tpl *table = tpl_add(t, SEC_FACTS);
    fact(table, text_in(lang, N_("Complaint")), arena_printf(page->arena, "%s %s", c->number, c->title));
    fact(table, text_in(lang, N_("Category")), lang_pick(lang, c->category_zh, c->category_en));
    fact(table, text_in(lang, N_("Grade")), grade ? lang_pick(lang, grade->name.zh, grade->name.en) : "");
    fact(table, text_in(lang, N_("Received")), format_date(page->arena, lang, c->received_us, page->site->zone));
    fact(table, text_in(lang, N_("Closed on")), c->closed_us ? format_date(page->arena, lang, c->closed_us, page->site->zone) : "");
    fact(table, text_in(lang, N_("Finding")), text_in(lang, complaint_finding_title(c->finding)));
}

static void fill_letter(struct page *page, struct tpl *t, enum lang lang, const struct desk_case *x)
{
    struct tpl *letter = tpl_add(t, SEC_LETTER);
    tpl_text(letter, V_MESSAGE, text_f(page->arena, lang, N_("we have looked into what you raised with us on %s (number %s). This is the result:"),
                                       format_date(page->arena, lang, x->c.received_us, page->site->zone), x->c.number));
}

static void fill_sheet(struct page *page, struct tpl *t, enum lang lang, const struct desk_case *x, const struct paper *p, const struct rb_paper *rule, int64_t final_us)
{
    struct arena *a = page->arena;
    const bool letter = strcmp(p->kind, PAPER_OPINION) == 0, management = strcmp(p->kind, PAPER_MANAGEMENT) == 0;
    const char *organisation = lang_pick(lang, x->c.unit_zh, x->c.unit_en);
    int size;
    tpl_text(t, V_LANG_TAG, lang_tag(lang));
    tpl_text(t, V_PAGE_TITLE, p->title);
    tpl_text(t, V_PLACE, organisation);
    tpl_text(t, V_NUMBER, desk_paper_number(a, x, p));
    tpl_text(t, V_TITLE, p->title);
    tpl_show_if(t, SEC_RED_HEAD, letter);
    tpl_show_if(t, SEC_IS_DRAFT, final_us == 0);
    if (letter)
        fill_letter(page, t, lang, x);
    if (management)
        fill_facts(page, t, lang, x);
    fill_parts(page, t, lang, x, p, rule);
    tpl_show_if(t, SEC_PARTIES, !letter && !management);
    tpl_text(t, V_AT, final_us ? format_date(a, lang, final_us, page->site->zone) : text_in(lang, N_("(date)")));
    tpl_text(t, V_QR_PATH, qr_path(a, arena_printf(a, "%s/track?no=%s", page->site->config->site.public_url, x->c.number), &size));
    tpl_int(t, V_QR_SIZE, size);
}

enum err desk_paper_document(struct page *page, const struct desk_case *x, const struct paper *p, const struct rb_paper *rule, int64_t final_us, struct buf *ret_document)
{
    const enum lang lang = desk_paper_lang(page, &x->c, p->kind);
    struct buf plain = {.arena = page->arena};
    struct tpl *t = tpl_new(page->arena, TPL_DESK_PAPER_SHEET);
    fill_sheet(page, t, lang, x, p, rule, final_us);
    TRY(tpl_render(t, lang, &plain));
    return document_make(&plain, style, ret_document);
}

const char *desk_paper_words(struct arena *a, enum lang lang, const struct rb_paper *rule, const struct paper_section *sections, size_t n)
{
    struct buf out = {.arena = a};
    int count = 0;
    for (size_t i = 0; i < n; i++) {
        if (*sections[i].body)
            buf_printf(&out, "%s%s%s\n%s", out.n ? "\n\n" : "", ordinal(a, lang, ++count), desk_paper_part_name(lang, rule, sections[i].code), sections[i].body);
    }
    return out.n ? out.p : "";
}
