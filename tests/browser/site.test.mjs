// What administrators write for the public, from the draft to the reader; and how public pages are read: aloud, on paper, as a first visitor fetches them.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { Gates } from './gates.mjs';
import { categoryId, file, has, known, next, phone, press, reflows, shot, sql, staff, start, stop, track, url, visit, visitor, weigh, words } from './lib.mjs';

before(start);
after(stop);

const LIST = '/staff/admin/content';
const KB = 1024;

describe('public pages are written by administrators', () => {
  let admin;
  before(async () => { admin = await staff('admin'); });
  after(() => admin?.leave());

  it('a way to reach us, from draft to home page and back', async () => {
    await visit(admin, LIST);
    await admin.click(`a[href="${LIST}/new?kind=2"]`);
    await admin.fill('[name=title_zh]', '微信公众号');
    await admin.fill('[name=hours_zh]', '工作日 9:00—18:00');
    await admin.fill('[name=body_zh]', '关注<b>海川人寿</b>');
    assert.equal(await press(admin, '[name=do][value=preview]'), 422);
    assert.match(await words(admin, '.errs'), /HTML 代码不会生效，只会原样显示：<b>/);
    await admin.fill('[name=body_zh]', '关注“**海川人寿**”，点 [投诉](/file)。');
    await press(admin, '[name=do][value=preview]');
    assert.match(admin.url(), /preview$/);
    assert.match(await words(admin, '.kv'), /微信公众号 ?工作日 9:00—18:00 ?关注“海川人寿”，点 投诉。/);
    await admin.setViewportSize(phone);
    await reflows(admin, 'preview');
    await shot(admin, 'site-preview');
    await admin.setViewportSize({ width: 1366, height: 900 });
    await press(admin, '.pv a[href*="in=en"]');
    assert.equal(await admin.getAttribute('html', 'lang'), 'en');
    const page = await visitor({ viewport: phone });
    await visit(page, '/');
    assert.doesNotMatch(await words(page, 'main'), /微信公众号/);
    await press(admin, '.pv button.btn-p');
    assert.match(await words(admin, '.flash'), /已发布/);
    await known();
    await visit(page, '/');
    assert.match(await words(page, 'main'), /微信公众号/);
    assert.ok(await has(page, '.kv .md-n a[href="/file"]'));
    await press(admin, 'form[action$="/off"] button');
    await known();
    await visit(page, '/');
    assert.doesNotMatch(await words(page, 'main'), /微信公众号/);
    await admin.click('details:has(form[action$="/restore"]) > summary');
    await press(admin, 'form[action$="/restore"] button');
    assert.match(await words(admin, '.flash'), /已作为草稿/);
    await press(admin, 'form[action$="/drop"] button');
    await page.leave();
  });

  it('two people at once both see their words', async () => {
    await visit(admin, `${LIST}/new?kind=3`);
    await admin.fill('[name=title_zh]', '两个人同时改');
    await admin.fill('[name=body_zh]', '原来的');
    await press(admin, '[name=do][value=save]');
    const other = await staff('admin');
    await visit(other, admin.url());
    await other.fill('[name=body_zh]', '别人写的');
    await press(other, '[name=do][value=save]');
    await admin.fill('[name=body_zh]', '我写的');
    assert.equal(await press(admin, '[name=do][value=save]'), 409);
    assert.equal(await admin.inputValue('[name=body_zh]'), '我写的');
    assert.match(await words(admin, 'form.card'), /别人写的/);
    await press(admin, '[name=do][value=save]');
    assert.equal(await admin.inputValue('[name=body_zh]'), '我写的');
    await other.leave();
  });

  for (const locale of ['zh-CN', 'en']) {
    it(`on pages that pass the gates (${locale})`, async () => {
      const gates = new Gates(locale === 'en');
      const page = await staff('admin', { locale, script: true });
      const lang = locale === 'en' ? 'en' : 'zh';
      await visit(page, `/staff/?lang=${lang}`);
      await gates.at(page, `${lang}-contents`, LIST);
      for (const kind of [1, 2, 3]) await gates.at(page, `${lang}-content-new-${kind}`, `${LIST}/new?kind=${kind}`);
      assert.equal(await press(page, '[name=do][value=save]'), 422);
      await gates.check(page, `${lang}-content-error`);
      const ids = sql('SELECT id FROM content WHERE live IS NOT NULL OR draft IS NOT NULL GROUP BY kind').split('\n');
      for (const id of ids) {
        await gates.at(page, `${lang}-content-${id}`, `${LIST}/${id}`);
        await gates.at(page, `${lang}-content-preview-${id}`, `${LIST}/${id}/preview?in=${lang}`);
      }
      await page.leave();
      gates.done(12);
    });
  }
});

