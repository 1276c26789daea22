// Complaints that were investigated, decided, closed and learnt from, each step by whose turn it is: what pages of deciding and of what follows closing are looked at with.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Robot } from './robot.mjs';
import { file, password, sql } from './lib.mjs';

const people = new Map();
/** Somebody of the staff, signed in once. */
export async function by(login) {
  if (!people.has(login)) {
    const robot = new Robot();
    await robot.signIn(login, password);
    people.set(login, robot);
  }
  return people.get(login);
}

/** As somebody: open a page, send its form, and it worked. Gives where it led. */
async function send(login, page, fields, action = page) {
  const robot = await by(login);
  await robot.go(page);
  await robot.submit(action, fields);
  const said = (robot.html.match(/class="errs"[^]*?<\/ul>/)?.[0] ?? robot.html.match(/<main[^]*/)?.[0] ?? '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').slice(0, 400);
  assert.equal(robot.status, 200, `${login}: ${action} ${JSON.stringify(fields)}: ${said}`);
  return robot.path;
}
const value = (statement) => sql(statement).split('\n').at(-1);
const idOf = (number) => value(`SELECT id FROM complaint WHERE number = '${number}'`);
/** What jobs or other workers do meanwhile. */
export async function until(statement, what) {
  for (let i = 0; i < 240; i++) {
    if (Number(sql(statement)) > 0) return;
    await sleep(250);
  }
  assert.fail(`${what} does not come: ${statement}`);
}

const itemOf = (number, why) => `/staff/committee/items/${value(`SELECT id FROM agenda_item WHERE complaint_id = ${idOf(number)} AND why = '${why}' ORDER BY id`)}`;

/** Everybody in the chain agrees to what waits for them. */
async function agree(number, about, opinions) {
  const id = value(`SELECT a.id FROM approval a JOIN complaint c ON c.id = a.complaint_id WHERE c.number = '${number}' AND a.about = '${about}' ORDER BY a.id`);
  assert.ok(id, `an approval about ${about}`);
  for (const [login, text] of Object.entries(opinions)) await send(login, `/staff/approvals/${id}`, { do: 'agree', text });
  return `/staff/approvals/${id}`;
}

const text = {
  body: '我们十二人2024年3月在同一网点办理“福满人生”年金保险，业务员介绍为“三年期理财，到期保本付息”，未说明是保险合同及退保损失。今年6月急需用款时才得知须缴费十年，提前退保将损失本金近四成。\n\n要求：\n1. 全额退还已缴保险费合计 186,000.00 元；\n2. 追究业务员及网点的责任；\n3. 书面道歉。',
  facts: '调取了十二份保单的投保资料、双录影像和回访录音。其中九份双录影像中业务员使用了“三年到期”“保本”等表述，未逐项提示犹豫期和退保损失；三份双录影像不完整。回访录音中八位投保人表示“知道是保险”，但均未确认缴费年限。',
  sources: '核心业务系统保单信息、双录系统影像、95500 回访录音、业务员杨某书面说明、网点当月培训签到表。',
  interviews: '7月2日面谈业务员杨某，其承认为完成网点开门红任务对产品作了简化介绍；7月3日电话访谈投保人代表两位，陈述与投诉内容一致。',
  evidence: '双录影像九份、回访录音十二段（已存档）、业务员书面说明一份。',
  conclusion: '业务员在销售过程中混淆保险与理财产品概念，未充分说明缴费年限和退保损失，存在销售误导；网点管理不到位。',
  remedy: '经投诉人申请，按实缴保险费全额退保，并给付同期利息；对业务员和网点负责人按规定问责；网点停业整顿三天。',
};

