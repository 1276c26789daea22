// One complaint of the life insurer decided, closed and learnt from, each step as the person whose it is: from the call over the department's answer, the investigation, the opinion letter, the refund and the
// committee to the closing report; then what comes after: the callback that finds the complainant dissatisfied, the review by the superior unit, the spot check, the penalty, the measure and its effect, the
// library and the evidence pack. Each sees his part and nothing that is not for him. Runs alone: it moves everybody's clock.
import { execFileSync, spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { act, day, desktop, events, has, offered, phone, photograph, press, receipt, reflows, shot, sql, staff, start, stop, track, url, visit, visitor, words } from './lib.mjs';

before(start);
after(stop);

const dir = process.env.REDRESS_DIR;
const program = join(dir, 'build', 'redress');
const redress = (...args) => execFileSync(program, [...args, '--config', join(dir, 'redress.yaml')], { encoding: 'utf8' });

describe('one complaint, from the call to what was learnt from it', () => {
  const name = '欧阳明远', caller = `137${String(Date.now()).slice(-8)}`, title = '存款变成保险';
  const body = '业务员把十年期保险说成一年期存款，签名也不是我本人写的，要求退还保费12万元。';
  const found = '双录视频中业务员称产品为一年期存款。', conclusion = '销售误导和代签名属实。', remedy = '退还保费，对业务员立案查处。', proof = '笔迹比对意见.jpg';
  const facts = '业务员高某，工号 JN20133，2025年8月3日销售误导、代抄录，双录视频为证。';
  const reply = '经核实，业务员销售误导、代签名属实，现全额退还保费120000元，并向您致歉。', refusal = '要求另付精神损失费五万元，不接受处理结果。';
  const decision = '退还保费合法合理，精神损失费没有依据，不予支持。', reasons = '经委员会确认，退还保费的处理合法合理。';
  const complained = '退款没有到账，却说已经支付。', falsely = '没有核对到账回单就办结，属虚假结案。', action = '开展销售话术专项整治';
  const at = {};
  let key, path, letter, item, meeting, measure, callback, check, lesson;

  const as = async (login) => { at[login] ??= await staff(login); return at[login]; };
  const leave = async () => { for (const login of Object.keys(at)) { await at[login].leave(); delete at[login]; } };
  const seen = (page) => words(page, 'main');
  const open = async (login, where, status = 200) => {
    const page = await as(login);
    assert.equal(await visit(page, where), status, `${login} at ${where}`);
    return page;
  };
  const reads = async (login, where, all, none = []) => {
    const page = await open(login, where);
    const text = await seen(page);
    for (const one of all) assert.ok(one instanceof RegExp ? one.test(text) : text.includes(one), `${login} does not read ${one} in: ${text}`);
    for (const one of none) assert.ok(!(one instanceof RegExp ? one.test(text) : text.includes(one)), `${login} reads ${one}`);
    return page;
  };
  const picture = async (page, what) => {
    for (const [size, width] of [[phone, '390'], [desktop, '1366']]) {
      await page.setViewportSize(size);
      await reflows(page, `${what} ${width}`);
      await shot(page, `learnt-${what}-${width}`);
    }
  };
  const unfold = async (page, details) => { if ((await details.getAttribute('open')) === null) await details.locator('> summary').click(); };
  const well = async (page, selector) => {
    const status = await press(page, selector);
    assert.equal(status, 200, `${selector}: ${await words(page, '.errs, h1')}`);
  };
  /** The newest that waits for this person's word, found as he finds it. */
  const agree = async (login, all, opinion = '') => {
    const page = await open(login, '/staff/');
    await press(page, '.nav a[href="/staff/approvals"]');
    await press(page, `tr:has-text("${key.number}") a >> nth=0`);
    const text = await seen(page);
    for (const one of all) assert.ok(text.includes(one), `${login} decides without ${one}: ${text}`);
    if (opinion) await page.fill('[name=text]', opinion);
    await well(page, 'button[value=agree]');
    return page;
  };
  const told = async (login, what) => {
    await visit(await as(login), '/staff/notices');
    assert.match(await words(at[login], `.nl li:has-text("${key.number}")`), what, `${login} is told`);
  };

  after(async () => {
    await leave();
    redress('shift', '0');
  });

  it('comes by telephone and is taken on', async () => {
    const page = await open('chenchen', '/staff/intake/new/telephone');
    for (const [field, value] of Object.entries({ phone: caller, name, body, title, reference: 'P2026080100017', category: '展业' })) await page.fill(`[name=${field}]`, value);
    for (const box of ['want_refund', 'ask_read_back', 'passcode']) await page.check(`[name=${box}]`);
    await well(page, 'button[value=save]');
    key = await receipt(page);
    path = `/staff/complaints/${key.number}`;
    const handler = await open('lijing', path);
    assert.ok(!(await seen(handler)).includes(name), 'the name is masked until somebody has to know it');
    await act(handler, 'accept');
    await visit(handler, `${path}?act=classify`);
    for (const fold of await handler.locator('#act-classify .fold').all()) await unfold(handler, fold);
    await handler.fill('#act-classify [name=loss]', '120000');
    await handler.check('#act-classify [name=flag][value=misconduct]');
    await handler.fill('#act-classify [name=flag_note_misconduct]', '业务员，工号不详');
    await handler.selectOption('#act-classify [name=r1_kind]', 'agent');
    await handler.fill('#act-classify [name=r1_name]', '业务员高某');
    await well(handler, '#act-classify button[data-save]');
    const text = await seen(handler);
    assert.match(text, /重大疑难/, 'the rules make it major');
    assert.match(text, /被投诉对象 无 → 代理人/, 'the history speaks of kinds by their names');
    assert.match(text, /提交委员会审议：重大投诉/, 'which the committee is to see');
  });

  it('says from the beginning what closing will take', async () => {
    const page = await open('lijing', path);
    await press(page, 'a:text-is("办结")');
    assert.match(page.url(), /\/close$/);
    assert.match(await words(page, '#holds'), /尚未答复投诉人/);
    assert.match(await words(page, '#holds'), /整改或预防措施/);
    assert.ok(!(await has(page, 'form[action$="/close"]')), 'nothing to fill in before the answer');
    await picture(page, 'close-early');
  });

  it('is looked into by Sales, who write what they found, with evidence', async () => {
    const handler = await open('lijing', `${path}/slips/new?kind=dispatch`);
    await handler.locator('details.pick').first().locator('tr', { has: handler.locator('th:has-text("销售部")') }).first().locator('[name=lead]').check();
    await handler.fill('[name=text]', '请核实销售过程和签名，提出处理意见。');
    await press(handler, 'form[action$="/slips"] button.btn-p');

    const page = await reads('wangjianguo', path, [title, body], [name, caller, '业务员高某', '工号不详', '提交委员会审议']);
    assert.deepEqual(await offered(page), ['note'], 'nothing of the complaint itself can be done');
    await press(page, 'a:has-text("填写调查记录")');
    for (const [field, value] of Object.entries({ facts: found, sources: '投保档案、双录系统', interviews: '询问业务员，承认代抄录。', evidence: '双录视频第3分12秒', conclusion, remedy })) await page.fill(`#matter-1 [name=${field}]`, value);
    assert.ok(!(await has(page, '#matter-1 [name=finding]')), 'what follows from it is decided by who carries it');
    await page.setInputFiles('#matter-1 [name=files]', { name: proof, mimeType: 'image/jpeg', buffer: await photograph('proof') });
    await well(page, '#matter-1 button.btn-p');
    await visit(page, path);
    await act(page, 'slip-1-answer', { fill: { text: conclusion + remedy } });
    await open('lijing', path);
    await act(handler, 'slip-1-confirm');
  });

  it('is found justified by the handler, with the key facts of misconduct', async () => {
    const page = await reads('lijing', `${path}/investigation`, [proof, '王建国']);
    await page.fill('form[action$="/key-facts"] textarea', facts);
    await well(page, 'form[action$="/key-facts"] button.btn');
    assert.equal(await page.inputValue('#matter-1 [name=facts]'), found);
    await page.selectOption('#matter-1 [name=finding]', '1');
    await page.fill('#matter-1 [name=reason]', '双录视频和笔迹比对一致证明。');
    await well(page, '#matter-1 button.btn-p');
    await open('jn.it1', `${path}/investigation`, 404);
  });

  it('gets an opinion letter that three agree to, made final and delivered', async () => {
    const page = await open('lijing', `${path}/papers`);
    await well(page, 'button[name=code][value=opinion]');
    letter = new URL(page.url()).pathname;
    assert.equal(await page.inputValue('[name=s-matters]'), body, 'what is known stands there already');
    await page.fill('[name=s-decision]', '全额退还保费120000元，对业务员立案查处。');
    await well(page, 'button[value=ask]');
    assert.match(await seen(page), /审批中/);
    assert.ok(!(await has(page, '[name=s-decision]')), 'and waits as it is');
    const parts = ['全额退还保费120000元', conclusion];
    await agree('zhaolei', parts);
    await open('wumin', '/staff/approvals');
    assert.ok(!(await seen(at.wumin)).includes(key.number), 'not before it is her turn');
    await agree('zhoufa', [...parts, '赵磊'], '依据充分。');
    await agree('wumin', [...parts, '依据充分。']);
    await told('lijing', /已获同意/);
    await open('lijing', letter);
    await well(page, 'button[value=finish]');
    const [sheet] = await Promise.all([page.context().waitForEvent('page'), page.click('a:has-text("存档副本")')]);
    await sheet.waitForLoadState();
    assert.match(await words(sheet, 'body'), /客户投诉处理意见书.*尊敬的投诉人.*全额退还保费120000元.*（盖章）/);
    await sheet.close();
    await page.selectOption('[name=way]', { label: '快递' });
    await page.fill('[name=to]', '投诉人本人');
    await page.fill('[name=proof]', 'EMS 1234567890123，本人签收');
    await well(page, 'button[value=deliver]');
    assert.match(await seen(page), /已送达.*送达对象 ?投诉人本人/);
  });

  it('costs more than the handler may give: four agree, and somebody else pays', async () => {
    const page = await reads('lijing', `${path}/compensation`, ['您每天可自行批准200.00']);
    await page.check('[name=standard][value=refund]');
    await page.fill('[name=base]', '120000');
    await page.fill('[name=reason]', '销售误导和代签名属实，全额退还。');
    await well(page, 'button[value=propose]');
    assert.match(await seen(page), /120000\.00.*待审批/);
    for (const login of ['zhaolei', 'zhoufa', 'wumin', 'zhengwei']) await agree(login, ['120000.00', '全额退还']);
    await reads('lijing', `${path}/compensation`, ['已批准，待支付', '应由他人登记支付']);
    assert.ok(!(await has(page, 'button[value=pay]')), 'who asked for it does not pay it');
    const payer = await reads('jn.customer_service1', '/staff/compensation', [key.number, '已批准，待支付']);
    await press(payer, `tr:has-text("${key.number}") a >> nth=0`);
    await unfold(payer, payer.locator('details', { has: payer.locator('button[value=pay]') }));
    await payer.fill('[name=way]', '银行转账');
    await payer.fill('[name=voucher]', 'FK-2026-018');
    await well(payer, 'button[value=pay]');
    assert.match(await seen(payer), /已支付.*由肖秀兰登记/);
  });

  it('is answered; the website shows the words once law and management agree; the complainant refuses', async () => {
    const page = await open('lijing', path);
    await page.locator('#act-reply').evaluate((form) => { form.closest('details').open = true; }); /* the letter is an answer already */
    await page.check('#act-reply [name=web_reply]');
    await act(page, 'reply', { fill: { text: reply }, pick: { given: 'telephone' } });
    const person = await visitor();
    await track(person, key);
    assert.match(await seen(person), /书面处理意见已送达/);
    assert.ok(!(await seen(person)).includes(reply), 'not yet');
    for (const login of ['zhoufa', 'wumin']) await agree(login, [reply]);
    await track(person, key);
    const text = await seen(person);
    assert.ok(text.includes(reply));
    for (const inner of [found, conclusion, facts, '高某', '王建国', '赵磊', '委员会', '120000.00', 'FK-2026-018']) assert.ok(!text.includes(inner), `the complainant reads: ${inner}`);
    await person.leave();
    await open('lijing', path);
    await act(page, 'outcome', { pick: { outcome: '2', outcome_way: 'telephone' }, fill: { text: refusal } });
    assert.match(await seen(page), /记录了投诉人对处理结果的意见：不认可处理结果/);
  });

  it('goes before the committee, whose members speak, vote and bind it', async () => {
    const page = await open('lijing', path);
    await press(page, '#cd ~ .body a:text-is("委员会"), section[aria-labelledby=cd] a:text-is("委员会")');
    await page.locator('label.opt', { hasText: '不认可处理结果' }).locator('input').check();
    await page.fill('[name=question]', '请确认退还保费的处理是否合法合理。');
    await well(page, 'form[action$="/committee"] button.btn-p');
    assert.match(await seen(page), /上会原因.*提交时间/);

    const chair = await open('zhengwei', '/staff/');
    await press(chair, '.nav a[href="/staff/committee"]');
    assert.ok((await seen(chair)).includes(key.number));
    await press(chair, 'a[href="/staff/committee/new"] >> nth=0');
    await chair.fill('[name=title]', '疑难投诉专题会');
    await chair.fill('[name=day]', day(1));
    await chair.fill('[name=time]', '10:00');
    const members = { zhengwei: '郑伟', zhaolei: '赵磊', 'jn.committee1': '徐建华', 'jn.committee2': '林春梅' };
    for (const one of Object.values(members)) await chair.locator('label.opt', { hasText: one }).locator('input').check();
    await well(chair, 'main form button.btn-p');
    meeting = new URL(chair.url()).pathname;
    const rows = chair.locator('tr', { hasText: key.number });
    while (await rows.locator('button[value=add]').count()) await Promise.all([chair.waitForNavigation(), rows.locator('button[value=add]').first().click()]);
    for (const one of Object.values(members).slice(0, 3)) await chair.locator('label.opt', { hasText: one }).locator('input').check();
    await chair.locator('label.opt', { hasText: '林春梅' }).locator('input').uncheck();
    await well(chair, 'button[value=open]');
    await press(chair, 'tr:has-text("不认可处理结果") a >> nth=0');
    item = new URL(chair.url()).pathname;
    const text = await seen(chair);
    for (const one of [refusal, conclusion, reply].slice(1)) assert.ok(text.includes(one), one);
    assert.ok(text.indexOf(body, text.indexOf('部门答复及文书')) < text.indexOf('全额退还保费120000元', text.indexOf('部门答复及文书')), 'the letter reads as it was written');
    assert.ok(!text.includes(name) && !text.includes(caller), 'not who it is');
    await picture(chair, 'item');
    await unfold(chair, chair.locator('aside details', { has: chair.locator('[name=decision]') }));
    await chair.check('[name=decision][value=upheld]');
    await chair.fill('#text', decision);
    await chair.fill('#follow_up', '向投诉人书面说明委员会的决定。');
    await chair.selectOption('#follow_by', await chair.locator('#follow_by option', { hasText: '李静' }).getAttribute('value'));
    await chair.fill('#follow_due', day(5));
    await well(chair, 'aside button[value=motion], aside details form button.btn-p');
    for (const login of ['zhengwei', 'zhaolei']) {
      const member = await open(login, item);
      await member.fill('#opinion', '同意现处理意见。');
      await member.check('[name=vote][value=for]');
      await well(member, 'button[value=voice]');
    }
    await open('zhengwei', item);
    assert.match(await words(chair, 'aside'), /还有到会委员未表决/);
    const last = await open('jn.committee1', item);
    await last.fill('#opinion', '同意。');
    await last.check('[name=vote][value=for]');
    await well(last, 'button[value=voice]');
    const absent = await open('jn.committee2', item);
    assert.ok(!(await has(absent, '[name=vote]')), 'who is not there does not vote');
    await open('zhengwei', item);
    await well(chair, 'button[value=decide]');
    assert.match(await seen(chair), new RegExp(`委员会决定.*确认处理结果.*${decision}`));
    await visit(chair, `${meeting}/minutes`);
    assert.match(await words(chair, '.slip'), new RegExp(`到会 ?徐建华、郑伟、赵磊|${decision}`));
    await told('lijing', /委员会已作出决定/);
    await reads('lijing', item, [decision]);
    await page.fill('#done', '已电话告知并寄送书面说明。');
    await well(page, 'button[value=followed]');
    await open('wangjianguo', item, 404);
  });

  it('is held by what is not done; each thing is mended where its link leads', async () => {
    const page = await open('lijing', path);
    await press(page, '#act-close');
    await page.selectOption('#basis', 'confirmed');
    await page.check('[name=finding][value="1"]');
    await page.fill('#text', reasons);
    assert.equal(await press(page, 'form[action$="/close"] button.btn-p'), 422);
    assert.match(await words(page, '#holds'), /整改或预防措施/);
    assert.match(await words(page, '.errs'), /请选择原因.*请选择责任环节.*违规人员与查处情况.*稳定措施/);
    assert.equal(await page.inputValue('#text'), reasons, 'what was typed stays');
    assert.equal(await page.inputValue('#part-matters'), body);
    assert.match(await page.inputValue('#part-sums'), /120000\.00/);
    assert.doesNotMatch(await words(page, '#to-fill-in'), /是否认可/, 'that is known already');
    await picture(page, 'close');
    await press(page, '#holds a');
    await press(page, 'a.btn-p:has-text("下达整改措施")');
    await page.fill('#title', action);
    await page.selectOption('#kind', { label: '纠正措施' });
    await page.selectOption('#cause', { label: '人员行为 / 销售误导' });
    await page.selectOption('#department', { label: '江南省分公司 / 销售部' });
    await page.fill('#owner', 'wangjianguo');
    await page.fill('#due', day(20));
    await well(page, 'main form button.btn-p');
    await press(page, `a:has-text("${action}")`);
    measure = new URL(page.url()).pathname;
    await open('lijing', `${path}/close`);
    assert.ok(!(await has(page, '#holds')), await words(page, '#holds'));
    await page.selectOption('#basis', 'confirmed');
    await page.check('[name=finding][value="1"]');
    await page.fill('#text', reasons);
    await page.selectOption('#cause', 'misleading');
    await page.selectOption('#stage', { index: 2 });
    await page.fill('#part-misconduct', '业务员高某，已停止展业并立案查处。');
    await page.fill('#part-stabilising', '专人对接，每周回访。');
  });

  it('is closed by who may, on the committee’s word', async () => {
    for (const login of ['wumin', 'zhengwei']) {
      const other = await open(login, path);
      assert.ok(!(await has(other, 'a[href*="/close"]')), `${login} does not close`);
      await open(login, `${path}/close`, 403);
    }
    const page = at.lijing;
    await well(page, 'form[action$="/close"] button.btn-p');
    assert.match(await seen(page), /投诉已办结.*重大疑难件办结报告.*办结后回访.*打印办结报告/);
    await open('lijing', path);
    await press(page, 'a:text-is("办结报告")');
    await press(page, 'a:has-text("打印办结报告")');
    const report = await words(page, '.slip');
    for (const one of ['办结报告', '办结时间', reasons, '未达成一致，经委员会确认处理合法合理', '人员行为 / 销售误导', found, '120000.00', '业务员高某，已停止展业', '每周回访', '（盖章）']) assert.ok(report.includes(one), `${one} is missing in: ${report}`);
    await picture(page, 'report');
  });

  it('is called back by somebody else, who finds the complainant dissatisfied', async () => {
    const handler = await open('lijing', '/staff/callbacks');
    await press(handler, `tr:has-text("${key.number}") a >> nth=0`);
    assert.match(await words(handler, '#call'), /须由未经办的人员回访/);
    const page = await open('jn.customer_service2', '/staff/');
    await press(page, '.nav a:has-text("办结以后")');
    await press(page, `tr:has-text("${key.number}") a >> nth=0`);
    callback = new URL(page.url()).pathname;
    assert.ok((await seen(page)).includes(reply) && !(await seen(page)).includes(caller), 'what was answered, and the number only when asked for');
    await press(page, '#reveal');
    assert.ok((await seen(page)).includes(caller));
    assert.equal(await press(page, 'button[value=done]'), 422, 'the questions are asked');
    for (const [question, value] of [['contacted', 'yes'], ['result', '1'], ['attitude', '3'], ['efficiency', '2']]) await page.check(`[name=q-${question}][value="${value}"]`);
    await page.fill('[name=text]', complained);
    await well(page, 'button[value=done]');
    assert.match(await words(page, '.flash'), /已按规则自动处理/);
    await told('zhaolei', /回访中表示不满意/);
  });

  it('is reviewed by the superior unit, away from who handled it', async () => {
    await open('lijing', path, 404);
    const manager = await reads('zhaolei', path, ['海川人寿总公司 / 客户服务部', complained, '李静（曾经办理过此件）', '王建国（曾经办理过此件）']);
    const people = await words(manager, '#act-assign [name=person] option');
    assert.ok(people.includes('刘芳') && !people.includes('肖秀兰'), `who can get it are those of the unit that reviews it: ${people}`);
    await act(manager, 'assign', { pick: { person: await manager.locator('#act-assign [name=person] option', { hasText: '刘芳' }).getAttribute('value') } });
    assert.match(await words(manager, '.flash'), /分派/);
    const page = await reads('hq.customer_service1', '/staff/complaints?view=mine', [key.number]);
    await visit(page, path);
    await act(page, 'reply', { fill: { text: '经复核，退款已到账，回单已发给您。' }, pick: { given: 'telephone' } });
    await press(page, '#act-close');
    await page.check('[name=finding][value="1"]');
    await page.selectOption('#basis', 'agreed');
    await page.fill('#agreement', '电话核对到账后认可。');
    await page.fill('#text', '复核维持原结论。');
    await page.fill('#part-misconduct', '业务员高某，已立案查处。');
    await page.fill('#part-stabilising', '已安抚，没有后续风险。');
    await well(page, 'form[action$="/close"] button.btn-p');
  });

  it('is spot-checked by the inspector: the closing was false, and that is accounted for', async () => {
    const page = await open('hexun', path);
    await press(page, 'a:text-is("抽查")');
    await well(page, 'main form button');
    check = new URL(page.url()).pathname;
    await page.check('[name=result][value=false]');
    assert.equal(await press(page, 'button[value=decide]'), 422, 'with what was found');
    await page.fill('#text', falsely);
    await well(page, 'button[value=decide]');
    assert.match(await seen(page), /虚假结案.*抽查人 ?何勋/);
    await visit(page, path);
    assert.match(await words(page, 'section[aria-labelledby=cd]'), /认定为虚假结案|虚假/);
    await visit(page, '/staff/accountability');
    const rows = page.locator('tr', { hasText: key.number });
    for (let i = 0; i < 40 && (await rows.count()) < 2; i++) { await sleep(250); await page.reload(); }
    assert.equal(await rows.count(), 2, 'as the rules propose');
    assert.match(await words(page, `tr:has-text("${key.number}")`), /机构负责人 ?5分 ?待确认/);
    await rows.filter({ hasText: '刘芳' }).locator('a').first().click();
    const merit = new URL(page.url()).pathname;
    await unfold(page, page.locator('details', { has: page.locator('button[value=confirm]') }));
    await page.fill('#text-confirm', '属实。');
    await well(page, 'button[value=confirm]');
    assert.match(await seen(page), /已确认.*何勋/);
    await reads('hq.customer_service1', '/staff/accountability/mine', ['虚假结案', '10分']);
    await open('sunli', merit, 404);
  });

  it('leaves a case in the library, in which nobody can be recognised', async () => {
    const page = await open('zhaolei', path);
    await press(page, 'a:text-is("类似案例")');
    await press(page, 'header a.btn');
    assert.match(await page.inputValue('[name=verification]'), new RegExp(found), 'what is known stands there already');
    await page.fill('#title', '长期保险说成存款');
    await page.fill('[name=complaint]', `${name}反映，2025年8月3日业务员把十年期保险说成存款。`);
    await page.fill('[name=prevention]', '双录逐单复核。');
    await well(page, 'button[value=hand-in]');
    await press(page, 'a:has-text("长期保险说成存款")');
    lesson = new URL(page.url()).pathname;
    assert.match(await seen(page), /须由他人审核发布/);
    assert.ok(!(await has(page, 'button[value=publish]')), 'who wrote it does not publish it');
    const other = await open('hexun', lesson);
    assert.match(await words(other, '.flist mark'), new RegExp(name), 'the name is found');
    assert.equal(await press(other, 'button[value=publish]'), 409, 'not as long as it stands there');
    const send = async (word, text) => {
      if (await has(other, `#text-${word}`)) await other.fill(`#text-${word}`, text);
      await well(other, `button[value=${word}]`);
    };
    await visit(other, lesson);
    await send('give-back', '请隐去姓名。');
    await open('zhaolei', lesson);
    await page.fill('[name=complaint]', '客户反映，业务员把十年期保险说成存款，双录视频编号 20250803001122。');
    await well(page, 'button[value=hand-in]');
    await visit(other, lesson);
    assert.ok(await has(other, 'button[value=pass]'), 'a long number is doubted');
    while (await has(other, 'button[value=pass]')) {
      await other.locator('input[id^=reason-]').first().fill('档案内部编号，认不出具体的人');
      await well(other, 'button[value=pass] >> nth=0');
    }
    await send('publish', '可以发布。');
    await reads('sunli', '/staff/library', ['长期保险说成存款']);
    await press(at.sunli, 'a:has-text("长期保险说成存款")');
    assert.ok(!(await seen(at.sunli)).includes(key.number) && !(await seen(at.sunli)).includes('认不出'), 'readers see neither the complaint nor the doubts');
  });

  it('fits into one signed file that can be verified without the database', async () => {
    const page = await open('zhaolei', path);
    await press(page, 'a:text-is("证据包")');
    await page.check('[name=copy][value=inside]');
    await well(page, 'form[action$="/pack"] button.btn-p');
    for (let i = 0; i < 80 && !(await has(page, 'a.file')); i++) { await sleep(250); await page.reload(); }
    const pack = await page.request.get(url + await page.locator('a.file').first().getAttribute('href'));
    assert.equal(pack.status(), 200);
    const bytes = await pack.body(), html = bytes.toString();
    for (const one of [body, conclusion, decision, reasons, '虚假结案', proof]) assert.ok(html.includes(one), `${one} is missing in the pack`);
    assert.ok(!html.includes(name) && !html.includes(caller), 'the identity is masked');
    const keys = join(dir, 'pack-keys'), file = join(dir, 'pack.html'), altered = join(dir, 'pack-altered.html');
    writeFileSync(keys, execFileSync(program, ['keys', 'public', '--dir', join(dir, 'keys')]));
    writeFileSync(file, bytes);
    writeFileSync(altered, html.replace(decision, decision.replace('不予', '应予')));
    const verify = (path) => spawnSync(program, ['verify', '--pack', path, '--key', keys], { encoding: 'utf8', env: { PATH: process.env.PATH } });
    const sound = verify(file);
    assert.equal(sound.status, 0, sound.stdout + sound.stderr);
    assert.equal(verify(altered).status, 1, 'one word more and it is not what was signed');
    await open('wangjianguo', `${path}/pack`, 403).catch(() => open('wangjianguo', `${path}/pack`, 404));
  });

  it('sees whether the measure worked', async () => {
    const owner = await reads('wangjianguo', measure, [action, '进行中']);
    await unfold(owner, owner.locator('details', { has: owner.locator('button[value=done]') }));
    await owner.fill('#text-done', '培训 46 人，双录复核 100%。');
    await well(owner, 'button[value=done]');
    await leave();
    const due = Number(sql(`SELECT check_us FROM measure WHERE id = ${measure.split('/').at(-1)}`));
    redress('shift', `+${Math.ceil(due / 1e6 - Date.now() / 1000) + 120}s`);
    for (let i = 0; i < 480 && !events(key.number).includes('measure_checked'); i++) await sleep(250);
    const page = await reads('zhaolei', measure, [/原因没有再出现|未再出现|有效/]);
    await picture(page, 'measure');
    const samples = await reads('hexun', '/staff/samples', ['回访', '系统']);
    await press(samples, 'main tbody a >> nth=0');
    assert.match(await seen(samples), /sha256sum|SHA-256/, 'anybody can draw it again');
    assert.match(redress('verify'), /sound|chain|样本|samples?/i);
  });

  it('has every step in its history, each by who did it', () => {
    const kinds = events(key.number);
    const steps = ['registered', 'accepted', 'classified', 'slip_sent', 'investigated', 'slip_answered', 'slip_confirmed', 'flag_facts', 'investigated', 'paper_final', 'letter_delivered', 'compensation_proposed', 'compensation_paid', 'replied',
      'outcome_said', 'committee_decided', 'committee_followed', 'measure_set', 'closed', 'callback_done', 'review_begun', 'assigned', 'replied', 'closed', 'check_false', 'account_confirmed', 'pack_made', 'measure_done', 'measure_checked'];
    let from = 0;
    for (const step of steps) {
      const i = kinds.findIndex((kind, k) => k >= from && kind === step);
      assert.ok(i >= 0, `${step} after ${from} in ${kinds.join(' ')}`);
      from = i + 1;
    }
  });
});
