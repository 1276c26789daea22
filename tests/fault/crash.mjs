// Processes die, the database goes and comes: nothing that was acknowledged is lost.
import assert from 'node:assert/strict';
import { Visitor, request } from './client.mjs';
import { commandOf, databaseAnswers, kill, mark, notePid, pidOf, rows, runs, sleep, staffPassword, startAgain, threadStates, until, verify, workersOf } from './site.mjs';

const submitters = 10;

/** Many people file complaints, patiently; the ledger holds what each was told. */
function fileMany(name) {
  const label = `${name} ${mark}`;
  const ledger = [];
  let going = true;
  let again = 0;
  const work = Array.from({ length: submitters }, async (_, person) => {
    for (let i = 0; going; i++) {
      const visitor = new Visitor({ patienceMs: 30000 });
      const entry = { title: `${label} ${person}-${i}`, number: null };
      try {
        await visitor.draft({ title: entry.title });
        ledger.push(entry);
        const sent = await visitor.post('/file/send');
        assert.equal(`${sent.status} ${sent.headers.location}`, '303 /receipt', entry.title);
        entry.number = (await visitor.receipt()).number;
      } catch (e) {
        entry.failure = e.message;
        ledger.push(entry);
      }
      again += visitor.again;
    }
  });
  return {
    label,
    ledger,
    async end() {
      going = false;
      await Promise.all(work);
      return again;
    },
  };
}

/** Do what happens meanwhile, then hold the ledger against the database. */
async function underSubmitters(name, happens) {
  const people = fileMany(name);
  let figures;
  try {
    figures = await happens();
  } finally {
    await people.end();
  }
  return `${figures}; ${await people.end()} requests made again, ${checkLedger(people)}`;
}

/** Every receipt has its complaint, and no draft became two. */
function checkLedger({ label, ledger }) {
  const stored = new Map();
  for (const [title, number, events, seq] of rows(`SELECT c.title, c.number, c.events, (SELECT COUNT(*) FROM event e WHERE e.complaint_id = c.id)
      FROM complaint c WHERE c.title LIKE '${label} %'`)) {
    stored.set(title, [...(stored.get(title) ?? []), number]);
    assert.equal(events, seq, `${title}: events`);
  }
  const acknowledged = ledger.filter((e) => e.number);
  const wrong = acknowledged.filter((e) => stored.get(e.title)?.join() !== e.number).map((e) => `${e.title} ${e.number}: ${stored.get(e.title)}`);
  assert.deepEqual(wrong, [], 'receipts without their complaint');
  const twice = [...stored].filter(([, numbers]) => numbers.length > 1);
  assert.deepEqual(twice, [], 'drafts that became several complaints');
  const failures = ledger.filter((e) => e.failure).map((e) => `${e.title}: ${e.failure}`);
  assert.deepEqual(failures, [], 'people who gave up');
  const verified = verify();
  assert.equal(verified.status, 0, `redress verify: ${verified.text}`);
  return `${acknowledged.length} acknowledged, 0 lost, 0 twice`;
}

async function workersDie() {
  const full = workersOf('public').length;
  const back = [];
  let killed = 0;
  await sleep(500);
  for (const end = performance.now() + 14000; performance.now() < end;) {
    const victims = workersOf('public').sort(() => Math.random() - 0.5).slice(0, 1 + Math.floor(Math.random() * 2));
    killed += victims.filter((pid) => kill(pid, 'SIGKILL')).length;
    back.push(await until('all workers back', () => {
      const now = workersOf('public');
      return now.length === full && !now.some((pid) => victims.includes(pid));
    }, 5, 10));
    await sleep(Math.random() * 200);
  }
  const worst = Math.max(...back);
  assert.ok(worst < 1, `a worker was back after ${worst.toFixed(2)} s only`);
  assert.ok(killed > 20, `only ${killed} killed`);
  return `${killed} killed, back within ${worst.toFixed(2)} s`;
}