/** The journey of one major complaint; gives paths of its pages and of everything that came of it. */
export async function decide() {
  const made = {};
  const { number } = await file({ title: '年金保险被当作三年期理财销售，要求全额退还保险费', body: text.body, kind: 'group', head_count: '12', name: '诸葛明轩', phone: '13912345678', category: 'selling', demand: 'refund', amount: '186000' });
  const path = `/staff/complaints/${number}`;
  Object.assign(made, { number, path });
  const manager = await by('zhaolei');
  await manager.act(number, 'accept', {});
  assert.equal(manager.status, 200);

  // investigation, with a matter of the department and the handler's finding
  await send('lijing', `${path}/investigation`, { ...text, finding: '1', reason: '双录影像与投诉人陈述相互印证，销售误导事实成立。' }, `${path}/investigation/1`);

  // papers: the opinion letter is agreed to by three, final, delivered; a settlement; the management's report
  const letter = await send('lijing', `${path}/papers`, { code: 'opinion' });
  made.letter = letter;
  const words = {
    title: '关于“福满人生”年金保险销售问题的处理意见书', 's-matters': '您等十二人反映：业务员将年金保险介绍为“三年期理财，到期保本付息”，未说明缴费年限和退保损失，要求全额退还保险费。',
    's-facts': `${text.facts}\n\n${text.conclusion}`, 's-grounds': '《保险法》第一百一十六条、第一百三十一条；《人身保险业务基本服务规定》；公司《销售行为可回溯管理办法》第十二条；合同条款第 5.3 条。',
    's-decision': '一、同意按实缴保险费全额退保，合计 186,000.00 元，自您提交资料之日起五个工作日内到账；\n二、自缴费之日起按同期一年期存款利率计付利息；\n三、对相关责任人依规处理，结果另行告知；\n四、向您郑重致歉。',
    's-ways': '如您对本处理意见有异议，可自收到之日起六十日内向本公司申请复核，也可以向保险纠纷调解组织申请调解、向人民法院提起诉讼，或者向国家金融监督管理总局派出机构反映。',
  };
  await send('lijing', letter, { do: 'ask', ...words });
  made.letterApproval = await agree(number, 'letter', { zhaolei: '事实清楚，同意。', zhoufa: '依据充分，措辞适当，同意。', wumin: '同意。' });
  made.openApproval = made.letterApproval;
  const settlement = await send('lijing', `${path}/papers`, { code: 'settlement' });
  made.settlement = settlement;
  await send('lijing', settlement, {
    do: 'save', title: '和解协议书', 's-parties': '甲方：海川人寿保险股份有限公司济南分公司\n乙方：投诉人（身份信息见签字页）', 's-matter': '乙方就“福满人生”年金保险的销售过程提出投诉，双方就退保及补偿事宜协商一致。',
    's-terms': '一、甲方按乙方实缴保险费全额退保，并按同期存款利率计付利息。\n二、乙方收到款项后，撤回就同一事项向其他机构提出的投诉。\n三、双方对协商内容保密，法律法规另有规定的除外。', 's-effect': '本协议自双方签字之日起生效；甲方应当自生效之日起五个工作日内付款。付款完成后，双方就本协议所涉事项再无争议。本协议一式两份，双方各执一份，具有同等效力。',
  });

  const other = await file({ title: '理赔款迟迟不到账，已经第三次来电', phone: '13712340001', kind: 'group', head_count: '11' });
  await manager.act(other.number, 'accept', {});
  made.other = `/staff/complaints/${other.number}`;
  // compensation: one within the handler's own authority, one that goes through all hands, one that waits, one that is dropped
  const pay = `${path}/compensation`;
  await send('zhaolei', pay, { do: 'propose', standard: 'courtesy', sum: '150', reason: '十二人多次往返网点的交通费用。' });
  await send('lijing', pay, { do: 'propose', standard: 'interest', sum: '4650.25', reason: '按同期一年期存款利率，自缴费之日起计算。' });
  made.paidApproval = await agree(number, 'compensation', { zhaolei: '测算无误，同意。', zhoufa: '同意。', wumin: '同意，请尽快支付。' });
  for (const [standard, login] of [['interest', 'zhaolei'], ['courtesy', 'lijing']]) {
    const [id, version] = sql(`SELECT id, version FROM compensation WHERE complaint_id = ${idOf(number)} AND standard = '${standard}'`).split('\t');
    await send(login, pay, { do: 'pay', id, version, paid: sql('SELECT CURDATE()'), way: '银行转账', voucher: `F2026-${id}` });
  }
  await send('lijing', `${made.other}/compensation`, { do: 'propose', standard: 'loss', sum: '61000', reason: '理赔款迟延给付造成的贷款逾期罚息，凭银行对账单核定。' });
  made.openApproval = `/staff/approvals/${value(`SELECT id FROM approval WHERE complaint_id = ${idOf(other.number)} AND about = 'compensation'`)}`;

  // the committee: by the rulebook, as the complaint is major; a second question by hand, which waits, and one that is planned
  made.item = itemOf(number, 'major');
  await send('zhaolei', `${made.other}/committee`, { why: 'responsibility', question: '理赔款迟延由理赔部还是信息技术部负责？双方答复不一致，请予认定。' });
  made.planned = itemOf(other.number, 'responsibility');
  made.waiting = itemOf(other.number, 'major');
  const members = sql("SELECT id FROM app_user WHERE login IN ('zhengwei', 'zhaolei', 'jn.committee1', 'jn.committee2') ORDER BY login DESC").split('\n');
  const meeting = await send('zhengwei', '/staff/committee/new', {
    do: 'call', unit: value("SELECT id FROM unit WHERE code = 'jn'"), title: '2026年第三季度投诉评议会', place: '总部十二楼第三会议室', day: '2027-01-12', time: '14:30', person: members,
  });
  made.meeting = meeting;
  for (const item of [made.item, made.planned]) await send('zhengwei', item, { do: 'add', meeting: meeting.split('/').at(-1) });
  await send('zhengwei', meeting, { do: 'open', person: members.slice(0, 3) });
  const follower = value("SELECT id FROM app_user WHERE login = 'wangjianguo'");
  const motion = {
    do: 'motion', decision: 'upheld', text: '同意客户服务部意见：按实缴保险费全额退保并计付利息；网点停业整顿三天，业务员按规定问责。', follow_up: '一个月内完成全省网点“理财化”话术排查，并书面报告结果。', follow_by: follower,
    follow_due: sql('SELECT CURDATE() + INTERVAL 30 DAY'),
  };
  await send('zhengwei', made.item, motion);
  const voices = { zhengwei: '事实清楚，证据充分，同意。', zhaolei: '同意，并建议对同期销售的保单主动回访。', 'jn.committee2': '同意全额退保；问责应当区分个人与网点责任。' };
  for (const [login, opinion] of Object.entries(voices)) await send(login, made.item, { do: 'voice', vote: 'for', opinion });
  await send('zhengwei', made.item, { do: 'decide' });
  await send('zhengwei', meeting, { do: 'minutes', text: '会议由郑伟主持。\n\n会议听取了客户服务部关于该件调查情况的汇报，观看了双录影像节选。与会人员一致认为，网点“开门红”期间培训流于形式是本件发生的主要原因。\n\n会议要求：销售部对全省网点同期销售的“福满人生”年金保险逐单回访，发现问题主动处理。' });
  await until("SELECT COUNT(*) FROM meeting m JOIN unit u ON u.id = m.unit_id AND u.code = 'jn' WHERE m.kind = 2 AND m.pack IS NOT NULL", 'the joint meeting');
  made.joint = `/staff/committee/meetings/${value('SELECT MIN(id) FROM meeting WHERE kind = 2 AND unit_id = (SELECT id FROM unit WHERE code = \'jn\')')}`;

  // what the complainant hears: the letter as it was agreed to, the answer, and whether it is accepted
  await send('lijing', letter, { do: 'finish', ...words });
  await send('lijing', letter, { do: 'deliver', way: 'mail', to: '投诉人代表本人', day: sql('SELECT CURDATE()'), proof: 'EMS 1128 3345 7702，8月14日本人签收' });
  const report = await send('lijing', `${path}/papers`, { code: 'management_report' });
  made.report = report;
  await send('lijing', report, {
    do: 'finish', title: '“福满人生”年金保险集体投诉处理总结报告', 's-overview': '十二名客户就同一网点销售的年金保险提出集体投诉，涉及保险费 186,000.00 元，经投诉工作协调委员会评议后办结。',
    's-course': '6月28日受理，7月2日至7月9日调查取证，7月12日经委员会评议，7月15日送达处理意见书，7月18日完成退保付款。', 's-causes': '直接原因为业务员混淆产品性质；管理原因为网点开门红期间培训流于形式、双录质检未覆盖。', 's-lessons': '销售过程可回溯管理存在盲区，双录抽检比例不足。',
    's-measures': '一、对同期销售保单逐单回访；二、双录抽检比例由百分之十提高至百分之三十；三、将“理财化”话术纳入禁用语清单。', 's-trend': '其余投保人情绪平稳，未发现再次聚集的迹象。',
  });
  await manager.act(number, 'reply', { text: '经核实，业务员销售时混淆了保险与理财产品，公司同意全额退还保险费并计付利息，处理意见书已邮寄。', web_reply: '1' });
  assert.equal(manager.status, 200);

  // a closing that is not allowed yet, and this one
  await manager.act(other.number, 'reply', { text: '理赔款已于今日付出，请查收。' });
  await send('zhaolei', `${made.other}/close`, { do: 'save', finding: '1', text: '理赔材料已齐，系统原因造成延迟。' });
  const sales = value("SELECT d.id FROM department d JOIN unit u ON u.id = d.unit_id WHERE u.code = 'jn' AND d.function = 'sales'");
  await send('zhaolei', `/staff/measures/new?complaint=${number}`, {
    do: 'set', title: '对同期销售的“福满人生”保单逐单回访', kind: '1', cause: 'misleading', department: sales, owner: 'wangjianguo', due: sql('SELECT CURDATE() + INTERVAL 20 DAY'), body: '范围：全省网点2024年1月至6月销售的年金保险。回访比例百分之百，结果逐单登记。',
  }, '/staff/measures/new');
  made.measure = `/staff/measures/${value(`SELECT id FROM measure WHERE complaint_id = ${idOf(number)}`)}`;
  await agree(number, 'web_reply', { zhoufa: '同意上网。', wumin: '同意。' });
  await manager.act(number, 'close', { finding: '1', basis: 'agreed', outcome: '1', cause: 'misleading', text: '存在销售误导，公司有责。' });
  made.close = `${made.other}/close`;
  assert.equal(sql(`SELECT state FROM complaint WHERE number = '${number}'`), '5', manager.html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').match(/请修改以下内容.{0,300}|办结前还需完成.{0,300}/)?.[0]);

  // what follows: the callback, a check of a superior unit, the measure, rewards and penalties, a case of the library
  await until(`SELECT COUNT(*) FROM callback WHERE complaint_id = ${idOf(number)} AND state = 1`, 'the callback');
  made.callback = `/staff/callbacks/${value(`SELECT id FROM callback WHERE complaint_id = ${idOf(number)}`)}`;
  made.check = await send('hexun', `${path}/check`, {});
  const plain = await file({ title: '柜面排队时间长', body: '6月30日上午在中山路柜面办理续期，等候近两小时。', phone: '13712340002' });
  await manager.act(plain.number, 'accept', {});
  await (await by('lijing')).act(plain.number, 'reply', { text: '已增开窗口，向您致歉。' });
  await manager.act(plain.number, 'close', { finding: '1', basis: 'agreed', outcome: '1', text: '高峰期窗口不足。' });
  assert.equal(manager.status, 200);
  Object.assign(made, { plain: `/staff/complaints/${plain.number}`, plainNumber: plain.number });
  made.falseCheck = await send('hexun', `${made.plain}/check`, {});
  await send('hexun', made.falseCheck, { do: 'decide', result: 'false', text: '电话核实投诉人，其表示办结前无人联系，办结材料中的回访记录与通话清单不符。' });
  await send('zhaolei', made.falseCheck, { do: 'answer', reply: '经查，经办人将未接通的电话登记为已联系，我部已约谈经办人并重新联系投诉人。' });
  await send('wangjianguo', made.measure, { do: 'done', text: '全省 1 326 份保单已全部回访，发现疑似问题 17 件，均已主动办理退保，回访清单附后。' });
  await send('zhaolei', '/staff/measures/new', {
    do: 'set', title: '增加业务高峰期柜面窗口，公示等候时间', kind: '2', cause: 'attitude', department: value("SELECT d.id FROM department d JOIN unit u ON u.id = d.unit_id WHERE u.code = 'jn' AND d.function = 'operations'"), owner: '',
    due: sql('SELECT CURDATE() + INTERVAL 40 DAY'), body: '',
  });
  made.openMeasure = `/staff/measures/${value("SELECT id FROM measure WHERE title LIKE '增加业务高峰期%'")}`;
  await send('zhaolei', '/staff/accountability/new', { number, rule: 'praise', person: 'lijing', text: '投诉人来信表扬：处理及时、态度诚恳。' });
  made.reward = `/staff/accountability/${value(`SELECT id FROM account_item WHERE complaint_id = ${idOf(number)} AND rule = 'praise'`)}`;
  await send('wumin', made.reward, { do: 'confirm', points: '2', person: 'lijing', text: '情况属实。' });
  await send('zhaolei', '/staff/accountability/new', { number: plain.number, rule: 'concealed', person: 'wangjianguo', text: '网点收到投诉后未登记，私下要求投诉人不再反映。' });
  made.penalty = `/staff/accountability/${value(`SELECT id FROM account_item WHERE complaint_id = ${idOf(plain.number)} AND rule = 'concealed'`)}`;
  await send('wumin', made.penalty, { do: 'confirm', points: '10', person: 'wangjianguo', text: '情况属实。' });
  await send('wangjianguo', made.penalty, { do: 'appeal', text: '网点当日已电话报告，登记延迟系系统故障所致，请复核。' });
  await until(`SELECT COUNT(*) FROM account_item WHERE complaint_id = ${idOf(plain.number)} AND state = 1`, 'the proposal about the false closing');
  made.proposed = `/staff/accountability/${value(`SELECT id FROM account_item WHERE complaint_id = ${idOf(plain.number)} AND state = 1`)}`;
  const story = {
    title: '把年金保险说成“三年期理财”', category: value(`SELECT category_id FROM complaint WHERE number = '${number}'`), complaint: '多位客户反映网点业务员把年金保险介绍为三年期理财，承诺到期保本付息，要求全额退还保险费。',
    verification: '调取双录影像与回访录音，确认介绍产品时混淆了保险与理财，未说明缴费年限与退保损失。', handling: '经委员会评议，全额退还保险费并给付利息，对责任人问责。', analysis: '网点业绩考核导向单一，话术培训流于形式，双录质检比例低。',
    prevention: '将“理财化”话术列入禁用语清单，提高双录抽检比例，对同期销售的保单主动回访。',
  };
  await send('zhaolei', `/staff/library/new?complaint=${number}`, { do: 'hand-in', ...story }, '/staff/library/new');
  made.story = `/staff/library/${value(`SELECT id FROM library_case WHERE complaint_id = ${idOf(number)}`)}`;
  await send('hexun', made.story, { do: 'publish' });
  await send('zhaolei', `/staff/library/new?complaint=${plain.number}`, { do: 'hand-in', ...story, title: '柜面排队时间长', complaint: '张伟反映6月30日上午在中山路柜面办理续期，等候近两小时，电话13712340002。' }, '/staff/library/new');
  made.doubtful = `/staff/library/${value(`SELECT id FROM library_case WHERE complaint_id = ${idOf(plain.number)}`)}`;

  // records: a pack, what was handed to a regulator, a hold, what will be erased and what was
  await send('zhaolei', `${path}/pack`, { copy: 'inside' });
  await send('zhaolei', `${path}/disclosures`, { do: 'ask', body: '国家金融监督管理总局江南监管局', reference: '江金监诉〔2026〕118号', ground: '《银行业保险业消费投诉处理管理办法》第三十六条，调阅投诉处理全部材料。', internal: '1' });
  await agree(number, 'disclosure', { wumin: '同意提供。' });
  const wanted = value(`SELECT id FROM disclosure WHERE complaint_id = ${idOf(number)}`);
  await send('zhaolei', `${path}/disclosures`, { do: 'make', id: wanted });
  await until(`SELECT COUNT(*) >= 2 FROM pack WHERE complaint_id = ${idOf(number)} AND state = 2`, 'the signed packs');
  await send('zhaolei', `${path}/disclosures`, { do: 'hand-over', id: wanted, version: value(`SELECT version FROM disclosure WHERE id = ${wanted}`), to: '监管局消保处 李处长', way: '当面移交纸质件', on: sql('SELECT CURDATE()') });
  made.slip = `${path}/disclosures/${wanted}/slip`;
  await send('zhaolei', '/staff/records', { number, reason: '投诉人已向法院起诉，诉讼期间全部材料不得清除。' }, '/staff/records/holds');
  const [erased, listed] = sql("SELECT r.complaint_id FROM retention r JOIN complaint c ON c.id = r.complaint_id JOIN unit_tree t ON t.unit_id = c.unit_id JOIN unit u ON u.id = t.ancestor_id AND u.code = 'jn' WHERE r.held = 0 AND r.erased_us IS NULL AND c.mode = 1 AND NOT EXISTS (SELECT 1 FROM clock k WHERE k.complaint_id = c.id AND k.state IN (1, 2)) AND NOT EXISTS (SELECT 1 FROM callback k WHERE k.complaint_id = c.id AND k.state = 1) AND NOT EXISTS (SELECT 1 FROM spot_check k WHERE k.complaint_id = c.id AND k.state = 1) ORDER BY r.complaint_id LIMIT 2").split('\n');
  const now = 'UNIX_TIMESTAMP(UTC_TIMESTAMP()) * 1000000';
  sql(`UPDATE retention SET until_us = ${now}, listed_us = ${now}, erase_us = ${now} + 864000000000 WHERE complaint_id = ${listed}`);
  sql(`UPDATE retention SET until_us = 1, listed_us = 1, erase_us = 1 WHERE complaint_id = ${erased}`);
  await until(`SELECT COUNT(*) FROM complaint WHERE id = ${erased} AND erased_us IS NOT NULL`, 'the erasing');
  made.erased = `/staff/complaints/${value(`SELECT number FROM complaint WHERE id = ${erased}`)}`;

  // a month's sample; a person found to complain vexatiously
  if (sql('SELECT COUNT(*) FROM sample WHERE unit_id = 1 AND kind = 2') === '0') await send('hexun', '/staff/samples', { unit: '1', month: sql("SELECT DATE_FORMAT(CURDATE() - INTERVAL 1 MONTH, '%Y%m')"), kind: '2' });
  made.sample = `/staff/samples/${value('SELECT id FROM sample WHERE unit_id = 1 AND kind = 2')}`;
  await send('zhaolei', `${made.other}/committee`, { why: 'vexatious', question: '该投诉人一年内就同一事项投诉二十六次，均已查实答复，是否认定为恶意投诉？' });
  made.vexatious = itemOf(other.number, 'vexatious');
  await send('zhengwei', made.vexatious, { do: 'add', meeting: meeting.split('/').at(-1) });
  await send('zhengwei', made.vexatious, { do: 'motion', decision: 'vexatious', text: '认定为恶意投诉：无新事实的来电由主管一人接听，每季度答复一次。', follow_up: '', follow_by: '', follow_due: '' });
  for (const login of Object.keys(voices)) await send(login, made.vexatious, { do: 'voice', vote: 'for', opinion: '同意。' });
  await send('zhengwei', made.vexatious, { do: 'decide' });
  return made;
}
