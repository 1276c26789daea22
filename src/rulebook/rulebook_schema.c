#include "rulebook_schema.h"

#include <string.h>

#define OPTIONAL CYAML_FLAG_OPTIONAL
#define TEXT(of, member) CYAML_FIELD_STRING_PTR(#member, OPTIONAL, struct of, member, 0, CYAML_UNLIMITED)
#define YES(of, member) CYAML_FIELD_BOOL(#member, OPTIONAL, struct of, member)
#define NUMBER(of, member) CYAML_FIELD_INT(#member, OPTIONAL, struct of, member)
#define BOTH(of, member) CYAML_FIELD_MAPPING(#member, OPTIONAL, struct of, member, rulebook_text_schema)
#define LIST(of, member, element) CYAML_FIELD_SEQUENCE(#member, CYAML_FLAG_POINTER | OPTIONAL, struct of, member, &(element), 0, CYAML_UNLIMITED)
#define WORDS(of, member) LIST(of, member, word)
#define ELEMENT(name, of, fields) static const cyaml_schema_value_t name = {CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct of, fields)}

static const cyaml_schema_value_t word = {CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED)};

const cyaml_schema_field_t rulebook_text_schema[] = {TEXT(rb_text, zh), TEXT(rb_text, en), CYAML_FIELD_END};

const cyaml_schema_field_t rulebook_when_schema[] = {
    WORDS(rb_when, categories), WORDS(rb_when, grades),    WORDS(rb_when, channels),  WORDS(rb_when, sources),      WORDS(rb_when, complainants),
    WORDS(rb_when, functions),  WORDS(rb_when, flags),     WORDS(rb_when, validity),  WORDS(rb_when, modes),        TEXT(rb_when, loss_over),
    NUMBER(rb_when, heads_from), NUMBER(rb_when, repeats_from), NUMBER(rb_when, age_days_from), NUMBER(rb_when, urged_from), YES(rb_when, overdue), CYAML_FIELD_END,
};
#define WHEN(of) CYAML_FIELD_MAPPING("when", OPTIONAL, struct of, when, rulebook_when_schema)

static const cyaml_schema_field_t name_fields[] = {TEXT(rb_name, code), BOTH(rb_name, name), BOTH(rb_name, note), YES(rb_name, inactive), CYAML_FIELD_END};
ELEMENT(name_element, rb_name, name_fields);
static const cyaml_schema_field_t complainant_fields[] = {
    TEXT(rb_name, code), BOTH(rb_name, name), BOTH(rb_name, note), WORDS(rb_name, asks), NUMBER(rb_name, named_most), YES(rb_name, inactive), CYAML_FIELD_END,
};
ELEMENT(complainant_element, rb_name, complainant_fields);

static const cyaml_schema_field_t tree_fields[] = {TEXT(rb_tree, code), TEXT(rb_tree, parent), BOTH(rb_tree, name), YES(rb_tree, inactive), CYAML_FIELD_END};
ELEMENT(tree_element, rb_tree, tree_fields);

static const cyaml_schema_field_t field_fields[] = {
    TEXT(rb_field, code), TEXT(rb_field, kind), BOTH(rb_field, label), BOTH(rb_field, hint), BOTH(rb_field, choices), YES(rb_field, required), YES(rb_field, inactive), CYAML_FIELD_END,
};
ELEMENT(field_element, rb_field, field_fields);

static const cyaml_schema_field_t category_fields[] = {
    TEXT(rb_category, code),       TEXT(rb_category, parent),   TEXT(rb_category, function),              BOTH(rb_category, name),
    BOTH(rb_category, definition), BOTH(rb_category, examples), LIST(rb_category, fields, field_element), YES(rb_category, inactive),
    CYAML_FIELD_END,
};
ELEMENT(category_element, rb_category, category_fields);

static const cyaml_schema_field_t grade_fields[] = {
    TEXT(rb_grade, code), BOTH(rb_grade, name), BOTH(rb_grade, note), YES(rb_grade, major), YES(rb_grade, inactive), CYAML_FIELD_END,
};
ELEMENT(grade_element, rb_grade, grade_fields);

