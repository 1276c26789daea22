#include "demo_text.h"

#include "err.h"

const struct demo_category demo_categories[] = {
    {"selling", "sale", "展业", "Selling conduct", "业务员在销售过程中误导、隐瞒、代签名、承诺收益或返佣等行为。", "Misleading, dishonest or rule-breaking conduct while a policy is sold.",
     "把保险说成存款；承诺固定收益；未经本人同意代签名", "A policy sold as a savings account; a promised yield; a signature made by somebody else", "sales", 15},
    {"agent", "sale", "销售机构与人员服务", "Service by sales staff", "销售人员售后服务不到位、态度差、泄露客户信息、失联等。", "Service by sales staff after the sale: attitude, leaked data, nobody reachable.",
     "业务员离职无人接手；电话里态度恶劣；个人信息被外泄", "The agent left and no one took over; rude on the telephone; data passed on", "sales", 15},
    {"counter", "service", "柜面服务", "Counter service", "营业网点的设施、营业时间、服务礼仪、排队秩序和业务熟练程度。", "Branch facilities, opening hours, manners and order at the counter.",
     "排队两小时无人引导；中午不办理业务；柜员答非所问", "Two hours in the queue; closed at noon; wrong information at the desk", "operations", 7},
    {"underwriting", "policy", "承保", "Underwriting", "投保信息录入错误、保单印制装订差错、出单迟缓、核保结论异议等。", "Wrong entries, printing errors, late policies, disputed underwriting results.",
     "保单姓名写错；投保一个月未收到合同；加费原因说不清", "Name wrong on the policy; no contract after a month; unexplained loading", "operations", 15},
    {"maintenance", "policy", "保全", "Policy service", "退保、变更、复效、贷款、转移等业务办理差错或迟缓。", "Surrender, changes, reinstatement, loans and transfers: errors or delays.",
     "变更受益人资料被退三次；退保款迟迟不到账；异地迁移无人受理", "Beneficiary change sent back three times; surrender value late", "operations", 15},
    {"claim", "policy", "理赔", "Claims", "理赔时效、赔付金额、拒赔理由、资料要求等方面的异议。", "Time, amount, refusal and paperwork of a claim.", "提交资料两个月没有结论；赔付金额与合同不符；反复要求补材料",
     "No decision after two months; amount differs from the contract; asked for papers again and again", "operations", 15},
    {"callcentre", "service", "电话中心", "Call centre", "客服热线的接通率、业务知识、服务态度、语音菜单和处理效率。", "The hotline: reachability, knowledge, attitude, voice menus.", "热线排队四十分钟；语音菜单找不到人工；答复前后矛盾",
     "Forty minutes on hold; no way to a person; contradicting answers", "customer_service", 7},
    {"card", "service", "会员卡与增值服务", "Card and added services", "会员权益、体检、道路救援等增值服务未兑现或与宣传不符。", "Member benefits and added services not given as announced.", "体检预约不上；会员积分清零；救援电话无人接听",
     "No appointment for the check-up; points deleted; rescue line dead", "customer_service", 7},
    {"product", "policy", "公司产品", "Product terms", "保险责任、疾病定义、条款表述、代理条款、贷款条款等方面的意见。", "Cover, definition of illness, wording of terms.", "重疾定义过于苛刻；条款看不懂；红利说明不清", "Illness defined too narrowly; terms not understandable", "office", 15},
    {"payment", "policy", "收付费", "Payments", "保费扣划、退费、转账、票据等收付环节的差错或迟缓。", "Debits, refunds, transfers and receipts: errors or delays.", "同一期保费扣了两次；退费超过十天未到账；发票开错抬头",
     "Debited twice; refund late; wrong name on the invoice", "payments", 7},
    {"notice", "service", "通知服务", "Notices", "缴费、失效、生存金等通知迟发、错发、漏发，造成损失。", "Notices late, wrong or missing, so that something lapsed.", "没收到缴费提醒保单失效；短信发到旧号码；信函晚到一个月",
     "No reminder and the policy lapsed; text sent to an old number", "customer_service", 7},
    {"system", "service", "系统", "Systems", "官网、手机应用、自助终端等系统错误、缓慢或不可用。", "Errors or slowness of website, app and terminals.", "手机应用登录不上；网上提交的资料丢失；自助机吞卡", "Cannot sign in; uploaded papers lost; card swallowed", "it", 7},
    {"other", "service", "其他", "Other", "宣传、收益、隐私、网点设置、电话营销打扰等不属于以上各类的问题。", "Anything else: advertising, privacy, few branches, telemarketing.", "频繁接到推销电话；附近没有网点；广告与实际不符",
     "Frequent sales calls; no branch nearby; advertising untrue", "customer_service", 15},
};
const size_t demo_categories_n = COUNT_OF(demo_categories);

