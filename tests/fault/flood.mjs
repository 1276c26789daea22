// Somebody wants to take the website down, or to drown the complaints of others: ordinary people get through all the same. With the limits as they are shipped.
import assert from 'node:assert/strict';
import http from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import { Visitor, encode, host, origin, quantile, request } from './client.mjs';
import { dir, mark, pidOf, rows, sleep, top } from './site.mjs';

const zones = `${dir}/nginx/redress-local/zones.conf`;

async function shippedLimits(run) {
  const own = readFileSync(zones);
  const use = async (text) => {
    writeFileSync(zones, text);
    process.kill(pidOf('nginx'), 'SIGHUP');
    await sleep(700);
  };
  await use(readFileSync(`${top}/nginx/local/zones.conf`));
  try {
    return await run();
  } finally {
    await use(own);
  }
}

/** As fast as they can, from the addresses of one block: pages, and the forms that cost most. */
function flood(n) {
  let going = true;
  const seen = new Map();
  const all = Array.from({ length: n }, async (_, i) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const from = `127.0.6.${1 + i}`;
    const forms = ['/file', '/file/send', '/track', '/staff/sign-in'];
    for (let k = 0; going; k++) {
      const form = encode({ number: 'TS-4F7K2-9QXBM-3', code: 'AAAA AAAA AAAA AAAA', login: 'admin', password: `x${k}` });
      const answer = await (k % 2
        ? request('POST', forms[(i + k) % forms.length], { agent, from, headers: { Origin: origin, Host: host, 'Content-Type': 'application/x-www-form-urlencoded' }, body: form })
        : request('GET', '/', { agent, from })).catch((e) => ({ status: e.code }));
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
    }
    agent.destroy();
  });
  return {
    seen,
    async end() {
      going = false;
      await Promise.all(all);
    },
  };
}

async function floodOfRequests() {
  return shippedLimits(async () => {
    const attack = flood(24);
    await sleep(1000);
    const times = [];
    const people = Array.from({ length: 12 }, async (_, i) => {
      await sleep(i * 300);
      const title = `F9 ${mark} flood ${i}`;
      const person = new Visitor({ from: `127.0.${20 + i}.1`, times });
      await person.draft({ title });
      await person.step('/file/send');
      const receipt = await person.receipt();
      assert.ok(receipt, `${title} has no receipt`);
      const answer = await person.track(receipt);
      assert.equal(answer.status, 200);
      return title;
    });
    const titles = await Promise.all(people).finally(() => attack.end());
    const asked = [...attack.seen.values()].reduce((a, b) => a + b, 0);
    const refused = attack.seen.get(429) ?? 0;
    for (const title of titles) assert.equal(rows(`SELECT 1 FROM complaint WHERE title = '${title}'`).length, 1, title);
    assert.ok(refused > asked / 4, `${refused} of ${asked} requests of the flood were refused`);
    assert.ok(quantile(times, 0.99) < 2000, `somebody waited ${quantile(times, 0.99).toFixed(0)} ms`);
    return `${asked} requests of a flood, ${refused} refused; 12 people filed and looked, the slowest answer took ${quantile(times, 1).toFixed(0)} ms`;
  });
}

/** Sending bodies that never end: one address holds no more than its share. */
async function heldConnections() {
  return shippedLimits(async () => {
    const from = '127.0.5.1';
    const agent = new http.Agent({ keepAlive: true, maxSockets: 400 });
    let refused = 0;
    const slow = Array.from({ length: 300 }, () => {
      const req = http.request({ host: '127.0.0.1', port: Number(process.env.REDRESS_PORT), method: 'POST', path: '/file/files', agent, localAddress: from,
        headers: { Host: host, 'Content-Type': 'multipart/form-data; boundary=x', 'Content-Length': 900000 } }, (res) => {
        refused += res.statusCode === 429 ? 1 : 0;
        res.resume();
      });
      req.on('error', () => {});
      req.write('--x\r\n');
      return req;
    });
    await sleep(1500);
    const other = await request('GET', '/', { from: '127.0.9.1' });
    for (const req of slow) req.destroy();
    agent.destroy();
    assert.equal(other.status, 200);
    assert.ok(refused >= 150, `${refused} of 300 were refused`);
    return `300 bodies that never end from one address: ${refused} refused at once, others wait ${other.ms.toFixed(0)} ms`;
  });
}

export const cases = [
  { name: 'a flood of requests', run: floodOfRequests },
  { name: 'a flood of held connections', run: heldConnections },
];
