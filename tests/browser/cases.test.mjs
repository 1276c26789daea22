// The other ways a complaint can go: rejected, withdrawn, anonymous, confidential, two clerks at once, two clicks, back and reload.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import {
  act, confirmPassword, events, file, fillForm, forgetPassword, has, next, offered, press, receipt, send, shot, sql, staff, start, stop, track, url, visit, visitor, words,
} from './lib.mjs';

before(start);
after(stop);

const PAST = 'SELECT CURDATE() - INTERVAL 1 DAY';

describe('a complaint that cannot be taken on', () => {
  it('is rejected with a reason, which the person reads', async () => {
    const key = await file({ title: '法院正在审理的事' });
    const clerk = await staff('jn.customer_service1');
    await visit(clerk, `/staff/complaints/${key.number}`);
    assert.equal(await act(clerk, 'reject'), 422);
    assert.ok(await has(clerk, '#reject-reason-e'));
    const reason = await clerk.locator('#act-reject select[name=reason] option').nth(1).getAttribute('value');
    await act(clerk, 'reject', { pick: { reason }, fill: { text: '此事由法院决定，案号请向书记员查询。' } });
    assert.deepEqual((await offered(clerk)).filter((a) => !['note', 'reopen', 'contact', 'link'].includes(a)), []);
    await clerk.leave();
    const person = await visitor({ locale: 'en' });
    await track(person, key);
    assert.ok((await words(person, '.status')).includes('此事由法院决定'));
    assert.ok(!(await has(person, '#reply')), 'nothing more to send');
    await shot(person, 'cases-rejected');
    await person.leave();
    assert.deepEqual(events(key.number), ['submitted', 'rejected']);
  });

  it('can be reopened by the manager, and then goes on', async () => {
    const key = await file({ title: '误拒的一件' });
    const clerk = await staff('jn.customer_service1');
    await visit(clerk, `/staff/complaints/${key.number}`);
    const reason = await clerk.locator('#act-reject select[name=reason] option').nth(1).getAttribute('value');
    await act(clerk, 'reject', { pick: { reason }, fill: { text: '不属于受理范围。' } });
    await clerk.leave();
    const manager = await staff('zhaolei');
    await visit(manager, `/staff/complaints/${key.number}`);
    await act(manager, 'reopen', { fill: { text: '理由不成立，应当办理。' } });
    assert.ok((await offered(manager)).includes('reply'));
    await manager.leave();
    assert.deepEqual(events(key.number), ['submitted', 'rejected', 'reopened']);
  });
});

describe('a date that has to move', () => {
  it('is asked for, agreed by another, and told to the person', async () => {
    const key = await file({ title: '需要延期的一件' });
    const clerk = await staff('jn.customer_service1');
    await visit(clerk, `/staff/complaints/${key.number}`);
    await act(clerk, 'accept');
    const before = await words(clerk, '.sla');
    await visit(clerk, `/staff/complaints/${key.number}?act=extend`);
    assert.match(await clerk.inputValue('#act-extend [name=notice]'), /延长至/, 'the notice stands there already');
    const limit = clerk.locator('#act-extend select[name=clock] option');
    const promised = await limit.evaluateAll((all) => all.find((o) => o.textContent.includes('办结'))?.value);
    assert.ok(promised, 'the promised answer can be extended');
    assert.equal(await act(clerk, 'extend', { pick: { clock: promised } }), 422, 'an extension has a reason');
    await act(clerk, 'extend', { pick: { clock: promised }, fill: { text: '需要专家鉴定。', notice: '因需专家鉴定，办理时限延长。' } });
    assert.ok(await has(clerk, '.flash'));
    assert.equal(await words(clerk, '.sla'), before, 'nothing moves before it is agreed');
    await clerk.leave();

    const manager = await staff('zhaolei');
    assert.ok(await has(manager, 'a[href="/staff/approvals"]'), 'it waits on the workbench');
    assert.ok(await has(manager, '.bell-n'), 'and rings');
    await visit(manager, '/staff/extensions');
    await press(manager, `a[href^="/staff/complaints/${key.number}"]`);
    await shot(manager, 'cases-extension');
    await act(manager, 'decide-extension', { pick: { agreed: 'yes' } });
    assert.ok((await words(manager, '.sla')).includes('已延期'));
    await visit(manager, await manager.locator(`.sla-y[href*="/clocks/${promised}"]`).getAttribute('href'));
    assert.ok((await words(manager, '.tl')).includes('需要专家鉴定'), 'why this date tells the reason');
    await manager.leave();

    const person = await visitor();
    await track(person, key);
    const told = await words(person, 'main');
    assert.ok(told.includes('因需专家鉴定，办理时限延长。'));
    assert.match(told, /期限由.*延至/, 'both dates stand there');
    assert.ok(!told.includes('赵磊'), 'who agreed does not');
    await shot(person, 'cases-extended');
    await person.leave();
    assert.deepEqual(events(key.number), ['submitted', 'accepted', 'extension_asked', 'extended']);
  });

  it('stands still while the person is waited for, in plain words', async () => {
    const key = await file({ title: '暂停计时的一件' });
    const clerk = await staff('jn.customer_service1');
    await visit(clerk, `/staff/complaints/${key.number}`);
    await act(clerk, 'accept');
    await act(clerk, 'ask-material', { fill: { text: '请补充保单照片。', until: sql('SELECT CURDATE() + INTERVAL 9 DAY') } });
    assert.ok((await words(clerk, '.sla')).includes('已暂停'));
    await clerk.leave();
    const person = await visitor();
    await track(person, key);
    assert.match(await words(person, '.side'), /暂停计时：等待您补充材料/);
    await person.leave();
  });
});

