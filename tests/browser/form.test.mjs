// The complaint form on a phone, without JavaScript: confidential with two photographs, for somebody else with a letter of authority, as a group, joining what is known, going on elsewhere.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { categoryId, fillForm, has, next, phone, photograph, press, reflows, send, shot, sql, staff, start, stop, track, url, visit, visitor, words } from './lib.mjs';

before(start);
after(stop);

/** Until the page after the files. */
async function writeUntilWho(page, { body, title, place, category = 'claim' }) {
  await visit(page, '/file');
  await press(page, 'form[action="/file"] button');
  await page.check(`[name=category][value="${categoryId(category)}"]`);
  await next(page);
  await page.fill('[name=body]', body);
  if (title) await page.fill('[name=title]', title);
  if (place) await page.fill('[name=place]', place);
  await next(page);
  await page.check('[name=want_explanation]');
  await next(page);
}

async function contact(page) {
  await page.fill('[name=name]', '欧阳翠花');
  await page.fill('[name=phone]', '13812345678');
  await page.check('[name=prefer][value=phone]');
  await next(page);
}

describe('on a phone', () => {
  let clerk;
  before(async () => {
    clerk = await staff('lijing');
    await visit(clerk, '/staff/?lang=zh');
  });
  after(() => clerk.leave());

  it('a confidential complaint with two photographs is filed', async () => {
    const page = await visitor({ viewport: phone });
    await writeUntilWho(page, { body: '柜台人员要求私下付费才肯受理。' });
    for (const name of ['一.jpg', '二.jpg']) {
      await page.setInputFiles('[name=file]', { name, mimeType: 'image/jpeg', buffer: await photograph(name) });
      await press(page, 'button[name=do][value=add]');
    }
    assert.equal(await page.locator('.flist li').count(), 2);
    await next(page);
    await page.check('[name=mode][value=confidential]');
    await page.check('[name=kind][value=customer]');
    await next(page);
    await contact(page);
    assert.match(page.url(), /\/file\/check$/, 'nobody is asked for whom who complains for himself');
    await reflows(page, 'check');
    await shot(page, 'form-check');
    const key = await send(page);
    await shot(page, 'form-receipt');
    await track(page, key);
    assert.match(await words(page, '#main'), /一\.jpg/);
    await visit(clerk, `/staff/complaints/${key.number}`);
    const seen = await clerk.served();
    assert.ok(!seen.includes('欧阳翠花') && !seen.includes('13812345678'), 'the clerk sees neither name nor number');
    assert.equal(await clerk.locator('a.file').count(), 2);
    await page.leave();
  });

  it('somebody complains for his mother, with a letter of authority', async () => {
    const page = await visitor({ viewport: phone });
    await writeUntilWho(page, { body: '母亲的理赔款一直没有到账。' });
    await next(page);
    await page.check('[name=mode][value=named]');
    await page.check('[name=kind][value=representative]');
    await shot(page, 'form-who');
    await next(page);
    await contact(page);
    assert.match(page.url(), /\/file\/party$/);
    assert.equal(await next(page), 422);
    await reflows(page, 'party');
    await shot(page, 'form-party-errors');
    assert.equal(await page.locator('.errs li').count(), 3);
    await page.fill('[name=for_name]', '王桂芳');
    await page.fill('[name=for_relation]', '女儿');
    // A wrong file is named, and what was typed stays.
    await page.setInputFiles('[name=authority]', { name: '委托书.docx', mimeType: 'application/msword', buffer: Buffer.from('PK no picture') });
    assert.equal(await next(page), 422);
    assert.match(await words(page, '#authority-e'), /委托书\.docx/);
    assert.equal(await page.inputValue('[name=for_name]'), '王桂芳');
    await page.setInputFiles('[name=authority]', { name: '委托书.jpg', mimeType: 'image/jpeg', buffer: await photograph('委托书') });
    await next(page);
    assert.match(page.url(), /\/file\/check$/);
    assert.match(await words(page, '.sum'), /王桂芳 · 女儿/);
    const key = await send(page);
    await visit(clerk, `/staff/complaints/${key.number}`);
    const seen = await clerk.served();
    assert.ok(!seen.includes('王桂芳'), 'the person is hidden like the complainant');
    assert.match(await words(clerk, 'dl.desc'), /王\S+ · 女儿/);
    assert.match(await words(clerk, 'a.file'), /授权委托书 - 委托书\.jpg/);
    assert.ok(!(await has(clerk, 'form[action$="/standing"]')), 'nothing is missing');
    await shot(clerk, 'form-case-authority');
    await page.leave();
  });

  it('a group names who speaks for it and sends the list later', async () => {
    const page = await visitor({ viewport: phone });
    await writeUntilWho(page, { body: '我们三十户的保单都被多扣了一次保费。' });
    await next(page);
    await page.check('[name=mode][value=named]');
    await page.check('[name=kind][value=group]');
    await page.fill('[name=head_count]', '３０');
    await next(page);
    await contact(page);
    await page.fill('[name=name_1]', '李建国');
    await page.fill('[name=contact_1]', '13900001111');
    await page.check('[name=members_later]');
    await shot(page, 'form-party-group');
    await next(page);
    const key = await send(page);
    await visit(clerk, `/staff/complaints/${key.number}`);
    assert.ok(await has(clerk, 'form[action$="/standing"]'), 'the list is missing');
    await shot(clerk, 'form-case-missing');
    await press(clerk, 'form[action$="/standing"] button');
    assert.ok(!(await has(clerk, 'form[action$="/standing"]')));
    assert.ok(!(await clerk.served()).includes('13900001111'));
    await page.leave();
  });

  it('what is no complaint is told first, and one may go on', async () => {
    const page = await visitor({ viewport: phone });
    await visit(page, '/file');
    await shot(page, 'form-start');
    await page.check('[name=exclusion][value=court]');
    assert.equal(await press(page, 'form[action="/file"] button'), 200);
    await reflows(page, 'told');
    await shot(page, 'form-told');
    await press(page, '#told button');
    assert.match(page.url(), /\/file\/category$/);
    await page.leave();
  });

  it('a known incident is joined', async () => {
    const title = `海川市区系统故障 ${Date.now()}`;
    await visit(clerk, '/staff/incidents/new');
    await clerk.fill('[name=title]', title);
    await clerk.fill('[name=cause]', '核心系统停机，当天的缴费没有入账。');
    await press(clerk, 'form[action="/staff/incidents/new"] button.btn-p');
    const incident = sql(`SELECT MAX(id) FROM incident`);
    await visit(clerk, `/staff/incidents/${incident}/known`);
    await clerk.fill('[name=title_zh]', '海川市区缴费没有入账');
    await clerk.fill('[name=title_en]', 'Payments in Haichuan were not booked');
    await clerk.fill('[name=body_zh]', '正在逐笔核对，三天内补记。');
    await shot(clerk, 'form-known');
    await press(clerk, `form[action="/staff/incidents/${incident}/known"] button.btn-p`);
    const page = await visitor({ viewport: phone });
    await fillForm(page, { body: '我在海川市区的缴费没有入账，已经三天了。', mode: 'confidential' });
    await shot(page, 'form-join');
    await reflows(page, 'join');
    await page.check(`[name=join][value="${incident}"]`);
    const key = await send(page);
    assert.equal(sql(`SELECT incident_id FROM complaint WHERE number = '${key.number}'`), incident);
    await visit(clerk, `/staff/incidents/${incident}`);
    assert.ok((await clerk.served()).includes(key.number));
    await visit(clerk, `/staff/incidents/${incident}/known`);
    await press(clerk, 'button[name=hide]');
    await page.leave();
  });

  it('what was begun goes on on another device, and after the browser was closed', async () => {
    const page = await visitor({ viewport: phone }), other = await visitor({ viewport: phone });
    await writeUntilWho(page, { body: '写到一半，换电脑继续。😀 𠮷' });
    const { cookies } = await page.context().storageState();
    assert.ok(cookies.find((c) => c.name.endsWith('draft')).expires > Date.now() / 1000 + 86400, 'the cookie outlives the window');
    await visit(page, '/file');
    await press(page, 'form[action="/file/code"] button');
    await shot(page, 'form-code');
    const code = await words(page, '.code');
    await visit(other, '/file/continue');
    await other.fill('[name=code]', code.toLowerCase());
    await press(other, 'form[action="/file/continue"] button');
    assert.equal(other.url(), `${url}/file/files`);
    await visit(other, '/file/what');
    assert.match(await other.inputValue('[name=body]'), /写到一半，换电脑继续。😀 𠮷/);
    await other.goBack();
    await visit(other, '/file/continue');
    await reflows(other, 'continue');
    await shot(other, 'form-continue');
    await page.leave();
    await other.leave();
  });
});
