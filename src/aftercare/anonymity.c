#include "anonymity.h"

#include <stdlib.h>
#include <string.h>

#include "msgid.h"
#include "str.h"

const char *anonymity_title(enum anonymity_kind kind)
{
    static const char *const titles[ANONYMITY_KIND__END] = {
        [ANONYMITY_NAME] = N_("A name that is known of the complaint"), [ANONYMITY_PHONE] = N_("A telephone number"), [ANONYMITY_IDENTITY] = N_("An identity or card number"),
        [ANONYMITY_NUMBER] = N_("A number of a complaint, policy or order"), [ANONYMITY_EMAIL] = N_("An e-mail address"), [ANONYMITY_PLATE] = N_("A number plate"), [ANONYMITY_ADDRESS] = N_("An address"),
        [ANONYMITY_PERSON] = N_("A person by surname"),
    };
    return kind > 0 && kind < ANONYMITY_KIND__END ? titles[kind] : "";
}

/* A text as code points in their plain form, with where each stands. */
struct points {
    uint32_t *c;
    size_t *at;
    size_t n;
};

static uint32_t plain(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xff01 - 0x21;
    if (c == 0x3000)
        return ' ';
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static struct points points_of(struct arena *a, const char *text)
{
    size_t bytes = strlen(text);
    struct points p = {ARENA_ARRAY(a, bytes + 1, uint32_t), ARENA_ARRAY(a, bytes + 1, size_t), 0};
    for (size_t at = 0; at < bytes;) {
        unsigned char first = (unsigned char)text[at];
        size_t more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        uint32_t c = more == 0 ? first : first & (0x3fu >> more);
        for (size_t i = 1; i <= more && at + i < bytes; i++)
            c = c << 6 | ((unsigned char)text[at + i] & 0x3fu);
        p.at[p.n] = at;
        p.c[p.n++] = plain(c);
        at += more + 1;
    }
    p.at[p.n] = bytes;
    return p;
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_word(uint32_t c)
{
    return is_digit(c) || is_letter(c);
}

static bool is_han(uint32_t c)
{
    return c >= 0x3400 && c <= 0x9fff;
}

struct finding {
    struct arena *arena;
    struct points p;
    struct anonymity_passage *list;
    size_t n, room;
};

static void note(struct finding *f, enum anonymity_kind kind, size_t from, size_t to)
{
    if (f->n == f->room) {
        size_t room = f->room ? f->room * 2 : 16;
        f->list = arena_grow(f->arena, f->list, f->room * sizeof *f->list, room * sizeof *f->list);
        f->room = room;
    }
    f->list[f->n++] = (struct anonymity_passage){kind, f->p.at[from], f->p.at[to] - f->p.at[from]};
}

static uint32_t point(const struct finding *f, size_t i)
{
    return i < f->p.n ? f->p.c[i] : 0;
}

/* ---- names ---- */

static void find_name(struct finding *f, const char *name)
{
    struct points key = points_of(f->arena, name);
    size_t n = 0;
    for (size_t i = 0; i < key.n; i++) {
        if (key.c[i] != ' ')
            key.c[n++] = key.c[i];
    }
    if (n < 2)
        return;
    for (size_t i = 0; i < f->p.n; i++) {
        size_t k = 0, at = i;
        if (f->p.c[i] == ' ')
            continue;
        for (; k < n && at < f->p.n; at++) {
            if (f->p.c[at] == ' ')
                continue;
            if (f->p.c[at] != key.c[k])
                break;
            k++;
        }
        bool inside = is_letter(key.c[0]) && i > 0 && is_letter(f->p.c[i - 1]);
        bool goes_on = is_letter(key.c[n - 1]) && is_letter(point(f, at));
        if (k == n && !inside && !goes_on)
            note(f, ANONYMITY_NAME, i, at);
    }
}

/* Surnames before a title: Wang xiansheng. Given names of one or two characters between count too. */
static void find_persons(struct finding *f)
{
    static const char surnames[] =
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
    static const char *const titles[] = {"先生", "女士", "小姐", "太太", "老师", "师傅", "经理", "主任"};
    struct points names = points_of(f->arena, surnames);
    for (size_t i = 0; i < f->p.n; i++) {
        bool surname = false;
        for (size_t k = 0; k < names.n && !surname; k++)
            surname = names.c[k] == f->p.c[i];
        for (size_t t = 0; t < COUNT_OF(titles) && surname; t++) {
            struct points title = points_of(f->arena, titles[t]);
            for (size_t gap = 0; gap <= 2; gap++) {
                if (point(f, i + 1 + gap) == title.c[0] && point(f, i + 2 + gap) == title.c[1] && (gap == 0 || is_han(point(f, i + gap)))) {
                    note(f, ANONYMITY_PERSON, i, i + 3 + gap);
                    break;
                }
            }
        }
    }
}

/* ---- numbers ---- */

static bool is_joint(uint32_t c)
{
    return c == ' ' || c == '-' || c == 0x2014 || c == 0x2013;
}

/* A run of figures and letters from i on, joints within it left out: where it ends, and what it has. */
struct run {
    size_t end, digits, letters;
    uint32_t first, second, last;
};

static struct run run_at(const struct finding *f, size_t i)
{
    struct run r = {.end = i};
    for (size_t k = i; k < f->p.n; k++) {
        uint32_t c = f->p.c[k];
        if (is_joint(c) && r.digits > 0 && is_digit(point(f, k + 1)))
            continue;
        if (c == '-' && r.letters > 0 && is_word(point(f, k + 1)))
            continue;
        if (!is_word(c))
            break;
        if (is_digit(c)) {
            r.second = r.digits == 1 ? c : r.second;
            r.first = r.digits == 0 ? c : r.first;
            r.digits++;
        } else {
            r.letters++;
        }
        r.last = c;
        r.end = k + 1;
    }
    return r;
}

static bool is_date(const struct finding *f, size_t i, const struct run *r)
{
    return r->digits == 8 && r->letters == 0 && r->end == i + 10 && point(f, i + 4) == '-' && point(f, i + 7) == '-';
}

static void find_numbers(struct finding *f)
{
    for (size_t i = 0; i < f->p.n;) {
        if (!is_word(f->p.c[i])) {
            i++;
            continue;
        }
        struct run r = run_at(f, i);
        bool x_end = r.letters == 1 && r.last == 'x';
        if (r.end <= i) {
            i++;
            continue;
        }
        if ((r.letters == 0 && r.digits >= 15 && r.digits <= 19) || (x_end && r.digits == 17))
            note(f, ANONYMITY_IDENTITY, i, r.end);
        else if (r.letters == 0 && ((r.digits == 11 && r.first == '1') || (r.digits >= 10 && r.digits <= 13 && (r.first == '0' || (r.first == '8' && r.second == '6'))) || r.digits == 7 || (r.digits == 8 && !is_date(f, i, &r))))
            note(f, ANONYMITY_PHONE, i, r.end);
        else if (!is_date(f, i, &r) && (r.digits >= 9 || (r.letters > 0 && r.digits >= 5)))
            note(f, ANONYMITY_NUMBER, i, r.end);
        i = r.end;
    }
}

/* ---- e-mail, plates, addresses ---- */

static bool is_mail(uint32_t c)
{
    return is_word(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

static void find_mails(struct finding *f)
{
    for (size_t i = 1; i + 1 < f->p.n; i++) {
        size_t from = i, to = i + 1;
        if (f->p.c[i] != '@')
            continue;
        while (from > 0 && is_mail(f->p.c[from - 1]))
            from--;
        bool dot = false;
        while (to < f->p.n && is_mail(f->p.c[to])) {
            dot = dot || f->p.c[to] == '.';
            to++;
        }
        if (from < i && dot)
            note(f, ANONYMITY_EMAIL, from, to);
    }
}

static void find_plates(struct finding *f)
{
    struct points provinces = points_of(f->arena, "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼");
    for (size_t i = 0; i + 6 < f->p.n; i++) {
        bool province = false;
        size_t at = i + 2, n = 0, digits = 0;
        for (size_t k = 0; k < provinces.n && !province; k++)
            province = provinces.c[k] == f->p.c[i];
        if (!province || !is_letter(point(f, i + 1)))
            continue;
        if (point(f, at) == 0xb7 || point(f, at) == 0x2022 || point(f, at) == ' ' || point(f, at) == '.')
            at++;
        for (; n < 6 && is_word(point(f, at + n)); n++)
            digits += is_digit(point(f, at + n));
        if (n >= 5 && digits > 0)
            note(f, ANONYMITY_PLATE, i, at + n);
    }
}

static bool is_one_of(struct arena *a, uint32_t c, const char *set)
{
    struct points p = points_of(a, set);
    for (size_t i = 0; i < p.n; i++) {
        if (p.c[i] == c)
            return true;
    }
    return false;
}

/* Figures before hao, dong, zhuang, danyuan, shi: with what stands before them up to a comma, at most twelve characters. */
static void find_addresses(struct finding *f)
{
    for (size_t i = 1; i < f->p.n; i++) {
        uint32_t c = f->p.c[i];
        size_t from = i, figures = 0;
        if (c < 0x3400 || !is_one_of(f->arena, c, "号栋幢室弄"))
            continue;
        while (from > 0 && (is_digit(f->p.c[from - 1]) || f->p.c[from - 1] == '-')) {
            from--;
            figures++;
        }
        if (figures == 0 || figures > 6)
            continue;
        size_t begin = from, back = 0;
        bool street = c != 0x53f7;
        while (begin > 0 && back < 12 && (is_han(f->p.c[begin - 1]) || is_digit(f->p.c[begin - 1]))) {
            begin--;
            back++;
            street = street || is_one_of(f->arena, f->p.c[begin], "路街巷道村里区园苑弄镇乡栋幢楼");
        }
        if (street)
            note(f, ANONYMITY_ADDRESS, begin, i + 1);
    }
}

/* ---- all ---- */

static int by_place(const void *a, const void *b)
{
    const struct anonymity_passage *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->n == y->n ? 0 : x->n > y->n ? -1 : 1;
}

void anonymity_find(struct arena *a, const char *text, const struct anonymity_known *known, struct anonymity_passage **ret_list, size_t *ret_n)
{
    struct finding f = {.arena = a, .p = points_of(a, text)};
    size_t kept = 0, end = 0;
    for (size_t i = 0; known && i < known->n; i++)
        find_name(&f, known->names[i]);
    find_mails(&f);
    find_plates(&f);
    find_addresses(&f);
    find_numbers(&f);
    find_persons(&f);
    if (f.n > 1)
        qsort(f.list, f.n, sizeof *f.list, by_place);
    for (size_t i = 0; i < f.n; i++) {
        if (kept > 0 && f.list[i].at < end)
            continue;
        end = f.list[i].at + f.list[i].n;
        f.list[kept++] = f.list[i];
    }
    *ret_list = f.list;
    *ret_n = kept;
}
