// Hands that use no mouse: the public form from home page to receipt by keys alone; the single keys of staff pages.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { Robot } from './robot.mjs';
import { categoryId, desktop, events, file, has, password, phone, press, staff, start, stop, visit, visitor, words } from './lib.mjs';

before(start);
after(stop);

const focus = (page) => page.evaluate(() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  return { tag: at.tagName, id: at.id, name: at.name, seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, inside: box.bottom > 0 && box.top < innerHeight };
});

/** Tab until what is meant has the focus; every stop on the way shows it. */
async function tabTo(page, selector) {
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press('Tab');
    const at = await focus(page);
    if (at.tag === 'BODY') continue;
    assert.ok(at.seen, `the focus shows on ${at.tag} ${at.id || at.name} at ${page.url()}`);
    assert.ok(at.inside, `${at.tag} ${at.id || at.name} is scrolled into view`);
    if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
  }
  assert.fail(`${selector} cannot be reached at ${page.url()}`);
}

async function enter(page) {
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')]);
  await page.waitForLoadState('domcontentloaded');
}

describe('the keyboard', () => {
  for (const viewport of [desktop, phone]) {
    it(`files a complaint alone, at ${viewport.width} px`, async () => {
      const page = await visitor({ script: true, viewport });
      await visit(page, '/');
      await page.keyboard.press('Tab');
      assert.equal((await focus(page)).tag, 'A');
      assert.ok(await page.evaluate(() => document.activeElement.matches('.skip')), 'the first stop leads to the content');
      await page.keyboard.press('Enter');
      await tabTo(page, '.hero a[href="/file"]');
      await enter(page);
      await tabTo(page, 'form[action="/file"] button');
      await enter(page);
      await tabTo(page, '[name=category]');
      for (let i = 0; i < 20 && !(await page.evaluate((id) => document.activeElement.value === id, categoryId('notice'))); i++) await page.keyboard.press('ArrowDown');
      await tabTo(page, '.btn-p');
      await enter(page);
      await tabTo(page, '[name=body]');
      await page.keyboard.type('没有收到缴费通知，保单失效了。');
      await tabTo(page, '.btn-p');
      await enter(page);
      await tabTo(page, '[name=want_apology]');
      await page.keyboard.press('Space');
      await tabTo(page, '.btn-p');
      await enter(page);
      await tabTo(page, '.btn-p');
      await enter(page);
      await tabTo(page, '[name=mode]');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      assert.ok(await page.isChecked('[name=mode][value=anonymous]'));
      await tabTo(page, '[name=kind]');
      await page.keyboard.press('Space');
      await tabTo(page, '.btn-p');
      await enter(page);
      await tabTo(page, '.btn-p'); // nobody needs to be told
      await enter(page);
      assert.match(page.url(), /\/file\/check$/);
      await tabTo(page, 'form[action="/file/send"] button');
      await enter(page);
      await page.waitForURL('**/receipt');
      await tabTo(page, 'details > summary');
      await page.keyboard.press('Enter');
      assert.ok(await page.isVisible('pre.sig'));
      await page.leave();
    });
  }

  it('goes through every page of the form, files, errors and helpful answers among them', async () => {
    const page = await visitor({ script: true, viewport: phone });
    const here = (selector) => page.evaluate((s) => document.activeElement.matches(s), selector);
    const goOn = async () => { await tabTo(page, 'button.btn-p.btn-full'); await enter(page); };
    /** The page of an error begins with what is wrong. It has the focus when the browser first paints, which may be a moment after it was read. */
    const told = async () => {
      await page.waitForFunction(() => document.activeElement.matches('.errs'), null, { timeout: 5000 }).catch(() => {});
      assert.ok(await here('.errs'), `the summary has the focus at ${page.url()}`);
    };
    /** Its link leads to the field, where typing goes on. */
    const mend = async (field) => {
      await told();
      await page.keyboard.press('Tab');
      assert.ok(await here(`.errs a[href="#${field}"]`), `its first link leads to ${field}`);
      await page.keyboard.press('Enter');
    };
    await visit(page, '/file');
    await tabTo(page, 'form[action="/file"] button');
    await enter(page);
    await goOn();
    await mend('category');
    await tabTo(page, '[name=category]');
    for (let i = 0; i < 30 && !(await page.evaluate((id) => document.activeElement.value === id, categoryId('maintenance'))); i++) await page.keyboard.press('ArrowDown');
    await goOn();
    assert.match(page.url(), /\/file\/help$/, 'answers of the category are offered');
    await tabTo(page, '.faq > summary');
    await page.keyboard.press('Enter');
    assert.ok(await page.isVisible('.faq[open] .body'));
    await page.keyboard.down('Shift');
    for (let i = 0; i < 9 && !(await here('button[value=go]')); i++) await page.keyboard.press('Tab');
    await page.keyboard.up('Shift');
    await enter(page);
    assert.match(page.url(), /\/file\/what$/);
    await goOn();
    await mend('body');
    await page.keyboard.type('变更受益人办了两个月还没有办好。');
    for (const field of await page.locator('main form [required], main [name^=f]').evaluateAll((all) => all.map((e) => e.name))) {
      await tabTo(page, `[name="${field}"]`);
      if (await here('[type=date]')) for (const key of ['ArrowUp', 'ArrowRight', 'ArrowUp', 'ArrowRight', 'ArrowUp']) await page.keyboard.press(key);
      else await page.keyboard.type('2026-01-02');
    }
    await goOn();
    assert.match(page.url(), /\/file\/wish$/);
    await tabTo(page, '[name=want_apology]');
    await page.keyboard.press('Space');
    await goOn();
    assert.match(page.url(), /\/file\/files$/);
    await tabTo(page, '[name=do][value=add]');
    await enter(page);
    await mend('file');
    assert.equal(await page.evaluate(() => document.activeElement.type), 'file', 'a file is chosen with the keys of the browser');
    await goOn();
    assert.match(page.url(), /\/file\/who$/);
    await goOn();
    await told();
    await tabTo(page, '[name=mode]');
    await page.keyboard.press('Space');
    await tabTo(page, '[name=kind]');
    await page.keyboard.press('Space');
    await goOn();
    assert.match(page.url(), /\/file\/contact$/);
    await tabTo(page, '[name=phone]');
    await page.keyboard.type('12');
    await goOn();
    await told();
    await tabTo(page, '[name=name]');
    await page.keyboard.type('诸葛');
    await tabTo(page, '[name=prefer]');
    await page.keyboard.press('Space');
    await tabTo(page, '[name=phone]');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('13805310001');
    await goOn();
    assert.match(page.url(), /\/file\/(check|party)$/, await words(page, '.errs'));
    if (/party$/.test(page.url())) await goOn();
    await tabTo(page, 'form[action="/file/send"] button');
    await enter(page);
    await page.waitForURL('**/receipt');
    await page.leave();
  });

  it('goes from the summary of errors to the field', async () => {
    const page = await visitor({ script: true });
    await visit(page, '/track');
    await tabTo(page, '[name=code]');
    await page.keyboard.type('1');
    await enter(page);
    await tabTo(page, '.errs a');
    await page.keyboard.press('Enter');
    await page.keyboard.type('TS');
    assert.equal(await page.inputValue('[name=number]'), 'TS');
    await page.leave();
  });
});

