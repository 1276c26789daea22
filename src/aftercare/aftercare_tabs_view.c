#include "aftercare_tabs_view.h"

#include "tabs.h"

void aftercare_tabs_fill(struct page *page, struct tpl *t)
{
    const struct tab *here = tabs_at(str_cstr(page->arena, page->req->path));
    for (size_t i = 0; i < tabs_n; i++) {
        if (!access_may(page->user, tabs[i].permission))
            continue;
        struct tpl *tab = tpl_add(t, SEC_AFTER_TAB);
        tpl_text(tab, V_URL, tabs[i].path);
        tpl_text(tab, V_LABEL, page_text(page, tabs[i].title));
        tpl_show_if(tab, SEC_CUR, here == &tabs[i]);
    }
}