/** A whole pool at once, then a master alone, whose workers have to make room; another one takes the place at once. */
async function poolDies() {
  const took = [];
  for (const alone of [false, true]) {
    await sleep(1000);
    const master = pidOf('public');
    const command = commandOf(master);
    const workers = workersOf('public');
    for (const pid of alone ? [master] : [master, ...workers]) kill(pid, 'SIGKILL');
    await until('the pool has ended', () => ![master, ...workers].some(runs), 2);
    notePid('public', startAgain(command, 'public'));
    took.push(await until('the pool answers again', async () => (await request('GET', '/readyz')).status === 200, 10));
  }
  await sleep(1000);
  return `answered ${Math.max(...took).toFixed(2)} s after its start`;
}

// ---- the database ----

/** A browser with a draft and one of staff with a case open, to ask what needs the database. */
async function probes() {
  const tracker = await new Visitor().draft({ title: 'F3 tracker' });
  await tracker.step('/file/send');
  await tracker.track(await tracker.receipt());
  const draft = await new Visitor().draft({ title: 'F3 probe' });
  const staff = await new Visitor().signIn('zhaolei');
  const [, number] = /href="\/staff\/complaints\/([^"?]+)/.exec((await staff.get('/staff/complaints?view=all')).body);
  const page = await staff.get(`/staff/complaints/${number}`);
  assert.equal(page.status, 200, `the case ${number}`);
  return { tracker, draft, staff, number, version: /name="version" value="(\d+)"/.exec(page.body)[1] };
}

function isAway(answer, what, seconds) {
  assert.equal(answer.status, 503, what);
  assert.ok(Number(answer.headers['retry-after']) > 0, `${what}: no Retry-After`);
  assert.ok(answer.ms < seconds * 1000, `${what}: answered after ${(answer.ms / 1000).toFixed(1)} s`);
  assert.match(answer.body, /class="fail"/, `${what}: not in the page's own design`);
  return answer.ms;
}

/** What people see while the database does not answer: 503 in time, and their own words. Both pools are asked at once, one question after the other. */
async function whileAway(p, seconds) {
  const words = 'We looked into the matter thoroughly & found <nothing>.';
  const took = [];
  const page = (what, answer) => took.push(isAway(answer, what, seconds));
  const post = (what, answer) => {
    page(what, answer);
    assert.ok(answer.body.includes('We looked into the matter thoroughly &amp; found &lt;nothing&gt;.'), `${what}: the words are not shown again`);
  };
  const file = ['files', '%PDF-1.4', 'a.pdf'];
  await Promise.all([
    (async () => {
      page('the public check page', await p.draft.get('/file/check'));
      post('a text of the form', await p.draft.post('/file/what', { title: 'F3 probe', body: words }));
      post('a message with a file', await p.tracker.upload('/track/message', [['text', words], ['file', '%PDF-1.4', 'a.pdf']]));
      const ready = await request('GET', '/readyz');
      assert.equal(`${ready.status} ${ready.ms < seconds * 1000}`, '503 true', `/readyz in ${ready.ms} ms`);
      assert.equal((await request('GET', '/healthz')).status, 200, '/healthz');
    })(),
    (async () => {
      page('a case', await p.staff.get(`/staff/complaints/${p.number}`));
      post('a rejection', await p.staff.post(`/staff/complaints/${p.number}/reject`, { version: p.version, reason: '1', text: words }));
      post('a note', await p.staff.upload(`/staff/complaints/${p.number}/note`, [['version', p.version], ['text', words]]));
      post('a note with a file', await p.staff.upload(`/staff/complaints/${p.number}/note`, [['version', p.version], ['text', words], file]));
    })(),
  ]);
  return Math.max(...took);
}

/** All pages within five seconds, from whichever worker. */
async function worksAgain(p) {
  const fine = async (answer) => (await answer).status === 200;
  return until('pages work again', async () => (await Promise.all(Array.from({ length: 8 }, (_, i) =>
    fine(i % 2 ? p.draft.get('/file/check') : p.staff.get(`/staff/complaints/${p.number}`))))).every(Boolean), 5, 50);
}

