// One complaint between departments: dispatched to two, returned by one, dispatched anew, reminded, answered, sent back, answered, confirmed, replied. Each person sees exactly
// the part that is his, and every page of it goes through the gates.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { act, axeFaults, desktop, events, file, has, htmlFaults, phone, press, reflows, shot, staff, start, stop, track, url, visit, visitor, words } from './lib.mjs';

before(start);
after(stop);

describe('slips between departments', () => {
  const ask = '请核实重复扣费的时间、金额和渠道，并提出处理意见。', why = '扣费由收付费部负责，请转收付费部。', nudge = '客户多次来电，请尽快答复。';
  const found = '系统批扣重复执行，多扣 600.25 元，建议退还并致歉。', more = '请补充退款到账时间。', again = '款项明日到账。';
  const faults = [];
  let key, path, service, sales, operations, payments;

  const gates = async (page, what) => {
    faults.push(...await htmlFaults(await page.served(), what));
    for (const [size, name] of [[phone, '390'], [desktop, '1366']]) {
      await page.setViewportSize(size);
      await reflows(page, `${what} ${name}`);
      faults.push(...await axeFaults(page, `${what} ${name}`));
      await shot(page, `slips-${what}-${name}`);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    faults.push(...await axeFaults(page, `${what} dark`, ['color-contrast', 'link-in-text-block']));
    await page.emulateMedia({ colorScheme: 'light' });
  };
  const tick = (page, department, box) => page.locator('details.pick').first().locator('tr', { has: page.locator(`th:has-text("${department}")`) }).first().locator(`[name=${box}]`).check();
  const send = (page) => press(page, 'form[action$="/slips"] button[type=submit]:not([name=insert])');
  const open = async (page, status = 200) => assert.equal(await visit(page, path), status);
  const seen = async (page) => words(page, 'main');

  before(async () => {
    key = await file({ title: '保费重复扣款', body: '8月1日保费被扣了两次。' });
    path = `/staff/complaints/${key.number}`;
    [service, sales, operations, payments] = await Promise.all(['lijing', 'wangjianguo', 'sunli', 'jn.payments1'].map((login) => staff(login, { locale: 'zh-CN', script: true })));
    await open(service);
    await act(service, 'accept');
  });
  after(async () => {
    for (const page of [service, sales, operations, payments]) await page?.leave();
  });

  it('go to two departments at once, with a copy', async () => {
    await visit(service, `${path}/slips/new`);
    await gates(service, 'new');
    await tick(service, '销售部', 'lead');
    await tick(service, '业务管理部', 'also');
    await tick(service, '品牌宣传部', 'copy');
    await send(service);
    assert.ok(await has(service, '#text-e'), 'the request is missing');
    await gates(service, 'new-wrong');
    await service.fill('[name=text]', ask);
    await send(service);
    assert.ok(service.url().startsWith(url + path));
    assert.equal(await service.locator('.sl-i').count(), 2);
  });

  it('are returned by one, who sees that one only', async () => {
    await visit(sales, '/staff/slips');
    assert.match(await seen(sales), new RegExp(key.number));
    await gates(sales, 'list');
    await open(sales);
    assert.equal(await sales.locator('.sl-i').count(), 1);
    assert.ok(!(await has(sales, '#act-assign, #act-classify, #act-reply, a[href*="/reveal"], form[action$="/reveal"]')), 'nothing of the complaint itself can be done');
    await gates(sales, 'part');
    await act(sales, 'slip-1-return', { fill: { text: why } });
    assert.match(await seen(sales), new RegExp(why));
  });

  it('are dispatched anew and reminded', async () => {
    await open(service);
    await press(service, 'a[href*="before=1"]');
    assert.equal(await service.inputValue('[name=text]'), ask);
    await tick(service, '收付费部', (await has(service, '[name=lead]')) ? 'lead' : 'also');
    await send(service);
    await act(service, 'slip-2-remind', { fill: { text: nudge } });
    assert.equal(await service.locator('.sl-i').count(), 3);
  });

  it('are answered, sent back and answered again', async () => {
    await open(operations);
    assert.doesNotMatch(await seen(operations), new RegExp(why), 'what another department returned is not for this one');
    await act(operations, 'slip-2-accept');
    await act(operations, 'slip-2-answer', { fill: { text: found } });
    await open(service);
    await act(service, 'slip-2-send-back', { fill: { text: more } });
    await open(operations);
    assert.match(await seen(operations), new RegExp(more));
    await act(operations, 'slip-2-answer', { fill: { text: again } });
    await open(payments);
    assert.doesNotMatch(await seen(payments), new RegExp(again));
    await act(payments, 'slip-3-answer', { fill: { text: '同意退款。' } });
  });

  it('are confirmed, and the path shows every step', async () => {
    await open(service);
    await act(service, 'slip-2-confirm');
    await act(service, 'slip-3-confirm');
    await open(service); // at its top: the bar that stays overlaps what is scrolled
    await gates(service, 'case');
    await visit(service, `${path}/path`);
    await gates(service, 'path');
    for (const kind of ['slip_sent', 'slip_returned', 'slip_reminded', 'slip_answered', 'slip_sent_back', 'slip_confirmed']) assert.ok(events(key.number).includes(kind), kind);
    await open(service);
    await act(service, 'reply', { fill: { text: '经核实多扣一次，款项明日退还，向您致歉。' } });
  });

  it('show the complainant nothing of it', async () => {
    const person = await visitor({ locale: 'zh-CN' });
    await track(person, key);
    const text = await seen(person);
    assert.match(text, /款项明日退还/);
    for (const inner of [ask, why, nudge, found, more, again, '业务管理部', '流转单']) assert.ok(!text.includes(inner), `the complainant reads: ${inner}`);
    await person.leave();
  });

  it('pass the gates on every page', () => assert.deepEqual(faults, []));
});
