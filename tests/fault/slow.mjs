// Clients that take their time, on purpose: they hold nobody up.
import assert from 'node:assert/strict';
import net from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { host, load, quantile, request } from './client.mjs';
import { config, dir, kill, port, redress, runs, sleep, startAgain, until } from './site.mjs';

const drips = [
  (i) => [`GET / HTTP/1.1\r\nHost: ${host}\r\n`, () => `X-${i}: slow\r\n`],
  () => [`POST /file HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n`, () => 'a=b&'],
  () => [`POST /file/files HTTP/1.1\r\nHost: ${host}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 90000000\r\n\r\n--x\r\n`, () => 'z'],
  () => [`POST /staff/sign-in HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n`, () => '1\r\na\r\n'],
  () => ['', () => 'G'],
];

/** Connections that send a byte or a line every now and then; reading nothing. */
function dribblers(n) {
  const open = new Set();
  let opened = 0;
  let going = true;
  const begin = (i) => {
    if (!going) return;
    const [first, more] = drips[i % drips.length](i);
    const socket = net.connect({ port, host: '127.0.0.1', localAddress: `127.0.7.${1 + (i % 20)}` });
    opened++;
    open.add(socket);
    const timer = setInterval(() => socket.write(more()), 300 + (i % 7) * 100);
    socket.on('connect', () => socket.write(first));
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      open.delete(socket);
      setTimeout(begin, 50, i);
    });
  };
  for (let i = 0; i < n; i++) begin(i);
  return {
    open,
    end() {
      going = false;
      for (const socket of open) socket.destroy();
      return opened;
    },
  };
}

async function slowClients() {
  const slow = dribblers(200);
  await sleep(1000);
  const held = slow.open.size;
  const times = [];
  const bad = [];
  const pages = ['/', '/track', '/file', '/staff/sign-in', '/static/app.css'];
  const people = load(4, (i, k, agent) => request('GET', pages[(i + k) % pages.length], { agent }), (answer, failure) => {
    if (failure) bad.push(failure.message);
    else if (answer.status !== 200) bad.push(answer.status);
    else times.push(answer.ms);
  });
  await sleep(8000);
  await people.end();
  const opened = slow.end();
  const p99 = quantile(times, 0.99);
  assert.deepEqual(bad.slice(0, 5), [], `${bad.length} requests of others failed`);
  assert.ok(held >= 190, `only ${held} slow connections were held`);
  assert.ok(p99 < 2000, `p99 of others ${p99.toFixed(0)} ms`);
  return `${held} held at a time, ${opened} in all; ${times.length} requests of others, 0 failed, p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
}

// ---- FastCGI itself, as a broken proxy would speak it ----

const record = (type, bytes) => Buffer.concat([Buffer.from([1, type, 0, 1, bytes.length >> 8, bytes.length & 255, 0, 0]), bytes]);
const begin = record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0]));
const pair = (name, value) => Buffer.concat([Buffer.from([name.length, value.length]), Buffer.from(name + value)]);
const params = (list) => Buffer.concat([record(4, Buffer.concat(Object.entries(list).map(([n, v]) => pair(n, v)))), record(4, Buffer.alloc(0))]);
const get = { REQUEST_METHOD: 'GET', DOCUMENT_URI: '/healthz', QUERY_STRING: '', REMOTE_ADDR: '127.0.0.1', HTTP_HOST: host };
const whole = Buffer.concat([begin, params(get), record(5, Buffer.alloc(0))]);

/** What a pool answers to these bytes, "" when it says nothing until the connection ends. */
function speak(path, bytes, waitMs) {
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(path);
    const end = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(waitMs, end);
    socket.on('data', (part) => { text += part.toString('latin1'); });
    socket.on('error', end);
    socket.on('close', end);
    socket.write(bytes);
  });
}

/** A pool of one worker that waits five seconds for a request, beside the ordinary ones. */
async function halfRequests() {
  const own = `${dir}/run/slow.yaml`;
  const path = `${dir}/run/slow.sock`;
  writeFileSync(own, readFileSync(config, 'utf8').replace(/public_pool:\n  listen: .*\n/, `public_pool:\n  listen: unix:${path}\n  workers: 1\n  request_timeout_s: 5\n`));
  const pid = startAgain([redress, 'serve', '--pool', 'public', '--config', own], 'slow');
  try {
    await until('the pool of one worker', async () => (await speak(path, whole, 2000)).includes('Status: 200'));
    const from = performance.now();
    const silent = speak(path, Buffer.concat([begin, params(get).subarray(0, 20)]), 20000);
    await sleep(100);
    const answer = await speak(path, whole, 20000);
    const seconds = (performance.now() - from) / 1000;
    assert.match(answer, /Status: 200/, 'the request behind a half one');
    assert.equal(await silent, '', 'the half request');
    assert.ok(seconds < 7, `answered after ${seconds.toFixed(1)} s`);
    assert.match(await speak(path, record(9, Buffer.alloc(0)), 1000).then(() => speak(path, whole, 8000)), /Status: 200/, 'after a management record');
    assert.match(await speak(path, Buffer.from('GET / HTTP/1.1\r\n\r\n'), 8000).then(() => speak(path, whole, 8000)), /Status: 200/, 'after plain HTTP');
    return `one worker held by half a request: the next was answered after ${seconds.toFixed(1)} s (limit 5 s)`;
  } finally {
    kill(pid, 'SIGTERM');
    await until('its end', () => !runs(pid), 10);
  }
}

export const cases = [
  { name: 'slow clients', run: slowClients },
  { name: 'half a FastCGI request', run: halfRequests },
];
