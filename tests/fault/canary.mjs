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

async function canaries() {
  const n = String(Date.now()).slice(-8);
  const people = ['named', 'confidential'].map((mode, i) => ({
    mode,
    title: `F11 ${mode} ${mark}`,
    name: `金丝雀${n}${i}欧阳`,
    phone: `139${n}`.replace(/.$/, i),
    email: `kanarie${n}${i}@example.org`,
    body: `Nachtigall${n}${i}: 排队两个小时没有人引导。`,
  }));
  const passcodes = [];
  for (const person of people) {
    const visitor = await new Visitor().draft(person);
    await visitor.step('/file/send');
    const receipt = await visitor.receipt();
    await visitor.track(receipt);
    await visitor.get('/track/receipt');
    const digits = receipt.passcode.replace(/[^0-9A-Z]/g, '');
    assert.equal(digits.length, 16, 'the passcode');
    passcodes.push(digits, receipt.passcode, digits.match(/.{4}/g).join('-'), digits.match(/.{4}/g).join('%20'), digits.match(/.{4}/g).join('+'));
    const reader = await new Visitor().signIn(person.mode === 'named' ? 'zhaolei' : 'fengbao');
    await reader.get(`/staff/complaints/${receipt.number}/reveal`);
    const shown = await reader.post(`/staff/complaints/${receipt.number}/reveal`, { reason: 'The fault test looks.' });
    assert.ok(shown.body.includes(person.name) && shown.body.includes(person.email), `${person.mode}: the entitled reader sees the name (${shown.status})`);
    person.id = rows(`SELECT id FROM complaint WHERE number = '${receipt.number}'`)[0][0];
  }
  const wrapped = () => rows(`SELECT wrap_kind FROM complaint_identity WHERE complaint_id IN (${people.map((p) => p.id)}) ORDER BY 1`).join() === '2,3';
  await until('the jobs have taken the identities over', wrapped, 10, 100);
  await promisify(execFile)(`${top}/quickstart`, ['stop', '--dir', dir]);

  const texts = people.flatMap((p) => [p.name, p.phone, p.email]);
  const places = ['db', 'log', 'run', 'nginx', 'redress.yaml'].map((f) => `${dir}/${f}`);
  assert.ok(standsIn([`${dir}/db`], [people[0].title, people[0].body]).length >= 2, 'the search itself finds what stands in the open');
  assert.deepEqual(standsIn(places, [...texts, ...passcodes]), [], 'identities or passcodes in the open');
  assert.deepEqual(standsIn([`${dir}/log`, `${dir}/run`, `${dir}/nginx`], people.map((p) => p.body.slice(0, 18))), [], 'texts of complaints in logs');
  const control = standsIn([`${dir}/log`], ['route=/file/contact']);
  assert.ok(control.length > 0, 'the log of these requests is there');
  return `${texts.length} canaries and 2 passcodes: 0 hits in the stopped database, logs, run and nginx`;
}

export const cases = [{ name: 'canaries', run: canaries }];
