// Every page of both pools through the gates: valid HTML, axe in both sizes, both colour schemes and large type, no sideways scroll, nothing for the console.
import { after, before, beforeEach, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { Gates } from './gates.mjs';
import { Robot } from './robot.mjs';
import {
  act, categoryId, confirmPassword, file, forgetPassword, next, password, photograph, press, sql, staff, start, stop, track, url,
  visit, visitor, weigh,
} from './lib.mjs';

before(start);
after(stop);

/** A complaint of each state: { number, passcode }. */
const made = {};
before(async () => {
  const clerk = new Robot();
  await clerk.signIn('jn.customer_service2', password);
  const until = sql('SELECT CURDATE() + INTERVAL 9 DAY');
  const accept = ['accept', {}], reply = ['reply', { text: '经核实，情况属实，已经更正并通知了您。' }];
  const ways = {
    1: [], 2: [accept, ['note', { text: '已联系业务员核实。' }]], 3: [accept, ['ask-material', { text: '请补充缴费凭证的照片。', until }]], 4: [accept, reply],
    5: [accept, reply, ['close', { text: '录入差错。', finding: '1', basis: 'agreed' }]], 6: [['reject', { reason: 'court', text: '此事已由法院受理。' }]], 7: [],
  };
  for (const [state, way] of Object.entries(ways)) {
    made[state] = await file({ title: `第 ${state} 种状态的一件`, kind: state === '2' ? 'group' : 'customer', head_count: '12' });
    if (state === '7') {
      const person = new Robot();
      await person.track(made[7]);
      await person.go('/track/withdraw');
      await person.submit('/track/withdraw', { reason: '已经解决。' });
      way.push(['confirm-withdrawal', { asked: '是否自愿？', answered: '自愿。', freely: 'yes' }]);
    }
    for (const [action, fields] of way) await clerk.act(made[state].number, action, fields);
    assert.equal(sql(`SELECT state FROM complaint WHERE number = '${made[state].number}'`), state);
  }
});

for (const locale of ['zh-CN', 'en']) {
  const lang = locale === 'en' ? 'en' : 'zh';

  describe(`public pages (${locale})`, () => {
    it('to read', async () => {
      const gates = new Gates(locale === 'en');
      const page = await visitor({ locale, script: true });
      await gates.at(page, `${lang}-home`, '/');
      await gates.at(page, `${lang}-guide`, '/guide');
      await gates.at(page, `${lang}-verify`, '/verify');
      await page.fill('[name=block]', 'REDRESS-RECEIPT-1');
      assert.equal(await press(page, 'form[action="/verify"] button'), 422);
      await gates.check(page, `${lang}-verify-error`);
      await gates.at(page, `${lang}-receipt-gone`, '/receipt', 404);
      await gates.at(page, `${lang}-file-gone`, '/file/what', 404).catch(() => gates.check(page, `${lang}-file-gone`));
      await gates.at(page, `${lang}-404`, '/no/such/page', 404);
      await gates.at(page, `${lang}-405`, '/file/send', 405);
      await visit(page, '/verify');
      await page.evaluate(() => { document.querySelector('form[action="/verify"] [name=csrf]').value = 'x'; });
      assert.equal(await press(page, 'form[action="/verify"] button'), 403);
      await gates.check(page, `${lang}-403`);
      await visit(page, '/verify');
      await page.evaluate(() => { document.querySelector('[name=block]').value = 'x'.repeat(700_000); });
      assert.equal(await press(page, 'form[action="/verify"] button'), 413);
      await gates.check(page, `${lang}-413`);
      await page.leave();
      gates.done(10);
    });

    it('to file a complaint', async () => {
      const gates = new Gates(locale === 'en');
      const page = await visitor({ locale, script: true });
      const stepTo = async (what, fill) => {
        await gates.check(page, `${lang}-file-${what}`);
        if (fill.wrong) {
          await fill.wrong();
          assert.equal(await next(page), 422, what);
          await gates.check(page, `${lang}-file-${what}-error`);
        }
        await fill.right();
        await next(page);
      };
      await gates.at(page, `${lang}-file`, '/file');
      await press(page, 'form[action="/file"] button');
      await stepTo('category', { wrong: async () => {}, right: () => page.check(`[name=category][value="${categoryId('payment')}"]`) });
      await stepTo('what', { wrong: () => page.fill('[name=title]', '字'.repeat(300)), right: async () => { await page.fill('[name=title]', ''); await page.fill('[name=body]', '多扣了一次保费。\n请退还。'); } });
      await stepTo('wish', { wrong: () => page.fill('[name=amount]', 'much'), right: async () => { await page.check('[name=want_refund]'); await page.fill('[name=amount]', '300'); } });
      await page.setInputFiles('[name=file]', { name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
      assert.equal(await press(page, '[name=do][value=add]'), 422);
      await gates.check(page, `${lang}-file-files-error`);
      await page.setInputFiles('[name=file]', { name: `${'很长的文件名'.repeat(12)}.jpg`, mimeType: 'image/jpeg', buffer: await photograph('gates') });
      await press(page, '[name=do][value=add]');
      await stepTo('files', { right: async () => {} });
      await stepTo('who', { wrong: async () => {}, right: async () => { await page.check('[name=mode][value=confidential]'); await page.check('[name=kind][value=group]'); await page.fill('[name=head_count]', '3'); } });
      await stepTo('contact', { wrong: () => page.fill('[name=email]', 'x'), right: async () => { await page.fill('[name=email]', 'a@example.org'); await page.fill('[name=name]', '诸葛'); await page.check('[name=prefer][value=email]'); } });
      await stepTo('party', { wrong: async () => {}, right: async () => { await page.fill('[name=name_1]', '李建国'); await page.fill('[name=contact_1]', '13900001111'); await page.check('[name=members_later]'); } });
      await gates.check(page, `${lang}-file-check`);
      await gates.at(page, `${lang}-file-continue`, '/file/continue');
      await visit(page, '/file');
      await press(page, 'form[action="/file/code"] button');
      await gates.check(page, `${lang}-file-code`);
      await visit(page, '/file');
      await page.check('[name=exclusion][value=court]');
      await press(page, 'form[action="/file"] button');
      await gates.check(page, `${lang}-file-told`);
      await gates.at(page, `${lang}-file-draft`, '/file');
      await visit(page, '/file/check');
      await press(page, 'form[action="/file/send"] button');
      await gates.check(page, `${lang}-receipt`);
      assert.equal(await press(page, 'form[action="/receipt/notify"] button'), 422);
      await gates.check(page, `${lang}-receipt-notify-error`);
      await gates.at(page, `${lang}-receipt-print`, '/receipt/print');
      await gates.at(page, `${lang}-file-after`, '/file');
      await page.leave();
      gates.done(21);
    });

    it('to follow a complaint', async () => {
      const gates = new Gates(locale === 'en');
      const page = await visitor({ locale, script: true });
      await gates.at(page, `${lang}-track`, '/track');
      assert.equal(await track(page, { number: 'x', passcode: 'y' }), 422);
      await gates.check(page, `${lang}-track-error`);
      for (const state of [1, 2, 3, 4, 5, 6, 7]) {
        await track(page, made[state]);
        assert.match(page.url(), /case$/);
        await gates.check(page, `${lang}-track-${state}`);
      }
      await track(page, made[5]);
      await gates.at(page, `${lang}-rate`, '/track/rate');
      await page.check('[name=overall][value="1"]');
      assert.equal(await press(page, 'form[action="/track/rate"] button[type=submit]'), 422);
      await gates.check(page, `${lang}-rate-error`);
      for (const what of ['dates', 'print', 'notices']) await gates.at(page, `${lang}-track-${what}`, `/track/${what}`);
      await page.check('[name=tell_mail]');
      assert.equal(await press(page, 'form[action="/track/notices"] button'), 422);
      await gates.check(page, `${lang}-track-notices-error`);
      await track(page, made[3]);
      await gates.at(page, `${lang}-withdraw`, '/track/withdraw');
      await visit(page, '/track/case');
      await page.setInputFiles('[name=file]', { name: 'x.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no document') });
      await page.fill('[name=text]', '见附件');
      assert.equal(await press(page, 'form[action="/track/message"] button[type=submit]'), 422);
      await gates.check(page, `${lang}-track-message-error`);
      await gates.at(page, `${lang}-track-receipt`, '/track/receipt');
      await visit(page, '/track/case');
      await page.context().clearCookies({ name: 'track' });
      await page.fill('[name=text]', '会话过期以后才发送的话');
      assert.equal(await press(page, 'form[action="/track/message"] button[type=submit]'), 404);
      await gates.check(page, `${lang}-track-gone`);
      await page.leave();
      gates.done(13);
    });
  });

  describe(`staff pages (${locale})`, () => {
    let page, gates;
    before(async () => { page = await visitor({ locale, script: true }); });
    beforeEach(() => { gates = new Gates(locale === 'en'); });
    after(() => page?.leave());
    const enter = async (login) => {
      await page.context().clearCookies();
      await visit(page, `/staff/sign-in?lang=${lang}`);
      await page.fill('[name=login]', login);
      await page.fill('[name=password]', password);
      await press(page, 'main button[type=submit]');
    };

    it('to sign in', async () => {
      await gates.at(page, `${lang}-sign-in`, '/staff/sign-in');
      await press(page, 'main button[type=submit]');
      await gates.check(page, `${lang}-sign-in-error`);
      await enter('jn.customer_service2');
      await gates.at(page, `${lang}-confirm`, '/staff/confirm');
      await gates.at(page, `${lang}-account`, '/staff/account');
      await press(page, '#password button');
      await gates.check(page, `${lang}-account-error`);
      await gates.at(page, `${lang}-factor`, '/staff/account/authenticator');
      await press(page, 'main form button');
      await gates.check(page, `${lang}-factor-error`);
      gates.done(7);
    });

    it('to register', async () => {
      await enter('jn.customer_service2');
      await gates.at(page, `${lang}-intake`, '/staff/intake');
      for (const channel of ['telephone', 'visit', 'letter', 'transfer']) await gates.at(page, `${lang}-intake-${channel}`, `/staff/intake/new/${channel}`);
      await press(page, '[data-save]');
      await gates.check(page, `${lang}-intake-error`);
      await visit(page, '/staff/intake/new/visit');
      await page.fill('[name=body]', '来访反映柜面排队时间长。');
      await page.fill('[name=category]', '保');
      await press(page, 'button[value=find]');
      await gates.check(page, `${lang}-intake-several`);
      await press(page, 'button[value=sheet]');
      await gates.check(page, `${lang}-intake-sheet`);
      await visit(page, '/staff/intake/new/telephone');
      for (const [name, value] of [['phone', '13800138000'], ['body', '柜员态度生硬。'], ['category', 'gm']]) await page.fill(`[name=${name}]`, value);
      for (const name of ['want_apology', 'ask_read_back', 'passcode']) await page.check(`[name=${name}]`);
      await press(page, '[data-save]');
      await gates.check(page, `${lang}-intake-done`);
      const path = new URL(page.url()).pathname;
      await gates.at(page, `${lang}-intake-receipt`, `${path}/receipt`);
      await gates.at(page, `${lang}-intake-done-sheet`, `${path}/sheet`);
      gates.done(11);
    });

    it('to find work', async () => {
      await enter('jn.customer_service2');
      await gates.at(page, `${lang}-workbench`, '/staff/');
      for (const view of ['mine', 'late', 'replies', 'new', 'open', 'closed', 'all']) await gates.at(page, `${lang}-list-${view}`, `/staff/complaints?view=${view}`);
      await gates.at(page, `${lang}-list-empty`, '/staff/complaints?view=all&q=没有这样的词');
      await gates.at(page, `${lang}-list-filtered`, `/staff/complaints?view=all&category=${categoryId('claim')}&state=2&from=2020-01-01&sort=received`);
      await visit(page, '/staff/complaints?view=all&from=nonsense');
      await gates.check(page, `${lang}-list-error`);
      await gates.at(page, `${lang}-staff-404`, '/staff/nowhere', 404);
      await gates.at(page, `${lang}-staff-403`, '/staff/admin/people', 403);
      gates.done(13);
    });

    it('to handle a complaint', async () => {
      await enter('jn.customer_service2');
      for (const state of [1, 2, 3, 4, 5, 6, 7]) await gates.at(page, `${lang}-case-${state}`, `/staff/complaints/${made[state].number}?from=view%3Dall`);
      const { number } = await file({ title: '各种页面都要看一遍的投诉，标题故意写得很长', files: [{ name: `${'很长的文件名'.repeat(12)}.jpg`, type: 'image/jpeg', bytes: await photograph('x') }] });
      const colleague = new Robot();
      await colleague.signIn('zhaolei', password);
      await gates.at(page, `${lang}-files`, `/staff/complaints/${number}/files`);
      await gates.at(page, `${lang}-files-none`, `/staff/complaints/${made[2].number}/files`);
      await gates.at(page, `${lang}-record`, `/staff/complaints/${number}/record`);
      await visit(page, `/staff/complaints/${number}`);
      await gates.at(page, `${lang}-why`, await page.locator('.sla-y').first().getAttribute('href'));
      await visit(page, `/staff/complaints/${made[2].number}?act=classify`);
      await page.locator('#act-classify .fold').evaluateAll((all) => all.forEach((fold) => { fold.open = true; }));
      await gates.check(page, `${lang}-classify`);
      await gates.at(page, `${lang}-extend`, `/staff/complaints/${made[2].number}?act=extend`);
      await gates.at(page, `${lang}-notices`, '/staff/notices');
      await gates.at(page, `${lang}-extensions`, '/staff/extensions');
      await gates.at(page, `${lang}-print`, `/staff/complaints/${number}/print`);
      await gates.at(page, `${lang}-reveal`, `/staff/complaints/${number}/reveal`);
      await press(page, 'form[action$="/reveal"] button');
      await gates.check(page, `${lang}-identity`);
      await visit(page, `/staff/complaints/${number}?act=assign`);
      await gates.check(page, `${lang}-case-assign`);
      await visit(page, `/staff/complaints/${number}`);
      await act(page, 'reject');
      await gates.check(page, `${lang}-case-error`);
      await visit(page, `/staff/complaints/${number}`);
      await colleague.act(number, 'accept', {});
      assert.equal(await act(page, 'accept'), 409);
      await gates.check(page, `${lang}-impossible`);
      await visit(page, `/staff/complaints/${number}`);
      await colleague.act(number, 'reply', { text: '已经退费。' });
      assert.equal(await act(page, 'reply', { fill: { text: '正在核实退费。' } }), 409);
      await gates.check(page, `${lang}-stale`);
      const sealed = await file({ mode: 'confidential', kind: 'group', head_count: '12', name: '不公开' });
      await gates.at(page, `${lang}-case-confidential`, `/staff/complaints/${sealed.number}`);
      await gates.at(page, `${lang}-told`, `/staff/complaints/${sealed.number}/told`);
      await gates.at(page, `${lang}-account-notices`, '/staff/account/notices');
      for (const view of ['', '?view=done', '?view=none', '?view=automatic']) await gates.at(page, `${lang}-mail${view.replace(/\W/g, '-')}`, `/staff/mail${view}`);
      await enter('fengbao');
      await gates.at(page, `${lang}-unseal`, `/staff/complaints/${sealed.number}/reveal`);
      await press(page, 'form[action$="/reveal"] [value=ask]');
      await gates.check(page, `${lang}-unseal-error`);
      gates.done(19);
    });

    it('to administer', async () => {
      await enter('admin');
      const ids = { 'rules/categories': 'claim', 'rules/clocks': 'resolve', 'rules/templates': 'accepted', units: 2, departments: 1, people: sql("SELECT id FROM app_user WHERE login = 'jn.sales2'") };
      for (const [what, id] of Object.entries(ids)) {
        const name = `${lang}-${what.replace('/', '-')}`;
        await gates.at(page, name, `/staff/admin/${what}`);
        await gates.at(page, `${name}-none`, `/staff/admin/${what}?q=没有这样的词`);
        await gates.at(page, `${name}-new`, `/staff/admin/${what}/new`);
        await press(page, 'main form[method=post] button[type=submit]');
        await gates.check(page, `${name}-error`);
        await gates.at(page, `${name}-edit`, `/staff/admin/${what}/${id}`);
        await gates.at(page, `${name}-switch`, `/staff/admin/${what}/${id}/switch`);
      }
      for (const [name, path] of [['rulebook', 'rulebook'], ['upload', 'rulebook/upload'], ['match', `rules/match?no=${made[3].number}`], ['own-limits', 'own-limits'], ['unit-limits', 'own-limits/2'], ['recompute', 'recompute']]) await gates.at(page, `${lang}-${name}`, `/staff/admin/${path}`);
      await visit(page, '/staff/admin/rules/flags/media');
      await page.fill('[name="name.en"]', `Media, ${lang}`);
      await press(page, 'main form.form button.btn-p');
      await gates.at(page, `${lang}-what-would-change`, '/staff/admin/rulebook/changes');
      await gates.at(page, `${lang}-publish`, '/staff/admin/rulebook/publish');
      await gates.at(page, `${lang}-draft`, '/staff/admin/rulebook');
      await gates.at(page, `${lang}-roles`, '/staff/admin/roles');
      await gates.at(page, `${lang}-role-edit`, '/staff/admin/roles/1');
      await gates.at(page, `${lang}-changes`, '/staff/admin/changes');
      await gates.at(page, `${lang}-posts`, '/staff/admin/posts');
      await gates.at(page, `${lang}-notice-text`, '/staff/admin/rules/notices/reply');
      await visit(page, `/staff/admin/people/${ids.people}`);
      await press(page, 'form[action$="/reset"] button');
      await gates.check(page, `${lang}-password`);
      await forgetPassword(page);
      await visit(page, '/staff/admin/people/new');
      await confirmPassword(page, 'not this one');
      await gates.check(page, `${lang}-confirm-error`);
      sql(`UPDATE app_user a JOIN app_user b ON b.login = 'linxiao' SET a.password_hash = b.password_hash, a.must_change = 1 WHERE a.login = 'jn.sales2'`);
      await enter('jn.sales2');
      await gates.check(page, `${lang}-must-change`);
      sql("UPDATE app_user SET must_change = 0 WHERE login = 'jn.sales2'");
      gates.done(51);
    });
  });
}

describe('weight', () => {
  const measured = async (login, path, limits) => {
    const page = login ? await staff(login, { script: true }) : await visitor({ script: true });
    const fresh = await page.context().browser().newContext({ storageState: await page.context().storageState(), locale: 'zh-CN' });
    const weight = await weigh(await fresh.newPage(), path);
    await fresh.close();
    await page.leave();
    for (const [what, most] of Object.entries(limits)) assert.ok(weight[what] <= most, `${path}: ${what} ${weight[what]} > ${most}`);
    return weight;
  };
  const KB = 1024;

  it('of public pages is at most 60 KB in 5 requests without script', async () => {
    for (const path of ['/', '/guide', '/file', '/track', '/verify', '/no/such/page']) await measured(null, path, { bytes: 60 * KB, requests: 5, script: 0, css: 15 * KB });
  });

  it('of staff pages is at most 100 KB in 7 requests with 10 KB of script', async () => {
    const limits = { bytes: 100 * KB, requests: 7, script: 10 * KB, css: 15 * KB };
    for (const path of ['/staff/', '/staff/account', `/staff/complaints/${made[3].number}`]) await measured('jn.customer_service2', path, limits);
    const list = await measured('hexun', '/staff/complaints?view=all', { ...limits, html: 25 * KB });
    assert.ok(list.html > 3 * KB, 'a full list');
    for (const path of ['/staff/admin/rulebook', '/staff/admin/rules/categories', '/staff/admin/people']) await measured('admin', path, limits);
  });

  it('of a page is cut by compression, and what it needs is kept for a year', async () => {
    const html = await fetch(`${url}/`, { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(html.headers.get('content-encoding'), 'gzip');
    const css = (await html.text()).match(/href="(\/static\/app\.css[^"]*)"/)[1];
    assert.match((await fetch(url + css)).headers.get('cache-control') ?? '', /max-age=31536000/);
  });
});
