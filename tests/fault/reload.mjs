// Reloading and stopping under load: no request is refused, none is cut.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { Visitor, load, quantile, request } from './client.mjs';
import { commandOf, config, kill, log, mark, notePid, pidOf, rows, runs, session, sleep, startAgain, until, workersOf } from './site.mjs';

const pools = ['public', 'staff'];
const pages = ['/', '/track', '/staff/sign-in', '/file', '/healthz', '/staff/readyz'];

/** More clients than workers, so that there is always one more waiting. */
function crowd(failures, times) {
  return load(12, (i, k, agent) => request('GET', pages[(i + k) % pages.length], { agent }), (answer, failure) => {
    if (failure) failures.push(failure.message);
    else if (answer.status !== 200) failures.push(`status ${answer.status}`);
    else times.push(answer.ms);
  });
}

const renewed = (pool, old, full) => until(`new workers of ${pool}`, () => {
  const now = workersOf(pool);
  return now.length === full && !now.some((pid) => old.includes(pid));
}, 15);

async function reloads() {
  const failures = [];
  const times = [];
  const masters = pools.map(pidOf);
  const full = workersOf('public').length;
  const people = crowd(failures, times);
  const took = [];
  try {
    for (let round = 0; round < 10; round++) {
      const old = pools.map(workersOf);
      for (const master of masters) kill(master, 'SIGHUP');
      const person = new Visitor().draft({ title: `F5 ${mark} ${round}` }).then((v) => v.step('/file/send'));
      took.push(...(await Promise.all([...pools.map((pool, i) => renewed(pool, old[i], full)), person])).slice(0, pools.length));
    }
  } finally {
    await people.end();
  }
  assert.deepEqual(failures.slice(0, 5), [], `${failures.length} failed requests`);
  assert.deepEqual(pools.map(pidOf), masters);
  assert.ok(masters.every(runs), 'a master is gone');
  const [[filed]] = rows(`SELECT COUNT(*) FROM complaint WHERE title LIKE 'F5 ${mark} %'`);
  assert.equal(filed, '10', 'complaints filed during the reloads');
  return `10 of both pools, ${times.length} requests, 0 failed, p99 ${quantile(times, 0.99).toFixed(0)} ms, new workers within ${Math.max(...took).toFixed(2)} s`;
}

async function brokenConfiguration() {
  const good = readFileSync(config, 'utf8');
  const old = workersOf('public');
  const before = log('public').length;
  writeFileSync(config, `${good}nonsense: 1\n`);
  try {
    kill(pidOf('public'), 'SIGHUP');
    await until('a word about the refusal', () => log('public').slice(before).includes('reload refused'));
  } finally {
    writeFileSync(config, good);
  }
  const said = log('public').slice(before);
  assert.match(said, /redress\.yaml: .*nonsense/, 'the log does not name the key');
  assert.match(said, /line: \d+/, 'the log does not name the line');
  assert.deepEqual(workersOf('public').sort(), old.sort(), 'workers were replaced');
  assert.equal((await request('GET', '/')).status, 200);
  kill(pidOf('public'), 'SIGHUP');
  await renewed('public', old, old.length);
  assert.equal((await request('GET', '/')).status, 200);
  return 'refused with the line of the log, the old one went on, a good one was taken up after it';
}

/** As many requests as the public pool has workers, in the middle of their work behind a lock; let() takes it away. */
async function underWay(label) {
  const visitors = await Promise.all(Array.from({ length: workersOf('public').length }, () => new Visitor().draft({ title: `${label} ${mark}` })));
  const admin = session();
  await admin.run('LOCK TABLES rate_limit WRITE');
  const sent = visitors.map((v) => v.post('/file/send'));
  const waiting = "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'redress_public' AND state LIKE 'Waiting for table%'";
  await until('requests under way', () => Number(rows(waiting)[0][0]) === sent.length, 3);
  return {
    visitors,
    async let() {
      await admin.run('UNLOCK TABLES');
      await admin.end();
    },
    async finished() {
      const answers = await Promise.all(sent);
      assert.deepEqual(answers.map((a) => `${a.status} ${a.headers.location}`), sent.map(() => '303 /receipt'), 'requests under way');
    },
  };
}

async function term() {
  const master = pidOf('public');
  const command = commandOf(master);
  const work = await underWay('F6');
  kill(master, 'SIGTERM');
  await sleep(300);
  assert.ok(runs(master), 'the master did not wait for its workers');
  await work.let();
  await until('the pool has ended', () => !runs(master), 5);
  const away = await request('GET', '/');
  notePid('public', startAgain(command, 'public'));
  await until('the pool answers again', async () => (await request('GET', '/readyz')).status === 200);
  await work.finished();
  assert.equal(away.status, 503, 'the page while the pool is away');
  assert.match(away.body, /<h1>系统暂时无法使用<\/h1>/);
  for (const v of work.visitors) assert.ok(await v.receipt(), 'a receipt after the new start');
  return `${work.visitors.length} requests under way were finished; the page in between says that the service is away`;
}

/** A queue that never empties must not keep a worker from ending: what waits is left to the next one. */
async function drainsWithQueue() {
  const old = workersOf('public');
  const before = log('public').length;
  const work = await underWay('F6b');
  const waiting = Array.from({ length: 80 }, () => request('GET', '/track'));
  await sleep(300);
  for (const pid of old) kill(pid, 'SIGTERM');
  await work.let();
  const answers = await Promise.all(waiting);
  await work.finished();
  await renewed('public', old, old.length);
  const byOld = log('public').slice(before).split('\n').filter((line) => line.includes('route=/track ') && old.some((pid) => line.includes(`pid=${pid} `))).length;
  assert.deepEqual(answers.filter((a) => a.status !== 200).map((a) => a.status), []);
  assert.ok(byOld <= old.length, `workers that were told to end took ${byOld} more requests`);
  return `${answers.length} waiting requests, 0 failed, ${byOld} of them taken by workers that were told to end`;
}

export const cases = [
  { name: 'HUP reloads under load', run: reloads },
  { name: 'reload with a broken configuration', run: brokenConfiguration },
  { name: 'TERM drains', run: term },
  { name: 'TERM with a full queue', run: drainsWithQueue },
];
