// One complaint through the whole house, without JavaScript: filed on the website, accepted, asked, supplied, answered, closed, rated.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import {
  act, closeIt, confirmPassword, desktop, events, fillForm, forgetPassword, has, next, offered, phone, photograph, press, readQr, receipt, reflows, send, shot, sql, staff, start,
  stop, track, url, visit, visitor, words, categoryId,
} from './lib.mjs';

before(start);
after(stop);

const told = {
  'zh-CN': {
    title: '理赔材料交了两个月没有结论', body: '7月1日我在石桥县的柜台交齐了材料，当时说三十天内答复。\n到现在已经两个月，每次打电话都说还在调查。', place: '石桥县柜台', note: '请给我一个明确的日期。',
    name: '欧阳翠花', phone: '13812345678', ask: '请上传出院小结的照片。', answer: '出院小结见照片。', reply: '经核实，您的理赔申请已经通过，赔款今天转账。', reason: '材料齐全，属于理赔范围。', words: '谢谢，处理得很快。',
  },
  en: {
    title: 'No decision on my claim', body: 'I handed in all papers at the Shiqiao counter on 1 July and was told: 30 days.\nIt has been two months, and every time I call it is "still being looked into".', place: 'Shiqiao counter',
    note: 'Please give me a date.', name: 'Mary O’Neil', phone: '+86 138 1234 5678', ask: 'Please send a photograph of the discharge letter.', answer: 'Here is the letter.',
    reply: 'Your claim has been approved and is paid today.', reason: 'The papers are complete.', words: 'Thank you, that was quick.',
  },
};

