// Requests that no browser makes: refused with a 4xx answer or a closed connection, never with a 5xx, and no worker dies of one.
import assert from 'node:assert/strict';
import { Visitor, encode, host, multipart, origin, raw, request } from './client.mjs';
import { log, mark, workersOf } from './site.mjs';

const whole = (line, headers = '', body = '', hostLine = `Host: ${host}\r\n`) => `${line}\r\n${hostLine}${headers}Connection: close\r\n\r\n${body}`;
const get = (path, headers = '') => whole(`GET ${path} HTTP/1.1`, headers);
const formType = 'Content-Type: application/x-www-form-urlencoded\r\n';

/** What an answer may be: one of these, or a list of statuses; 0 is a connection closed without an answer. */
const refused = (s) => s === 0 || (s >= 400 && s < 500);
const closed = (s) => s === 0;
const harmless = (s) => s === 0 || (s >= 200 && s < 500);

const framing = [
  ['a length that stands twice', whole('POST /file HTTP/1.1', `${formType}Content-Length: 3\r\nContent-Length: 3\r\n`, 'a=b')],
  ['two lengths', whole('POST /file HTTP/1.1', `${formType}Content-Length: 3\r\nContent-Length: 44\r\n`, 'a=bGET /staff/ HTTP/1.1\r\nHost: x\r\n\r\n')],
  ['length and chunked', whole('POST /file HTTP/1.1', `${formType}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n`, '0\r\n\r\nGET /staff/ HTTP/1.1\r\n\r\n')],
  ['chunked and length', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n`, '5\r\na=b&c\r\n0\r\n\r\n')],
  ['chunked twice', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n`, '0\r\n\r\n')],
  ['chunked, chunked', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding: chunked, chunked\r\n`, '0\r\n\r\n')],
  ['an unknown coding', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding: xchunked\r\n`, '0\r\n\r\n')],
  ['identity', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding: identity\r\nContent-Length: 3\r\n`, 'a=b')],
  ['a space before the colon', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding : chunked\r\nContent-Length: 4\r\n`, '0\r\n\r\n')],
  ['a tab before chunked', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding:\tchunked\r\nContent-Length: 4\r\n`, '0\r\n\r\n')],
  ['chunked in HTTP/1.0', whole('POST /file HTTP/1.0', `${formType}Transfer-Encoding: chunked\r\n`, '0\r\n\r\n')],
  ['a negative length', whole('POST /file HTTP/1.1', `${formType}Content-Length: -1\r\n`)],
  ['a length with a plus', whole('POST /file HTTP/1.1', `${formType}Content-Length: +3\r\n`, 'a=b')],
  ['a hexadecimal length', whole('POST /file HTTP/1.1', `${formType}Content-Length: 0x3\r\n`, 'a=b')],
  ['a length with an exponent', whole('POST /file HTTP/1.1', `${formType}Content-Length: 3e0\r\n`, 'a=b')],
  ['a list of lengths', whole('POST /file HTTP/1.1', `${formType}Content-Length: 3, 3\r\n`, 'a=b')],
  ['a length beyond 64 bits', whole('POST /file HTTP/1.1', `${formType}Content-Length: 99999999999999999999\r\n`)],
  ['a length of 1 TB', whole('POST /file/files HTTP/1.1', `${formType}Content-Length: 1099511627776\r\n`)],
  ['an empty length', whole('POST /file HTTP/1.1', `${formType}Content-Length:\r\n`, 'a=b')],
  ['a chunk size that is none', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding: chunked\r\n`, 'zz\r\na=b\r\n0\r\n\r\n')],
  ['a negative chunk size', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding: chunked\r\n`, '-3\r\na=b\r\n0\r\n\r\n')],
  ['a chunk size beyond 64 bits', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding: chunked\r\n`, 'fffffffffffffffff\r\na=b\r\n0\r\n\r\n')],
  ['a chunk longer than its size', whole('POST /file HTTP/1.1', `${formType}Transfer-Encoding: chunked\r\n`, '2\r\na=b\r\n0\r\n\r\n')],
  ['a body of which half comes', whole('POST /file HTTP/1.1', `${formType}Content-Length: 100\r\n`, 'a=b'), refused, { half: true }],
  ['a bare carriage return', get('/', 'X-A: b\rContent-Length: 3\r\n')],
  ['a folded header', get('/', 'X-A: b\r\n Transfer-Encoding: chunked\r\n'), harmless],
  ['a header without a name', get('/', ': x\r\n'), harmless],
  ['a header without a colon', get('/', 'nonsense\r\n'), harmless],
  ['a NUL in a header', get('/', 'X-A: b\0c\r\n')],
  ['a control character in a header', get('/', 'User-Agent: b\x01c\r\n'), harmless],
  ['Latin-1 in a header', Buffer.from(get('/', 'User-Agent: caf\xe9\r\n'), 'latin1')],
  ['a second Host', get('/', `Host: ${host}\r\n`)],
  ['another second Host', get('/', 'Host: evil.example\r\n')],
];

