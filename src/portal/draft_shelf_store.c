#include "draft_shelf_store.h"

#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#define PLACES 1024
#define SEALED_MAX 4000

/* Whoever finds a place busy goes without it. One whose worker was killed in that moment stays busy until the master starts anew. */
struct place {
    atomic_bool busy;
    uint8_t hash[32];
    int64_t updated_us, kept_us; /* kept_us 0: empty */
    size_t n;
    char sealed[SEALED_MAX];
};
struct draft_shelf {
    struct place places[PLACES];
};

struct draft_shelf *draft_shelf_new(void)
{
    void *shared = mmap(NULL, sizeof(struct draft_shelf), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return shared == MAP_FAILED ? NULL : shared;
}

static struct place *take(struct draft_shelf *shelf, const uint8_t hash[32])
{
    uint32_t chance;
    memcpy(&chance, hash, sizeof chance); /* of a SHA-256 */
    struct place *place = shelf ? &shelf->places[chance % PLACES] : NULL;
    return place && !atomic_exchange_explicit(&place->busy, true, memory_order_acquire) ? place : NULL;
}

static void leave(struct place *place)
{
    atomic_store_explicit(&place->busy, false, memory_order_release);
}

static bool holds(const struct place *place, const uint8_t hash[32])
{
    return place->kept_us && memcmp(place->hash, hash, sizeof place->hash) == 0;
}

void draft_shelf_put(struct draft_shelf *shelf, const uint8_t hash[32], int64_t updated_us, struct str sealed, int64_t monotonic_us)
{
    struct place *place = sealed.n <= SEALED_MAX ? take(shelf, hash) : NULL;
    if (!place)
        return;
    if (!holds(place, hash) || place->updated_us <= updated_us) {
        memcpy(place->hash, hash, sizeof place->hash);
        memcpy(place->sealed, sealed.p, sealed.n);
        place->n = sealed.n;
        place->updated_us = updated_us;
        place->kept_us = monotonic_us;
    }
    leave(place);
}

bool draft_shelf_get(struct draft_shelf *shelf, const uint8_t hash[32], int64_t updated_us, int64_t monotonic_us, struct arena *a, struct str *ret_sealed)
{
    struct place *place = take(shelf, hash);
    if (!place)
        return false;
    bool found = holds(place, hash) && place->updated_us == updated_us && monotonic_us - place->kept_us < DRAFT_SHELF_AGE_US;
    if (found) {
        char *copy = arena_alloc(a, place->n);
        memcpy(copy, place->sealed, place->n);
        *ret_sealed = (struct str){copy, place->n};
    }
    leave(place);
    return found;
}

void draft_shelf_drop(struct draft_shelf *shelf, const uint8_t hash[32])
{
    struct place *place = take(shelf, hash);
    if (!place)
        return;
    if (holds(place, hash))
        place->kept_us = 0;
    leave(place);
}
