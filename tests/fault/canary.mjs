// Names, numbers and passcodes stand nowhere in the open: not in the database's files, not in logs, not beside them. The installation is stopped for it,
// so this comes last.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { Visitor } from './client.mjs';
import { dir, mark, rows, top, until } from './site.mjs';

/** Where these texts stand below folders: "file: text". */
function standsIn(folders, texts) {
  const r = spawnSync('grep', ['-raoF', ...texts.flatMap((t) => ['-e', t]), ...folders], { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, LC_ALL: 'C' } });
  assert.ok(r.status === 0 || r.status === 1, r.stderr);
  return [...new Set(r.stdout.split('\n').filter(Boolean).map((line) => line.replace(`${dir}/`, '')))];
}

/** A photograph that says where and by whom it was taken, in every place that cameras and programs have for it. */
function photograph(word) {
  const part = (code, bytes) => Buffer.concat([Buffer.from([0xff, code, (bytes.length + 2) >> 8, (bytes.length + 2) & 255]), bytes]);
  const said = (head) => Buffer.from(`${head}${word}`, 'latin1');
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]), part(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')), part(0xe1, said('Exif\0\0GPS ')), part(0xe1, said('http://ns.adobe.com/xap/1.0/\0')),
    part(0xed, said('Photoshop 3.0\0')), part(0xfe, said('')), part(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from('the picture itself'), Buffer.from([0xff, 0xd9]), said('behind it '),
  ]);
}

/** Agree to what fengbao asks for, by the page that tells who has to. */
async function unseal(number, reason) {
  const asks = await new Visitor().signIn('fengbao');
  const page = `/staff/complaints/${number}/reveal`;
  await asks.get(page);
  assert.equal((await asks.post(page, { do: 'look' })).status, 409, 'nothing was agreed to');
  await asks.get(page);
  assert.equal((await asks.post(page, { do: 'ask', purpose: 'contact', reason })).status, 303);
  const agrees = await new Visitor().signIn('tanshou');
  const waits = await agrees.get(page);
  assert.ok(waits.body.includes(reason), 'who agrees reads why');
  const approval = /\/staff\/approvals\/\d+/.exec(waits.body)[0];
  const version = /name="version" value="(\d+)"/.exec((await agrees.get(approval)).body)[1];
  assert.equal((await agrees.post(approval, { do: 'agree', text: '', version })).status, 303);
  await asks.get(page);
  return asks.post(page, { do: 'look' });
}

/** What each role sees of it, wherever it looks; whoever searches for the person finds nothing, not even that there is something. */
async function seen(number, person, words) {
  const pages = [...['', '/files', '/record', '/print', '/reveal', '/pack'].map((tail) => `/staff/complaints/${number}${tail}`), '/staff/complaints?view=all', '/staff/notices', '/staff/approvals'];
  for (const login of ['chenchen', 'lijing', 'zhaolei', 'wangjianguo', 'sunli', 'zhoufa', 'wumin', 'zhengwei', 'hexun', 'linxiao', 'admin', 'shenji']) {
    const reader = await new Visitor().signIn(login);
    for (const path of pages) {
      const { body } = await reader.get(path);
      assert.deepEqual(words.filter((w) => body.includes(w)), [], `${login} ${path}`);
    }
    for (const typed of [person.phone, person.email, person.name]) {
      for (const path of ['/staff/search', '/staff/find']) {
        const { body } = await reader.get(`${path}?q=${encodeURIComponent(typed)}`);
        assert.deepEqual([number, ...words.filter((w) => w !== typed)].filter((w) => body.includes(w)), [], `${login} ${path} ${typed}`);
      }
    }
  }
}