const lines = [
  ['HTTP/0.9', 'GET /\r\n', closed],
  ['no Host in HTTP/1.1', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['no Host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', closed],
  ['an empty Host', whole('GET / HTTP/1.1', '', '', 'Host: \r\n')],
  ['an unknown Host', whole('GET / HTTP/1.1', '', '', 'Host: evil.example\r\n'), closed],
  ['an unknown Host with our port', whole('GET /staff/ HTTP/1.1', '', '', `Host: evil.example:${host.split(':')[1]}\r\n`), closed],
  ['a Host with a path', whole('GET / HTTP/1.1', '', '', 'Host: localhost/evil\r\n')],
  ['a Host with a user', whole('GET / HTTP/1.1', '', '', `Host: evil@${host}\r\n`)],
  ['a Host with a space', whole('GET / HTTP/1.1', '', '', 'Host: local host\r\n')],
  ['a Host with a quote', whole('GET / HTTP/1.1', '', '', 'Host: localhost"><script>\r\n')],
  ['a Host with a wild port', whole('GET / HTTP/1.1', '', '', 'Host: localhost:abc\r\n'), harmless],
  ['absolute form for another host', whole('GET http://evil.example/ HTTP/1.1'), closed],
  ['absolute form for this host', whole(`GET http://${host}/track HTTP/1.1`), [200]],
  ['a host alone', whole('GET evil.example:80 HTTP/1.1')],
  ['CONNECT', whole('CONNECT evil.example:443 HTTP/1.1')],
  ['a version of the future', whole('GET / HTTP/9.9')],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['another protocol', whole('GET / HTTQ/1.1')],
  ['a method in small letters', whole('get / HTTP/1.1')],
  ['a method of 300 letters', whole(`${'A'.repeat(300)} / HTTP/1.1`)],
  ['no path', whole('GET HTTP/1.1')],
  ['an asterisk', whole('OPTIONS * HTTP/1.1')],
  ['a TLS greeting', Buffer.from('16030100a5010000a10303', 'hex')],
  ['noise', Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 167 + 31) & 255))],
  ['empty lines', '\r\n'.repeat(50), closed, { half: true }],
  ['a URL of 3 KB', get(`/${'a'.repeat(3000)}`), [414], { design: true }],
  ['a query of 3 KB', get(`/track?no=${'1'.repeat(3000)}`), [414], { design: true }],
  ['a URL of 9 KB', get(`/${'a'.repeat(9000)}`)],
  ['a URL of 1 MB', get(`/${'a'.repeat(1 << 20)}`)],
  ['a header of 9 KB', get('/', `X-A: ${'b'.repeat(9000)}\r\n`)],
  ['headers of 9 KB in all', get('/', Array.from({ length: 9 }, (_, i) => `X-${i}: ${'b'.repeat(1000)}\r\n`).join('')), [413], { design: true }],
  ['a cookie of 9 KB', get('/', `Cookie: visitor=${'b'.repeat(9000)}\r\n`)],
  ['300 headers', get('/', Array.from({ length: 300 }, (_, i) => `X-Header-Number-${i}: value of it\r\n`).join('')), [413], { design: true }],
  ['300 short headers', get('/', Array.from({ length: 300 }, (_, i) => `X${i}: a\r\n`).join('')), harmless],
  ['a cookie that stands twice', get('/staff/', 'Cookie: session=a; session=b\r\n'), [303]],
  ['a cookie that is no text', get('/file/check', 'Cookie: draft=\x80\xff%00; lang=xx; size=\x01\r\n'), refused],
];

