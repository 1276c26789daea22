// Something has happened, and everybody files at once: with REDRESS_CROWD=10000 ten thousand people within ten minutes, else the same crowd for half a minute.
import assert from 'node:assert/strict';
import { Visitor, quantile } from './client.mjs';
import { mark, rows, sleep } from './site.mjs';

const people = Number(process.env.REDRESS_CROWD ?? 500);
const everyMs = 600000 / 10000;

async function crowd() {
  const times = [];
  const failures = [];
  const one = async (i) => {
    const person = new Visitor({ from: `127.${100 + Math.floor(i / 60000)}.${Math.floor(i / 250) % 240}.${1 + (i % 250)}`, times });
    try {
      await person.draft({ title: `F10 ${mark} crowd ${i}` });
      await person.step('/file/send');
      assert.ok(await person.receipt(), 'no receipt');
    } catch (e) {
      failures.push(e.message);
    }
  };
  const all = [];
  const from = performance.now();
  for (let i = 0; i < people; i++) {
    all.push(one(i));
    await sleep(Math.max(0, from + (i + 1) * everyMs - performance.now()));
  }
  await Promise.all(all);
  const seconds = (performance.now() - from) / 1000;
  assert.deepEqual(failures.slice(0, 3), [], `${failures.length} of ${people} failed`);
  assert.equal(rows(`SELECT COUNT(*) FROM complaint WHERE title LIKE 'F10 ${mark} crowd %'`)[0][0], String(people));
  const p99 = quantile(times, 0.99);
  assert.ok(p99 < 1000, `p99 of their answers ${p99.toFixed(0)} ms`);
  return `${people} people filed in ${seconds.toFixed(0)} s; ${times.length} answers, p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, slowest ${quantile(times, 1).toFixed(0)} ms`;
}

export const cases = [{ name: 'a crowd that files', run: crowd }];
