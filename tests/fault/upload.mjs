// Files that are not what they say, or too large: refused by name with a sentence, and the rest of the form is kept.
import assert from 'node:assert/strict';
import { Visitor } from './client.mjs';
import { png } from './headers.mjs';
import { mark, rows, sql } from './site.mjs';

const exe = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00', 'latin1'), Buffer.alloc(2000, 7)]);
const script = Buffer.from('<html><script>alert(1)</script></html>');
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const wrongContent = /content of the file is not what its name says/;
const wrongKind = /Only PDF, JPEG and PNG files can be sent/;

const refused = [
  ['program.png', exe, wrongContent],
  ['picture.pdf', png, wrongContent],
  ['page.jpg', script, wrongContent],
  ['drawing.png', svg, wrongContent],
  ['paper.png', pdf, wrongContent],
  ['program.exe', exe, wrongKind],
  ['page.html', script, wrongKind],
  ['drawing.svg', svg, wrongKind],
  ['photo.png.exe', png, wrongKind],
  ['noextension', png, wrongKind],
  ['.png', exe, wrongContent],
  ['empty.png', Buffer.alloc(0), /file is empty/],
];

const staged = () => Number(rows('SELECT COUNT(*) FROM attachment WHERE complaint_id IS NULL')[0][0]);

async function publicForm() {
  const visitor = await new Visitor().draft({ title: `F12 ${mark}` });
  assert.equal((await visitor.upload('/file/files', [['file', png, 'first.png'], ['do', 'add']])).status, 303);
  const before = staged();
  for (const [name, bytes, message] of refused) {
    const answer = await visitor.upload('/file/files', [['file', bytes, name], ['do', 'add']]);
    assert.equal(answer.status, 422, name);
    assert.match(answer.body, message, name);
    assert.ok(answer.body.includes(name), `${name}: the page does not name the file`);
    assert.ok(answer.body.includes('first.png'), `${name}: the earlier file is gone from the page`);
    const next = await visitor.upload('/file/files', [['file', bytes, name], ['next', '1']]);
    assert.equal(next.status, 422, `${name}: went on without a word`);
  }
  assert.equal(staged(), before, 'something of a refused file was kept');
  assert.ok((await visitor.get('/file/check')).body.includes('排队两个小时没有人引导。'), 'the text is kept');
  await visitor.step('/file/send');
  const { number } = await visitor.receipt();
  assert.deepEqual(rows(`SELECT a.name FROM attachment a JOIN complaint c ON c.id = a.complaint_id WHERE c.number = '${number}'`), [['first.png']]);
  return `${refused.length} files refused, each by name, twice`;
}

async function tooLarge() {
  const visitor = await new Visitor().draft({ title: `F12b ${mark}` });
  const before = staged();
  const large = Buffer.alloc((20 << 20) + 1, 32);
  pdf.copy(large);
  const answer = await visitor.upload('/file/files', [['file', large, 'large.pdf'], ['do', 'add']]);
  assert.equal(answer.status, 422);
  assert.match(answer.body, /larger than 20 MB/);
  assert.ok(answer.body.includes('large.pdf'), 'the page does not name the file');
  assert.equal(staged(), before, 'something of it was kept');
  assert.equal((await visitor.upload('/file/files', [['file', large.subarray(0, 20 << 20), 'just.pdf'], ['do', 'add']])).status, 303, 'exactly 20 MB');
  const chunks = rows(`SELECT a.bytes, SUM(LENGTH(p.data)) FROM attachment a JOIN attachment_chunk p ON p.attachment_id = a.id WHERE a.name = 'just.pdf' GROUP BY a.id ORDER BY a.id DESC LIMIT 1`);
  assert.deepEqual(chunks, [[String(20 << 20), String(20 << 20)]], 'exactly 20 MB stored');
  return '20 MB taken, one byte more refused with the limit';
}

async function messages() {
  const visitor = await new Visitor().draft({ title: `F12c ${mark}` });
  await visitor.step('/file/send');
  const receipt = await visitor.receipt();
  await visitor.track(receipt);
  const words = 'A message of many words that must not be lost.';
  const answer = await visitor.upload('/track/message', [['text', words], ['file', exe, 'program.png']]);
  assert.equal(answer.status, 422);
  assert.match(answer.body, wrongContent);
  assert.ok(answer.body.includes(words) && answer.body.includes('program.png'), 'the words or the name are gone');

  const staff = await new Visitor().signIn('zhaolei');
  const version = /name="version" value="(\d+)"/.exec((await staff.get(`/staff/complaints/${receipt.number}`)).body)[1];
  const note = await staff.upload(`/staff/complaints/${receipt.number}/note`, [['version', version], ['text', words], ['files', pdf, 'good.pdf'], ['files', exe, 'program.png']]);
  assert.equal(note.status, 422);
  assert.match(note.body, wrongContent);
  for (const kept of [words, 'program.png', 'good.pdf']) assert.ok(note.body.includes(kept), `the page of staff lost ${kept}`);
  assert.equal(rows(`SELECT COUNT(*) FROM message m JOIN complaint c ON c.id = m.complaint_id WHERE c.number = '${receipt.number}'`)[0][0], '0');
  return 'text and good files of a message and of a note are kept';
}

/** A connection that ends within a file leaves nothing that counts. */
async function cutUpload() {
  const { default: net } = await import('node:net');
  const { host, multipart, origin } = await import('./client.mjs');
  const { port, sleep } = await import('./site.mjs');
  const visitor = await new Visitor().draft({ title: `F12d ${mark}` });
  const { body, type } = multipart([...Object.entries(visitor.tokens), ['file', Buffer.concat([png, Buffer.alloc(3 << 20, 1)]), 'cut.png'], ['do', 'add']]);
  await new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', resolve);
    socket.on('close', resolve);
    socket.write(`POST /file/files HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nCookie: ${visitor.cookie}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`);
    socket.write(body.subarray(0, body.length - 1000), () => setTimeout(() => socket.destroy(), 50));
  });
  await sleep(300);
  assert.equal(sql("SELECT COUNT(*) FROM attachment WHERE name = 'cut.png' AND whole = 1"), '0');
  assert.ok(!(await visitor.get('/file/files')).body.includes('cut.png'));
  return 'nothing of it is offered';
}

export const cases = [
  { name: 'files of a wrong kind in the form', run: publicForm },
  { name: 'a file that is too large', run: tooLarge },
  { name: 'files of a wrong kind in messages', run: messages },
  { name: 'an upload that is cut', run: cutUpload },
];