describe('withdrawing', () => {
  it('is asked for, and confirmed by the clerk', async () => {
    const key = await file({ title: '要撤回的一件' });
    const person = await visitor();
    await track(person, key);
    await press(person, '.links a[href="/track/withdraw"]');
    await person.fill('[name=reason]', '问题已经解决。');
    await press(person, 'form[action="/track/withdraw"] button');
    assert.match(person.url(), /\/track\/case$/);
    assert.ok(await has(person, '.flash'));
    assert.ok(!(await has(person, '.links a[href="/track/withdraw"]')), 'asked once');
    const clerk = await staff('jn.customer_service1');
    await visit(clerk, `/staff/complaints/${key.number}`);
    assert.ok((await words(clerk, '.tl')).includes('问题已经解决。'));
    await shot(clerk, 'cases-withdrawing');
    await act(clerk, 'confirm-withdrawal', { fill: { answered: '是我自己的意思。' }, pick: { freely: 'yes' } });
    await person.reload();
    assert.ok(!(await has(person, '#reply')));
    await shot(person, 'cases-withdrawn');
    assert.deepEqual(events(key.number), ['submitted', 'withdraw_asked', 'withdrawn']);
    await clerk.leave();
    await person.leave();
  });

  it('can be declined, and the complaint goes on', async () => {
    const key = await file({ title: '有人施压的一件' });
    const person = await visitor();
    await track(person, key);
    await press(person, '.links a[href="/track/withdraw"]');
    await press(person, 'form[action="/track/withdraw"] button');
    const clerk = await staff('jn.customer_service1');
    await visit(clerk, `/staff/complaints/${key.number}`);
    await act(clerk, 'decline-withdrawal', { fill: { text: '您在电话中说愿意继续。' } });
    assert.ok((await offered(clerk)).includes('accept'));
    await person.reload();
    assert.ok(await has(person, '.links a[href="/track/withdraw"]'), 'and may be asked for again');
    await clerk.leave();
    await person.leave();
  });
});

