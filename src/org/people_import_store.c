#include "people_import_store.h"

#include <string.h>

#include "msgid.h"
#include "org_scope_store.h"
#include "role_store.h"

#define UNITS_MAX 5000
#define DEPARTMENTS_MAX 20000
#define ROLES_MAX 200

enum { BY_LOGIN };
static const struct db_stmt list[] = {
    /* Wherever they are: somebody of another's unit keeps the name from being given twice. */
    [BY_LOGIN] = {"SELECT " ORG_PERSON_COLUMNS ORG_PERSON_FROM " WHERE p.login = ?", "t", ORG_PERSON_TYPES},
};
const struct db_stmts people_import_stmts = {"people_import", list, COUNT_OF(list), DB_STAFF | DB_OWNER};

/* ---- what the cells mean ---- */

struct planning {
    struct db *db;
    struct arena *arena;
    const struct access_user *user;
    const struct people_import *table;
    struct unit *units;
    struct department *departments;
    struct role *roles;
    size_t n_units, n_departments, n_roles;
    int8_t *may; /* by unit and role: 0 not looked at, 1 may grant, -1 may not */
};

static void fault(struct people_import_step *step, const char *message, const char *about)
{
    step->kind = PEOPLE_IMPORT_FAULTY;
    step->fault = message;
    step->about = about;
}

static const struct unit *find_unit(const struct planning *p, const char *code, size_t *ret_at)
{
    for (size_t i = 0; i < p->n_units; i++) {
        if (p->units[i].active && str_ieq(str_of(p->units[i].code), str_of(code))) {
            *ret_at = i;
            return &p->units[i];
        }
    }
    return NULL;
}

/* By name, else by its function's word, when the unit has just one of it. */
static const struct department *find_department(const struct planning *p, int64_t unit_id, const char *words)
{
    const struct department *found = NULL;
    size_t n = 0;
    for (size_t i = 0; i < p->n_departments; i++) {
        const struct department *d = &p->departments[i];
        if (d->unit_id != unit_id)
            continue;
        if (strcmp(d->name_zh, words) == 0 || (*d->name_en && str_ieq(str_of(d->name_en), str_of(words))))
            return d;
        if (!str_ieq(str_of(d->function), str_of(words)))
            continue;
        found = d;
        n++;
    }
    return n == 1 ? found : NULL;
}

static const struct role *find_role(const struct planning *p, struct str words, size_t *ret_at)
{
    for (size_t i = 0; i < p->n_roles; i++) {
        const struct role *r = &p->roles[i];
        if (str_ieq(words, str_of(r->code)) || str_is(words, r->name_zh) || (*r->name_en && str_ieq(words, str_of(r->name_en)))) {
            *ret_at = i;
            return r->active ? r : NULL;
        }
    }
    return NULL;
}

/* The same few roles over the same few units, asked for thousands of times. */
static enum err may_grant(struct planning *p, size_t unit, size_t role, bool *ret_may)
{
    int8_t *known = &p->may[unit * ROLES_MAX + role];
    if (!*known) {
        bool may;
        TRY(people_has_over(p->db, p->arena, p->user, p->units[unit].id, p->roles[role].permissions, &may));
        *known = may ? 1 : -1;
    }
    *ret_may = *known > 0;
    return ERR_NONE;
}

static bool holds(const struct people_grant *held, size_t n, int64_t role_id, int64_t unit_id, int64_t department_id)
{
    for (size_t i = 0; i < n; i++)
        if (held[i].role_id == role_id && held[i].unit_id == unit_id && held[i].department_id == department_id)
            return true;
    return false;
}

static bool over_department(struct str *word)
{
    struct str rest = *word, name = str_cut(&rest, '@');
    if (!rest.p)
        return false;
    bool is = str_is(str_trim(rest), "部门") || str_ieq(str_trim(rest), STR("department"));
    if (is)
        *word = str_trim(name);
    return is;
}

