#include "mail_text.h"

#include <stdlib.h>
#include <string.h>

#define ADDRESS_MAX 254
#define WORD_BYTES 42 /* of text in one encoded word, which has at most 75 characters */
#define LINE_BYTES 57 /* of text in one line of base64 */

bool mail_address_good(const char *address)
{
    const char *at = strchr(address, '@');
    size_t n = strlen(address);
    if (!at || at == address || !at[1] || strchr(at + 1, '@') || n > ADDRESS_MAX || at - address > 64 || address[0] == '-')
        return false;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)address[i];
        if (c <= 0x20 || c >= 0x7f || strchr("<>()[]\\,;:\"", c))
            return false;
    }
    return strstr(at, "..") == NULL && at[1] != '.';
}

static void add_base64(struct buf *out, const char *p, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)(unsigned char)p[i] << 16 | (i + 1 < n ? (uint32_t)(unsigned char)p[i + 1] << 8 : 0) | (i + 2 < n ? (unsigned char)p[i + 2] : 0u);
        buf_addc(out, digits[v >> 18]);
        buf_addc(out, digits[v >> 12 & 63]);
        buf_addc(out, i + 1 < n ? digits[v >> 6 & 63] : '=');
        buf_addc(out, i + 2 < n ? digits[v & 63] : '=');
    }
}

static bool is_plain(const char *text)
{
    for (const char *c = text; *c; c++) {
        if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f || strchr("=?_\"\\<>()@,;:.[]", *c))
            return false;
    }
    return strlen(text) <= 60;
}

/* Encoded words that each hold whole characters. */
static void add_encoded(struct buf *out, const char *text)
{
    size_t n = strlen(text);
    for (size_t i = 0; i < n;) {
        size_t take = n - i < WORD_BYTES ? n - i : WORD_BYTES;
        while (i + take < n && take > 1 && ((unsigned char)text[i + take] & 0xc0) == 0x80)
            take--;
        buf_adds(out, i ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
        add_base64(out, text + i, take);
        buf_adds(out, "?=");
        i += take;
    }
}

static void add_words(struct buf *out, struct arena *a, const char *text)
{
    const char *line = letter_line(a, text);
    if (is_plain(line))
        buf_adds(out, line);
    else
        add_encoded(out, line);
}

static void add_date(struct buf *out, int64_t at_us, const struct utc_zone *zone)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct utc_parts t = utc_in_zone(at_us, zone);
    int east = abs(t.offset_s) / 60;
    buf_printf(out, "Date: %s, %d %s %04d %02d:%02d:%02d %c%02d%02d\r\n", days[t.weekday % 7], t.day, months[(t.month + 11) % 12], t.year, t.hour, t.minute, t.second,
               t.offset_s < 0 ? '-' : '+', east / 60, east % 60);
}

static void add_body(struct buf *out, struct arena *a, const char *body)
{
    struct buf text = {.arena = a};
    buf_adds(&text, "");
    for (; *body; body++) {
        if (*body == '\n')
            buf_adds(&text, "\r\n");
        else if (*body != '\r')
            buf_addc(&text, *body);
    }
    for (size_t i = 0; i < text.n; i += LINE_BYTES) {
        add_base64(out, text.p + i, text.n - i < LINE_BYTES ? text.n - i : LINE_BYTES);
        buf_adds(out, "\r\n");
    }
}

struct str mail_text(struct arena *a, const struct mail_out *mail)
{
    struct buf out = {.arena = a};
    const char *domain = strchr(mail->from, '@');
    add_date(&out, mail->at_us, mail->zone);
    buf_adds(&out, "From: ");
    if (*mail->from_name) {
        add_words(&out, a, mail->from_name);
        buf_addc(&out, ' ');
    }
    buf_printf(&out, "<%s>\r\nTo: <%s>\r\n", mail->from, mail->to);
    if (*mail->reply_to)
        buf_printf(&out, "Reply-To: <%s>\r\n", mail->reply_to);
    buf_adds(&out, "Subject: ");
    add_words(&out, a, mail->subject);
    buf_printf(&out, "\r\nMessage-ID: <redress.%lld%s>\r\n", (long long)mail->id, domain ? domain : "@localhost");
    buf_printf(&out, "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nContent-Language: %s\r\nMIME-Version: 1.0\r\n"
                     "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
               strcmp(mail->lang, "en") == 0 ? "en" : "zh-CN");
    add_body(&out, a, mail->body);
    return buf_str(&out);
}
