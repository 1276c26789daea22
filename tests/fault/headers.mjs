// The headers that keep a browser from doing what an attacker wants, on every kind of answer.
import assert from 'node:assert/strict';
import { Visitor, encode, host, origin, raw, request } from './client.mjs';
import { mark } from './site.mjs';

export const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** What is missing on an answer, as a list of sentences. */
function missing(what, answer, { download = false } = {}) {
  const found = [];
  const need = (name, pattern) => {
    const value = answer.headers[name] ?? '';
    if (!pattern.test(value)) found.push(`${what}: ${name} is "${value}"`);
  };
  need('content-security-policy', /default-src 'none'/);
  if (download) {
    need('content-security-policy', /sandbox/);
    need('content-disposition', /^attachment; filename="/);
  } else {
    need('content-security-policy', /frame-ancestors 'none'/);
    need('content-security-policy', /base-uri 'none'/);
    need('content-security-policy', /form-action 'self'/);
  }
  if (/unsafe|\*|https?:|data:/.test(answer.headers['content-security-policy'] ?? '')) found.push(`${what}: the policy is ${answer.headers['content-security-policy']}`);
  need('x-content-type-options', /^nosniff$/);
  need('referrer-policy', /^same-origin$/);
  need('permissions-policy', /camera=\(\)/);
  need('cross-origin-opener-policy', /^same-origin$/);
  need('cross-origin-resource-policy', /^same-origin$/);
  if (answer.headers.server && answer.headers.server !== 'nginx') found.push(`${what}: server is ${answer.headers.server}`);
  if (answer.headers['x-powered-by']) found.push(`${what}: x-powered-by`);
  for (const cookie of answer.headers['set-cookie'] ?? [])
    if (!/; Path=\/; HttpOnly; SameSite=(Lax|Strict)(;|$)/.test(cookie)) found.push(`${what}: cookie ${cookie}`);
  return found;
}

async function everyKind() {
  const found = [];
  let kinds = 0;
  const look = (what, answer, status, options) => {
    kinds++;
    if (answer.status !== status) found.push(`${what}: status ${answer.status}, not ${status}`);
    found.push(...missing(what, answer, options));
    return answer;
  };
  const noStore = (what, answer) => {
    if (!/no-store/.test(answer.headers['cache-control'] ?? '')) found.push(`${what}: cache-control is "${answer.headers['cache-control']}"`);
  };
  const form = (cookie, body) => ({ headers: { Cookie: cookie, Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' }, body });

  const home = look('a page', await request('GET', '/'), 200);
  for (const [, path] of home.body.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)) look(path, await request('GET', path), 200);
  look('a missing static file', await request('GET', '/static/nothing.css'), 404);
  look('favicon', await request('GET', '/favicon.ico'), 301);
  look('a missing page', await request('GET', '/nowhere'), 404);
  look('HEAD', await request('HEAD', '/'), 200);
  look('a wrong method', await request('PUT', '/'), 405);
  look('TRACE', await request('TRACE', '/'), 405);
  look('a malformed path', await request('GET', '/%ff'), 400);
  look('a long URL', await request('GET', `/${'a'.repeat(3000)}`), 414);
  look('a body over the limit of nginx', await request('POST', '/file/what', form('', 'a'.repeat(700 * 1024))), 413);
  look('a form without token', await request('POST', '/file', form('', '')), 403);
  look('health', await request('GET', '/healthz'), 200);
  look('metrics', await request('GET', '/metrics'), 200);
  look('the sign-in page', await request('GET', '/staff/sign-in'), 200);
  look('a staff page without session', await request('GET', '/staff/'), 303);
  look('staff without slash', await request('GET', '/staff'), 301);

  const visitor = await new Visitor().draft({ title: `F9 ${mark}` });
  noStore('the check page', look('the check page', await visitor.get('/file/check'), 200));
  look('an error of a form', await visitor.post('/file/what', { body: '' }), 422);
  look('a file is added', await visitor.upload('/file/files', [['file', png, 'a 中.png', 'text/html'], ['do', 'add']]), 303);
  look('a receipt follows', await visitor.post('/file/send'), 303);
  noStore('the receipt', look('the receipt', await visitor.get('/receipt'), 200));
  const receipt = await visitor.receipt();
  look('a wrong passcode', await new Visitor().get('/track').then(() => visitor.post('/track', { number: receipt.number, code: 'AAAA AAAA AAAA AAAA' })), 422);
  const page = look('the tracking page', await visitor.track(receipt), 200);
  noStore('the tracking page', page);
  const [, code] = /href="(\/track\/file\/[^"]+)"/.exec(page.body);
  const file = look('a download', await visitor.get(code), 200, { download: true });
  assert.deepEqual(file.bytes, png, 'the bytes of the download');
  assert.equal(file.headers['content-type'], 'image/png', 'the type of the download');
  noStore('a download', file);

  const staff = await new Visitor().signIn('zhaolei');
  noStore('my work', look('my work', await staff.get('/staff/'), 200));
  noStore('a case', look('a case', await staff.get(`/staff/complaints/${receipt.number}`), 200));
  const [, staffFile] = /href="(\/staff\/file\/[^"]+)"/.exec((await staff.get(`/staff/complaints/${receipt.number}/files`)).body) ?? [];
  if (staffFile) look('a download of staff', await staff.get(staffFile), 200, { download: true });
  else found.push('a download of staff: no link to the file');
  look('a forbidden staff page', await staff.get('/staff/admin/people'), 403);
  look('a missing case', await staff.get('/staff/complaints/TS-00000-00000-0'), 404);
  assert.deepEqual(found, [], `${found.length} headers are not as they should be`);
  return `${kinds} kinds of answers`;
}

/** A refused line or name tells nothing about the server either. */
async function tellsNothing() {
  for (const bytes of ['NONSENSE\r\n\r\n', `GET /%zz HTTP/1.1\r\nHost: ${host}\r\n\r\n`, `GET / HTTP/1.1\r\nHost: a b\r\n\r\n`, 'GET / HTTP/9.9\r\n\r\n']) {
    const answer = await raw(bytes);
    assert.doesNotMatch(answer.text, /nginx\/|redress|Debian/i, bytes);
  }
  const wrong = await request('POST', '/staff/sign-in', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: encode({ login: 'admin', password: 'x' }) });
  assert.equal(wrong.status, 403);
  return 'no version anywhere';
}

export const cases = [
  { name: 'security headers on every kind of answer', run: everyKind },
  { name: 'what nginx refuses tells no version', run: tellsNothing },
];
