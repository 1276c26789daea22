#ifndef REDRESS_CALENDAR_FILE_H
#define REDRESS_CALENDAR_FILE_H

#include "calendar.h"

/*
 * A year's holidays on paper (rulebooks/calendars/cn-2026.yaml):
 *
 *   calendar: cn
 *   name: {zh: 全国法定工作日, en: Public working days of China}
 *   year: 2026
 *   source: 国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）
 *   holidays:
 *     - name: {zh: 春节, en: Spring Festival}
 *       from: 2026-02-15
 *       to: 2026-02-23
 *       days: 9
 *       make_up: [2026-02-14, 2026-02-28]
 */
struct calendar_file {
    const char *code, *name_zh, *name_en, *source;
    int year;
    struct calendar_day *days; /* in order of date */
    size_t n_days;
};
struct calendar_file_fault {
    int line; /* from 1 */
    const char *message; /* English sentence in the arena */
};
#define CALENDAR_FILE_FAULTS_MAX 50
struct calendar_file_faults {
    struct calendar_file_fault list[CALENDAR_FILE_FAULTS_MAX];
    size_t n;
};
#define CALENDAR_FILE_BYTES_MAX (64u << 10)

/*
 * Read one. ERR_MALFORMED with every fault: broken YAML, unknown or missing keys, dates that do not exist or lie outside of the year, day counts that do not add up,
 * make-up days that are no weekend, days that stand twice.
 */
enum err calendar_file_read(struct arena *a, struct str yaml, struct calendar_file *ret_file, struct calendar_file_faults *faults) MUST_CHECK;

#endif