describe('who complained', () => {
  const secrets = { name: '司马相如', phone: '13987654321', email: 'sima@example.org', address: '成都市文君街9号' };
  const every = (html) => Object.values(secrets).filter((s) => html.includes(s));
  const staffPages = ['', '/files', '/record', '/print'];

  it('is nobody’s to know of an anonymous complaint', async () => {
    const person = await visitor();
    await fillForm(person, { mode: 'anonymous', kind: 'employee', title: '匿名反映的一件' });
    assert.match(await words(person, '.prog'), /7/, 'seven steps; the one about contact asks only where to be told');
    const key = await send(person);
    await person.leave();
    for (const login of ['jn.customer_service1', 'fengbao']) {
      const clerk = await staff(login);
      await visit(clerk, `/staff/complaints/${key.number}`);
      assert.ok(!(await has(clerk, '[action$="/reveal"], .desc a[href$="/reveal"]')), 'nothing to show');
      assert.equal(await visit(clerk, `/staff/complaints/${key.number}/reveal`), 404);
      await clerk.leave();
    }
    assert.equal(sql(`SELECT COUNT(*) FROM complaint_identity i JOIN complaint c ON c.id = i.complaint_id WHERE c.number = '${key.number}'`), '0');
  });

  it('is for the custodian alone, with a reason, of a confidential one', async () => {
    const key = await file({ mode: 'confidential', prefer: 'email', title: '要求保密的一件', ...secrets });
    const clerk = await staff('jn.customer_service1');
    for (const tail of staffPages) {
      assert.equal(await visit(clerk, `/staff/complaints/${key.number}${tail}`), 200);
      assert.deepEqual(every(await clerk.content()), [], tail);
    }
    await shot(clerk, 'cases-confidential');
    assert.ok(!(await has(clerk, '[action$="/reveal"], a[href$="/reveal"]')));
    assert.equal(await visit(clerk, `/staff/complaints/${key.number}/reveal`), 403);
    await clerk.leave();

    const custodian = await staff('fengbao');
    await visit(custodian, `/staff/complaints/${key.number}`);
    assert.deepEqual(every(await custodian.content()), [], 'not even for the custodian, until asked for');
    await forgetPassword(custodian);
    await press(custodian, '.desc a[href$="/reveal"]');
    await confirmPassword(custodian);
    assert.equal(await press(custodian, 'form[action$="/reveal"] [value=ask]'), 422, 'a reason is a must');
    await shot(custodian, 'cases-unseal-error');
    await custodian.fill('[name=reason]', '需要核对保单信息');
    await custodian.selectOption('[name=purpose]', 'contact');
    await press(custodian, 'form[action$="/reveal"] [value=ask]');
    assert.deepEqual(every(await custodian.content()), [], 'asking shows nothing');
    const other = await staff('tanshou');
    await visit(other, `/staff/complaints/${key.number}/reveal`);
    assert.ok((await words(other, '.t tbody')).includes('需要核对保单信息'));
    await shot(other, 'cases-unseal-decide');
    await press(other, '.btn-p[href^="/staff/approvals/"]');
    await press(other, '[value=agree]');
    await other.leave();
    await visit(custodian, `/staff/complaints/${key.number}/reveal`);
    await press(custodian, '[value=look]');
    assert.deepEqual(every(await words(custodian, '.desc')).length, 4);
    await visit(custodian, `/staff/complaints/${key.number}/record`);
    assert.ok(!(await words(custodian, '.t tbody')).includes('需要核对保单信息'), 'the reason is sealed too');
    assert.equal(events(key.number).at(-1), 'unsealed');
    await custodian.leave();

    const dump = sql(`SELECT * FROM complaint_identity i JOIN complaint c ON c.id = i.complaint_id WHERE c.number = '${key.number}'`);
    assert.deepEqual(every(dump), [], 'sealed in the database');
    const person = await visitor();
    await track(person, key);
    assert.deepEqual(every(await person.content()), [], 'nor can the website read it again');
    assert.match(await words(person, '.tl'), /有人查看了您的身份/, 'the look is told to the complainant');
    await shot(person, 'cases-told-of-look');
    await person.leave();
  });

  it('is masked for colleagues without the right to show it', async () => {
    const key = await file({ title: '部门可见的一件', ...secrets });
    const reviewer = await staff('zhoufa');
    await visit(reviewer, `/staff/complaints/${key.number}`);
    assert.deepEqual(every(await reviewer.content()), []);
    assert.ok(!(await has(reviewer, '[action$="/reveal"], .desc a[href$="/reveal"]')));
    assert.equal(await visit(reviewer, `/staff/complaints/${key.number}/reveal`), 403);
    await reviewer.leave();
  });
});

describe('number and passcode', () => {
  it('get the same answer whichever of them is wrong', async () => {
    const key = await file();
    const strip = (html) => html.replace(/value="[^"]*"/g, '').replace(/<title>.*?<\/title>/, '');
    const answers = [];
    for (const wrong of [{ ...key, passcode: '0000 0000 0000 0000' }, { ...key, number: 'TS-AAAAA-AAAAA-A' }, { ...key, number: 'no number at all' }]) {
      const person = await visitor();
      assert.equal(await track(person, wrong), 422);
      answers.push(strip(await person.content()));
      await person.leave();
    }
    assert.equal(answers[1], answers[0]);
    assert.equal(answers[2], answers[0]);
  });

  it('of one complaint open no file of another', async () => {
    const [a, b] = [await file({ files: [{ name: 'a.png', type: 'image/png', bytes: await png() }] }), await file()];
    const code = sql(`SELECT f.code FROM attachment f JOIN complaint c ON c.id = f.complaint_id WHERE c.number = '${a.number}'`);
    const person = await visitor();
    assert.equal((await person.request.get(`${url}/track/file/${code}`, { maxRedirects: 0 })).status(), 303);
    await track(person, b);
    assert.equal((await person.request.get(`${url}/track/file/${code}`)).status(), 404);
    await track(person, a);
    const mine = await person.request.get(`${url}/track/file/${code}`);
    assert.equal(mine.status(), 200);
    assert.match(mine.headers()['content-disposition'], /^attachment/);
    assert.match(mine.headers()['content-security-policy'], /sandbox/);
    await person.leave();
  });
});

