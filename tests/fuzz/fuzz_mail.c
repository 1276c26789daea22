#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mail_parse.h"
#include "utf8.h"

/* Mails: whatever comes, texts are valid and of one line where they have to be, names of files have no path, and every file can be read. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void line(const char *text)
{
    must(text && utf8_valid(str_of(text)) && !strpbrk(text, "\r\n"));
}

static enum err count(void *ctx, const void *bytes, size_t n)
{
    size_t *all = ctx;
    must(bytes != NULL);
    *all += n;
    return ERR_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new((size_t)256 << 20);
    struct mail_parsed m;
    struct mail_content back;
    int fd = memfd_create("mail", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    if (mail_parse(arena, fd, &m) == ERR_NONE) {
        line(m.content.from), line(m.content.name), line(m.content.subject), line(m.content.message_id), line(m.content.to), line(m.content.returned);
        must(utf8_valid(str_of(m.content.text)) && utf8_valid(str_of(m.content.quoted)));
        must(m.kind > 0 && m.kind < MAIL_KIND__END);
        for (size_t i = 0; i < m.n_files; i++) {
            const char *name = mail_file_called(m.files[i]);
            size_t bytes = 0;
            line(name);
            must(*name && strlen(name) <= 200 && !strpbrk(name, "/\\"));
            must(mail_file_bytes(m.files[i], count, &bytes) == ERR_NONE);
        }
        must(mail_read(arena, mail_write(arena, &m.content), &back) && strcmp(back.text, m.content.text) == 0);
    }
    must(utf8_valid(str_of(mail_html_text(arena, utf8_valid((struct str){(const char *)data, size}) ? (struct str){(const char *)data, size} : STR("")))));
    close(fd);
    arena_free(arena);
    return 0;
}