const struct demo_story demo_stories[] = {
    {"selling", "业务员把《{product}》说成三年期存款，到期才知道是保险。{date}我去{place}取钱，被告知要交满十年，提前退要损失{amount}元。当时业务员反复说“和存银行一样”，也没有让我看犹豫期的内容。我是退休工人，这笔钱是看病用的。", "refund",
     "您好，为核实销售过程，请补充投保时业务员的姓名或电话，以及当时的宣传单、聊天记录（如有）。", "宣传单照片和当时的聊天记录已经找到了，业务员姓何，电话在截图里。",
     "您好。经调取销售录音并与业务员当面核实，销售时确未如实说明产品为期交保险，也未提示犹豫期。我公司决定按原保费全额退还，预计五个工作日内到账，并已对该业务员作出停牌培训处理。给您带来的不便，我们深表歉意。",
     "录音证实销售误导，事实清楚", 1},
    {"selling", "购买《{product}》时业务员承诺每年固定收益百分之五，实际分红只有{amount}元。我保留了他手写的收益表。{place}的主管说那是个人行为，与公司无关，我不能接受。", "compensation",
     "请上传手写收益表的照片，并告知大致签署日期，以便核查笔迹和保单。", "收益表照片已上传，是{date}在我家里写的。",
     "您好。经核查，手写收益表确为我公司业务员所写，违反了销售管理规定。我公司已按规定对其处理，并愿意就退保或减额缴清与您协商，客户经理将在两个工作日内与您联系。", "业务员违规承诺收益，公司负有管理责任", 1},
    {"selling", "投保单上的签名不是我签的，《{product}》是业务员代签的。我从来没有在{place}签过字，也没有接到过回访电话，直到扣款{amount}元才发现。要求退还全部保费并说明是谁签的。", "refund",
     "请提供您的签名样本照片，用于与投保单笔迹比对。", "签名样本已上传，一共写了五遍。", "您好。经笔迹比对及电话回访录音核查，投保单签名与您的样本明显不符，回访电话为他人接听。我公司同意解除合同并退还全部保费，相关人员已移交销售督察部门处理。",
     "代签名属实，回访环节失察", 1},
    {"agent", "业务员离职后一直没有人接手我的保单，续期缴费没人提醒。我打{place}的电话三次都说帮我转接，之后就没有下文。《{product}》差点失效，损失的滞纳金{amount}元应由公司承担。", "explanation", NULL, NULL,
     "您好。您的保单原业务员于{date}离职后未及时分配服务人员，是我们的疏忽。现已指定新的客户经理，滞纳金已减免，保单效力不受影响。", "孤儿单分配不及时", 1},
    {"agent", "业务员在电话里对我大喊大叫，说我“爱退不退”。起因只是我问《{product}》的现金价值。希望公司管一管，并且当面道歉。", "apology", "请告知通话的大致时间和您的主叫号码，我们调取录音核实。", "是{date}上午十点左右，用登记的手机号打的。",
     "您好。通话录音证实业务员用语不当，主管已对其批评教育并扣减当月服务分，其本人及主管将上门致歉，时间以您方便为准。", "服务态度差，录音属实", 1},
    {"counter", "{place}柜面只开一个窗口，我排了两个多小时。{date}上午大厅里坐满老人，叫号机坏了也没有人引导，中午十二点又停办业务让大家下午再来。建议增加窗口，午间不要停办。", "explanation", NULL, NULL,
     "您好。当日两名柜员请假，备用窗口未及时开启，叫号机故障未张贴提示。该网点已调整排班，午间保留一个窗口，并增加一名引导员。感谢您的监督。", "排班不当，应急措施未启动", 1},
    {"counter", "柜员两次给我的答复不一样，害我白跑三趟。第一次说《{product}》变更账户带身份证就行，第二次又说要银行流水，第三次才办成。来回路费也要{amount}元。", "apology", NULL, NULL,
     "您好。柜员未使用一次性告知单，造成您往返，我们向您致歉，并已要求全体柜员使用告知单，路费凭票报销。", "未执行一次性告知", 1},
    {"underwriting", "保单上我的名字被印错了一个字，退回去改了两次还是错的。《{product}》{date}承保，现在快两个月了，{place}说系统里改不了。", "repair", NULL, NULL,
     "您好。姓名错录系投保单扫描识别差错，系统限制了生僻字输入。信息技术部门已完成修正，新保单以快递寄出，单号已短信发送。", "录入差错，生僻字处理缺陷", 1},
    {"underwriting", "体检完全正常，核保却要求我加费{amount}元。我问原因，{place}只说“系统核的”，不肯出具说明。要求给出书面的核保理由。", "explanation", NULL, NULL,
     "您好。核保部门复核了您的体检与既往病历，加费依据为投保告知中的既往用药史，书面说明已寄送。如您对既往史有异议，可提交病历申请再次核保。", "核保结论有依据，告知方式不足", 2},
    {"maintenance", "申请退保已经二十天，{amount}元至今没有到账。《{product}》的材料{date}就交给{place}了，打热线每次都说“已加急”。", "refund", "请补充收款账户的银行卡照片（遮住中间几位），核对开户行。", "银行卡照片已上传，开户行是城南支行。",
     "您好。退保款因开户行行号填写错误被银行退回，未及时通知您。现已重新付款并于当日到账，另按规定支付迟延利息。", "退票未通知客户", 1},
    {"maintenance", "变更受益人的资料被退回三次，每次理由都不一样。{place}的工作人员一次说要公证，一次说不要，我已经七十多岁了，经不起折腾。", "apology", NULL, NULL,
     "您好。根据条款，变更受益人需被保险人书面同意，无需公证。首次受理人员理解有误，我们安排专人上门为您办理，并向您致歉。", "业务不熟，口径不一", 1},
    {"claim", "理赔资料交了两个多月还没有结论，每次问都说在调查。我因病住院花了{amount}元，《{product}》条款写明三十日内核定。{date}提交的全部材料，{place}有签收单。", "compensation",
     "请补充出院小结和住院费用总清单的照片，签收清单中未见总清单。", "出院小结和费用总清单都拍好上传了，原件在我这里。",
     "您好。经核定，您的住院属于保险责任范围，赔付金额已于今日转入您的账户。因异地调查超过承诺时限，按规定加付迟延利息，并向您致歉。", "调查超时，未履行告知", 1},
    {"claim", "拒赔理由说我投保前就有病，但那次门诊只是普通体检。《{product}》拒赔{amount}元，通知书只有一句话，没有附任何证据。请说明依据的是哪一份病历。", "explanation",
     "请上传您提到的体检报告，以便医学核赔人员复核。", "体检报告三页都上传了，结论写的是未见异常。",
     "您好。医学复核认为既往体检所见与本次疾病无直接关系，原拒赔结论予以撤销，按合同全额赔付。", "原拒赔依据不足，已纠正", 1},
    {"claim", "赔付金额比合同少了{amount}元，没有任何说明。{place}打电话告诉我说“就是这么算的”。我对照《{product}》条款算了三遍都不对。", "explanation", NULL, NULL,
     "您好。差额为合同约定的免赔额及社保已报销部分，计算明细已书面寄送。经复核计算无误，理赔人员未主动说明是我们的不足。", "计算无误，解释不足", 2},
    {"claim", "医院明细里漏了一张发票，理赔员让我重新排队提交全套材料。{date}交的时候她说齐全了，现在又要重来，我在外地，来回一趟要{amount}元。", "apology", NULL, NULL,
     "您好。补充单张发票无需重新提交全套材料，可通过官网上传。经办人员答复有误，已纠正，您的案件当日审核通过。", "一次性告知未落实", 1},
    {"callcentre", "客服热线排队四十分钟，接通后又被挂断。{date}连续打了五次都是这样，语音菜单绕来绕去找不到人工。我只是想问《{product}》什么时候扣款。", "explanation", NULL, NULL,
     "您好。当日线路扩容割接，排队时间过长。现割接已完成，语音菜单已增加直达人工的按键。扣款日期已短信回复您。", "线路割接预案不足", 1},
    {"callcentre", "两个坐席说的完全不一样，一个说能贷款，一个说不能。我按第一个人说的去{place}跑了一趟，白跑。", "apology", NULL, NULL, "您好。您的保单满一年后可以贷款，首位坐席未查询保单年度，答复有误，已安排复训并向您致歉。", "坐席业务知识错误", 1},
    {"card", "会员卡上写着每年一次免费体检，预约了半年都约不上。{place}的体检中心说和你们公司的合同早就到期了。", "other", NULL, NULL, "您好。原合作体检机构合同到期未及时更换，新合作机构已上线，您的体检权益顺延一年，并赠送一次专家门诊预约。", "供应商到期未公告", 1},
    {"card", "会员积分{amount}分突然清零，没有任何通知。我攒了三年准备换净水器的。", "other", NULL, NULL, "您好。积分有效期规则于年初调整，公告未以短信送达。经研究，您的积分予以恢复，有效期延长六个月。", "规则变更未有效告知", 1},
    {"product", "《{product}》的疾病定义太苛刻，医生都说我这算重疾，合同却不认。条款写得像天书，投保的时候没有人解释。希望公司改条款。", "explanation", NULL, NULL,
     "您好。该病种的定义按监管部门统一规范制定。您的病情未达到定义标准，但符合轻症责任，已为您启动轻症理赔。条款通俗化的建议已转产品部门。", "条款合规，销售解释不足", 2},
    {"product", "分红说明书看不懂，客服也说不清楚。《{product}》去年分红{amount}元，今年变成一半，到底怎么算的？", "explanation", NULL, NULL, "您好。分红以当年可分配盈余为基础，非固定收益。计算说明与历年分红表已寄送，并附通俗解读。", "分红计算无误", 2},
    {"payment", "同一期保费扣了两次，一共多扣{amount}元。{date}扣的，{place}说要等一个月才能退，凭什么扣钱一秒钟，退钱要一个月？", "refund", "请上传两次扣款的银行短信或流水截图。", "两条扣款短信截图都上传了，间隔三分钟。",
     "您好。重复扣款系批量文件重传所致，款项已于当日原路退回，并对受影响的客户逐一核对，未发现其他异常。", "批扣文件重传未去重", 1},
    {"payment", "退费十多天了还没到账，{amount}元不是小数目。每次问都说在走流程。", "refund", NULL, NULL, "您好。退费因账户类型受限被银行退回，已改用您提供的新账户支付，当日到账。", "退票未及时跟进", 1},
    {"notice", "没有收到任何缴费提醒，保单就失效了。《{product}》我交了六年，手机号一直没换，现在说要重新体检才能复效。", "explanation", NULL, NULL,
     "您好。短信平台迁移期间漏发了部分缴费提醒，您的保单属于受影响范围，已免体检恢复效力，不计滞纳金。", "短信漏发，公司责任", 1},
    {"notice", "通知信寄到了我十年前的老地址，{date}我明明在{place}改过。信里有我的身份证号，被陌生人拆了，谁负责？", "apology", "请告知变更地址时的受理回执编号（如有）。", "回执照片上传了，编号能看清。",
     "您好。地址变更在主系统已生效，但信函系统未同步，现已修复并完成排查。对由此造成的信息外泄风险，我们向您郑重致歉，并为您开通一年的信息保护服务。", "系统未同步，公司责任", 1},
    {"system", "手机应用更新以后一直闪退，交不了保费。{date}最后一天交，结果页面打不开，产生了滞纳金{amount}元。", "refund", NULL, NULL, "您好。该版本在部分机型上存在兼容问题，修复版本已发布，滞纳金已全额减免。故障原因：新版本未适配低内存机型。", "版本兼容缺陷", 1},
    {"system", "网上提交的理赔照片全部丢了，让我重新拍。《{product}》理赔本来就急，{place}说查不到上传记录。", "apology", NULL, NULL, "您好。上传服务器存储空间不足，导致当日部分文件未保存。文件已从备份中找回，无需重新提交。故障原因：存储告警阈值设置不当。", "存储告警缺陷", 1},
    {"other", "一天接到七八个你们公司的推销电话，已经明确拒绝还在打。我的号码是谁给的？请停止骚扰并说明信息来源。", "explanation", "请告知来电号码和大致时间，便于核查外呼名单来源。", "来电记录截图上传了，主要是{date}下午。",
     "您好。您的号码来自一次抽奖活动的授权名单，现已列入免打扰名单，并停止该名单的使用。", "名单使用超出授权范围", 1},
    {"other", "附近三十公里没有一个网点，老人办业务要坐两个小时的车。听说{place}的网点撤了，建议至少每个月来流动服务一次。", "other", NULL, NULL, "您好。我公司已安排流动服务车，每月第二周到贵镇现场受理，时间以村务公告为准。感谢您的建议。", "网点布局调整，未安排替代服务", 2},
};
const size_t demo_stories_n = COUNT_OF(demo_stories);