describe('answers before the form', () => {
  it('are passed by with one click, and counted when they help', async () => {
    const counts = () => sql("SELECT COALESCE(SUM(offered), 0), COALESCE(SUM(helped), 0) FROM content_help").split('\t').map(Number);
    const [offered, helped] = counts();
    const page = await visitor({ viewport: phone });
    const begin = async () => {
      await visit(page, '/file');
      await press(page, 'form[action="/file"] button.btn-full');
      await page.check(`[name=category][value="${categoryId('maintenance')}"]`);
      await next(page);
      assert.match(page.url(), /\/file\/help$/);
    };
    await begin();
    await next(page);
    assert.match(page.url(), /\/file\/what$/, 'one click');
    await page.fill('[name=body]', '变更受益人办了两个月还没有办好。');
    await visit(page, '/file/help');
    assert.match(page.url(), /\/file\/help$/);
    await begin();
    await page.click('.faq > summary >> nth=0');
    await press(page, '.faq[open] button');
    assert.match(await words(page, '.flash'), /能帮到您就好/);
    const n = Number(sql("SELECT COUNT(*) FROM content WHERE live LIKE '%\"category\":\"maintenance\"%'"));
    assert.deepEqual(counts(), [offered + 2 * n, helped + 1]);
    assert.equal(await visit(page, '/file/what'), 404, 'nothing of it is kept');
    await page.leave();
  });

  it('are found by words, without script', async () => {
    const page = await visitor();
    await visit(page, '/faq');
    await page.fill('[name=q]', '受益人');
    await press(page, '.find button');
    assert.match(await words(page, '[role=status]'), /找到 1 条/);
    assert.ok(await page.isVisible('.faq[open] .md-ul'), 'the only answer is open');
    await page.leave();
  });
});

// ---- how pages are read ----

/** A complaint that is there, for its pages. */
let made;
before(async () => { made = await file({ title: '供朗读的一件' }); });

const reached = {
  home: (page) => visit(page, '/'),
  guide: (page) => visit(page, '/guide'),
  faq: (page) => visit(page, '/faq'),
  figures: (page) => visit(page, '/figures'),
  pledge: (page) => visit(page, '/p/pledge'),
  start: (page) => visit(page, '/file'),
  async category(page) {
    await visit(page, '/file');
    await press(page, 'form[action="/file"] button.btn-full');
  },
  async what(page) {
    await reached.category(page);
    await page.check(`[name=category][value="${categoryId('claim')}"]`);
    await next(page);
  },
  async help(page) {
    await reached.category(page);
    await page.check(`[name=category][value="${categoryId('maintenance')}"]`);
    await next(page);
  },
  track: (page) => visit(page, '/track'),
  case: (page) => track(page, made),
  verify: (page) => visit(page, '/verify'),
  missing: (page) => visit(page, '/no/such/page'),
};

/** What a screen reader meets, one after another: [role, name, level]. */
async function tree(page) {
  const text = await page.locator('body').ariaSnapshot();
  return text.split('\n').flatMap((line) => {
    const found = /^\s*- '?([a-z]+)(?: "((?:[^"\\]|\\.)*)")?(.*)$/.exec(line);
    return found ? [{ role: found[1], name: found[2] ?? '', level: Number(/\[level=(\d)\]/.exec(found[3])?.[1] ?? 0) }] : [];
  });
}