/* ---- a row ---- */

static enum err plan_role(struct planning *p, struct people_import_step *step, size_t unit, struct str word, const struct people_grant *held, size_t n_held)
{
    const char *typed = str_cstr(p->arena, word);
    bool department = over_department(&word), may;
    size_t at;
    const struct role *role = find_role(p, word, &at);
    int64_t department_id = department ? step->person.department_id : 0, unit_id = department ? 0 : step->person.unit_id;
    if (!role)
        fault(step, N_("No such role is granted: %s"), typed);
    else if (department && !department_id)
        fault(step, N_("The role is over the department, but the person is in none: %s"), typed);
    if (step->fault || holds(held, n_held, role->id, unit_id, department_id))
        return ERR_NONE;
    for (size_t i = 0; i < step->n_grants; i++)
        if (step->grants[i].role_id == role->id && step->grants[i].unit_id == unit_id && step->grants[i].department_id == department_id)
            return ERR_NONE;
    TRY(may_grant(p, unit, at, &may));
    if (!may)
        fault(step, N_("You cannot grant this role there: %s"), typed);
    else if (n_held + step->n_grants >= ACCESS_GRANTS_MAX)
        fault(step, N_("A person can hold 7 roles at most; too many with %s"), typed);
    if (step->fault)
        return ERR_NONE;
    size_t n = step->n_grants++;
    step->grants[n].role_id = role->id;
    step->grants[n].unit_id = unit_id;
    step->grants[n].department_id = department_id;
    step->grants[n].zh = role->name_zh;
    step->grants[n].en = role->name_en;
    return ERR_NONE;
}

/* What is in the table; what is not stays as it was. */
static void fill_person(const struct planning *p, struct people_import_step *step, const struct unit *unit)
{
    const struct people_import_row *row = step->row;
    struct person *person = &step->person;
    *person = step->was;
    person->login = row->cells[PEOPLE_LOGIN];
    person->name = row->cells[PEOPLE_NAME];
    person->unit_id = unit->id;
    person->unit_zh = unit->name_zh;
    person->unit_en = unit->name_en;
    if (!step->was.id) {
        person->language = "zh";
        person->email = "";
    }
    if (*row->cells[PEOPLE_LANGUAGE])
        person->language = row->cells[PEOPLE_LANGUAGE];
    if (p->table->has[PEOPLE_EMAIL])
        person->email = row->cells[PEOPLE_EMAIL];
    if (!p->table->has[PEOPLE_DEPARTMENT] && person->unit_id == step->was.unit_id)
        return;
    person->department_id = 0;
    person->department_zh = person->department_en = "";
    if (!*row->cells[PEOPLE_DEPARTMENT])
        return;
    const struct department *d = find_department(p, unit->id, row->cells[PEOPLE_DEPARTMENT]);
    if (!d) {
        fault(step, N_("The unit has no such department, or several: %s"), row->cells[PEOPLE_DEPARTMENT]);
        return;
    }
    person->department_id = d->id;
    person->department_zh = d->name_zh;
    person->department_en = d->name_en;
}

/* By sign-in name, wherever he works; who is not there yet has to be among the new ones of the table. */
static enum err find_superior(struct planning *p, struct people_import_step *step)
{
    const char *login = step->row->cells[PEOPLE_SUPERIOR];
    struct person *person = &step->person;
    struct db_rows rows;
    if (!p->table->has[PEOPLE_SUPERIOR] || step->fault)
        return ERR_NONE;
    person->superior = login;
    person->superior_id = 0;
    if (!*login)
        return ERR_NONE;
    TRY(db_query(p->db, p->arena, &list[BY_LOGIN], DB_ARGS(DB_TEXT(login)), &rows));
    person->superior_id = rows.n ? org_person_read(&rows, 0).id : 0;
    for (size_t i = 0; rows.n == 0 && i < p->table->n && !step->leader; i++)
        step->leader = strcmp(p->table->rows[i].cells[PEOPLE_LOGIN], login) == 0 ? i + 1 : 0;
    if (!person->superior_id && !step->leader)
        fault(step, N_("Nobody has the sign-in name of the direct superior: %s"), login);
    return ERR_NONE;
}