const paths = [
  ['an encoded way to the staff pages', get('/pub/..%2fstaff/complaints'), [303, 400, 404]],
  ['another encoded way there', get('/file/%2e%2e/staff/complaints'), [303, 400, 404]],
  ['above the root', get('/../../etc/passwd')],
  ['above the root, encoded', get('/..%2f..%2f..%2fetc/passwd')],
  ['above the root, encoded twice', get('/%252e%252e/%252e%252e/etc/passwd')],
  ['above the static files', get('/static/../../redress.yaml')],
  ['above the static files, encoded', get('/static/..%2f..%2fredress.yaml')],
  ['above the static files, dots encoded', get('/static/%2e%2e/%2e%2e/secrets/db-owner')],
  ['a folder of the static files', get('/static/')],
  ['a source file below the static files', get('/static/../src/app/main.c')],
  ['a slash too many', get('//'), [400], { design: true }],
  ['another site in the path', get('//evil.example/'), [400], { design: true }],
  ['a slash too many inside', get('/track//case'), [400], { design: true }],
  ['a slash too many in the staff pages', get('/staff//complaints'), refused],
  ['a backslash', get('/\\evil.example/'), refused],
  ['an encoded backslash', get('/%5cevil.example/'), [400], { design: true }],
  ['NUL', get('/track%00.html')],
  ['a line break', get('/track%0d%0aX-Injected:%20yes'), [400], { design: true }],
  ['a line break in a redirect', get('/?lang=en&x=%0d%0aX-Injected:%20yes'), [303]],
  ['invalid UTF-8', get('/%ff%fe'), [400], { design: true }],
  ['overlong UTF-8', get('/%c0%ae%c0%ae/'), [400], { design: true }],
  ['a surrogate', get('/%ed%a0%80'), [400], { design: true }],
  ['a bad escape', get('/%zz')],
  ['half an escape', get('/track%2')],
  ['raw bytes', Buffer.from(get('/\xe4\xbd'), 'latin1'), refused],
  ['a semicolon', get('/track;jsessionid=1'), [404], { design: true }],
  ['another case', get('/STAFF/'), [404], { design: true }],
  ['the inner page of an error', get('/error/too-large'), [404]],
  ['a page that does not exist', get('/nowhere'), [404], { design: true }],
  ['a staff page that does not exist', get('/staff/nowhere'), [303, 404]],
  ['NUL in a query', get('/track?no=%00'), harmless],
  ['invalid UTF-8 in a query', get('/track?no=%ff%fe'), harmless],
  ['a query of 300 fields', get(`/track?${'a=b&'.repeat(300)}`), harmless],
  ...['TRACE', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'PROPFIND', 'NONSENSE'].map((m) => [m, whole(`${m} / HTTP/1.1`), [405]]),
  ...['PUT', 'DELETE', 'OPTIONS'].map((m) => [`${m} to staff`, whole(`${m} /staff/ HTTP/1.1`), [405]]),
  ['POST to a page', whole('POST /guide HTTP/1.1', `${formType}Content-Length: 3\r\n`, 'a=b'), [405], { design: true }],
  ['GET of a form\'s target', get('/file/send'), [405], { design: true }],
];

async function tryAll(list) {
  const wrong = [];
  for (const [name, bytes, may = refused, { design = false, half = false } = {}] of list) {
    const answer = await raw(bytes, { half });
    const fits = Array.isArray(may) ? may.includes(answer.status) : may(answer.status);
    const first = `${name}: ${answer.status || answer.how} ${answer.text.split('\r\n')[0]}`;
    if (!fits || answer.how === 'silence') wrong.push(first);
    else if (design && !answer.text.includes('class="fail"')) wrong.push(`${first}: not in the page's own design`);
    else if (/^X-Injected/im.test(answer.text.split('\r\n\r\n')[0])) wrong.push(`${first}: header injected`);
    else if (/root:x:|password_file|REQUEST_METHOD/.test(answer.text)) wrong.push(`${first}: a file came out`);
  }
  assert.deepEqual(wrong, [], `${wrong.length} of ${list.length} answered wrongly`);
  return `${list.length} refused`;
}

// ---- forms: the address, the cookies and the token are right, the rest is not ----

