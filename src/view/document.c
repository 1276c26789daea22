#include "document.h"

#include <string.h>

enum err document_make(const struct buf *page, const char *css, struct buf *ret_document)
{
    const char *end = page->n ? strstr(page->p, "</head>") : NULL;
    struct buf out = {.arena = page->arena};
    if (!end)
        return ERR_INTERNAL;
    buf_add(&out, page->p, (size_t)(end - page->p));
    buf_printf(&out, "<style>%s</style>\n%s", css, end);
    *ret_document = out;
    return ERR_NONE;
}
