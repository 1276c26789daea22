// Every rulebook that ships, on an installation of its own: a complaint filed on the public website in one of its categories, taken on, led through what only this rulebook has, and closed by its gates.
import { after, afterEach, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { close, end, open, prepare, secret, shipped } from './books.mjs';

const { act, day, fillForm, has, press, reflows, phone, desktop, send, shot, signIn, start, stop, track, visit, visitor, words } = await import('./lib.mjs');

before(async () => {
  await start();
  prepare();
});
after(async () => {
  await stop();
  await end();
});

const clerk = [['complaint_handler']], manager = [['complaint_manager']];
const text = (page) => words(page, 'main');
const path = (key) => `/staff/complaints/${key.number}`;
const walked = new Set();

/** A rulebook and who works with it: login → [roles, works in the other department]. */
function book(name, category, people, steps) {
  walked.add(name);
  describe(name, () => {
    const at = {};
    let ready;
    const as = async (login) => {
      if (!at[login]) {
        at[login] = await visitor();
        await signIn(at[login], login, secret);
      }
      return at[login];
    };
    afterEach(async () => {
      for (const login of Object.keys(at)) {
        await at[login].leave();
        delete at[login];
      }
    });
    after(close);
    for (const [what, step] of Object.entries(steps)) it(what, async () => { await (ready ??= open(name, { category, people })); await step(as); });
  });
}

/** Filed as the public does, with the words of this book on the way. */
async function filed(answers) {
  const person = await visitor();
  await fillForm(person, { body: '请尽快核实并答复。', ...answers });
  const key = await send(person);
  await track(person, key);
  key.seen = await text(person);
  await person.leave();
  return key;
}

async function classify(page, key, { flags = {}, loss }) {
  await visit(page, `${path(key)}?act=classify`);
  const folds = page.locator('#act-classify .fold');
  for (let i = 0; i < await folds.count(); i++) if ((await folds.nth(i).getAttribute('open')) === null) await folds.nth(i).locator('> summary').click();
  if (loss) await page.fill('#act-classify [name=loss]', loss);
  for (const [flag, note] of Object.entries(flags)) {
    await page.check(`#act-classify [name=flag][value=${flag}]`);
    if (await has(page, `#act-classify [name=flag_note_${flag}]`)) await page.fill(`#act-classify [name=flag_note_${flag}]`, note);
  }
  assert.equal(await press(page, '#act-classify button[data-save]'), 200, await words(page, '.errs'));
}

async function valid(page, key) {
  await visit(page, path(key));
  assert.equal(await act(page, 'validity', { pick: { validity: 'valid' }, fill: { text: '核实属实。' } }), 200, await words(page, '.errs'));
}

async function answer(page, key, reply) {
  await visit(page, path(key));
  const status = await act(page, 'reply', { fill: { text: reply }, pick: (await has(page, '#act-reply [name=given]')) ? { given: 'telephone' } : {} });
  assert.equal(status, 200, await words(page, '.errs'));
}

/** The form of the close page as far as it asks; leaves open what it does not say. */
async function fillClosing(page, key, { basis, finding = '1', evidence }) {
  await visit(page, `${path(key)}/close`);
  await page.check(`[name=finding][value="${finding}"]`);
  await page.selectOption('#basis', basis);
  if (await has(page, '#agreement')) await page.fill('#agreement', '电话中认可。');
  await page.fill('#text', '已查明。');
  for (const id of ['cause', 'stage', 'respondent']) if (await has(page, `#${id}`)) await page.selectOption(`#${id}`, { index: 1 });
  for (const part of await page.locator('textarea[name^=part-]').all()) if (!(await part.inputValue())) await part.fill('已查明。');
  if (evidence) await page.fill('#evidence', evidence);
  return press(page, 'form[action$="/close"] button.btn-p');
}

async function closed(page, key, closing) {
  assert.equal(await fillClosing(page, key, closing), 200, await words(page, '.errs, #holds'));
  assert.match(await text(page), /投诉已办结/);
  for (const size of [phone, desktop]) {
    await page.setViewportSize(size);
    await reflows(page, `closed ${size.width}`);
  }
}

/** What holds it, told on the close page with a link for each. */
async function held(page, key, closing, what) {
  assert.notEqual(await fillClosing(page, key, closing), 200);
  assert.match(await words(page, '#holds, #to-fill-in, .errs'), what);
}

async function gives(page, key, standard, { base, sum }) {
  await visit(page, `${path(key)}/compensation`);
  await page.check(`[name=standard][value=${standard}]`);
  if (base) await page.fill('[name=base]', base);
  if (sum) await page.fill('[name=sum]', sum);
  await page.fill('[name=reason]', '核实属实');
  return press(page, 'button[value=propose]');
}

async function pays(page, key) {
  await visit(page, `${path(key)}/compensation`);
  for (let i = 0; await has(page, 'button[value=pay]') && i < 5; i++) {
    const entry = page.locator('details', { has: page.locator('button[value=pay]') }).first();
    if ((await entry.getAttribute('open')) === null) await entry.locator('> summary').click();
    await entry.locator('[name=way]').fill('现金');
    await entry.locator('[name=voucher]').fill(`V-${i}`);
    await Promise.all([page.waitForNavigation(), entry.locator('button[value=pay]').click()]);
  }
}

/** A measure, from the link of the close page that asks for it. */
async function sets(page, title) {
  await press(page, '#holds a:has-text("制定措施")');
  await press(page, 'a.btn-p:has-text("下达整改措施")');
  await page.fill('#title', title);
  for (const id of ['kind', 'cause', 'department']) await page.selectOption(`#${id}`, { index: 1 });
  await page.fill('#due', day(7));
  assert.equal(await press(page, 'main form button.btn-p'), 200, await words(page, '.errs'));
}

async function agrees(page, key) {
  await visit(page, '/staff/approvals');
  await press(page, `tr:has-text("${key.number}") a >> nth=0`);
  assert.equal(await press(page, 'button[value=agree]'), 200);
}

book('life-insurer', 'claim', { clerk, manager, coordinator: [['coordinator'], true] }, {
  'a matter of the media is major: thirty days, a letter, a measure, and the answer stays off the website': async (as) => {
    const key = await filed({ category: 'claim' }), page = await as('clerk');
    await visit(page, path(key));
    await act(page, 'accept');
    assert.match(await text(page), /办结 ?7 个工作日/);
    await classify(page, key, { flags: { media: '晚报来电，尚未报道' } });
    assert.match(await text(page), /重大疑难件办结 ?30 个工作日/);
    await answer(page, key, '赔款明日到账。');
    const person = await visitor();
    await track(person, key);
    assert.doesNotMatch(await text(person), /赔款明日到账/);
    await person.leave();
    await held(page, key, { basis: 'agreed' }, /处理意见书尚未送达.*整改或预防措施/);
  },
  'a plain one is closed with cause, stage and report, within its department’s days': async (as) => {
    const key = await filed({ category: 'claim' }), page = await as('clerk');
    await visit(page, path(key));
    await act(page, 'accept');
    await answer(page, key, '赔款明日到账。');
    await closed(page, key, { basis: 'agreed' });
  },
});

book('real-estate-group', 'leak', { clerk, manager }, {
  'is answered within five minutes, judged, and called back within 48 hours': async (as) => {
    const key = await filed({ category: 'leak', kind: 'owner', asked: { '项目、楼栋和房号': '云溪一期3栋502' } }), page = await as('clerk');
    await visit(page, path(key));
    await act(page, 'accept');
    assert.match(await text(page), /五分钟响应 ?5 个工作分钟/);
    assert.match(await text(page), /一般投诉办结 ?3 个工作日/);
    await answer(page, key, '防水层已经重做。');
    await held(page, key, { basis: 'agreed' }, /有效/);
    await valid(page, key);
    await closed(page, key, { basis: 'agreed' });
    assert.match(await text(page), /回访/);
    await visit(page, path(key));
    assert.match(await text(page), /48 小时/);
  },
});

book('hospital', 'manners', { clerk, manager }, {
  'light matters end on the same day, with what is learnt from them in the month’s analysis': async (as) => {
    const key = await filed({ category: 'manners', kind: 'patient' }), page = await as('clerk');
    await visit(page, path(key));
    assert.match(await text(page), /轻度当日解决/);
    await act(page, 'accept');
    await answer(page, key, '已向您当面致歉。');
    await valid(page, key);
    await closed(page, key, { basis: 'explained' });
    await visit(page, path(key));
    assert.match(await text(page), /列入当月分析和整改通知/);
  },
  'a death is told to the health authority within six hours': async (as) => {
    const key = await filed({ category: 'surgery', kind: 'family' }), page = await as('clerk');
    await visit(page, path(key));
    await act(page, 'accept');
    await classify(page, key, { flags: { death: '5月2日22时，外科，术后' } });
    assert.match(await text(page), /6 小时/);
    assert.match(await text(page), /委员会/);
  },
});

book('food-maker', 'short_pack', { clerk, other: clerk, manager }, {
  'gives two for one, and closes nothing valid without a corrective action of a named department': async (as) => {
    const key = await filed({ category: 'short_pack', kind: 'consumer', asked: { 生产批号: '20260520A' } }), page = await as('clerk');
    await visit(page, path(key));
    await act(page, 'accept');
    assert.match(await text(page), /转责任部门 ?1 个工作小时/);
    assert.equal(await gives(page, key, 'class_b', { base: '3.50' }), 200, await words(page, '.errs'));
    assert.match(await text(page), /7\.00.*已批准，待支付/);
    await answer(page, key, '按购买价的两倍赔付。');
    await valid(page, key);
    await held(page, key, { basis: 'agreed' }, /赔偿|补偿/);
    await pays(await as('other'), key);
    await held(page, key, { basis: 'agreed' }, /整改或预防措施/);
    await sets(page, '校准灌装秤');
    await closed(page, key, { basis: 'agreed' });
  },
});

book('rural-bank', 'management', { clerk, manager }, {
  'checks and keeps what is anonymous and well-meant': async (as) => {
    const key = await filed({ category: 'management', mode: 'anonymous' }), page = await as('clerk');
    await visit(page, path(key));
    await act(page, 'accept');
    assert.doesNotMatch(await text(page), /首次联系|联系客户/, 'there is nobody to contact, so no time for it runs');
    await classify(page, key, { flags: { well_meant: '与当日排队记录一致' } });
    await answer(page, key, '已核实，高峰时段增开窗口。');
    await valid(page, key);
    await held(page, key, { basis: 'verified_kept' }, /依据|证明/);
    await closed(page, key, { basis: 'verified_kept', evidence: '当日排队记录和监控。' });
    const person = await visitor();
    await track(person, key);
    assert.match(await text(person), /增开窗口/, 'for whoever has number and passcode');
    await person.leave();
  },
});

book('hotel', 'noise', { clerk, other: clerk, manager }, {
  'is there in five minutes, and each post gives up to its limit of the day': async (as) => {
    const key = await filed({ category: 'noise', kind: 'guest' }), page = await as('clerk');
    await visit(page, path(key));
    assert.match(await text(page), /5 分钟/);
    await act(page, 'accept');
    assert.equal(await gives(page, key, 'fruit', { sum: '150' }), 422, 'at most a hundred');
    for (let i = 0; i < 2; i++) assert.equal(await gives(page, key, 'fruit', { sum: '100' }), 200, await words(page, '.errs'));
    assert.doesNotMatch(await text(page), /待审批/);
    assert.equal(await gives(page, key, 'fruit', { sum: '1' }), 200);
    assert.match(await text(page), /1\.00.*待审批/, 'beyond two hundred a day somebody has to agree');
    await agrees(await as('manager'), key);
    await pays(await as('other'), key);
    await answer(page, key, '已换到安静的楼层。');
    await closed(page, key, { basis: 'satisfied' });
  },
});

book('property-manager', 'access', { clerk, manager, coordinator: [['coordinator'], true] }, {
  'hands over in ten minutes, and strikes off what the resident confirmed': async (as) => {
    const key = await filed({ category: 'access', kind: 'owner' }), page = await as('clerk');
    await visit(page, path(key));
    assert.match(await text(page), /10 分钟/);
    assert.match(await text(page), /24 小时/);
    await act(page, 'accept');
    await classify(page, key, { flags: { visit_needed: '需要上门更换门锁' } });
    await answer(page, key, '门锁已经更换。');
    await valid(page, key);
    await held(page, key, { basis: 'done_evidence', evidence: '更换后的照片。' }, /审批|同意/);
    await closed(page, key, { basis: 'confirmed' });
  },
});

book('tip-line', 'blocked', { clerk, manager, deputy: manager, keeper: [['reward_keeper']] }, {
  'keeps who told it, checks at once, and rewards it when it is true': async (as) => {
    const name = '公孙胜', mobile = '13666667777';
    const key = await filed({ category: 'blocked', kind: 'insider', mode: 'confidential', name, phone: mobile, asked: { 地点: '城东商场二层北侧' } }), page = await as('clerk');
    await visit(page, path(key));
    assert.match(await text(page), /30 分钟/, 'day and night');
    await act(page, 'accept');
    await valid(page, key);
    const head = await as('manager');
    assert.equal(await gives(head, key, 'key', { sum: '3000' }), 200, await words(head, '.errs'));
    assert.match(await text(head), /3000\.00.*待审批/);
    for (const login of ['deputy', 'keeper']) {
      await visit(await as(login), path(key));
      assert.ok(!(await (await as(login)).content()).includes(name), `${login} does not learn who it was`);
      await agrees(await as(login), key);
    }
    await pays(await as('deputy'), key);
    await answer(page, key, '已现场核查并责令整改。');
    await held(page, key, { basis: 'handled', evidence: '现场照片和整改通知书。' }, /整改或预防措施/);
    await sets(page, '每周巡查疏散通道');
    await closed(page, key, { basis: 'handled', evidence: '现场照片和整改通知书。' });
    for (const tail of ['', '/compensation', '/closing-report', '/print']) {
      await visit(page, path(key) + tail);
      const html = await page.content();
      assert.ok(!html.includes(name) && !html.includes(mobile), `nobody reads who it was on ${tail}`);
    }
  },
});

book('property-insurer-branch', 'claim_sum', { clerk, manager, coordinator: [['coordinator'], true] }, {
  'is handed over in twenty minutes, called within the hour and graded by the loss': async (as) => {
    const key = await filed({ category: 'claim_sum' }), page = await as('clerk');
    await visit(page, path(key));
    assert.match(await text(page), /20 个工作分钟.*1 个工作小时/);
    await act(page, 'accept');
    await classify(page, key, { loss: '5000' });
    assert.match(await text(page), /办理中一般投诉/);
    await classify(page, key, { loss: '30000.01' });
    assert.match(await text(page), /办理中重大投诉/);
    assert.match(await text(page), /半个工作日|0\.5 个工作日/);
    await answer(page, key, '已重新定损。');
    await valid(page, key);
    await held(page, key, { basis: 'agreed' }, /处理意见书尚未送达/);
    await classify(page, key, { loss: '5000.01' });
    await closed(page, key, { basis: 'agreed' });
  },
});

it('walks through every rulebook that ships', () => assert.deepEqual([...walked].sort(), shipped));
