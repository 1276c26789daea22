#include "written.h"

#include "format.h"
#include "moment.h"
#include "msgid.h"

void written_file(struct page *page, struct tpl *t, const char *code, const char *name, int64_t bytes)
{
    struct tpl *file = tpl_add(t, SEC_FILE);
    tpl_text(file, V_CODE, code);
    tpl_text(file, V_NAME, name);
    tpl_text(file, V_SIZE, format_size(page->arena, (uint64_t)bytes));
}

void written_said(struct page *page, struct tpl *t, const char *kind, const char *who, int64_t at_us, int coarse, const char *body)
{
    struct tpl *said = tpl_add(t, SEC_SAID);
    tpl_text(said, V_KIND, page_text(page, kind));
    tpl_text(said, V_WHO, *who ? who : page_text(page, N_("Complainant")));
    tpl_text(said, V_AT, at_us ? moment_long(page, at_us, coarse) : "");
    tpl_text(said, V_BODY, body);
}