static const cyaml_schema_field_t grading_fields[] = {TEXT(rb_grading, code), TEXT(rb_grading, grade), WHEN(rb_grading), BOTH(rb_grading, reason), CYAML_FIELD_END};
ELEMENT(grading_element, rb_grading, grading_fields);

static const cyaml_schema_field_t escalation_fields[] = {TEXT(rb_escalation, after), TEXT(rb_escalation, to), CYAML_FIELD_END};
ELEMENT(escalation_element, rb_escalation, escalation_fields);
static const cyaml_schema_field_t extension_fields[] = {TEXT(rb_extension, by), TEXT(rb_extension, approve), YES(rb_extension, notice), CYAML_FIELD_END};
ELEMENT(extension_element, rb_extension, extension_fields);

static const cyaml_schema_field_t clock_fields[] = {
    TEXT(rb_clock, code),
    TEXT(rb_clock, kind),
    TEXT(rb_clock, track),
    BOTH(rb_clock, name),
    WHEN(rb_clock),
    TEXT(rb_clock, limit),
    TEXT(rb_clock, from),
    WORDS(rb_clock, until),
    WORDS(rb_clock, warn),
    LIST(rb_clock, escalate, escalation_element),
    WORDS(rb_clock, pause),
    LIST(rb_clock, extensions, extension_element),
    YES(rb_clock, promised),
    YES(rb_clock, floor),
    YES(rb_clock, inactive),
    CYAML_FIELD_END,
};
ELEMENT(clock_element, rb_clock, clock_fields);

static const cyaml_schema_field_t exclusion_fields[] = {
    TEXT(rb_exclusion, code), BOTH(rb_exclusion, name), BOTH(rb_exclusion, answer), BOTH(rb_exclusion, instead), BOTH(rb_exclusion, question), YES(rb_exclusion, inactive), CYAML_FIELD_END,
};
ELEMENT(exclusion_element, rb_exclusion, exclusion_fields);

static const cyaml_schema_field_t basis_fields[] = {
    TEXT(rb_basis, code),    TEXT(rb_basis, finding),  BOTH(rb_basis, name), WORDS(rb_basis, demands),
    NUMBER(rb_basis, attempts), YES(rb_basis, inactive), CYAML_FIELD_END,
};
ELEMENT(basis_element, rb_basis, basis_fields);

static const cyaml_schema_field_t section_fields[] = {TEXT(rb_section, code), BOTH(rb_section, name), WHEN(rb_section), CYAML_FIELD_END};
ELEMENT(section_element, rb_section, section_fields);

static const cyaml_schema_field_t template_fields[] = {
    TEXT(rb_template, code), TEXT(rb_template, use), BOTH(rb_template, name), BOTH(rb_template, body), YES(rb_template, inactive), CYAML_FIELD_END,
};
ELEMENT(template_element, rb_template, template_fields);

static const cyaml_schema_field_t page_text_fields[] = {TEXT(rb_page_text, key), BOTH(rb_page_text, body), CYAML_FIELD_END};
ELEMENT(page_text_element, rb_page_text, page_text_fields);

static const cyaml_schema_field_t notice_fields[] = {TEXT(rb_notice, key), BOTH(rb_notice, subject), BOTH(rb_notice, body), BOTH(rb_notice, sms), CYAML_FIELD_END};
ELEMENT(notice_element, rb_notice, notice_fields);

static const cyaml_schema_field_t kpi_fields[] = {TEXT(rb_kpi, code), BOTH(rb_kpi, name), BOTH(rb_kpi, definition), CYAML_FIELD_END};
ELEMENT(kpi_element, rb_kpi, kpi_fields);

static const cyaml_schema_field_t role_fields[] = {TEXT(rb_role, code), BOTH(rb_role, name), WORDS(rb_role, permissions), CYAML_FIELD_END};
ELEMENT(role_element, rb_role, role_fields);

static const cyaml_schema_field_t own_limit_fields[] = {TEXT(rb_own_limit, unit), TEXT(rb_own_limit, clock), TEXT(rb_own_limit, limit), CYAML_FIELD_END};
ELEMENT(own_limit_element, rb_own_limit, own_limit_fields);

static const cyaml_schema_field_t intake_fields[] = {TEXT(rb_intake, channel), WORDS(rb_intake, asks), WORDS(rb_intake, musts), CYAML_FIELD_END};
ELEMENT(intake_element, rb_intake, intake_fields);

