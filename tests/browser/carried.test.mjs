// One complaint carried from the call to the reply, as an operator, a manager, coordinators of departments and a clerk of the superior unit see it: registered by telephone from
// the keyboard alone, dispatched to two departments, returned by one, dispatched anew, reminded when its date passes, answered, sent back, answered, confirmed, replied to the
// complainant. Each sees exactly his part, and every page of it goes through the gates. Runs alone: it moves everybody's clock.
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { act, axeFaults, desktop, events, file, has, htmlFaults, offered, phone, press, receipt, reflows, shot, sql, staff, start, stop, track, url, visit, visitor, words } from './lib.mjs';

before(start);
after(stop);

const redress = (...args) => execFileSync(join(process.env.REDRESS_DIR, 'build', 'redress'), [...args, '--config', join(process.env.REDRESS_DIR, 'redress.yaml')], { encoding: 'utf8' });

/** A key with Alt, which Chromium takes for the access key of a control: the page sees the letter, as from a keyboard. */
async function alt(page, letter) {
  const session = await page.context().newCDPSession(page);
  const key = { modifiers: 1, key: letter, text: letter, unmodifiedText: letter, windowsVirtualKeyCode: letter.toUpperCase().charCodeAt(0) };
  for (const type of ['rawKeyDown', 'char', 'keyUp']) await session.send('Input.dispatchKeyEvent', { type, ...key });
  await session.detach();
}

