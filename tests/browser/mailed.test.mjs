// The journey of somebody who must not be known, told by e-mail: filed confidentially with two photographs on a phone, without JavaScript; the notice of each step; a
// question answered by e-mail, disputed with one button, reviewed by others, closed, rated from the notice. Nobody but the server reads the address. And what the staff of
// intake see of e-mails that come in: one of somebody unknown becomes a complaint, his answer its message, machines are heard by nobody.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { act, closeIt, desktop, events, fillForm, has, phone, photograph, press, reflows, send, shot, sql, staff, start, stop, track, url, visit, visitor, words } from './lib.mjs';
import { Post, answer, arrive, keysOfJobs, lying, pipe } from './post.mjs';

const address = 'wo-bu-neng-bei-zhidao@example.net';
let post;
before(async () => {
  await start();
  post = new Post();
  await post.listen();
});
after(async () => {
  await stop();
  await post.close();
});

describe('told by e-mail and not known', () => {
  let person, clerk, chief, key;
  const look = async (what) => {
    await shot(person, `mailed-${what}`);
    await reflows(person, `mailed-${what}`);
  };
  const open = (page) => visit(page, `/staff/complaints/${key.number}`);
  const follow = (mail) => visit(person, mail.text.match(/https?:\/\/\S+/)[0].replace(url, ''));
  const until = async (statement, what) => {
    for (let i = 0; i < 200 && sql(statement) === '0'; i++) await new Promise((done) => setTimeout(done, 100));
    assert.notEqual(sql(statement), '0', what);
  };
  /** Neither what it is about nor who it is from. */
  const discreet = (mail) => {
    for (const secret of ['换药', '病房', '护士', '刘', key.passcode]) assert.ok(!mail.subject.includes(secret) && !mail.text.includes(secret), secret);
  };

  /** Legal review and the executive let the tracking page show an answer. */
  const agree = async (answered) => {
    for (const login of ['zhoufa', 'wumin']) {
      const approver = await staff(login);
      await visit(approver, '/staff/approvals');
      await press(approver, `a[href^="/staff/approvals/"]:has-text("${key.number}"), tr:has-text("${key.number}") a[href^="/staff/approvals/"], li:has-text("${key.number}") a[href^="/staff/approvals/"]`);
      assert.ok((await words(approver, '#main')).includes(answered));
      await press(approver, 'button[value=agree]');
      await approver.leave();
    }
  };

  before(async () => {
    person = await visitor({ locale: 'zh-CN', viewport: phone });
    clerk = await staff('lijing');
    chief = await staff('zhaolei');
  });
  after(async () => {
    for (const page of [person, clerk, chief]) await page?.leave();
  });

  it('files with two photographs and asks to be told', async () => {
    const photos = await Promise.all(['病房', '输液单'].map(photograph));
    await fillForm(person, {
      mode: 'confidential', name: '刘某某', email: address, prefer: 'email', tell: 'mail', title: '护士换药一直拖延', body: '8月3日起住院，换药一直拖延，说了也没有人管。',
      files: photos.map((buffer, i) => ({ name: `照片${i + 1}.jpg`, mimeType: 'image/jpeg', buffer })),
    });
    assert.match(await words(person, '#main'), /照片1\.jpg[^]*照片2\.jpg/);
    await look('check');
    key = await send(person);
    await look('receipt');
    assert.match(await words(person, '#main'), /回执将以邮件发给您/);
    const mail = await post.wait(address, key.number);
    assert.match(mail.subject, /已收到您的投诉/);
    discreet(mail);
    assert.equal(sql(`SELECT COUNT(*) FROM complaint_told t JOIN complaint c ON c.id = t.complaint_id WHERE c.number = '${key.number}' AND INSTR(CONCAT_WS(' ', t.mail, t.sms), 'example.net') > 0`), '0', 'sealed where it lies');
  });

  it('is asked, reads it from the notice, and answers by e-mail with a photograph', async () => {
    await open(clerk);
    await act(clerk, 'accept');
    await open(clerk);
    await act(clerk, 'ask-material', { fill: { text: '请提供住院号，或腕带的照片。', until: sql("SELECT DATE(CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+08:00')) + INTERVAL 10 DAY") } });
    const mail = await post.wait(address, '需要您');
    discreet(mail);
    assert.match(mail.replyTo, /^reply\+/);
    await follow(mail);
    assert.match(person.url(), /\/track/, 'the notice leads to the tracking page, which asks for the passcode');
    await track(person, key);
    assert.match(await words(person, '.status'), /请提供住院号/);
    await look('asked');
    answer(mail, address, '住院号是 20260803，照片见附件。\n', await photograph('腕带'));
    await until(`SELECT COUNT(*) FROM event e JOIN complaint c ON c.id = e.complaint_id WHERE c.number = '${key.number}' AND e.kind = 'supplied'`, 'the mail found its complaint');
    for (let i = 0; i < 50 && lying(address).length; i++) await new Promise((done) => setTimeout(done, 100)); // deleted a moment after it was taken
    assert.deepEqual(lying(address), [], 'what was taken says nowhere in the clear who wrote');
    await visit(person, '/track/case');
    assert.match(await words(person, '.msg.me'), /住院号是 20260803/);
    assert.match(await words(person, '.msg.me'), /photo\.jpg/);
    await look('answered-by-mail');
  });

  it('shows the clerk what came, but not from whom', async () => {
    await open(clerk);
    const page = await words(clerk, '#main');
    assert.ok(page.includes('住院号是 20260803'));
    assert.ok(!page.includes('example.net') && !page.includes('刘某某'));
    await shot(clerk, 'mailed-staff-case');
    await visit(clerk, `/staff/complaints/${key.number}/told`);
    const told = await words(clerk, '#main');
    assert.ok(told.includes('已加密') && !told.includes('example.net'), told);
    await shot(clerk, 'mailed-staff-told');
  });

  it('is answered, and disputed with one button', async () => {
    await open(clerk);
    await act(clerk, 'reply', { fill: { text: '经核实，当日人手不足，已向您致歉。' } }); // to be shown on the tracking page: nothing else arrives
    await visit(person, '/track/case');
    assert.match(await words(person, '#main'), /经审批同意后将在此显示/);
    assert.ok(!post.mails.some((m) => m.subject.includes('已答复')), 'it is told when there is something to read');
    await agree('经核实，当日人手不足');
    discreet(await post.wait(address, '已答复'));
    await visit(person, '/track/case');
    assert.match(await words(person, '#main'), /当日人手不足/);
    await look('replied');
    await person.fill('[name=why]', '没有说明怎样避免。');
    assert.equal(await press(person, 'form[action="/track/unsolved"] button'), 200);
    assert.match(await words(person, '.status h2'), /没有解决/);
    await look('disputed');
  });

  it('is reviewed by others, and closed by them', async () => {
    await until(`SELECT COUNT(*) FROM event e JOIN complaint c ON c.id = e.complaint_id WHERE c.number = '${key.number}' AND e.kind = 'review_routed'`, 'it is brought to others');
    assert.equal(await open(clerk), 404, 'who handled it does not see it any more');
    await open(chief);
    await act(chief, 'review', { fill: { text: '由他人复核。' } });
    await open(chief);
    await chief.click('#act-reply > summary');
    await chief.uncheck('#act-reply [name=web_reply]'); // a letter goes out by the custodian
    assert.equal(await act(chief, 'reply', { fill: { text: '复核后已增派人手，并由护士长当面说明。' }, pick: { given: 'letter' } }), 200, await words(chief, '#main'));
    await post.wait(address, '已答复');
    await open(chief);
    await closeIt(chief, { finding: 1, text: '复核查明换药拖延属实，已改正。' });
    assert.ok(events(key.number).includes('closed'), await words(chief, '#main'));
    discreet(await post.wait(address, '办结'));
  });

  it('is rated from the notice without the passcode', async () => {
    sql(`UPDATE post SET next_us = 1 WHERE state = 1 AND complaint_id = (SELECT id FROM complaint WHERE number = '${key.number}')`);
    const mail = await post.wait(address, '评价');
    discreet(mail);
    await person.context().clearCookies();
    await follow(mail);
    assert.ok(await has(person, '[name=overall][value="5"]'), await words(person, '#main'));
    await look('survey');
    await person.check('[name=solved][value=yes]');
    await person.check('[name=overall][value="4"]');
    await press(person, '#main form button[type=submit]');
    assert.equal(sql(`SELECT r.overall FROM rating r JOIN complaint c ON c.id = r.complaint_id WHERE c.number = '${key.number}'`), '4');
    await look('rated');
  });
});