async function png() {
  const page = await visitor({ viewport: { width: 40, height: 40 } });
  const bytes = await page.screenshot();
  await page.leave();
  return bytes;
}

describe('two at once', () => {
  it('the slower clerk sees both texts, and may go on with his own', async () => {
    const key = await file({ title: '两人同时处理的一件' });
    const count = () => sql(`SELECT COUNT(*) FROM message m JOIN complaint c ON c.id = m.complaint_id WHERE c.number = '${key.number}'`);
    const [fast, slow] = [await staff('jn.customer_service1'), await staff('zhaolei')];
    await visit(fast, `/staff/complaints/${key.number}`);
    await act(fast, 'accept');
    await visit(slow, `/staff/complaints/${key.number}`);
    await act(fast, 'reply', { fill: { text: '经核实，您反映的情况属实。' } });
    assert.equal(await act(slow, 'reply', { fill: { text: '经核实，是系统故障造成的。' } }), 409);
    const both = await words(slow, '.both');
    assert.ok(both.includes('是系统故障造成的') && both.includes('您反映的情况属实'), both);
    await shot(slow, 'cases-stale');
    assert.equal(count(), '1', 'nothing was sent yet');
    await press(slow, 'form[action$="/reply"] button[type=submit]');
    assert.equal(count(), '2');
    await fast.leave();
    await slow.leave();
  });

  it('the slower clerk is told when the step is not possible any more, and keeps his text', async () => {
    const key = await file({ title: '两人一收一拒的一件' });
    const [fast, slow] = [await staff('jn.customer_service1'), await staff('chenchen')];
    for (const clerk of [fast, slow]) await visit(clerk, `/staff/complaints/${key.number}`);
    await act(fast, 'accept');
    const reason = await slow.locator('#act-reject select[name=reason] option').nth(1).getAttribute('value');
    assert.equal(await act(slow, 'reject', { pick: { reason }, fill: { text: '这是我写的理由' } }), 409);
    assert.ok((await slow.content()).includes('这是我写的理由'));
    await shot(slow, 'cases-impossible');
    assert.deepEqual(events(key.number), ['submitted', 'accepted']);
    await fast.leave();
    await slow.leave();
  });
});

