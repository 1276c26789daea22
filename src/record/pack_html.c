#include "pack_html.h"

static const char styles[] =
    "@page{size:A4;margin:18mm 16mm;@bottom-center{content:counter(page) \" / \" counter(pages);font:9pt sans-serif}}"
    "body{font:10.5pt/1.55 \"Noto Sans CJK SC\",\"Noto Sans SC\",\"Source Han Sans SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif;color:#111;background:#fff;max-width:178mm;margin:8mm auto;padding:0 4mm}"
    "h1{font-size:18pt;margin:0 0 2mm;text-align:center}h2{font-size:13pt;margin:8mm 0 2mm;border-bottom:.4mm solid #111;padding-bottom:1mm;break-after:avoid}"
    ".sub{text-align:center;margin:0 0 5mm}.warn{border:.3mm solid #111;padding:2mm 3mm}"
    "table{width:100%;border-collapse:collapse;margin:2mm 0}th,td{border:.2mm solid #777;padding:1mm 2mm;text-align:left;vertical-align:top;font-weight:400;overflow-wrap:anywhere}"
    "th{background:#f2f2f2;font-weight:600}table.f th{width:32mm}thead{display:table-header-group}tr{break-inside:avoid}"
    ".e{margin:0 0 3mm;break-inside:avoid}.e p{margin:0}.e .h{font-weight:600;break-after:avoid}.t{white-space:pre-wrap;overflow-wrap:anywhere}.s,pre{font:7.5pt/1.4 \"DejaVu Sans Mono\",Consolas,monospace;color:#444;overflow-wrap:anywhere}"
    "ol.toc{columns:2;margin:0}ol.toc a{color:inherit;text-decoration:none}pre{white-space:pre-wrap;word-break:break-all}"
    "@media print{body{margin:0;padding:0;max-width:none}}";

void pack_html_escape(struct buf *out, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&': buf_adds(out, "&amp;"); break;
        case '<': buf_adds(out, "&lt;"); break;
        case '>': buf_adds(out, "&gt;"); break;
        case '"': buf_adds(out, "&quot;"); break;
        case '\'': buf_adds(out, "&#39;"); break;
        default: buf_addc(out, *text);
        }
    }
}

static void element(struct buf *out, const char *open, const char *text, const char *shut)
{
    buf_adds(out, open);
    pack_html_escape(out, text);
    buf_adds(out, shut);
}

void pack_html_front(struct pack *p, const struct pack_front *f)
{
    struct buf *out = &p->html;
    pack_begin(p, "front");
    element(out, "<!DOCTYPE html>\n<html lang=\"", f->language, "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
    element(out, "<title>", f->heading, "</title>\n<style>");
    buf_adds(out, styles);
    element(out, "</style>\n</head>\n<body>\n<h1>", f->heading, "</h1>\n");
    element(out, "<p class=\"sub\">", f->subject, "</p>\n");
    pack_html_facts(p, f->facts, f->n_facts);
    if (*f->warning)
        element(out, "<p class=\"warn\">", f->warning, "</p>\n");
    element(out, "<h2>", f->contents, "</h2>\n<ol class=\"toc\">\n");
    for (size_t i = 0; i < f->n_titles; i++) {
        element(out, "<li><a href=\"#", f->titles[i].name, "\">");
        element(out, "", f->titles[i].title, "</a></li>\n");
    }
    buf_adds(out, "</ol>\n");
    pack_end(p);
}

void pack_html_open(struct pack *p, int n, const struct pack_title *title)
{
    pack_begin(p, title->name);
    element(&p->html, "<section id=\"", title->name, "\">\n");
    buf_printf(&p->html, "<h2>%d. ", n);
    element(&p->html, "", title->title, "</h2>\n");
}

void pack_html_shut(struct pack *p)
{
    buf_adds(&p->html, "</section>\n");
    pack_end(p);
}

void pack_html_note(struct pack *p, const char *text)
{
    element(&p->html, "<p>", text, "</p>\n");
}

void pack_html_facts(struct pack *p, const char *const (*facts)[2], size_t n)
{
    buf_adds(&p->html, "<table class=\"f\"><tbody>\n");
    for (size_t i = 0; i < n; i++) {
        if (!facts[i][1] || !*facts[i][1])
            continue;
        element(&p->html, "<tr><th scope=\"row\">", facts[i][0], "</th>");
        element(&p->html, "<td class=\"t\">", facts[i][1], "</td></tr>\n");
    }
    buf_adds(&p->html, "</tbody></table>\n");
}

void pack_html_entry(struct pack *p, const char *head, const char *text, const char *small)
{
    buf_adds(&p->html, "<div class=\"e\">");
    if (*head)
        element(&p->html, "<p class=\"h\">", head, "</p>");
    if (*text)
        element(&p->html, "<p class=\"t\">", text, "</p>");
    if (*small)
        element(&p->html, "<p class=\"s\">", small, "</p>");
    buf_adds(&p->html, "</div>\n");
}

void pack_html_table(struct pack *p, const char *const *heads, size_t n)
{
    buf_adds(&p->html, "<table><thead><tr>");
    for (size_t i = 0; i < n; i++)
        element(&p->html, "<th scope=\"col\">", heads[i], "</th>");
    buf_adds(&p->html, "</tr></thead><tbody>\n");
}

void pack_html_row(struct pack *p, const char *const *cells, size_t n)
{
    buf_adds(&p->html, "<tr>");
    for (size_t i = 0; i < n; i++)
        element(&p->html, "<td>", cells[i], "</td>");
    buf_adds(&p->html, "</tr>\n");
}

void pack_html_table_end(struct pack *p)
{
    buf_adds(&p->html, "</tbody></table>\n");
}

void pack_html_machine(struct pack *p, const char *heading, const char *text)
{
    pack_begin(p, "machine");
    element(&p->html, "<h2>", heading, "</h2>\n");
    element(&p->html, "<p>", text, "</p>\n");
    pack_end(p);
}