const plain = (fields) => ({ type: 'application/x-www-form-urlencoded', body: encode(fields) });
const bytes = (text) => Buffer.from(text, 'latin1');

function badForms(t) {
  const token = Object.entries(t);
  const start = encode(t);
  const part = (headers, body = 'x') => ({ type: 'multipart/form-data; boundary=b', body: bytes(`--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${t.csrf}\r\n--b\r\n${headers}\r\n\r\n${body}\r\n--b--\r\n`) });
  const what = '/file/what';
  const files = '/file/files';
  return [
    ['plain text', what, { type: 'text/plain', body: start }, [400]],
    ['JSON', what, { type: 'application/json', body: '{"csrf":"x"}' }, [400]],
    ['XML', what, { type: 'text/xml', body: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' }, [400]],
    ['no type', what, { type: '', body: start }, [400]],
    ['another character set', what, { type: 'application/x-www-form-urlencoded; charset=utf-16', body: start }, [400]],
    ['no token', what, plain({ body: 'words' }), [403]],
    ['a wrong token', what, plain({ csrf: t.csrf.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')), body: 'words' }), [403]],
    ['a bad escape', what, { ...plain({}), body: `${start}&body=%zz` }, [400]],
    ['half an escape', what, { ...plain({}), body: `${start}&body=a%4` }, [400]],
    ['NUL', what, { ...plain({}), body: `${start}&body=a%00b` }, [400]],
    ['invalid UTF-8', what, { ...plain({}), body: `${start}&body=%ff%fe` }, [400]],
    ['invalid UTF-8 in a name', what, { ...plain({}), body: `${start}&%ff=a` }, [400]],
    ['a field that stands twice', what, { ...plain({}), body: `${start}&body=words&title=a&title=b` }, [400]],
    ['two texts', what, { ...plain({}), body: `${start}&body=words&body=others` }, [400]],
    ['300 fields', what, { ...plain({}), body: `${start}${'&a=b'.repeat(300)}` }, [413]],
    ['20 001 characters', what, plain({ ...t, body: '投'.repeat(20001) }), [422]],
    ['a value of 100 KB', what, plain({ ...t, body: 'a'.repeat(100 * 1024) }), [413]],
    ['300 KB where a short form belongs', '/file/wish', plain({ ...t, note: 'a'.repeat(300 * 1024) }), [413]],
    ['700 KB, over the limit of nginx', what, plain({ ...t, body: 'a'.repeat(700 * 1024) }), [413]],
    ['120 MB with files', files, { type: 'multipart/form-data; boundary=b', length: 120 << 20, body: '' }, [413]],
    ['no boundary', files, { type: 'multipart/form-data', body: multipart(token).body }, [400]],
    ['an empty boundary', files, { type: 'multipart/form-data; boundary=', body: multipart(token).body }, [400]],
    ['a boundary of 100 letters', files, { type: `multipart/form-data; boundary=${'b'.repeat(100)}`, body: multipart(token, 'b'.repeat(100)).body }, [400]],
    ['a boundary with a bad character', files, { type: 'multipart/form-data; boundary="a<b"', body: multipart(token, 'a<b').body }, [400]],
    ['another boundary than said', files, { type: 'multipart/form-data; boundary=other', body: multipart(token).body }, [400]],
    ['no last boundary', files, { type: 'multipart/form-data; boundary=b', body: bytes(`--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${t.csrf}`) }, [400]],
    ['nothing at all', files, { type: 'multipart/form-data; boundary=b', body: '' }, [400]],
    ['text after the last boundary', files, { type: 'multipart/form-data; boundary=b', body: Buffer.concat([multipart(token, 'b').body, bytes('more')]) }, [400]],
    ['text before the first boundary', files, { type: 'multipart/form-data; boundary=b', body: Buffer.concat([bytes('hello\r\n'), multipart(token, 'b').body]) }, [400]],
    ['a part without a disposition', files, part('Content-Type: text/plain'), [400]],
    ['a part without a name', files, part('Content-Disposition: form-data'), [400]],
    ['a part with two names', files, part('Content-Disposition: form-data; name="a"; name="b"'), [400]],
    ['NUL in a name', files, part('Content-Disposition: form-data; name="a\0b"'), [400]],
    ['NUL in a file name', files, part('Content-Disposition: form-data; name="file"; filename="a.png\0.exe"'), [400]],
    ['invalid UTF-8 in a file name', files, part('Content-Disposition: form-data; name="file"; filename="\xff\xfe.png"'), [400]],
    ['invalid UTF-8 in a text', files, part('Content-Disposition: form-data; name="do"', '\xff\xfe'), [400]],
    ['headers of 5 KB in a part', files, part(`Content-Disposition: form-data; name="a"\r\nX-A: ${'b'.repeat(5000)}`), [400]],
    ['a text of 100 KB in a part', files, part('Content-Disposition: form-data; name="do"', 'a'.repeat(100 * 1024)), [413]],
    ['300 parts', files, multipart([...token, ...Array.from({ length: 300 }, () => ['a', 'b'])]), [413]],
    ['20 files', files, multipart([...token, ...Array.from({ length: 20 }, (_, i) => ['file', '%PDF-1.4', `${i}.pdf`])]), [422]],
    ['a file before the token', files, multipart([['file', '%PDF-1.4', 'a.pdf'], ...token]), [403]],
    ['a file where none is asked for', what, multipart([...token, ['body', '%PDF-1.4', 'a.pdf']]), [400]],
    ['a path as a file name', files, multipart([...token, ['file', 'MZ', '../../../etc/passwd']]), [400, 422]],
  ];
}

const strangers = [
  ['another origin', { Origin: 'http://evil.example' }],
  ['another port', { Origin: 'http://localhost:1' }],
  ['no origin at all, as null', { Origin: 'null' }],
  ['another scheme', { Origin: `https://${host}.evil.example` }],
  ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['a page of a sister site', { 'Sec-Fetch-Site': 'same-site' }],
  ['a referer of another site', { Referer: 'http://evil.example/file' }],
];

async function forms() {
  const visitor = await new Visitor().draft({ title: `F8 ${mark}` });
  const wrong = [];
  const common = { Cookie: visitor.cookie, 'Accept-Language': 'en' };
  const list = badForms(visitor.tokens);
  for (const [name, path, { type, body, length }, may] of list) {
    const headers = { ...common, Origin: origin };
    if (type) headers['Content-Type'] = type;
    const answer = length ? await raw(`POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`)
      : await request('POST', path, { headers, body });
    const text = answer.body ?? answer.text;
    if (!may.includes(answer.status)) wrong.push(`${name}: ${answer.status}`);
    else if (answer.status !== 422 && !text.includes('class="fail"')) wrong.push(`${name}: ${answer.status}, not in the page's own design`);
  }
  for (const [name, headers] of strangers) {
    const answer = await request('POST', '/file/what', { headers: { ...common, ...headers, 'Content-Type': 'application/x-www-form-urlencoded' }, body: encode({ ...visitor.tokens, body: 'words' }) });
    if (answer.status !== 403) wrong.push(`${name}: ${answer.status}`);
  }
  const check = await visitor.get('/file/check');
  if (check.status !== 200 || !check.body.includes('排队两个小时没有人引导。')) wrong.push('the draft was changed by what was refused');
  assert.deepEqual(wrong, [], `${wrong.length} of ${list.length + strangers.length} answered wrongly`);
  return `${list.length + strangers.length} refused, the draft is as it was`;
}

/** After all of that: the same workers, and no word of an inner fault. */
function watched(run) {
  return async () => {
    const pools = ['public', 'staff'];
    const workers = pools.map(workersOf).flat().sort();
    const before = pools.map((p) => log(p).length);
    const figures = await run();
    assert.deepEqual(pools.map(workersOf).flat().sort(), workers, 'a worker was lost');
    const said = pools.map((p, i) => log(p).slice(before[i])).join('').split('\n').filter((l) => / level=error|status=5/.test(l));
    assert.deepEqual(said, [], 'errors in the log');
    return figures;
  };
}

export const cases = [
  { name: 'bad requests: framing', run: watched(() => tryAll(framing)) },
  { name: 'bad requests: lines, hosts, sizes', run: watched(() => tryAll(lines)) },
  { name: 'bad requests: paths and methods', run: watched(() => tryAll(paths)) },
  { name: 'bad requests: forms', run: watched(forms) },
];