for (const { locale, viewport, name } of [{ locale: 'zh-CN', viewport: phone, name: 'on a phone in Chinese' }, { locale: 'en', viewport: desktop, name: 'on a desktop in English' }]) {
  describe(`a complaint ${name}`, () => {
    const t = told[locale];
    const look = (page, what) => shot(page, `journey-${locale}-${what}`);
    let person, clerk, key, photo, repliesBefore;

    before(async () => {
      photo = await photograph(`${locale} ${Date.now()}`);
      person = await visitor({ locale, viewport });
      clerk = await staff('lijing', { locale, viewport });
      await visit(clerk, `/staff/?lang=${locale === 'en' ? 'en' : 'zh'}`);
    });
    after(async () => {
      await person?.leave();
      await clerk?.leave();
    });

    /** Whose turn it is opens what waits about this complaint and agrees. */
    const agree = async (login) => {
      const approver = await staff(login, { locale, viewport });
      await visit(approver, '/staff/approvals');
      await press(approver, `a[href^="/staff/approvals/"]:has-text("${key.number}"), tr:has-text("${key.number}") a[href^="/staff/approvals/"], li:has-text("${key.number}") a[href^="/staff/approvals/"]`);
      assert.ok((await words(approver, '#main')).includes(t.reply), 'what is decided on is on the page');
      await look(approver, `approval-${login}`);
      await press(approver, 'button[value=agree]');
      await approver.leave();
    };

    it('begins on the home page', async () => {
      assert.equal(await visit(person, '/'), 200);
      assert.equal(await person.getAttribute('html', 'lang'), locale);
      await look(person, 'home');
      await press(person, '.hero a[href="/file"]');
      await press(person, 'form[action="/file"] button');
      assert.match(person.url(), /\/file\/category$/);
    });

    it('asks what it is about, and says what is missing', async () => {
      assert.equal(await next(person), 422);
      assert.equal(await words(person, '.errs li'), (await words(person, '#category-e')), 'the summary and the field say the same');
      await reflows(person, 'category');
      await look(person, 'category-error');
      await person.check(`[name=category][value="${categoryId('claim')}"]`);
      await next(person);
      assert.match(person.url(), /\/file\/what$/);
    });

    it('keeps everything when an answer is missing', async () => {
      const own = await person.locator('main [name^=f]').first().getAttribute('name');
      await person.fill('[name=title]', t.title);
      await person.fill('[name=place]', t.place);
      await person.fill('[name=reference]', '2023-004711');
      await person.fill(`[name=${own}]`, 'P 77-1');
      assert.equal(await next(person), 422);
      await look(person, 'what-error');
      assert.equal(await person.getAttribute('.errs li a', 'href'), '#body', 'the error leads to its field');
      assert.equal(await person.getAttribute('#body', 'aria-invalid'), 'true');
      for (const [field, value] of [['title', t.title], ['place', t.place], ['reference', '2023-004711'], [own, 'P 77-1']]) assert.equal(await person.inputValue(`[name=${field}]`), value);
      await person.fill('[name=body]', t.body);
      await next(person);
      assert.match(person.url(), /\/file\/wish$/);
    });

    it('takes what is wanted and a sum in full-width digits', async () => {
      await person.check('[name=want_compensation]');
      await person.fill('[name=amount]', '１，２００元');
      await person.fill('[name=note]', t.note);
      await next(person);
      assert.match(person.url(), /\/file\/files$/);
    });

    it('takes a file, and refuses what only looks like one', async () => {
      await person.setInputFiles('[name=file]', { name: '单据 receipt.jpg', mimeType: 'image/jpeg', buffer: photo });
      await press(person, 'button[name=do][value=add]');
      assert.match(await words(person, '.flist'), /单据 receipt\.jpg/);
      await person.setInputFiles('[name=file]', { name: 'page.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<script>alert(1)</script>') });
      assert.equal(await press(person, 'button[name=do][value=add]'), 422);
      assert.ok(await has(person, '#file-e'));
      assert.match(await words(person, '.flist'), /单据 receipt\.jpg/, 'the good file stays');
      assert.equal(await person.locator('.flist li').count(), 1);
      await look(person, 'files');
      await next(person);
      assert.match(person.url(), /\/file\/who$/);
    });

    it('asks who one is and how to be reached', async () => {
      await person.check('[name=mode][value=named]');
      await person.check('[name=kind][value=customer]');
      await next(person);
      await person.fill('[name=name]', t.name);
      await person.check('[name=prefer][value=phone]');
      assert.equal(await next(person), 422, 'a call needs a number');
      assert.equal(await person.inputValue('[name=name]'), t.name);
      assert.ok(await person.isChecked('[name=prefer][value=phone]'));
      await person.fill('[name=phone]', t.phone);
      await next(person);
      assert.match(person.url(), /\/file\/check$/);
    });

    it('shows everything for a check, and lets each part be changed', async () => {
      const shown = await words(person, '.sum');
      for (const text of [t.title, t.place, '2023-004711', 'P 77-1', '1200', t.note, '单据 receipt.jpg', t.name]) assert.ok(shown.includes(text), `${text} in ${shown}`);
      await look(person, 'check');
      await press(person, '.sum a[href^="/file/what"]');
      await person.fill('[name=place]', `${t.place} 2`);
      await next(person);
      assert.match(person.url(), /\/file\/check$/, 'straight back to the check');
      assert.ok((await words(person, '.sum')).includes(`${t.place} 2`));
    });

    it('gives a receipt that survives reload and the back button', async () => {
      key = await send(person);
      assert.match(key.number, /^TS-[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]$/);
      assert.match(key.passcode, /^([0-9A-Z]{4} ){3}[0-9A-Z]{4}$/);
      await reflows(person, 'receipt');
      await look(person, 'receipt');
      await person.reload();
      assert.deepEqual(await receipt(person), key);
      await person.goBack();
      await visit(person, '/receipt');
      assert.deepEqual(await receipt(person), key);
      assert.equal(sql(`SELECT COUNT(*) FROM complaint WHERE number = '${key.number}'`), '1');
    });

    it('carries a QR code with the number and without the passcode', async () => {
      const said = readQr(await person.locator('svg.qr').screenshot({ scale: 'css' }));
      assert.ok(said.endsWith(`/track?no=${key.number}`), said);
      assert.ok(!said.replace(/[^0-9A-Z]/gi, '').includes(key.passcode.replace(/ /g, '')));
      await visit(person, said);
      assert.equal(await person.inputValue('[name=number]'), key.number);
      assert.equal(await person.inputValue('[name=code]'), '');
    });

    it('can be printed on one sheet', async () => {
      await visit(person, '/receipt/print');
      const sheet = await words(person, '.slip');
      for (const text of [key.number, t.name.slice(0, 1), t.title]) assert.ok(sheet.includes(text), text);
      const pdf = (await person.pdf({ format: 'A4', printBackground: true })).toString('latin1');
      assert.equal((pdf.match(/\/Type\s*\/Page\b/g) ?? []).length, 1, 'fits on A4');
      assert.ok(readQr(await person.locator('svg.qr').screenshot()).endsWith(key.number));
      await look(person, 'receipt-print');
    });

    it('is signed, and anybody can check it', async () => {
      await visit(person, '/receipt');
      const block = await person.locator('pre.sig').textContent();
      assert.equal(block.trim().split('\n').length, 6);
      await visit(person, '/verify');
      await person.fill('[name=block]', block);
      assert.equal(await press(person, 'form[action="/verify"] button'), 200);
      assert.ok(await has(person, '.note-ok'));
      assert.ok((await words(person, '.note-ok')).includes(key.number));
      await look(person, 'verify');
      await visit(person, '/verify');
      await person.fill('[name=block]', block.replace(/T\d\d:/, (hour) => (hour === 'T00:' ? 'T01:' : 'T00:')));
      await press(person, 'form[action="/verify"] button');
      assert.ok(await has(person, '.note-bad'), 'another hour is not what was signed');
      await visit(person, '/receipt');
      await press(person, 'form[action="/receipt/done"] button');
      await visit(person, '/receipt');
      assert.ok(!(await has(person, '.codes')), 'finished: nobody after can see the passcode');
    });

    it('stands in the list of the clerk, who accepts it', async () => {
      await visit(clerk, '/staff/');
      await look(clerk, 'workbench');
      await press(clerk, '.tile[href$="view=new"]');
      await look(clerk, 'list');
      await visit(clerk, `/staff/complaints?view=new&sort=received`);
      await press(clerk, `.t a[href*="${key.number}"]`);
      assert.ok((await words(clerk, 'h1')).includes(t.title));
      const html = await clerk.content();
      assert.ok(!html.includes(t.phone) && !html.includes('13812345678'), 'the telephone number is masked');
      await reflows(clerk, 'case');
      await look(clerk, 'case');
      assert.deepEqual((await offered(clerk)).filter((a) => ['accept', 'reject', 'close', 'reply'].includes(a)), ['accept', 'reject']);
      assert.equal(await act(clerk, 'accept'), 200);
      assert.ok(await has(clerk, '.flash'));
      assert.ok((await offered(clerk)).includes('ask-material'));
    });

    it('shows the contact data only after the password, and records it', async () => {
      await forgetPassword(clerk);
      await visit(clerk, `/staff/complaints/${key.number}`);
      await press(clerk, `.desc a[href$="/reveal"]`);
      await confirmPassword(clerk);
      assert.match(clerk.url(), /\/reveal$/);
      await look(clerk, 'reveal');
      assert.equal(await press(clerk, 'form[action$="/reveal"] button'), 200);
      const shown = await words(clerk, '.desc');
      assert.ok(shown.includes(t.name) && shown.includes(t.phone), shown);
      await look(clerk, 'identity');
      assert.deepEqual(events(key.number).slice(-1), ['revealed']);
      await visit(clerk, `/staff/complaints/${key.number}`);
      assert.ok(!(await clerk.content()).includes(t.phone), 'masked again');
      await press(clerk, `.desc form[action$="/reveal"] button`);
      assert.ok((await words(clerk, '.desc')).includes(t.phone), 'at once, the password being fresh');
      assert.equal(events(key.number).filter((e) => e === 'revealed').length, 2, 'each look is recorded');
    });

    it('is asked about', async () => {
      await visit(clerk, `/staff/complaints/${key.number}`);
      await act(clerk, 'ask-material', { fill: { text: t.ask, until: sql('SELECT CURDATE() + INTERVAL 10 DAY') } });
      assert.ok((await words(clerk, '.tl')).includes(t.ask));
      await visit(clerk, '/staff/');
      repliesBefore = Number(await words(clerk, '.tile[href$="view=replies"] b'));
    });

    it('opens for its number and passcode, typed carelessly, and is answered with a photograph', async () => {
      assert.equal(await track(person, { number: key.number.toLowerCase().replace(/-/g, ' '), passcode: ` ${key.passcode.toLowerCase().replace(/ /g, '-')} ` }), 200);
      assert.match(person.url(), /\/track\/case$/);
      assert.ok(await has(person, '.status.wait'), 'it is the complainant’s turn');
      assert.ok((await words(person, '.msg')).includes(t.ask));
      await reflows(person, 'track');
      await look(person, 'track-wait');
      assert.equal(await press(person, 'form[action="/track/message"] button[type=submit]'), 422, 'an empty message is none');
      await person.fill('[name=text]', t.answer);
      await person.setInputFiles('[name=file]', { name: '出院小结.jpg', mimeType: 'image/jpeg', buffer: photo });
      assert.equal(await press(person, 'form[action="/track/message"] button[type=submit]'), 200);
      assert.ok(await has(person, '.flash'));
      assert.ok((await words(person, '.msg.me')).includes(t.answer));
      assert.ok((await words(person, '.msg.me .file')).includes('出院小结.jpg'));
      await person.reload();
      assert.equal(events(key.number).filter((e) => e === 'supplied').length, 1);
    });

    it('counts as a new reply, whose photograph the clerk downloads', async () => {
      await visit(clerk, '/staff/');
      assert.equal(Number(await words(clerk, '.tile[href$="view=replies"] b')), repliesBefore + 1);
      await visit(clerk, '/staff/complaints?view=replies');
      await press(clerk, `.t a[href*="${key.number}"]`);
      assert.ok((await words(clerk, '.tl .msg')).includes(t.answer));
      const [download] = await Promise.all([clerk.waitForEvent('download'), clerk.locator('.tl .file').first().click()]);
      assert.equal(download.suggestedFilename(), '出院小结.jpg');
      const stream = await download.createReadStream();
      const chunks = [];
      for await (const chunk of stream) chunks.push(chunk);
      assert.deepEqual(Buffer.concat(chunks), photo, 'byte for byte');
      await visit(clerk, `/staff/complaints/${key.number}/files`);
      assert.equal(await clerk.locator('.t tbody tr').count(), 2);
      await look(clerk, 'files-tab');
    });

    it('is answered and closed with finding and reason', async () => {
      await visit(clerk, `/staff/complaints/${key.number}`);
      assert.equal(await act(clerk, 'reply'), 422, 'an answer has words');
      await act(clerk, 'reply', { fill: { text: t.reply }, pick: { web_reply: '1' } });
      await visit(person, '/track/case');
      assert.ok(!(await words(person, '#main')).includes(t.reply), 'the text of an answer is shown once that was agreed to');
      for (const login of ['zhoufa', 'wumin']) await agree(login);
      await visit(clerk, `/staff/complaints/${key.number}`);
      assert.equal(await closeIt(clerk, { text: t.reason }), 422, 'closing takes a finding');
      assert.equal(await clerk.inputValue('#text'), t.reason, 'the reason is kept');
      await look(clerk, 'close-error');
      await clerk.check('[name=finding][value="1"]');
      await press(clerk, 'form[action$="/close"] button.btn-p');
      await look(clerk, 'closed');
      await visit(clerk, `/staff/complaints/${key.number}`);
      assert.ok((await offered(clerk)).every((a) => ['note', 'reopen', 'review', 'outcome', 'clock-done', 'contact', 'link', 'as-new'].includes(a)));
      await look(clerk, 'case-closed');
    });

    it('shows its result, and is rated', async () => {
      await visit(person, '/track/case');
      assert.ok((await words(person, '.status')).includes(t.reply));
      await look(person, 'track-closed');
      await press(person, '.status a[href="/track/rate"]');
      assert.equal(await press(person, 'form[action="/track/rate"] button[type=submit]'), 422);
      await look(person, 'rate-error');
      await person.check('[name=solved] >> nth=0');
      for (const name of ['overall', 'speed', 'attitude', 'skill', 'result']) await person.check(`[name=${name}][value="5"]`);
      await person.fill('[name=words]', t.words);
      await press(person, 'form[action="/track/rate"] button[type=submit]');
      assert.match(person.url(), /\/track\/case$/);
      assert.ok(await has(person, '.flash'));
      await visit(person, '/track/rate');
      assert.ok(await person.isChecked('[name=overall][value="5"]'), 'what was said stands there and can be changed');
      assert.equal(sql(`SELECT CONCAT(r.solved, r.overall, r.words) FROM rating r JOIN complaint c ON c.id = r.complaint_id WHERE c.number = '${key.number}'`), `15${t.words}`);
    });

    it('has every step in its record', async () => {
      const steps = events(key.number);
      assert.deepEqual(steps.filter((e) => e !== 'read'), ['submitted', 'accepted', 'revealed', 'revealed', 'asked', 'supplied', 'replied', 'approval_asked', 'approved', 'approved', 'closed', 'rated']);
      await visit(clerk, `/staff/complaints/${key.number}/record`);
      assert.equal(await clerk.locator('.t tbody tr').count(), steps.length);
      await look(clerk, 'record');
      await visit(clerk, `/staff/complaints/${key.number}/print`);
      assert.ok((await words(clerk, '.slip')).includes(t.reason));
      assert.ok(!(await clerk.content()).includes(t.phone), 'the sheet is masked too');
      assert.ok(!(await words(person, '.tl')).match(/revealed|查看/), 'who looked is no business of the public page');
    });

    it('is closed to the next visitor of this device', async () => {
      await visit(person, '/track/case');
      await press(person, 'form[action="/track/leave"] button');
      await visit(person, '/track/case');
      assert.match(person.url(), /\/track$/);
      await clerk.click('.menu summary');
      await press(clerk, '.menu form button');
      await visit(clerk, '/staff/');
      assert.ok(clerk.url().startsWith(`${url}/staff/sign-in`));
    });
  });
}
