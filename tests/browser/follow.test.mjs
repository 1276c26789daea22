// Following a complaint on a phone, without JavaScript: a question answered with a photograph, urged, more time given and explained, answered, disputed with one button, reviewed by others, closed, rated.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { act, closeIt, events, file, has, phone, photograph, press, reflows, shot, sql, staff, start, stop, track, visit, visitor, words } from './lib.mjs';

before(start);
after(stop);

describe('following a complaint on a phone', () => {
  let person, clerk, chief, key, photo;
  const look = async (what) => {
    await shot(person, `follow-${what}`);
    await reflows(person, `follow-${what}`);
  };
  const open = (page) => visit(page, `/staff/complaints/${key.number}`);
  const until = async (statement, what) => {
    for (let i = 0; i < 100 && sql(statement) === '0'; i++) await new Promise((done) => setTimeout(done, 100));
    assert.notEqual(sql(statement), '0', what);
  };
  const happened = (kind) => `SELECT COUNT(*) FROM event e JOIN complaint c ON c.id = e.complaint_id WHERE c.number = '${key.number}' AND e.kind = '${kind}'`;

  before(async () => {
    key = await file({ title: '柜台办理挂失等了三个小时', body: '7月1日在石桥县柜台办理挂失，等了三个小时没有人管。' });
    photo = await photograph(key.number);
    person = await visitor({ locale: 'zh-CN', viewport: phone });
    clerk = await staff('lijing');
    chief = await staff('zhaolei');
    await open(clerk);
    await act(clerk, 'accept');
  });
  after(async () => {
    for (const page of [person, clerk, chief]) await page?.leave();
  });

  it('says from when on one can urge, and why the dates are what they are', async () => {
    await track(person, key);
    assert.ok(!(await has(person, '#urging')), 'not yet');
    assert.match(await words(person, '.side'), /起可以催办/);
    await look('working');
    await press(person, 'a[href="/track/dates"]');
    assert.match(await words(person, '#main'), /承诺的时限：\d+ 个工作日/);
    await look('dates');
  });

  it('shows what is asked for and until when, and takes a photograph beside a file that it refuses', async () => {
    await open(clerk);
    await act(clerk, 'ask-material', { fill: { text: '请上传排队号的照片。', until: sql("SELECT DATE(CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', '+08:00')) + INTERVAL 10 DAY") } });
    await visit(person, '/track/case');
    assert.match(await words(person, '.status'), /请上传排队号的照片/);
    await look('asked');
    await person.fill('[name=text]', '照片在这里。');
    await person.setInputFiles('[name=file]', [{ name: '排队号.jpg', mimeType: 'image/jpeg', buffer: photo }, { name: '说明.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') }]);
    assert.equal(await press(person, 'form[action="/track/message"] button[type=submit]'), 422);
    const form = await words(person, '#reply');
    assert.ok(form.includes('排队号.jpg') && form.includes('说明.exe'), 'what was taken and what was not, by name');
    assert.equal(await person.inputValue('[name=text]'), '照片在这里。');
    await look('refused');
    assert.equal(await press(person, 'form[action="/track/message"] button[type=submit]'), 200);
    assert.match(await words(person, '.msg.me'), /排队号\.jpg/);
  });

  it('is urged with one button, which the handler learns of', async () => {
    sql(`UPDATE complaint SET version = version + 1, received_us = received_us - 20 * 86400000000 WHERE number = '${key.number}'`);
    await visit(person, '/track/case');
    await person.click('#urging > summary');
    await person.fill('[name=urge]', '请问什么时候有结果？');
    assert.equal(await press(person, 'form[action="/track/urge"] button[type=submit]'), 200);
    assert.match(await words(person, '.status'), /您已于.*催办/);
    assert.ok(!(await has(person, '#urging')), 'once within its time');
    await look('urged');
    await until(`SELECT COUNT(*) FROM notice n JOIN complaint c ON c.id = n.complaint_id WHERE c.number = '${key.number}' AND n.kind = 'urged'`, 'the handler is told');
    await visit(clerk, '/staff/complaints?view=open&only=urged');
    assert.ok((await words(clerk, '.t')).includes(key.number), 'a list of what was urged');
    await open(clerk);
    assert.match(await words(clerk, '#main'), /已催办 1 次/);
    await shot(clerk, 'follow-staff-urged');
    await act(clerk, 'message', { fill: { text: '正在核实监控，周五前答复您。' } });
    await visit(person, '/track/case');
    assert.doesNotMatch(await words(person, '.status'), /您已于.*催办/, 'answered');
  });

  it('explains more time in the words that were told', async () => {
    await visit(clerk, `/staff/complaints/${key.number}?act=extend`);
    const promised = await clerk.locator('#act-extend select[name=clock] option').evaluateAll((all) => all.map((o) => ({ value: o.value, text: o.textContent })).find((o) => /办结|答复您|办理/.test(o.text))?.value);
    await act(clerk, 'extend', { pick: { clock: promised }, fill: { text: '内部原因：监控设备检修。', notice: '因需要调取监控，办理时限延长，请您谅解。' } });
    await visit(chief, '/staff/extensions');
    if (!events(key.number).includes('extended')) {
      await visit(chief, `/staff/complaints/${key.number}?act=decide-extension`);
      await act(chief, 'decide-extension', { pick: { agreed: 'yes' } });
    }
    assert.ok(events(key.number).includes('extended'));
    await visit(person, '/track/case');
    const dates = await words(person, '.moves');
    assert.match(dates, /需要延长时间：期限由.*延至/);
    assert.ok(dates.includes('因需要调取监控') && !dates.includes('内部原因'));
    await look('extended');
  });

  it('withdraws, sees that it is checked, and takes it back', async () => {
    await visit(person, '/track/withdraw');
    await press(person, 'form[action="/track/withdraw"] button[type=submit]');
    assert.match(await words(person, '.status'), /取消撤回/);
    await look('withdrawing');
    assert.equal(await press(person, 'form[action="/track/keep"] button'), 200);
    assert.ok(!(await has(person, 'form[action="/track/keep"]')));
  });

  it('is answered by telephone, and disputed with one button', async () => {
    await open(clerk);
    await act(clerk, 'reply', { fill: { text: '经核实，当日系统故障，已向您致歉。' }, pick: { given: 'telephone' } });
    await visit(person, '/track/case');
    assert.match(await words(person, '.status'), /电话/, 'how and when the answer was given');
    await look('answered');
    assert.equal(await press(person, 'form[action="/track/unsolved"] button'), 422, 'a few words are needed');
    assert.ok(await has(person, '#why-e'));
    await person.fill('[name=why]', '只道歉，没有说明赔偿。');
    assert.equal(await press(person, 'form[action="/track/unsolved"] button'), 200);
    assert.match(await words(person, '.status h2'), /没有解决/);
    await look('disputed');
  });

  it('is out of the hands of who handled it', async () => {
    await until(happened('review_routed'), 'it is brought to others');
    assert.equal(await open(clerk), 404, 'who handled it does not see it any more');
    await visit(clerk, `/staff/complaints?view=all&q=${key.number}`);
    assert.ok(!(await words(clerk, '#main')).includes('柜台办理挂失'));
    await visit(chief, '/staff/complaints?view=all&only=review');
    assert.ok((await words(chief, '.t')).includes(key.number));
    await open(chief);
    await shot(chief, 'follow-staff-review');
    await act(chief, 'review', { fill: { text: '由他人复核。' } });
    await visit(person, '/track/case');
    assert.match(await words(person, '.status'), /经办过的人员不参与/);
    await look('reviewing');
  });

  it('is answered again by others, closed, rated, and asked why', async () => {
    await open(chief);
    await act(chief, 'reply', { fill: { text: '复核认为应当补偿，已联系您。' }, pick: { given: 'telephone' } });
    await open(chief);
    await closeIt(chief, { finding: 1, text: '复核查明等候时间过长属实，已补偿。' });
    assert.ok(events(key.number).includes('closed'), await words(chief, '#main'));
    await visit(person, '/track/case');
    assert.match(await words(person, '.status'), /不认可处理结果/, 'other ways after a review');
    await look('closed');
    await press(person, '.status a[href="/track/rate"]');
    await person.check('[name=solved][value=partly]');
    await person.check('[name=overall][value="2"]');
    await press(person, 'form[action="/track/rate"] button[type=submit]');
    assert.match(person.url(), /\/track\/rate\/why$/);
    await person.check('[name=reason][value=slow]');
    await look('why');
    await press(person, 'form[action="/track/rate/why"] button[type=submit]');
    assert.match(person.url(), /\/track\/case$/);
    assert.equal(sql(`SELECT CONCAT(r.solved, r.overall, r.reasons) FROM rating r JOIN complaint c ON c.id = r.complaint_id WHERE c.number = '${key.number}'`), '22slow');
    await look('rated');
    await press(person, '.side a[href="/track/rate"]');
    await person.check('[name=overall][value="4"]');
    await press(person, 'form[action="/track/rate"] button[type=submit]');
    assert.match(person.url(), /\/track\/case$/, 'no reasons are asked for');
    assert.deepEqual(events(key.number).filter((e) => e.startsWith('rated')), ['rated', 'rated_why', 'rated_again']);
  });

  it('prints with all messages', async () => {
    await visit(person, '/track/print');
    const sheet = await words(person, '.slip');
    for (const text of [key.number, '请上传排队号的照片', '只道歉，没有说明赔偿', '排队号.jpg']) assert.ok(sheet.includes(text), text);
    await shot(person, 'follow-print');
  });

  it('keeps what was typed when the page had closed itself', async () => {
    await visit(person, '/track/case');
    const late = await file({ title: '另一件', body: '另一件事情的经过写在这里，足够长。' });
    await track(person, late);
    await person.fill('[name=text]', '写了很久的一段话，不能丢。');
    sql('DELETE FROM track_session');
    assert.equal(await press(person, 'form[action="/track/message"] button[type=submit]'), 404);
    await look('expired');
    await person.fill('[name=code]', late.passcode);
    assert.equal(await press(person, 'form[action="/track"] button'), 200);
    assert.equal(await person.inputValue('[name=text]'), '写了很久的一段话，不能丢。');
  });
});