async function databaseDies() {
  const p = await probes();
  const workers = [...workersOf('public'), ...workersOf('staff')];
  const back = [];
  let away = 0;
  for (let round = 0; round < 3; round++) {
    await sleep(800 + Math.random() * 700);
    const pid = pidOf('mariadb');
    const command = commandOf(pid);
    kill(pid, 'SIGKILL');
    await until('the database is dead', () => !runs(pid));
    try {
      if (round === 0) away = await whileAway(p, 5);
    } finally {
      startAgain(command, 'database');
      await until('the database answers', databaseAnswers, 30, 50);
    }
    back.push(await worksAgain(p));
  }
  await sleep(1000);
  assert.deepEqual([...workersOf('public'), ...workersOf('staff')].sort(), workers.sort(), 'workers were restarted');
  return `killed 3 times, 503 within ${(away / 1000).toFixed(2)} s, back within ${Math.max(...back).toFixed(2)} s of its return`;
}

async function databasePaused() {
  const p = await probes();
  const pid = pidOf('mariadb');
  let took;
  kill(pid, 'SIGSTOP');
  try {
    await until('every thread of it stands still', () => threadStates(pid).every((state) => state === 'T'));
    took = await whileAway(p, 6);
  } finally {
    kill(pid, 'SIGCONT');
  }
  const back = await worksAgain(p);
  await everyWorkerConnected();
  return `503 within ${(took / 1000).toFixed(2)} s, back ${back.toFixed(2)} s after it went on`;
}

/** An administrator cuts every connection of the program in the middle of the work. */
async function connectionsCut() {
  let cut = 0;
  for (let round = 0; round < 12; round++) {
    await sleep(200);
    for (const [id] of rows("SELECT id FROM information_schema.processlist WHERE user LIKE 'redress%'")) {
      try {
        rows(`KILL CONNECTION ${id}`);
        cut++;
      } catch { /* it had ended by itself */ }
    }
  }
  assert.ok(cut > 20, `only ${cut} connections cut`);
  return `${cut} connections cut`;
}

const connections = () => rows("SELECT id FROM information_schema.processlist WHERE user IN ('redress_public', 'redress_staff')");

/** A worker that waited for the database in vain leaves it alone for as long; only when all have asked again does nobody meet that pause. */
async function everyWorkerConnected() {
  const workers = workersOf('public').length + workersOf('staff').length;
  await until('every worker is connected', async () => {
    await Promise.all(Array.from({ length: 2 * workers }, (_, i) => request('GET', i % 2 ? '/staff/sign-in' : '/file')));
    return connections().length >= workers;
  }, 15, 50);
}

/** As after a night: the database has closed every connection, and the first thing that is asked of each worker changes something. */
async function morning() {
  await everyWorkerConnected();
  const people = await Promise.all(Array.from({ length: 16 }, async (_, i) => {
    const visitor = new Visitor();
    await visitor.get(i % 2 ? '/staff/sign-in' : '/file');
    return visitor;
  }));
  const before = connections();
  for (const [id] of before) rows(`KILL CONNECTION ${id}`);
  await until('connections closed', () => connections().every(([id]) => !before.some(([old]) => old === id)));
  const answers = await Promise.all(people.map((v, i) => (i % 2 ? v.post('/staff/sign-in', { login: 'lijing', password: staffPassword }) : v.post('/file'))));
  assert.deepEqual(answers.map((a) => a.status), people.map(() => 303));
  return `${before.length} connections closed, ${people.length} people signed in or began a complaint without noticing`;
}

export const cases = [
  { name: 'kill -9 of public workers under submitters', run: () => underSubmitters('F2', workersDie) },
  { name: 'kill -9 of the public pool and of its master under submitters', run: () => underSubmitters('F2b', poolDies) },
  { name: 'kill -9 of mariadbd under submitters', run: () => underSubmitters('F3', databaseDies) },
  { name: 'database paused', run: databasePaused },
  { name: 'database connections closed while idle', run: morning },
  { name: 'database connections cut under submitters', run: () => underSubmitters('F4', connectionsCut) },
];