static const cyaml_schema_field_t turn_fields[] = {TEXT(rb_turn, code), BOTH(rb_turn, name), BOTH(rb_turn, answer), YES(rb_turn, inactive), CYAML_FIELD_END};
ELEMENT(turn_element, rb_turn, turn_fields);

static const cyaml_schema_value_t material_element = {CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct rb_text, rulebook_text_schema)};
static const cyaml_schema_field_t slips_fields[] = {
    NUMBER(rb_slips, returns_manager),
    NUMBER(rb_slips, returns_committee),
    NUMBER(rb_slips, supervise_percent),
    NUMBER(rb_slips, supervise_from),
    TEXT(rb_slips, manager),
    TEXT(rb_slips, committee),
    WORDS(rb_slips, warn),
    WORDS(rb_slips, late),
    LIST(rb_slips, material, material_element),
    CYAML_FIELD_END,
};
static const cyaml_schema_field_t repeats_fields[] = {NUMBER(rb_repeats, days), NUMBER(rb_repeats, similar_percent), YES(rb_repeats, as_new), CYAML_FIELD_END};
static const cyaml_schema_field_t following_fields[] = {
    TEXT(rb_following, urge_after), TEXT(rb_following, urge_every), NUMBER(rb_following, survey_days), LIST(rb_following, reasons, name_element), CYAML_FIELD_END,
};

/* ---- deciding, closing, learning ---- */

static const cyaml_schema_value_t when_element = {CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct rb_when, rulebook_when_schema)};
static const cyaml_schema_field_t step_fields[] = {TEXT(rb_step, role), TEXT(rb_step, limit), CYAML_FIELD_END};
ELEMENT(step_element, rb_step, step_fields);
static const cyaml_schema_field_t chain_fields[] = {
    TEXT(rb_chain, code),  TEXT(rb_chain, about), BOTH(rb_chain, name), WHEN(rb_chain), TEXT(rb_chain, amount_over), TEXT(rb_chain, basis), LIST(rb_chain, steps, step_element),
    YES(rb_chain, inactive), CYAML_FIELD_END,
};
ELEMENT(chain_element, rb_chain, chain_fields);

static const cyaml_schema_field_t standard_fields[] = {
    TEXT(rb_standard, code), BOTH(rb_standard, name), BOTH(rb_standard, note), TEXT(rb_standard, ratio), TEXT(rb_standard, cap), WHEN(rb_standard), YES(rb_standard, reward),
    YES(rb_standard, inactive), CYAML_FIELD_END,
};
ELEMENT(standard_element, rb_standard, standard_fields);

static const cyaml_schema_field_t authority_fields[] = {TEXT(rb_authority, role), TEXT(rb_authority, up_to), YES(rb_authority, daily), CYAML_FIELD_END};
ELEMENT(authority_element, rb_authority, authority_fields);

static const cyaml_schema_field_t paper_fields[] = {
    TEXT(rb_paper, code), TEXT(rb_paper, kind), BOTH(rb_paper, name), WHEN(rb_paper), LIST(rb_paper, sections, section_element), YES(rb_paper, inactive), CYAML_FIELD_END,
};
ELEMENT(paper_element, rb_paper, paper_fields);

static const cyaml_schema_field_t gate_fields[] = {TEXT(rb_gate, code), TEXT(rb_gate, gate), WHEN(rb_gate), TEXT(rb_gate, finding), CYAML_FIELD_END};
ELEMENT(gate_element, rb_gate, gate_fields);

