#include <stdarg.h>
#include <string.h>

#include "rulebook_text.h"

/* Faults keep their values beside the sentence, so that a page can tell them in its own language. */

/* Behind a '%': which value it takes (from 0), and what it ends with. */
static const char *directive(const char *p, size_t *n, size_t *ret_which)
{
    *ret_which = *n;
    if (p[0] >= '1' && p[0] <= '9' && p[1] == '$') {
        *ret_which = (size_t)(p[0] - '1');
        p += 2;
    } else {
        ++*n;
    }
    return p + strspn(p, "lz");
}

static const char *next_value(struct arena *a, const char *p, va_list *args)
{
    if (*p == 's')
        return arena_strdup(a, va_arg(*args, const char *));
    if (*p == 'd')
        return arena_printf(a, "%d", va_arg(*args, int));
    if (*p == 'u')
        return arena_printf(a, "%u", va_arg(*args, unsigned));
    if (*p == 'z')
        return arena_printf(a, "%zu", va_arg(*args, size_t));
    return arena_printf(a, "%lld", va_arg(*args, long long));
}

static void take_values(struct arena *a, struct rulebook_fault *fault, va_list *args)
{
    size_t n = 0;
    for (const char *p = strchr(fault->msgid, '%'); p && n < COUNT_OF(fault->args); p = strchr(p + 1, '%'))
        fault->args[n++] = next_value(a, p + 1, args);
    while (n < COUNT_OF(fault->args))
        fault->args[n++] = "";
}

const char *rulebook_fault_words(struct arena *a, const struct rulebook_fault *fault, const char *translation)
{
    struct buf out = {.arena = a};
    size_t n = 0, which;
    for (const char *p = translation; *p; p++) {
        if (*p != '%') {
            buf_addc(&out, *p);
            continue;
        }
        p = directive(p + 1, &n, &which);
        if (which < COUNT_OF(fault->args))
            buf_adds(&out, fault->args[which]);
        if (!*p)
            break;
    }
    return out.n ? out.p : "";
}

void rulebook_vfault(struct rulebook_faults *faults, struct arena *a, int line, const char *path, const char *fmt, va_list args)
{
    if (faults->n == RULEBOOK_FAULTS_MAX) {
        faults->more = true;
        return;
    }
    struct rulebook_fault *fault = &faults->list[faults->n++];
    va_list mine;
    *fault = (struct rulebook_fault){.line = line, .path = arena_strdup(a, path), .msgid = fmt};
    va_copy(mine, args);
    take_values(a, fault, &mine);
    va_end(mine);
    fault->message = rulebook_fault_words(a, fault, fmt);
}

void rulebook_fault(struct rulebook_faults *faults, struct arena *a, int line, const char *path, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    rulebook_vfault(faults, a, line, path, fmt, args);
    va_end(args);
}