describe('e-mails that come in, as the staff of intake see them', () => {
  const writer = '𠮷田' + Date.now() % 100_000, from = `writer-${Date.now()}@example.net`, subject = `理赔款没有到账（${writer}）`;
  let agent, number, notice;
  /** As an office computer and as a phone show it, in Chinese and English. */
  const look = async (what) => {
    for (const lang of ['zh', 'en']) {
      await agent.goto(`${agent.url().replace(/[?&]lang=..$/, '')}${agent.url().includes('?') ? '&' : '?'}lang=${lang}`);
      for (const [name, size] of [['desktop', desktop], ['phone', phone]]) {
        await agent.setViewportSize(size);
        await shot(agent, `arrived-${what}-${lang}-${name}`);
        await reflows(agent, `arrived-${what}`);
      }
    }
    await visit(agent, '/staff/mail?lang=zh');
  };
  /** The page that lists it, once jobs took it from the Maildir. */
  const listed = async (view, text) => {
    for (let i = 0; i < 200; i++) {
      await visit(agent, `/staff/mail?view=${view}`);
      if ((await words(agent, '.t')).includes(text)) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    assert.fail(`${view} does not list ${text}: ${await words(agent, '#main')}`);
  };
  const messages = () => sql(`SELECT COUNT(*) FROM message m JOIN complaint c ON c.id = m.complaint_id WHERE c.number = '${number}'`);

  before(async () => {
    agent = await staff('chenchen');
  });
  after(async () => agent?.leave());

  it('lists one of somebody unknown in GB18030, with what is attached', async () => {
    arrive({ from, name: writer, to: 'tousu@example.org', subject, charset: 'gb18030', text: '您好：\n我8月2日申请的理赔款至今没有到账，经办人是𠮷先生。\n请尽快处理。', file: { name: '理赔申请书.jpg', type: 'image/jpeg', bytes: await photograph('理赔申请书') } });
    await listed('waiting', subject);
    const row = agent.locator('tr', { hasText: subject });
    assert.match(await row.textContent(), new RegExp(`${writer}[^]*${from}`));
    await look('list');
    await press(agent, `a:has-text("${subject}")`);
    const page = await words(agent, '#main');
    assert.ok(page.includes('经办人是𠮷先生') && page.includes('理赔申请书.jpg') && page.includes(from), page);
    await look('one');
  });

  it('is taken up: the form has all of it, and files the complaint', async () => {
    await press(agent, `a:has-text("${subject}")`);
    await press(agent, 'form[action$="/register"] button');
    assert.match(agent.url(), /\/staff\/intake\/new\/email/);
    assert.equal(await agent.inputValue('[name=email]'), from);
    assert.equal(await agent.inputValue('[name=name]'), writer);
    assert.equal(await agent.inputValue('[name=title]'), subject);
    assert.match(await agent.inputValue('[name=body]'), /理赔款至今没有到账，经办人是𠮷先生。\s+请尽快处理。/);
    assert.ok((await words(agent, '.flist')).includes('理赔申请书.jpg'));
    const form = agent.url();
    await look('form');
    await visit(agent, form);
    await agent.fill('[name=category]', 'claim');
    await agent.check('[name=want_explanation]');
    if (await has(agent, '[name=tell]')) await agent.selectOption('[name=tell]', 'mail');
    await press(agent, 'button[name=do][value=save]');
    assert.match(agent.url(), /\/staff\/intake\/done\/TS-/, await words(agent, '.errs'));
    number = agent.url().match(/TS-[0-9A-Z-]+/)[0];
    await look('done');
    await visit(agent, `/staff/complaints/${number}`);
    assert.ok((await words(agent, '#main')).includes('理赔申请书.jpg'));
    await look('case');
    await listed('done', number);
    notice = await post.wait(from, number);
  });

  it('shows what the same person answers as a message of the complaint', async () => {
    const before = Number(messages());
    arrive({ from, name: writer, to: notice.replyTo, subject: `回复：${notice.subject}`, charset: 'gb18030', text: '账号我已核对，没有错。\n\n在 2026年8月3日，投诉服务平台写道：\n> 请核对账号', head: [`In-Reply-To: ${notice.id}`] });
    await listed('done', number);
    for (let i = 0; i < 200 && Number(messages()) === before; i++) await new Promise((done) => setTimeout(done, 100));
    await visit(agent, `/staff/complaints/${number}`);
    const page = await words(agent, '#main');
    assert.ok(page.includes('账号我已核对，没有错。') && !page.includes('> 请核对账号'), page);
    await look('answer');
  });

  it('lists what the mail server pipes, with the keys of jobs and no others', async () => {
    const keys = keysOfJobs(), mail = { from, name: writer, to: 'tousu@example.org', subject: `经管道送来的 ${writer}`, text: '保单号写错了，请更正。' };
    assert.equal(pipe(mail, '/nonexistent'), 75, 'the mail server keeps it and tries again');
    assert.equal(pipe(mail, keys), 0);
    rmSync(keys, { recursive: true });
    await listed('waiting', mail.subject);
    await press(agent, `a:has-text("${mail.subject}")`);
    assert.ok((await words(agent, '#main')).includes(mail.text));
  });

  it('shows an automatic reply and a loop as what they are, and takes neither for a message', async () => {
    const before = messages(), sent = post.mails.length;
    arrive({ from, name: writer, to: notice.replyTo, subject: `自动回复：外出 ${writer}`, charset: 'gb18030', text: '本人休假，返回后回复。', head: ['Auto-Submitted: auto-replied'] });
    arrive({ from: 'complaints@example.org', to: 'reply@example.org', subject: `绕回来的 ${writer}`, text: '这是本系统发出的。' });
    await listed('automatic', `绕回来的 ${writer}`);
    assert.match(await words(agent, `tr:has-text("绕回来的 ${writer}")`), /来自本单位邮箱/);
    await listed('automatic', number); // what came about a complaint is read there
    assert.match(await words(agent, `tr:has-text("${number}")`), /自动回复/);
    await look('automatic');
    assert.equal(messages(), before);
    assert.equal(post.mails.length, sent, 'nobody is answered');
    await visit(agent, '/staff/mail');
    assert.ok(!(await words(agent, '.t')).includes(`绕回来的 ${writer}`), 'nobody has to look at it');
  });
});