static const cyaml_schema_field_t closing_fields[] = {
    YES(rb_closing, alone), WORDS(rb_closing, sources), TEXT(rb_closing, level), NUMBER(rb_closing, reopen_days), NUMBER(rb_closing, review_days), TEXT(rb_closing, web_reply),
    CYAML_FIELD_END,
};
static const cyaml_schema_field_t committee_fields[] = {
    LIST(rb_committee, agenda, when_element), YES(rb_committee, votes), NUMBER(rb_committee, quorum), NUMBER(rb_committee, joint_months), NUMBER(rb_committee, vexatious_months),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t question_fields[] = {TEXT(rb_question, code), TEXT(rb_question, kind), BOTH(rb_question, text), YES(rb_question, decides), CYAML_FIELD_END};
ELEMENT(question_element, rb_question, question_fields);
static const cyaml_schema_field_t callback_fields[] = {
    LIST(rb_callback, questions, question_element), NUMBER(rb_callback, attempts), CYAML_FIELD_STRING_PTR("dissatisfied", OPTIONAL, struct rb_callback, escalate, 0, CYAML_UNLIMITED),
    TEXT(rb_callback, manager), CYAML_FIELD_END,
};
static const cyaml_schema_field_t sample_fields[] = {NUMBER(rb_sample, percent), YES(rb_sample, all), NUMBER(rb_sample, checks), NUMBER(rb_sample, relabelled), CYAML_FIELD_END};

static const cyaml_schema_field_t account_fields[] = {
    TEXT(rb_account, code),
    CYAML_FIELD_STRING_PTR("occasion", OPTIONAL, struct rb_account, on, 0, CYAML_UNLIMITED), /* "on" is a yes in YAML */
    TEXT(rb_account, whom), BOTH(rb_account, name), WHEN(rb_account),
    NUMBER(rb_account, nth), TEXT(rb_account, amount), NUMBER(rb_account, points), YES(rb_account, reward), YES(rb_account, inactive),
    CYAML_FIELD_END,
};
ELEMENT(account_element, rb_account, account_fields);

static const cyaml_schema_field_t measures_fields[] = {LIST(rb_measures, needed, when_element), NUMBER(rb_measures, check_days), CYAML_FIELD_END};

static const cyaml_schema_field_t custody_fields[] = {
    YES(rb_custody, one), TEXT(rb_custody, agrees), NUMBER(rb_custody, hours), YES(rb_custody, emergency), TEXT(rb_custody, times), LIST(rb_custody, purposes, name_element), CYAML_FIELD_END,
};

static const cyaml_schema_field_t keeping_fields[] = {
    TEXT(rb_keeping, code), BOTH(rb_keeping, name), WHEN(rb_keeping), TEXT(rb_keeping, finding), NUMBER(rb_keeping, years), CYAML_FIELD_END,
};
ELEMENT(keeping_element, rb_keeping, keeping_fields);

#define GROUP(member, fields) CYAML_FIELD_MAPPING(#member, OPTIONAL, struct rulebook, member, fields)

static const cyaml_schema_field_t book_fields[] = {
    CYAML_FIELD_UINT("format", OPTIONAL, struct rulebook, format),
    TEXT(rulebook, code),
    BOTH(rulebook, name),
    YES(rulebook, publish_alone),
    LIST(rulebook, levels, name_element),
    LIST(rulebook, functions, name_element),
    LIST(rulebook, channels, name_element),
    LIST(rulebook, sources, name_element),
    LIST(rulebook, complainants, complainant_element),
    LIST(rulebook, flags, name_element),
    LIST(rulebook, categories, category_element),
    LIST(rulebook, causes, tree_element),
    LIST(rulebook, stages, tree_element),
    LIST(rulebook, grades, grade_element),
    LIST(rulebook, grading, grading_element),
    LIST(rulebook, clocks, clock_element),
    LIST(rulebook, intakes, intake_element),
    LIST(rulebook, turns, turn_element),
    GROUP(slips, slips_fields),
    GROUP(repeats, repeats_fields),
    GROUP(following, following_fields),
    LIST(rulebook, exclusions, exclusion_element),
    LIST(rulebook, bases, basis_element),
    LIST(rulebook, sections, section_element),
    LIST(rulebook, chains, chain_element),
    LIST(rulebook, standards, standard_element),
    LIST(rulebook, authorities, authority_element),
    LIST(rulebook, papers, paper_element),
    LIST(rulebook, gates, gate_element),
    GROUP(closing, closing_fields),
    GROUP(committee, committee_fields),
    GROUP(callback, callback_fields),
    GROUP(sample, sample_fields),
    LIST(rulebook, accounts, account_element),
    GROUP(measures, measures_fields),
    GROUP(custody, custody_fields),
    LIST(rulebook, keeping, keeping_element),
    LIST(rulebook, templates, template_element),
    LIST(rulebook, texts, page_text_element),
    LIST(rulebook, notices, notice_element),
    LIST(rulebook, kpis, kpi_element),
    LIST(rulebook, roles, role_element),
    CYAML_FIELD_SEQUENCE_COUNT("units", CYAML_FLAG_POINTER | OPTIONAL, struct rulebook, own_limits, own_limits_count, &own_limit_element, 0, CYAML_UNLIMITED),
    CYAML_FIELD_END,
};
const cyaml_schema_value_t rulebook_schema = {CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct rulebook, book_fields)};