describe('clicks, back and reload', () => {
  it('a double click sends one complaint', async () => {
    const person = await visitor();
    await fillForm(person, { title: '双击提交的一件' });
    const filed = () => Number(sql("SELECT COUNT(*) FROM complaint WHERE title = '双击提交的一件'"));
    const before = filed();
    await person.dblclick('form[action="/file/send"] button');
    await person.waitForSelector('.codes');
    const shown = await receipt(person);
    assert.equal(filed(), before + 1);
    assert.equal(sql(`SELECT COUNT(*) FROM complaint WHERE number = '${shown.number}'`), '1');
    await person.leave();
  });

  it('the check page sent again after the receipt leads to the same receipt', async () => {
    const person = await visitor();
    await fillForm(person, { title: '返回后再提交的一件' });
    const form = await person.locator('form[action="/file/send"]').evaluate((f) => Object.fromEntries(new FormData(f)));
    const key = await send(person);
    const again = await person.request.post(`${url}/file/send`, { form });
    assert.equal(again.url(), `${url}/receipt`);
    assert.ok((await again.text()).includes(key.number));
    await person.leave();
  });

  it('back and reload leave every step of the form as it was', async () => {
    const person = await visitor();
    await fillForm(person, { title: '来回走的一件', mode: 'named' });
    const seen = await words(person, '.sum');
    for (let i = 0; i < 6; i++) {
      await person.goBack();
      await person.reload();
      assert.match(person.url(), /\/file\/(contact|who|files|wish|what|category)$/);
      assert.equal(await has(person, '.errs'), false);
    }
    await visit(person, '/file/what');
    assert.equal(await person.inputValue('[name=title]'), '来回走的一件');
    await visit(person, '/file');
    await press(person, '.note a.btn-p');
    assert.match(person.url(), /\/file\/check$/, 'goes on where it was left');
    assert.equal(await words(person, '.sum'), seen);
    await visit(person, '/file');
    await press(person, 'form[action="/file/forget"] button');
    await visit(person, '/file/what');
    assert.ok(!(await person.content()).includes('来回走的一件'), 'deleted means gone');
    await person.leave();
  });

  it('steps cannot be jumped over', async () => {
    const person = await visitor();
    await visit(person, '/file');
    await press(person, 'form[action="/file"] button');
    for (const step of ['what', 'wish', 'files', 'who', 'contact', 'check']) {
      await visit(person, `/file/${step}`);
      assert.match(person.url(), /\/file\/category$/, step);
    }
    await person.leave();
  });

  it('a message sent twice arrives once, and so does an action', async () => {
    const key = await file({ title: '重复发送的一件' });
    const person = await visitor();
    await track(person, key);
    await person.fill('[name=text]', '补充说明一句。');
    await person.dblclick('form[action="/track/message"] button[type=submit]');
    await person.waitForSelector('.flash');
    await person.reload();
    assert.equal(events(key.number).filter((e) => e === 'supplied').length, 1);
    const clerk = await staff('jn.customer_service1');
    await visit(clerk, `/staff/complaints/${key.number}`);
    await clerk.click('#act-note > summary');
    await clerk.fill('#act-note [name=text]', '只记一次。');
    await clerk.dblclick('#act-note button[type=submit]');
    await clerk.waitForSelector('.flash');
    assert.equal(events(key.number).filter((e) => e === 'note').length, 1);
    await clerk.leave();
    await person.leave();
  });

  it('a form from another site, or without its token, changes nothing', async () => {
    const person = await visitor();
    const before = sql('SELECT COUNT(*) FROM draft');
    for (const form of [{}, { csrf: 'x', once: 'y' }]) assert.equal((await person.request.post(`${url}/file`, { form })).status(), 403);
    assert.equal(sql('SELECT COUNT(*) FROM draft'), before);
    await person.leave();
  });

  it('a date of yesterday for material is refused and everything stays', async () => {
    const key = await file({ title: '日期有误的一件' });
    const clerk = await staff('jn.customer_service1');
    await visit(clerk, `/staff/complaints/${key.number}`);
    await act(clerk, 'accept');
    assert.equal(await act(clerk, 'ask-material', { fill: { text: '请补充发票。', until: sql(PAST) } }), 422);
    assert.equal(await clerk.inputValue('#act-ask-material [name=text]'), '请补充发票。');
    assert.ok(await has(clerk, '#ask-material-until-e'));
    await clerk.leave();
  });
});

describe('who may do what', () => {
  it('another province’s complaint does not exist for a clerk', async () => {
    const other = sql("SELECT c.number FROM complaint c JOIN unit u ON u.id = c.unit_id WHERE u.code IN ('ld', 'bj', 'nl') ORDER BY c.id LIMIT 1");
    const clerk = await staff('jn.customer_service1');
    const answers = [];
    for (const number of ['TS-AAAAA-AAAAA-A', other]) {
      assert.equal(await visit(clerk, `/staff/complaints/${number}`), 404);
      answers.push((await clerk.locator('main').innerHTML()).replace(/class="ref">[^<]*/g, ''));
    }
    assert.equal(answers[1], answers[0]);
    assert.equal(await visit(clerk, '/staff/admin/people'), 403);
    await clerk.leave();
  });

  it('assigning hands a complaint to somebody, who finds it in his own list', async () => {
    const key = await file({ title: '转办的一件' });
    const clerk = await staff('jn.customer_service1');
    await visit(clerk, `/staff/complaints/${key.number}`);
    assert.equal(await act(clerk, 'assign', { pick: { department: '', person: '' } }), 422);
    const sunli = sql("SELECT id FROM app_user WHERE login = 'sunli'");
    await act(clerk, 'assign', { pick: { person: sunli } });
    await clerk.leave();
    const investigator = await staff('sunli');
    await visit(investigator, '/staff/complaints?view=mine');
    assert.ok(await has(investigator, `.t a[href*="${key.number}"]`));
    await visit(investigator, `/staff/complaints/${key.number}`);
    assert.deepEqual((await offered(investigator)).filter((a) => ['accept', 'close', 'reply'].includes(a)), []);
    await act(investigator, 'note', { fill: { text: '已调取录音。' } });
    await investigator.leave();
    const person = await visitor();
    await track(person, key);
    assert.ok(!(await person.content()).includes('已调取录音'), 'notes stay inside');
    await person.leave();
  });
});