#define WORDS(name, ...)                                                                                                                   \
    const char *const name[] = {__VA_ARGS__};                                                                                              \
    const size_t name##_n = COUNT_OF(name)
WORDS(demo_surnames, "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许", "邓",
      "韩", "冯", "曹", "彭", "曾", "肖", "田", "董", "欧阳", "上官");
WORDS(demo_given, "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀兰", "霞", "平", "刚", "桂英", "建国", "建华", "志强", "秀英",
      "玉兰", "桂兰", "春梅", "海燕", "文博", "子轩", "欣怡", "雨桐", "浩然", "国庆", "丽华", "晓东", "雪梅", "永强", "𬀩", "喆");
WORDS(demo_products, "海川金生两全保险", "海川安康重大疾病保险", "海川福满年年年金保险", "海川医保通医疗保险", "海川少儿成长教育金", "海川守护定期寿险", "海川财富终身寿险", "海川安行意外伤害保险");
WORDS(demo_places, "江州市城南营业部", "江州市解放路柜面", "云溪县支公司", "临湖市中心支公司", "青岩县服务部", "望海市人民路网点", "石桥县支公司", "滨江市客户服务中心", "岭东市分公司柜面", "白沙县服务部");
WORDS(demo_notes, "已电话联系客户，情绪较激动，约定三日内给答复。", "调取录音一份，时长 6 分 12 秒，内容与客户陈述基本一致。", "业务员称已离职，主管正在联系本人核实。", "客户此前两次来电咨询过同一问题，可一并答复。",
      "已与财务核对，款项状态为银行退票。", "建议同步排查同批次保单，避免重复投诉。", "涉及金额较大，答复前请法务看一下措辞。", "客户为老年人，建议上门面谈。");
