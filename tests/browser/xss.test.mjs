// Hostile texts in every field that people fill, shown on every page that shows them: nothing runs, nothing becomes markup, CSP has nothing to report, and the
// text stands there as it was typed.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { Robot } from './robot.mjs';
import { kept, packs, payloads } from './payloads.mjs';
import { categoryId, known, password, photograph, sql, start, stop, url, visitor } from './lib.mjs';

before(start);
after(() => {
  sql(`UPDATE category SET active = 0 WHERE code LIKE '${mark}-%'; UPDATE department SET active = 0 WHERE name_en LIKE '${mark}-%'; UPDATE app_user SET active = 0 WHERE login LIKE '${mark}-%'; UPDATE unit SET active = 0 WHERE code LIKE '${mark}-%'`);
  return stop();
});

const mark = `xss${Date.now().toString(36)}`; // of what this run makes
const everything = payloads.join('\n');

/** A page that looks at what it gets: cookies of a robot, a p() that tells, every element that our templates cannot have made. */
async function witness(robot) {
  const page = await visitor({ script: true });
  await page.addInitScript(() => { window.p = () => { window.__pwned = true; }; });
  if (robot) await page.context().addCookies([...robot.cookies].map(([name, value]) => ({ name, value, url })));
  return page;
}

async function evidence(page) {
  return page.evaluate(() => {
    const found = [];
    if (window.__pwned !== undefined) found.push('it ran');
    const foreign = 'script:not([src^="/static/app.js"]), iframe, object, embed, base, style, img, video, audio, source, marquee, math, animate, template, meta[http-equiv], svg a, svg script, [style], [srcdoc], [formaction]';
    for (const e of document.querySelectorAll(foreign)) found.push(`element ${e.outerHTML.slice(0, 120)}`);
    for (const e of document.querySelectorAll('*')) {
      for (const { name, value } of e.attributes) {
        if (/^on/i.test(name)) found.push(`handler ${e.outerHTML.slice(0, 120)}`);
        if (/^(href|src|action|xlink:href)$/i.test(name) && !/^(\/(?!\/)|#|tel:)/.test(value)) found.push(`address ${name}=${value}`);
      }
    }
    return found;
  });
}

/** Everything that stands on the page: texts, and values of controls. */
const shown = (page) => page.evaluate(() => [document.documentElement.textContent, ...[...document.querySelectorAll('input, textarea, option')].map((e) => e.value),
  ...[...document.querySelectorAll('[aria-label], optgroup, [placeholder]')].map((e) => e.getAttribute('aria-label') ?? e.label ?? e.placeholder)].join('\n'));

async function look(page, path, expected = []) {
  const response = await page.goto(path.startsWith('http') ? path : url + path, { waitUntil: 'domcontentloaded' });
  assert.ok(response.status() < 500, `${path}: ${response.status()}`);
  assert.deepEqual(await evidence(page), [], path);
  const text = (await shown(page)).replace(/\r\n?/g, '\n');
  for (const each of expected) for (const line of kept(each).split('\n')) assert.ok(text.includes(line), `${path} shows ${JSON.stringify(line)} as it was typed`);
}

describe('hostile texts', () => {
  const short = packs(40); // titles are the shortest
  const names = packs(60);
  const long = packs(120);
  const staffNumbers = [];

  it('are told from harmless ones by this test: the trap works', async () => {
    const page = await witness();
    let caught = 0;
    const markup = payloads.filter((p) => p.startsWith('<') && !/CDATA|%=|refresh/.test(p));
    for (const each of markup) {
      await page.goto(`${url}/guide`, { waitUntil: 'domcontentloaded' });
      await page.evaluate((html) => document.querySelector('main').insertAdjacentHTML('beforeend', html), each);
      if ((await evidence(page)).length > 0) caught++;
    }
    page.complaints.length = 0;
    await page.leave();
    assert.ok(caught >= markup.length * 0.8, `${caught} of ${markup.length}`);
  });

  it('in names of units, departments, categories, roles and people stay names', async () => {
    const admin = new Robot();
    await admin.signIn('admin', password);
    const jn = sql("SELECT id FROM unit WHERE code = 'jn'");
    for (const [i, name] of long.entries()) {
      await admin.go('/staff/admin/departments/new');
      await admin.submit('/staff/admin/departments/new', { unit: jn, name_zh: name, name_en: `${mark}-${i}`, function: 'custom' });
      await admin.go('/staff/admin/units/new');
      await admin.submit('/staff/admin/units/new', { parent: jn, code: `${mark}-${i}`, name_zh: name, name_en: name });
      assert.ok(admin.status === 200, `${admin.path} ${admin.status}`);
    }
    for (const [i, name] of names.entries()) {
      await admin.go('/staff/admin/rules/categories/new');
      await admin.submit('/staff/admin/rules/categories/new', {
        parent: 'service', code: `${mark}-${i}`, 'name.zh': name, 'name.en': name, 'definition.zh': long[i % long.length], 'definition.en': long[i % long.length],
        'examples.zh': long[(i + 3) % long.length], 'examples.en': long[(i + 3) % long.length], function: 'customer_service', 'fields.0.label.zh': name, 'fields.0.label.en': name,
        'fields.0.hint.zh': long[(i + 5) % long.length], 'fields.0.hint.en': long[(i + 5) % long.length], 'fields.0.kind': 'text',
      });
      assert.equal(admin.status, 200, `category ${name}`);
      await admin.go('/staff/admin/people/new');
      await admin.submit('/staff/admin/people/new', { login: `${mark}-${i}`, name, unit: jn, department: '', language: 'zh', email: '' });
      assert.equal(admin.status, 200, `person ${name}`);
    }
    const second = new Robot();
    await second.signIn('guize', password);
    await second.go('/staff/admin/rulebook/publish');
    await second.submit('/staff/admin/rulebook/publish', { note: long[0], date: '' });
    assert.equal(second.path, '/staff/admin/rulebook', 'published');
    await known();
    sql(`UPDATE app_user p JOIN app_user q ON q.login = 'lijing' SET p.password_hash = q.password_hash, p.must_change = 0 WHERE p.login LIKE '${mark}-%';
      INSERT INTO role_grant (user_id, role_id, unit_id) SELECT p.id, r.id, p.unit_id FROM app_user p JOIN role r ON r.code = 'complaint_manager' WHERE p.login LIKE '${mark}-%'`);
    assert.equal(sql(`SELECT COUNT(*) FROM category WHERE code LIKE '${mark}-%'`), String(names.length));
    assert.deepEqual(sql(`SELECT HEX(name) FROM app_user WHERE login LIKE '${mark}-%' ORDER BY id`).split('\n').map((h) => Buffer.from(h, 'hex').toString()), names.map(kept), 'kept as typed');

    const page = await witness(admin);
    const ids = (table, where) => sql(`SELECT id FROM ${table} WHERE ${where} ORDER BY id`).split('\n');
    await look(page, '/staff/admin/rules/categories', names);
    await look(page, '/staff/admin/units', long);
    await look(page, `/staff/admin/departments?unit=${jn}`, long);
    for (const path of ['/staff/admin/changes', '/staff/admin/changes?entity=rulebook', '/staff/admin/rulebook', '/staff/admin/changes?entity=department', `/staff/admin/people?q=${mark}`, '/staff/admin/people/new']) await look(page, path);
    for (const i of names.keys()) await look(page, `/staff/admin/rules/categories/${mark}-${i}`, [names[i], long[i % long.length]]);
    for (const [i, id] of ids('app_user', `login LIKE '${mark}-%'`).entries()) await look(page, `/staff/admin/people/${id}`, [names[i]]);
    for (const [i, id] of ids('department', `name_en LIKE '${mark}-%'`).entries()) await look(page, `/staff/admin/departments/${id}`, [long[i]]);
    for (const [i, id] of ids('unit', `code LIKE '${mark}-%'`).entries()) await look(page, `/staff/admin/units/${id}/switch`, [long[i]]);
    await page.leave();

    const visit = new Robot();
    await visit.go('/file');
    await visit.submit('/file');
    const person = await witness(visit);
    await look(person, '/file/category', names);
    await look(person, '/file/category?lang=en', names);
    await person.leave();
  });

  it('in every field of the form stay texts, for the complainant and for staff', async () => {
    const clerk = new Robot();
    await clerk.signIn('zhaolei', password);
    const page = await witness(clerk);
    const picture = await photograph('xss');
    for (const [i, title] of short.entries()) {
      const name = names[i % names.length];
      const category = categoryId(`${mark}-${i % names.length}`);
      const own = `f${sql(`SELECT id FROM category_field WHERE category_id = ${category}`)}`;
      const person = new Robot();
      const body = i === 0 ? everything : long[i % long.length];
      const key = await person.file({
        category, title, body, occurred: names[(i + 1) % names.length], place: long[(i + 2) % long.length], persons: long[(i + 3) % long.length],
        reference: names[(i + 4) % names.length], own: { [own]: long[(i + 5) % long.length] }, note: long[(i + 6) % long.length], demand: 'other', name, prefer: 'letter', phone: '',
        prefer_time: names[(i + 7) % names.length], address: long[(i + 8) % long.length], mode: i % 2 ? 'confidential' : 'named',
        files: [{ name: `${kept(names[(i + 9) % names.length])}.jpg`, type: 'image/jpeg', bytes: picture }],
      });
      const told = [title, body, names[(i + 1) % names.length], long[(i + 2) % long.length], long[(i + 3) % long.length], names[(i + 4) % names.length], long[(i + 5) % long.length], long[(i + 6) % long.length]];
      if (i > 0) assert.equal(kept(Buffer.from(sql(`SELECT HEX(title) FROM complaint WHERE number = '${key.number}'`), 'hex').toString()), kept(title));
      await page.context().addCookies([...person.cookies].map(([n, value]) => ({ name: n, value, url })));
      if (i % 4 === 0) {
        await look(page, '/receipt');
        await look(page, '/receipt/print', [title]);
      }
      await person.track(key);
      await page.context().addCookies([...person.cookies].map(([n, value]) => ({ name: n, value, url })));
      await look(page, '/track/case', told);
      await look(page, `/staff/complaints/${key.number}`, told);
      if (i % 4 === 0) {
        await look(page, `/staff/complaints/${key.number}/files`);
        await look(page, `/staff/complaints/${key.number}/print`, told);
        await look(page, '/track/receipt', [title]);
        await look(page, `/staff/complaints/${key.number}/record`);
      }
      if (i < 8) staffNumbers.push({ ...key, person, title });
    }
    await look(page, '/staff/');
    await look(page, '/staff/complaints?view=new&sort=received', short.slice(-10));
    await look(page, '/staff/complaints?view=all&sort=received&lang=en', short.slice(-10));
    await page.leave();
  });

  it('half typed are shown again as they were', async () => {
    const person = new Robot();
    await person.go('/file');
    await person.submit('/file');
    await person.submit('/file/category', { category: categoryId(`${mark}-0`) });
    const page = await witness(person);
    for (const [path, fields] of [
      ['/file/what', { title: long[0], body: '', occurred: everything.replace(/\n/g, ' '), place: names[1], persons: names[2], reference: long[3] }],
      ['/verify', { block: everything, number: names[0], received: names[1], due: names[2], digest: names[3], signature: names[4] }],
      ['/track', { number: long[4], code: long[5] }],
    ]) {
      await page.goto(url + path, { waitUntil: 'domcontentloaded' });
      await page.evaluate((all) => {
        const form = document.querySelector('main form[method=post]');
        for (const [name, value] of Object.entries(all)) form.elements[name].value = value;
        document.querySelectorAll('main details').forEach((d) => { d.open = true; });
      }, fields);
      await Promise.all([page.waitForNavigation(), page.evaluate(() => document.querySelector('main form[method=post]').submit())]);
      assert.deepEqual(await evidence(page), [], path);
      const text = await shown(page);
      for (const value of Object.values(fields)) for (const line of kept(value).split('\n')) assert.ok(text.includes(kept(line)), `${path} keeps ${JSON.stringify(line)}`);
    }
    await page.leave();
  });

  it('in addresses stay in their place', async () => {
    const clerk = new Robot();
    await clerk.signIn('zhaolei', password);
    const page = await witness(clerk);
    const { number } = staffNumbers[0];
    for (const p of payloads) {
      const q = encodeURIComponent(p);
      for (const path of [`/track?no=${q}`, `/staff/complaints?view=all&q=${q}`, `/staff/complaints/${number}?from=${q}`, `/staff/admin/people?q=${q}`, `/no/${q}`, `/staff/sign-in?to=${q}`, `/staff/confirm?to=${q}`]) {
        const robot = path.startsWith('/track') || path.startsWith('/no') ? new Robot() : clerk;
        await robot.go(path);
        assert.ok(robot.status < 500, `${path}: ${robot.status}`);
        assert.ok(!/(?:href|src|action)="(?!\/(?!\/)|#|tel:)/.test(robot.html), `${path}: an address that is not ours`);
        assert.ok(!/<script(?! type="module" src="\/static\/app\.js)|<img|<iframe|<base|<meta http-equiv|<[a-z]+[^>"]* on[a-z]+=/i.test(robot.html.replace(/"[^"]*"/g, (v) => (v.includes('<') ? '"<"' : v))), `${path}: markup`);
      }
    }
    for (const p of payloads.filter((_, i) => i % 6 === 0)) {
      await look(page, `/staff/complaints?view=all&q=${encodeURIComponent(p)}`, [p]);
      await look(page, `/track?no=${encodeURIComponent(p)}`);
    }
    await page.leave();
  });

  it('in messages, notes, reasons, answers and names of files stay texts, on both sides', async () => {
    const department = sql(`SELECT id FROM department WHERE name_en = '${mark}-0'`);
    const picture = await photograph('xss 2');
    for (const [i, { number, person, title }] of staffNumbers.entries()) {
      const clerk = new Robot();
      await clerk.signIn(`${mark}-${i}`, password);
      const file = { name: `${kept(names[(i + 20) % names.length])}.jpg`, type: 'image/jpeg', bytes: picture };
      const act = async (action, fields, files) => {
        await clerk.act(number, action, fields, files);
        assert.equal(clerk.status, 200, `${action}: ${clerk.html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').slice(0, 200)}`);
      };
      if (i % 3 === 1) {
        await act('reject', { reason: clerk.html ? await firstReason(clerk, number) : '', text: everything });
        await act('reopen', { text: everything });
      } else {
        await act('accept', {});
      }
      await act('assign', { department, person: sql(`SELECT id FROM app_user WHERE login = '${mark}-${i}'`), text: everything });
      await act('note', { text: everything }, { files: file });
      await act('message', { text: everything });
      await act('ask-material', { text: everything, until: sql('SELECT CURDATE() + INTERVAL 9 DAY') });
      await person.go('/track/case');
      await person.submit('/track/message', { text: everything }, { file });
      assert.equal(person.status, 200);
      if (i % 2) {
        await person.go('/track/withdraw');
        await person.submit('/track/withdraw', { reason: everything.slice(0, 1900) });
        await act('decline-withdrawal', { text: everything });
      }
      if (i % 2 === 0) {
        await clerk.go(`/staff/complaints/${number}/reveal`);
        await clerk.submit(`/staff/complaints/${number}/reveal`, { reason: long[i] });
        assert.equal(clerk.status, 200, 'revealed');
      }
      await act('reply', { text: everything });
      await act('close', { text: everything, finding: '1', basis: 'agreed' });
      await person.go('/track/rate');
      await person.submit('/track/rate', { solved: 'no', overall: '1', speed: '1', attitude: '1', skill: '1', result: '1', words: everything.slice(0, 1900), callback: '1' });
      assert.equal(person.path, '/track/rate/why', person.html.match(/<section class="errs".*?<\/section>/)?.[0]);

      const page = await witness(clerk);
      await page.context().addCookies([...person.cookies].map(([n, value]) => ({ name: n, value, url })));
      await look(page, `/staff/complaints/${number}`, [title, everything, names[i]]);
      for (const tail of ['/files', '/record', '/print', '?show=internal', '?show=complainant', '?show=moves', '/reveal', '?lang=en']) await look(page, `/staff/complaints/${number}${tail}`);
      await look(page, '/staff/', [names[i]]);
      await look(page, '/staff/account', [names[i]]);
      await look(page, '/staff/complaints?view=closed');
      await look(page, '/track/case?lang=zh', [title, everything]);
      await look(page, '/track/receipt');
      await page.leave();
    }
    assert.equal(staffNumbers.length, 8);
  });

  it('in a conflict and in a refused step stay texts', async () => {
    const key = await new Robot().file({ category: categoryId('claim'), title: short[3], body: everything });
    const [fast, slow] = [new Robot(), new Robot()];
    await fast.signIn(`${mark}-1`, password);
    await slow.signIn(`${mark}-2`, password);
    await fast.act(key.number, 'accept', {});
    await slow.go(`/staff/complaints/${key.number}`);
    const page = await witness(slow);
    await page.goto(`${url}/staff/complaints/${key.number}`);
    await fast.act(key.number, 'reply', { text: everything });
    await page.evaluate((text) => {
      const form = document.querySelector('#act-reply form');
      form.elements.text.value = text;
    }, everything);
    await Promise.all([page.waitForNavigation(), page.evaluate(() => document.querySelector('#act-reply form').submit())]);
    assert.deepEqual(await evidence(page), []);
    const text = await shown(page);
    for (const p of payloads) assert.ok(text.split(kept(p)).length >= 3, `both texts hold ${p}`);
    await page.leave();
  });
});

async function firstReason(clerk, number) {
  await clerk.go(`/staff/complaints/${number}`);
  const [, value] = clerk.html.match(/id="reject-reason"[^]*?<option value="([a-z_-]+)"/);
  return value;
}