describe('a screen reader', () => {
  for (const [what, go] of Object.entries(reached)) {
    it(`meets ${what} in a sensible order`, async () => {
      const page = await visitor({ script: true });
      await go(page);
      const seen = await tree(page);
      const landmarks = seen.filter((n) => ['banner', 'main', 'contentinfo'].includes(n.role)).map((n) => n.role);
      assert.deepEqual(landmarks, ['banner', 'main', 'contentinfo']);
      assert.match(seen.find((n) => n.role === 'link').name, /跳到主要内容/, 'the first link leads to the content');
      const main = seen.findIndex((n) => n.role === 'main'), end = seen.findIndex((n) => n.role === 'contentinfo');
      const headings = seen.map((n, i) => ({ ...n, i })).filter((n) => n.role === 'heading');
      assert.equal(headings.filter((h) => h.level === 1).length, 1, 'one title');
      assert.equal(headings[0].level, 1, 'and it comes first');
      headings.forEach((h, i) => {
        assert.ok(h.i > main && h.i < end, `${h.name} is part of the content`);
        assert.ok(h.name, 'a heading says something');
        assert.ok(i === 0 || h.level <= headings[i - 1].level + 1, `${h.name} skips no level`);
      });
      for (const n of seen.filter((x) => ['link', 'button', 'textbox', 'searchbox', 'radio', 'checkbox', 'combobox', 'navigation', 'region'].includes(x.role))) assert.ok(n.name, `a ${n.role} of ${what} has a name`);
      const groups = await page.locator('fieldset').count();
      assert.equal(await page.locator('fieldset > legend').count(), groups, 'each group of choices says what it is about');
      await page.leave();
    });
  }

  it('hears of the receipt what was given first, and what follows', async () => {
    const page = await visitor({ script: true });
    await reached.what(page);
    await page.fill('[name=body]', '理赔款少付了。');
    await next(page);
    await page.check('[name=want_refund]');
    await next(page);
    await next(page);
    await page.check('[name=mode][value=anonymous]');
    await page.check('[name=kind][value=customer]');
    await next(page);
    await next(page); // told by nobody
    await press(page, 'form[action="/file/send"] button');
    await page.waitForURL('**/receipt');
    const said = (await page.locator('main').ariaSnapshot()).replace(/\s+/g, ' ');
    const order = ['heading', '编号', '查询码', '打印'].map((w) => said.indexOf(w));
    assert.ok(order.every((at, i) => at >= 0 && (i === 0 || at > order[i - 1])), `${order} in: ${said.slice(0, 900)}`);
    await page.leave();
  });
});

describe('a first visitor', () => {
  for (const [what, go] of Object.entries(reached)) {
    it(`gets ${what} light, without script, at 320 px and on paper`, async () => {
      const page = await visitor({ viewport: { width: 320, height: 640 } });
      await go(page);
      await reflows(page, what);
      assert.equal(await page.locator('script').count(), 0);
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.isVisible('main h1'));
      assert.ok(!(await page.isVisible('nav.main')), 'no menu on paper');
      await page.emulateMedia({ media: 'screen' });
      const state = await page.context().storageState();
      const at = new URL(page.url());
      await page.leave();
      const fresh = await visitor({ script: true });
      await fresh.context().addCookies(state.cookies);
      const weight = await weigh(fresh, at.pathname + at.search);
      assert.ok(weight.bytes <= 60 * KB && weight.requests <= 5 && weight.script === 0 && weight.css <= 15 * KB, `${what}: ${JSON.stringify(weight)}`);
      await fresh.leave();
    });
  }
});

describe('pages of the public', () => {
  for (const locale of ['zh-CN', 'en']) {
    it(`pass the gates (${locale})`, async () => {
      const gates = new Gates(locale === 'en');
      const lang = locale === 'en' ? 'en' : 'zh';
      const page = await visitor({ locale, script: true });
      await gates.at(page, `${lang}-faq`, '/faq');
      await page.locator('.faq').evaluateAll((all) => all.forEach((d) => { d.open = true; }));
      await gates.check(page, `${lang}-faq-open`);
      await gates.at(page, `${lang}-faq-found`, `/faq?q=${encodeURIComponent('受益人')}`);
      await gates.at(page, `${lang}-faq-none`, '/faq?q=xyzzy');
      await gates.at(page, `${lang}-figures`, '/figures');
      await gates.at(page, `${lang}-pledge`, '/p/pledge');
      await reached.help(page);
      await page.locator('.faq').evaluateAll((all) => all.forEach((d) => { d.open = true; }));
      await gates.check(page, `${lang}-help`);
      await page.leave();
      gates.done(7);
    });
  }

  it('go on without what nobody has published', async () => {
    assert.equal((await fetch(`${url}/p/none`)).status, 404);
    assert.equal((await fetch(`${url}/p/privacy`)).status, 404);
  });
});
