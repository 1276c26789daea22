#include "attachment.h"

#include <string.h>

#include "msgid.h"

#define DOCUMENTS ".pdf,.jpg,.jpeg,.png"
const char attachment_accept[] = DOCUMENTS;
const char attachment_accept_internal[] = DOCUMENTS ",.mp3,.wav,.m4a,.ogg,.amr";

/* A name may stand several times: what telephones call M4A is found to be one of several kinds. */
static const struct taken {
    const char *extension, *type;
    bool sound;
} taken[] = {
    {"pdf", "application/pdf", false}, {"jpg", "image/jpeg", false}, {"jpeg", "image/jpeg", false}, {"png", "image/png", false}, {"mp3", "audio/mpeg", true},
    {"wav", "audio/x-wav", true},      {"wav", "audio/wav", true},   {"m4a", "audio/x-m4a", true},  {"m4a", "audio/mp4", true},  {"m4a", "video/mp4", true},
    {"ogg", "audio/ogg", true},        {"amr", "audio/AMR", true},   {"amr", "audio/amr", true},
};

static const char *refusal(const char *name, const char *found_type, bool internal)
{
    const char *dot = strrchr(name, '.');
    bool known = false;
    for (size_t i = 0; dot && i < COUNT_OF(taken); i++) {
        if ((taken[i].sound && !internal) || !str_ieq(str_of(dot + 1), str_of(taken[i].extension)))
            continue;
        if (strcmp(taken[i].type, found_type) == 0)
            return NULL;
        known = true;
    }
    if (known)
        return internal ? N_("The content of the file is not what its name says. Save it again as what it is") : N_("The content of the file is not what its name says. Save it again as PDF, JPEG or PNG");
    return internal ? N_("Only PDF, JPEG and PNG files and recordings (MP3, WAV, M4A, OGG, AMR) can be kept here") : N_("Only PDF, JPEG and PNG files can be sent");
}

const char *attachment_refusal(const char *name, const char *found_type)
{
    return refusal(name, found_type, false);
}

const char *attachment_refusal_internal(const char *name, const char *found_type)
{
    return refusal(name, found_type, true);
}