async function canaries() {
  const n = String(Date.now()).slice(-8);
  const people = ['named', 'confidential'].map((mode, i) => ({
    mode,
    title: `F11 ${mode} ${mark}`,
    name: `金丝雀${n}${i}欧阳`,
    phone: `139${n}`.replace(/.$/, i),
    email: `kanarie${n}${i}@example.org`,
    address: `济南市隐巷${n}${i}号`,
    preferTime: `Canari${n}${i}之后`,
    body: `Nachtigall${n}${i}: 排队两个小时没有人引导。`,
    photo: photograph(`Papagei${n}${i}`),
  }));
  const reason = `Zaunkoenig${n}`;
  const passcodes = [];
  for (const person of people) {
    const visitor = await new Visitor().draft(person);
    const check = await visitor.get('/file/check');
    assert.equal(/does anything say who you are/.test(check.body), person.mode === 'confidential', 'filers are told what cannot be hidden');
    await visitor.step('/file/send');
    const receipt = await visitor.receipt();
    await visitor.track(receipt);
    await visitor.get('/track/receipt');
    const digits = receipt.passcode.replace(/[^0-9A-Z]/g, '');
    assert.equal(digits.length, 16, 'the passcode');
    passcodes.push(digits, receipt.passcode, digits.match(/.{4}/g).join('-'), digits.match(/.{4}/g).join('%20'), digits.match(/.{4}/g).join('+'));
    let shown;
    if (person.mode === 'named') {
      const reader = await new Visitor().signIn('zhaolei');
      await reader.get(`/staff/complaints/${receipt.number}/reveal`);
      shown = await reader.post(`/staff/complaints/${receipt.number}/reveal`, { reason: 'The fault test looks.' });
    } else {
      shown = await unseal(receipt.number, reason);
      const told = await visitor.get('/track/case');
      assert.match(told.body, /Somebody looked at who you are/, 'the look is told to the complainant');
      assert.match(told.body, /To ask the complainant about the facts/, 'and what it was for');
      assert.ok(!told.body.includes(reason) && !told.body.includes('冯宝华'), 'not why in detail, nor who');
      const words = [person.name, person.phone, person.email, person.address, person.preferTime, reason];
      await seen(receipt.number, person, words);
    }
    assert.ok(shown.body.includes(person.name) && shown.body.includes(person.email), `${person.mode}: the entitled reader sees the name (${shown.status})`);
    person.id = rows(`SELECT id FROM complaint WHERE number = '${receipt.number}'`)[0][0];
  }
  const wrapped = () => rows(`SELECT wrap_kind FROM complaint_identity WHERE complaint_id IN (${people.map((p) => p.id)}) ORDER BY 1`).join() === '2,3';
  await until('the jobs have taken the identities over', wrapped, 10, 100);
  await promisify(execFile)(`${top}/quickstart`, ['stop', '--dir', dir]);

  const texts = [...people.flatMap((p) => [p.name, p.phone, p.email, p.address]), people[1].preferTime, reason, ...people.map((_, i) => `Papagei${n}${i}`)];
  const places = ['db', 'log', 'run', 'nginx', 'redress.yaml'].map((f) => `${dir}/${f}`);
  assert.ok(standsIn([`${dir}/db`], [people[0].title, people[0].body]).length >= 2, 'the search itself finds what stands in the open');
  assert.deepEqual(standsIn(places, [...texts, ...passcodes]), [], 'identities or passcodes in the open');
  assert.deepEqual(standsIn([`${dir}/log`, `${dir}/run`, `${dir}/nginx`], people.map((p) => p.body.slice(0, 18))), [], 'texts of complaints in logs');
  assert.deepEqual(standsIn([`${dir}/log`], ['127.0.0.1']).filter((line) => !/^log\/mariadb/.test(line)), [], 'addresses in logs');
  const control = standsIn([`${dir}/log`], ['route=/file/contact']);
  assert.ok(control.length > 0, 'the log of these requests is there');
  return `${texts.length} canaries and 2 passcodes: 0 hits in the stopped database, logs, run and nginx, and on the pages of 12 roles`;
}

export const cases = [{ name: 'canaries', run: canaries }];