static bool differs(const struct person *a, const struct person *b)
{
    return strcmp(a->name, b->name) != 0 || a->unit_id != b->unit_id || a->department_id != b->department_id || strcmp(a->language, b->language) != 0 ||
           strcmp(a->email, b->email) != 0 || strcmp(a->superior ? a->superior : "", b->superior ? b->superior : "") != 0;
}

/* Who is there already: within the user's units, and with no more rights than he could grant. */
static enum err load_present(struct planning *p, struct people_import_step *step, struct people_grant **ret_held, size_t *ret_n, bool *ret_governed)
{
    struct db_rows rows;
    *ret_n = 0;
    *ret_governed = true;
    TRY(db_query(p->db, p->arena, &list[BY_LOGIN], DB_ARGS(DB_TEXT(step->row->cells[PEOPLE_LOGIN])), &rows));
    if (rows.n == 0)
        return ERR_NONE;
    int64_t id = org_person_read(&rows, 0).id;
    enum err e = people_load(p->db, p->arena, p->user, id, &step->was, ret_governed);
    if (e == ERR_NOT_FOUND) {
        fault(step, N_("Somebody of another unit has this sign-in name: %s"), step->row->cells[PEOPLE_LOGIN]);
        return ERR_NONE;
    }
    TRY(e);
    return people_grants(p->db, p->arena, p->user, id, ret_held, ret_n);
}

static enum err plan_row(struct planning *p, struct people_import_step *step)
{
    const struct people_import_row *row = step->row;
    struct people_grant *held = NULL;
    size_t n_held, at = 0;
    bool governed;
    struct str roles = str_of(row->cells[PEOPLE_ROLES]), role;
    if (row->fault) {
        fault(step, row->fault, row->about);
        return ERR_NONE;
    }
    const struct unit *unit = find_unit(p, row->cells[PEOPLE_UNIT], &at);
    if (!unit) {
        fault(step, N_("None of your units has this code: %s"), row->cells[PEOPLE_UNIT]);
        return ERR_NONE;
    }
    TRY(load_present(p, step, &held, &n_held, &governed));
    if (step->fault)
        return ERR_NONE;
    fill_person(p, step, unit);
    TRY(find_superior(p, step));
    if (step->fault)
        return ERR_NONE;
    while (!step->fault && people_import_role(&roles, &role))
        TRY(plan_role(p, step, at, role, held, n_held));
    if (step->fault)
        return ERR_NONE;
    bool changes = !step->was.id || differs(&step->was, &step->person) || step->n_grants > 0;
    step->kind = !step->was.id ? PEOPLE_IMPORT_NEW : changes ? PEOPLE_IMPORT_CHANGED : PEOPLE_IMPORT_SAME;
    if (changes && !governed)
        fault(step, N_("This is you, or somebody with rights that you do not have: %s"), row->cells[PEOPLE_LOGIN]);
    else if (changes && step->was.id && !step->was.active)
        fault(step, N_("This person is switched off: %s"), row->cells[PEOPLE_LOGIN]);
    return ERR_NONE;
}

/* Those whose superiors are left out themselves, and those who lead each other in a circle, cannot be made. */
static void drop_leaderless(struct people_import_plan *plan)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < plan->n; i++) {
            struct people_import_step *step = &plan->steps[i];
            size_t at = i, steps = 0;
            while (!step->fault && plan->steps[at].leader && steps++ < plan->n) {
                at = plan->steps[at].leader - 1;
                if (plan->steps[at].kind == PEOPLE_IMPORT_FAULTY || at == i)
                    fault(step, at == i ? N_("They would be superiors of each other: %s") : N_("The line of the direct superior has a fault: %s"), step->row->cells[PEOPLE_SUPERIOR]);
                more = more || step->fault;
            }
        }
    }
}

