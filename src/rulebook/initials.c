#include "initials.h"

#include <unicode/utf8.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "log.h"
#include "str.h"

#define READING_UNITS 40 /* of one character, with its tone marks taken off */

static UTransliterator *open_readings(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar id[40];
    u_uastrcpy(id, "Han-Latin; Latin-ASCII; Lower");
    UTransliterator *readings = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_SUCCESS(status))
        return readings;
    LOG(LOG_WARN, "the readings of Chinese characters cannot be loaded", LOG_TEXT("reason", u_errorName(status)));
    return NULL;
}

/* The first letter of a character's reading, 0 when it has none. */
static char letter_of(UTransliterator *readings, UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[READING_UNITS];
    UBool failed = false;
    int32_t n = 0;
    U16_APPEND(text, n, READING_UNITS, c, failed);
    int32_t limit = n;
    if (!failed)
        utrans_transUChars(readings, text, &n, READING_UNITS, 0, &limit, &status);
    bool letter = !failed && U_SUCCESS(status) && n > 0 && text[0] >= 'a' && text[0] <= 'z';
    return letter ? (char)text[0] : '\0';
}

static const char *initials(struct arena *a, UTransliterator *readings, const char *name)
{
    struct buf out = {.arena = a};
    struct str s = str_of(name);
    int32_t length = (int32_t)s.n;
    for (int32_t i = 0; i < length;) {
        UChar32 c;
        U8_NEXT(s.p, i, length, c);
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        char letter = plain ? (char)c : c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c >= 0x3400 ? letter_of(readings, c) : '\0';
        if (letter)
            buf_addc(&out, letter);
    }
    return out.n ? out.p : "";
}

void initials_of(struct arena *a, const char *const *names, size_t n, const char **ret_initials)
{
    UTransliterator *readings = open_readings();
    for (size_t i = 0; i < n; i++)
        ret_initials[i] = readings ? initials(a, readings, names[i]) : "";
    if (readings)
        utrans_close(readings);
}