describe('one complaint, from the call to the reply', () => {
  const caller = `139${String(Date.now()).slice(-8)}`, name = '欧阳明轩', title = '保费重复扣款';
  const body = '8月1日保费被扣了两次，第二次没有任何通知，要求退还多扣的钱。';
  const ask = '请核实重复扣费的时间、金额和渠道，并提出处理意见。', why = '扣费由收付费部负责，请转收付费部。', note = '此客户上月投诉过一次，答复前先核对。';
  const found = '系统批扣重复执行，多扣 600.25 元，建议退还并致歉。', more = '请补充退款到账时间。', again = '款项明日到账，已电话核对账号。', agreed = '同意退款，已提交付款。';
  const reply = '经核实多扣一次，600.25 元明日退还，向您致歉。';
  const people = { operator: 'chenchen', manager: 'zhaolei', sales: 'wangjianguo', operations: 'sunli', payments: 'jn.payments1', superior: 'hq.customer_service1', other: 'jn.it1' };
  const at = {}, faults = [];
  let key, path, earlier;

  const come = () => Promise.all(Object.entries(people).map(async ([who, login]) => { at[who] = await staff(login, { locale: 'zh-CN', script: true }); }));
  const leave = async () => { for (const page of Object.values(at)) await page?.leave(); };
  const open = async (page, status = 200) => assert.equal(await visit(page, path), status);
  const seen = (page) => words(page, 'main');
  const gates = async (page, what) => {
    faults.push(...await htmlFaults(await page.served(), what));
    for (const [size, width] of [[phone, '390'], [desktop, '1366']]) {
      await page.setViewportSize(size);
      await reflows(page, `${what} ${width}`);
      faults.push(...await axeFaults(page, `${what} ${width}`));
      await shot(page, `carried-${what}-${width}`);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    faults.push(...await axeFaults(page, `${what} dark`, ['color-contrast', 'link-in-text-block']));
    await page.emulateMedia({ colorScheme: 'light' });
  };
  const tick = (page, department, box) => page.locator('details.pick').first().locator('tr', { has: page.locator(`th:has-text("${department}")`) }).first().locator(`[name=${box}]`).check();
  const send = (page) => press(page, 'form[action$="/slips"] button[type=submit]:not([name=insert])');
  /** What everybody sees of the texts between departments: all of these, none of those. */
  const reads = async (page, all, none) => {
    await open(page);
    const text = await seen(page);
    for (const one of all) assert.ok(text.includes(one), `${one} is missing in: ${text}`);
    for (const one of none) assert.ok(!text.includes(one), `this is not for everybody: ${one}`);
  };

  before(async () => {
    earlier = await file({ title: '上月的投诉', name, phone: caller });
    await come();
  });
  after(async () => {
    await leave();
    redress('shift', '0');
  });

  it('is registered by telephone with no mouse', async () => {
    const page = at.operator;
    const field = () => page.evaluate(() => document.activeElement.name);
    const enter = async (wanted) => {
      await page.keyboard.press('Enter');
      await page.waitForFunction((n) => document.activeElement.name === n, wanted).catch(async () => assert.fail(`Enter leads to ${await field()}, not to ${wanted}`));
    };
    const type = (text) => page.keyboard.type(text);
    await alt(page, 'g');
    await page.waitForURL('**/staff/intake');
    await alt(page, '1');
    await page.waitForURL('**/intake/new/telephone');
    assert.equal(await field(), 'phone', 'the number comes first');
    await type(caller);
    await enter('name');
    await page.locator(`#found a[href$="${earlier.number}"]`).waitFor();
    await type(name);
    for (const wanted of ['kind', 'mode', 'body']) await enter(wanted);
    await type(body);
    await page.keyboard.press('Tab');
    for (const wanted of ['place', 'persons', 'reference']) await enter(wanted);
    await type('P2026080100017');
    await enter('title');
    await type(title);
    await enter('want_explanation');
    await page.keyboard.press('Space');
    await enter('want_apology');
    await alt(page, 'c');
    await type('zzz');
    await page.keyboard.press('Enter');
    await page.locator('#questions .none').waitFor();
    assert.equal(await field(), 'category', 'what fits nothing is told where it was typed');
    await page.keyboard.press('Control+A');
    await type('bq');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.closest('#questions'));
    assert.match(await words(page, '#questions .note-ok'), /保全/);
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.errs');
    assert.match(await words(page, '.errs'), /已向来电人复述确认/);
    await gates(page, 'call-wrong');
    assert.equal(await page.inputValue('[name=body]'), body, 'nothing typed is lost');
    await alt(page, 'r');
    await enter('passcode');
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/intake/done/*');
    await gates(page, 'done');
    key = await receipt(page);
    path = `/staff/complaints/${key.number}`;
    assert.deepEqual(events(key.number), ['registered']);
  });

  it('goes to two departments at once, with a copy to a third', async () => {
    const page = at.manager;
    await open(page);
    await act(page, 'accept');
    await press(page, `a[href^="${path}/slips/new"] >> nth=0`);
    await gates(page, 'new');
    await tick(page, '销售部', 'lead');
    await tick(page, '业务管理部', 'also');
    await tick(page, '品牌宣传部', 'copy');
    await send(page);
    assert.ok(await has(page, '#text-e'), 'the request is missing');
    await gates(page, 'new-wrong');
    await page.fill('[name=text]', ask);
    await send(page);
    assert.ok(page.url().startsWith(url + path));
    assert.equal(await page.locator('.sl-i').count(), 2);
    await act(page, 'note', { fill: { text: note } });
  });

  it('is returned by one, who sees that slip alone', async () => {
    const page = at.sales;
    await visit(page, '/staff/slips');
    assert.match(await seen(page), new RegExp(key.number));
    await gates(page, 'list');
    await reads(page, [title, body, ask], [note, name, caller]);
    assert.equal(await page.locator('.sl-i').count(), 1);
    assert.deepEqual((await offered(page)).filter((a) => a !== 'note'), [], 'nothing of the complaint itself can be done');
    assert.ok(!(await has(page, 'a[href*="/reveal"], form[action$="/reveal"]')), 'nor the name be looked at');
    await gates(page, 'part');
    await act(page, 'slip-1-return', { fill: { text: why } });
    assert.match(await seen(page), new RegExp(why));
  });

  it('is dispatched anew to the right one', async () => {
    const page = at.manager;
    await visit(page, '/staff/');
    assert.match(await words(page, '.tile:has-text("被退回")'), /[1-9]/, 'the workbench counts what came back');
    await open(page);
    await press(page, 'a[href*="before=1"]');
    assert.equal(await page.inputValue('[name=text]'), ask);
    await tick(page, '收付费部', (await has(page, '[name=lead]')) ? 'lead' : 'also');
    await send(page);
    assert.equal(await page.locator('.sl-i').count(), 3);
  });

  it('is seen whole by the superior unit, and by nobody who was not asked', async () => {
    await reads(at.superior, [title, body, ask, why, note], [name, caller]);
    assert.equal(await at.superior.locator('.sl-i').count(), 3);
    await gates(at.superior, 'superior');
    await open(at.other, 404);
    await visit(at.other, `/staff/search?q=${encodeURIComponent('保费重复扣款')}`);
    assert.ok(!(await seen(at.other)).includes(key.number), 'no search finds it');
    await open(at.operations);
    await act(at.operations, 'slip-2-accept');
  });

  it('is reminded by the clock when the date passes', async () => {
    await leave();
    const due = Number(sql(`SELECT MAX(s.due_us) FROM slip s JOIN complaint c ON c.id = s.complaint_id WHERE c.number = '${key.number}' AND s.answered_us IS NULL`));
    redress('shift', `+${Math.ceil(due / 1e6 - Date.now() / 1000) + 120}s`);
    for (let i = 0; i < 240 && events(key.number).filter((kind) => kind === 'slip_reminded').length < 2; i++) await sleep(250);
    assert.equal(events(key.number).filter((kind) => kind === 'slip_reminded').length, 2, 'both that are open');
    await come();
    for (const [who, number] of [['operations', 2], ['payments', 3]]) {
      const page = at[who];
      assert.ok(await has(page, '.bell-n'), `${who}: the bell`);
      await press(page, '.top a.bell');
      assert.match(await words(page, `.nl li:has-text("${key.number}")`), /催办/);
      await press(page, `.nl a[href^="${path}"] >> nth=0`);
      assert.match(await words(page, `#slip-${number}`), /催办.*超/);
    }
    await visit(at.sales, '/staff/notices');
    assert.doesNotMatch(await words(at.sales, `.nl li:has-text("${key.number}")`), /催办/, 'who returned it is not reminded');
  });

  it('is answered, sent back and answered again', async () => {
    const { operations, payments, manager } = at;
    await reads(operations, [ask], [why, note, name]);
    await act(operations, 'slip-2-answer', { fill: { text: found } });
    await visit(manager, '/staff/');
    assert.match(await words(manager, '.tile:has-text("待确认答复")'), /[1-9]/);
    await open(manager);
    await act(manager, 'slip-2-send-back', { fill: { text: more } });
    await reads(operations, [found, more], [why, note]);
    await act(operations, 'slip-2-answer', { fill: { text: again } });
    await reads(payments, [ask], [why, found, more, again, note]);
    await act(payments, 'slip-3-answer', { fill: { text: agreed } });
  });

  it('is confirmed and replied to', async () => {
    const page = at.manager;
    await open(page);
    await act(page, 'slip-2-confirm');
    await act(page, 'slip-3-confirm');
    await act(page, 'reply', { fill: { text: reply } });
    await open(page);
    await gates(page, 'case');
  });

  it('leaves every step on the timeline, and to each department its own', async () => {
    const steps = ['registered', 'accepted', 'slip_sent', 'slip_sent', 'note', 'slip_returned', 'slip_sent', 'slip_accepted', 'slip_reminded', 'slip_reminded', 'slip_answered', 'slip_sent_back',
      'slip_answered', 'slip_answered', 'slip_confirmed', 'slip_confirmed', 'replied'];
    assert.deepEqual(events(key.number).filter((kind) => steps.includes(kind)), steps);
    const told = [/陈晨.*登记了投诉：客服热线/, /赵磊.*受理了投诉/, /派单会办：流转单 1，.*销售部.*已通知：王建国、杨国庆/, /派单会办：流转单 2，.*业务管理部/, /退回：流转单 1/, /派单会办：流转单 3，.*收付费部，接替流转单 1/,
      /签收：流转单 2/, /系统.*催办：流转单 2，.*已通知：孙莉/, /系统.*催办：流转单 3，.*已通知：王丽/, /答复：流转单 2/, /将答复退回补办：流转单 2/, /答复：流转单 3/, /确认答复：流转单 2/, /确认答复：流转单 3/, /答复了投诉人/];
    const others = { sales: /：流转单 [23]，/, operations: /：流转单 [13]，/, payments: /：流转单 [12]，/ };
    for (const who of ['operator', 'manager', 'superior', 'sales', 'operations', 'payments']) {
      await visit(at[who], `${path}/record`);
      const lines = (await at[who].locator('main tbody tr').allTextContents()).join('\n');
      if (others[who]) assert.doesNotMatch(lines, others[who], `${who} sees steps of others`);
      else for (const step of told) assert.match(lines, step);
    }
    await visit(at.superior, `${path}/path`);
    await gates(at.superior, 'path');
    await reads(at.operator, [ask, why, found, more, again, agreed, reply, note], [name, caller]);
    await reads(at.sales, [ask, why, reply], [found, more, again, agreed, note]);
    await reads(at.operations, [ask, found, more, again, reply], [why, agreed, note]);
    await reads(at.payments, [ask, agreed, reply], [why, found, more, again, note]);
  });

  it('tells the complainant how he was answered, and nothing of what went on inside', async () => {
    const person = await visitor({ locale: 'zh-CN' });
    await track(person, key);
    const text = await seen(person);
    assert.match(text, /已于.*通过电话/, 'how it was given; its words only once that is agreed to');
    assert.ok(!text.includes(reply), text);
    for (const inner of [ask, why, note, found, more, again, agreed, '业务管理部', '收付费部', '流转单', '赵磊', '孙莉']) assert.ok(!text.includes(inner), `the complainant reads: ${inner}`);
    assert.equal(text.split('责任部门正在调查核实').length, 2, 'that departments look into it is told once');
    await shot(person, 'carried-track');
    await person.leave();
  });

  it('makes a file of a list, in the language of whoever asked', async () => {
    await visit(at.manager, '/staff/exports/new?from=view%3Dall');
    await press(at.manager, 'button[value=csv]');
    for (let i = 0; i < 40 && !(await has(at.manager, 'a.file')); i++) {
      await sleep(500);
      await visit(at.manager, '/staff/exports');
    }
    const link = await at.manager.locator('a.file').first().getAttribute('href');
    const made = await at.manager.context().request.get(url + link);
    assert.equal(made.status(), 200);
    const [heading] = (await made.text()).split('\n');
    assert.match(heading, /时限.*标题.*状态.*编号/, heading);
  });

  it('passes the gates on every page', () => assert.deepEqual(faults, []));
});