describe('staff pages with script', () => {
  let clerk, key;
  before(async () => {
    key = await file({ title: '按键办理的一件' });
    clerk = await staff('jn.customer_service1', { script: true });
  });
  after(() => clerk?.leave());
  const at = () => clerk.evaluate(() => document.activeElement.id || document.activeElement.closest('details')?.id || document.activeElement.tagName);
  const open = () => clerk.locator('#act details[open]').evaluateAll((all) => all.map((d) => d.id));

  it('open a panel by its letter, one at a time', async () => {
    await visit(clerk, `/staff/complaints/${key.number}`);
    await clerk.keyboard.press('n');
    assert.deepEqual(await open(), ['act-note']);
    assert.equal(await at(), 'note-text');
    await clerk.keyboard.type('axn');
    assert.equal(await clerk.inputValue('#note-text'), 'axn', 'letters are letters in a text');
    assert.deepEqual(await open(), ['act-note']);
    await clerk.click('h1');
    await clerk.keyboard.press('x');
    assert.deepEqual(await open(), ['act-reject']);
  });

  it('keep what was typed over a lost page, and Ctrl+Enter sends it once', async () => {
    await visit(clerk, '/staff/');
    await visit(clerk, `/staff/complaints/${key.number}`);
    await clerk.keyboard.press('n');
    await clerk.fill('#note-text', '写到一半的意见');
    await clerk.waitForTimeout(400);
    await visit(clerk, '/staff/');
    await visit(clerk, `/staff/complaints/${key.number}`);
    assert.equal(await clerk.inputValue('#note-text'), '写到一半的意见');
    await clerk.keyboard.press('n');
    await Promise.all([clerk.waitForEvent('framenavigated'), clerk.keyboard.press('Control+Enter')]);
    await clerk.waitForSelector('.flash');
    assert.ok((await words(clerk, '.tl')).includes('写到一半的意见'));
    assert.equal(await clerk.inputValue('#note-text'), '', 'sent means gone');
    assert.equal(events(key.number).filter((e) => e === 'note').length, 1);
  });

  it('go to the search by a slash, and close the menu by Escape', async () => {
    await clerk.click('h1');
    await clerk.keyboard.press('/');
    assert.equal(await at(), 'find');
    await clerk.keyboard.type(key.number);
    await enter(clerk);
    assert.ok(clerk.url().includes(key.number) || await has(clerk, `.t a[href*="${key.number}"]`));
    await clerk.click('.menu summary');
    assert.ok(await clerk.isVisible('.menu-p'));
    await clerk.keyboard.press('Escape');
    assert.ok(!(await clerk.isVisible('.menu-p')));
  });

  it('let single letters be switched off, which this browser remembers', async () => {
    await visit(clerk, `/staff/complaints/${key.number}`);
    await clerk.click('.keys');
    await clerk.reload();
    const before = await open();
    await clerk.click('h1');
    await clerk.keyboard.press('t');
    assert.deepEqual(await open(), before);
    assert.ok(!(await clerk.isVisible('#act kbd')));
    await clerk.click('.keys');
    await clerk.keyboard.press('t');
    assert.deepEqual(await open(), ['act-assign']);
  });

  it('open the panel that an address names', async () => {
    await visit(clerk, '/staff/');
    await visit(clerk, `/staff/complaints/${key.number}#act-message`);
    assert.deepEqual(await open(), ['act-message']);
  });

  it('jump to the errors of a form', async () => {
    await visit(clerk, `/staff/complaints/${key.number}`);
    await clerk.keyboard.press('n');
    await press(clerk, '#act-note button[type=submit]');
    assert.equal(await at(), 'errs');
    assert.deepEqual(await open(), ['act-note']);
  });

  it('never show one person’s draft to the next', async () => {
    await visit(clerk, `/staff/complaints/${key.number}`);
    await clerk.keyboard.press('n');
    await clerk.fill('#note-text', '李静未发的意见');
    await clerk.waitForTimeout(400);
    await clerk.click('.menu summary');
    await press(clerk, '.menu form button');
    await clerk.fill('[name=login]', 'zhaolei');
    await clerk.fill('[name=password]', password);
    await press(clerk, 'main button[type=submit]');
    await visit(clerk, `/staff/complaints/${key.number}`);
    assert.equal(await clerk.inputValue('#note-text'), '');
  });
});

describe('size and language', () => {
  it('stay as chosen on every page, and survive the form', async () => {
    const page = await visitor({ locale: 'zh-CN' });
    await visit(page, '/');
    await press(page, '.util a[href*="size="]');
    assert.ok((await page.getAttribute('html', 'class')).split(' ').includes('large'));
    await press(page, '.util a[hreflang=en]');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    await visit(page, '/file');
    await press(page, 'form[action="/file"] button');
    assert.ok((await page.getAttribute('html', 'class')).includes('large'));
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    await press(page, '.util a[href*="size="]');
    assert.ok(!(await page.getAttribute('html', 'class')).includes('large'));
    await page.leave();
  });

  it('of a page follow what the browser asks for', async () => {
    for (const [asked, given] of [['en-GB', 'en'], ['zh-TW', 'zh-CN'], ['fr-FR', 'zh-CN'], ['fr, en;q=0.8, zh;q=0.5', 'en']]) {
      const robot = new Robot(asked);
      await robot.go('/');
      assert.match(robot.html, new RegExp(`<html lang="${given}"`), asked);
    }
  });
});