/* ---- walking ---- */

const void *schema_member(const cyaml_schema_field_t *field, const void *group)
{
    return (const char *)group + field->data_offset;
}

unsigned schema_count(const cyaml_schema_field_t *field, const void *group)
{
    unsigned n;
    memcpy(&n, (const char *)group + field->count_offset, sizeof n);
    return n;
}

size_t schema_element_size(const cyaml_schema_value_t *list)
{
    const cyaml_schema_value_t *element = list->sequence.entry;
    return element->type == CYAML_STRING ? sizeof(const char *) : element->data_size;
}

const void *schema_element(const cyaml_schema_field_t *field, const void *group, unsigned i)
{
    const char *list;
    memcpy(&list, schema_member(field, group), sizeof list);
    return list + i * schema_element_size(&field->value);
}

int64_t schema_number(const cyaml_schema_value_t *schema, const void *value)
{
    if (schema->type == CYAML_BOOL)
        return *(const bool *)value;
    return schema->type == CYAML_UINT ? (int64_t) * (const unsigned *)value : *(const int *)value;
}

bool schema_empty(const cyaml_schema_field_t *field, const void *group)
{
    const void *value = schema_member(field, group);
    switch (field->value.type) {
    case CYAML_STRING: return **(const char *const *)value == '\0';
    case CYAML_SEQUENCE: return schema_count(field, group) == 0;
    case CYAML_MAPPING: return schema_all_empty(field->value.mapping.fields, value);
    default: return schema_number(&field->value, value) == 0;
    }
}

bool schema_all_empty(const cyaml_schema_field_t *fields, const void *group)
{
    for (const cyaml_schema_field_t *f = fields; f->key; f++) {
        if (!schema_empty(f, group))
            return false;
    }
    return true;
}

static void fill_value(const cyaml_schema_value_t *schema, void *value)
{
    if (schema->type == CYAML_STRING && !*(const char **)value)
        *(const char **)value = "";
    else if (schema->type == CYAML_MAPPING)
        schema_fill(schema->mapping.fields, value);
}

void schema_fill(const cyaml_schema_field_t *fields, void *group)
{
    for (const cyaml_schema_field_t *f = fields; f->key; f++) {
        char *value = (char *)group + f->data_offset;
        if (f->value.type != CYAML_SEQUENCE) {
            fill_value(&f->value, value);
            continue;
        }
        char *list;
        memcpy(&list, value, sizeof list);
        for (unsigned i = 0; i < schema_count(f, group); i++)
            fill_value(f->value.sequence.entry, list + i * schema_element_size(&f->value));
    }
}

const cyaml_schema_field_t *schema_field(const cyaml_schema_field_t *fields, const char *key)
{
    for (; fields->key; fields++) {
        if (strcmp(fields->key, key) == 0)
            return fields;
    }
    return NULL;
}

const char *schema_key_of(struct arena *a, const cyaml_schema_value_t *element, const void *value)
{
    if (element->type != CYAML_MAPPING)
        return "";
    const cyaml_schema_field_t *first = element->mapping.fields;
    const char *key = *(const char *const *)schema_member(first, value);
    if (strcmp(first->key, "unit") == 0)
        return arena_printf(a, "%s %s", key, *(const char *const *)schema_member(first + 1, value));
    return schema_has_keys(element) ? key : "";
}

bool schema_has_keys(const cyaml_schema_value_t *element)
{
    static const char *const keys[] = {"code", "key", "unit", "channel", "role"};
    for (size_t i = 0; i < COUNT_OF(keys) && element->type == CYAML_MAPPING; i++) {
        if (strcmp(element->mapping.fields->key, keys[i]) == 0)
            return true;
    }
    return false;
}