enum err people_import_plan(struct db *db, struct arena *a, const struct access_user *user, const struct people_import *table, struct people_import_plan *ret_plan)
{
    struct planning p = {.db = db, .arena = a, .user = user, .table = table};
    struct people_import_plan plan = {.steps = ARENA_ARRAY(a, table->n, struct people_import_step), .n = table->n};
    TRY(people_units(db, a, user, UNITS_MAX, &p.units, &p.n_units));
    TRY(people_departments(db, a, user, 0, DEPARTMENTS_MAX, &p.departments, &p.n_departments));
    TRY(role_list(db, a, &p.roles, &p.n_roles));
    p.may = ARENA_ARRAY(a, p.n_units * ROLES_MAX, int8_t);
    for (size_t i = 0; i < table->n; i++) {
        struct people_import_step *step = &plan.steps[i];
        *step = (struct people_import_step){.row = &table->rows[i], .about = ""};
        TRY(plan_row(&p, step));
    }
    drop_leaderless(&plan);
    for (size_t i = 0; i < table->n; i++)
        plan.counts[plan.steps[i].kind]++;
    *ret_plan = plan;
    return ERR_NONE;
}

/* ---- carrying it out ---- */

struct running {
    struct arena *arena;
    struct change_by *by;
    struct people_import_plan *plan;
    const char *const *hashes;
};

static enum err run_step(struct db *db, struct running *r, struct people_import_step *step, const char *hash)
{
    struct person person = step->person;
    if (step->leader) {
        struct db_rows row;
        TRY(db_one(db, r->arena, &list[BY_LOGIN], DB_ARGS(DB_TEXT(person.superior)), &row));
        person.superior_id = org_person_read(&row, 0).id;
    }
    if (!step->was.id || differs(&step->was, &step->person))
        TRY(people_save_in(db, r->arena, r->by, &person, hash));
    for (size_t i = 0; i < step->n_grants; i++)
        TRY(people_grant_in(db, r->arena, r->by, person.id, step->grants[i].role_id, step->grants[i].unit_id, step->grants[i].department_id));
    return ERR_NONE;
}

struct pending {
    bool waits;
    const char *hash; /* NULL: he is there already */
};

static enum err run_tx(struct db *db, void *ctx)
{
    struct running *r = ctx;
    size_t fresh = 0, left = 0;
    TRY(change_begin(db, r->arena, r->by));
    struct pending *pending = ARENA_ARRAY(r->arena, r->plan->n + 1, struct pending);
    for (size_t i = 0; i < r->plan->n; i++) {
        enum people_import_kind kind = r->plan->steps[i].kind;
        bool is_new = kind == PEOPLE_IMPORT_NEW;
        pending[i] = (struct pending){is_new || kind == PEOPLE_IMPORT_CHANGED, is_new ? (r->hashes ? r->hashes[fresh] : "") : NULL};
        fresh += is_new;
        left += pending[i].waits;
    }
    /* Superiors before those whom they lead: there are no circles, so each round brings some nearer. */
    while (left > 0) {
        for (size_t i = 0; i < r->plan->n; i++) {
            struct people_import_step *step = &r->plan->steps[i];
            if (!pending[i].waits || (step->leader && pending[step->leader - 1].waits))
                continue;
            TRY(run_step(db, r, step, pending[i].hash));
            pending[i].waits = false;
            left--;
        }
    }
    return ERR_NONE;
}

enum err people_import_run(struct db *db, struct arena *a, struct change_by *by, struct people_import_plan *plan, const char *const *hashes)
{
    struct running r = {a, by, plan, hashes};
    return db_tx(db, run_tx, &r);
}
