#include "demo_content_store.h"

#include "content.h"

enum { PUT, KEEP, FIGURES };
static const struct db_stmt list[] = {
    [PUT] = {"INSERT INTO content (kind, slug, live, number) VALUES (?, ?, ?, 1)", "iTt", ""},
    [KEEP] = {"INSERT INTO content_version (content_id, number, data, user_id, at_us) SELECT c.id, 1, c.live, u.id, ? FROM content c JOIN app_user u ON u.login = 'admin' WHERE c.live IS NOT NULL", "i", ""},
    [FIGURES] = {"UPDATE content SET live = ?, number = 1 WHERE slug = 'figures'", "t", ""},
};
const struct db_stmts demo_content_stmts = {"demo_content", list, COUNT_OF(list), DB_OWNER};

static const struct {
    enum content_kind kind;
    const char *slug;
    struct content_text text;
} contents[] = {
    {CONTENT_CHANNEL, NULL,
     {.sort = "1", .title_zh = "客服热线", .title_en = "Hotline", .number = "95500", .hours_zh = "每天 24 小时", .hours_en = "Day and night", .body_zh = "按 **3** 直接转投诉专席。", .body_en = "Press **3** for complaints."}},
    {CONTENT_CHANNEL, NULL,
     {.sort = "2", .title_zh = "省分公司投诉专线", .title_en = "Complaints line of the province branch", .number = "0531-8888 6666", .hours_zh = "工作日 9:00—17:30", .hours_en = "Working days, 9:00 to 17:30", .body_zh = "", .body_en = ""}},
    {CONTENT_CHANNEL, NULL,
     {.sort = "3", .title_zh = "柜面", .title_en = "At our counters", .hours_zh = "工作日 9:00—17:00", .hours_en = "Working days, 9:00 to 17:00", .body_zh = "由工作人员现场登记，并当场给您回执。", .body_en = "Our staff write it down for you and give you a receipt."}},
    {CONTENT_CHANNEL, NULL,
     {.sort = "4", .title_zh = "书信", .title_en = "By letter", .body_zh = "济南市历下区示范路 1 号，海川人寿山东分公司客户服务部，邮编 250014", .body_en = "Customer service, Haichuan Life Shandong Branch, 1 Shifan Road, Lixia, Jinan 250014"}},
    {CONTENT_QUESTION, NULL,
     {.sort = "1", .title_zh = "多久能得到答复？", .title_en = "How long does it take?", .body_zh = "提交之前，页面会告诉您本件的各个时限；提交后可以凭编号和查询码随时查看是否按时。\n\n如需延长，我们会事先告诉您原因和新的日期。",
          .body_en = "Before you send, you see the dates of your complaint; afterwards you can look up at any time whether we keep them.\n\nIf we need longer, we tell you why and until when beforehand."}},
    {CONTENT_QUESTION, NULL,
     {.sort = "2", .title_zh = "查询码丢了怎么办？", .title_en = "I lost the passcode. What can I do?", .body_zh = "请拨打[客服热线](tel:95500)，核对身份后，工作人员会告诉您办理情况。匿名投诉的查询码丢失后无法找回。",
          .body_en = "Please call our [hotline](tel:95500). Once we know that it is you, we tell you how it stands. The passcode of an anonymous complaint cannot be recovered."}},
    {CONTENT_QUESTION, NULL,
     {.sort = "3", .category = "maintenance", .title_zh = "变更受益人要带什么材料？", .title_en = "What do I need to change the beneficiary?", .body_zh = "- 投保人和被保险人的身份证\n- 保险合同\n- 变更申请书（柜面可以领取）\n\n投保人、被保险人须双方同意。",
          .body_en = "- Identity cards of the policy holder and the insured\n- The policy\n- The form, which our counters have\n\nBoth the policy holder and the insured must agree."}},
    {CONTENT_QUESTION, NULL,
     {.sort = "4", .category = "maintenance", .title_zh = "保全变更几天能办好？", .title_en = "How many days does a change take?", .body_zh = "材料齐全的，一般 **5 个工作日**内办结；需要核保的除外。", .body_en = "With all papers, usually **5 working days**, unless it has to be underwritten."}},
    {CONTENT_PAGE, "pledge",
     {.sort = "1", .footer = "1", .title_zh = "服务承诺", .title_en = "Our pledge", .body_zh = "## 对每一件投诉\n\n1. 有人负责，有日期，有答复\n2. 不推诿，不拖延\n3. 保护您的个人信息\n\n做不到的，请您[告诉我们](/file)。",
          .body_en = "## For every complaint\n\n1. Somebody is responsible, there is a date, and you get an answer\n2. Nobody passes it on without need or lets it lie\n3. Your personal data is protected\n\nIf we fail, please [tell us](/file)."}},
};
static const struct content_text figures = {.figures = "received,in_time,mean_days,satisfied", .period = "month", .least = "10", .wait = "10", .body_zh = "每月公布一次，公布后不再改动。",
                                                .body_en = "Published every month, and never changed afterwards."};

enum err demo_make_content(struct db *db, struct arena *a, int64_t now_us)
{
    for (size_t i = 0; i < COUNT_OF(contents); i++)
        TRY(db_run(db, &list[PUT], DB_ARGS(DB_INT(contents[i].kind), DB_TEXT(contents[i].slug), DB_TEXT(content_write(a, contents[i].kind, &contents[i].text))), NULL));
    TRY(db_run(db, &list[FIGURES], DB_ARGS(DB_TEXT(content_write(a, CONTENT_FIGURES, &figures))), NULL));
    return db_run(db, &list[KEEP], DB_ARGS(DB_INT(now_us)), NULL);
}
