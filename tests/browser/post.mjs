// A mail server for the journeys: takes what the outbox sends at the port of the test installation, and puts answers into its Maildir.
import { execFileSync, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import assert from 'node:assert/strict';

export class Post {
  constructor() {
    this.mails = [];
    this.sockets = new Set();
    this.server = createServer((socket) => this.#talk(socket));
  }

  listen() {
    return new Promise((done) => this.server.listen(Number(process.env.REDRESS_SMTP_PORT), '127.0.0.1', done));
  }

  close() {
    for (const socket of this.sockets) socket.destroy(); // the outbox keeps its line open
    return new Promise((done) => this.server.close(done));
  }

  #talk(socket) {
    let buffer = '', data = false, to = '';
    const say = (line) => socket.write(`${line}\r\n`);
    const end = { EHLO: '250 here', MAIL: '250 ok', RCPT: '250 ok', DATA: '354 go on', RSET: '250 ok', NOOP: '250 ok', QUIT: '221 bye' };
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      buffer += bytes.toString('utf8');
      for (;;) {
        const mark = data ? '\r\n.\r\n' : '\r\n', at = buffer.indexOf(mark);
        if (at < 0) return;
        const line = buffer.slice(0, at);
        buffer = buffer.slice(at + mark.length);
        if (data) {
          data = false;
          this.mails.push({ to, ...parts(line) });
          say('250 taken');
          continue;
        }
        const word = line.slice(0, 4).toUpperCase();
        if (word === 'RCPT') [, to] = line.match(/<([^>]*)>/);
        data = word === 'DATA';
        say(end[word] ?? '500 what?');
      }
    });
    say('220 here');
  }

  /** The next mail to an address whose subject or text has this; waits for it. */
  async wait(to, words) {
    for (let i = 0; i < 200; i++) {
      const at = this.mails.findIndex((m) => m.to === to && (m.subject.includes(words) || m.text.includes(words)));
      if (at >= 0) return this.mails.splice(at, 1)[0];
      await new Promise((done) => setTimeout(done, 100));
    }
    assert.fail(`no mail to ${to} says ${words}: ${JSON.stringify(this.mails.map((m) => [m.to, m.subject]))}`);
  }
}

const decoded = (text) => text.replace(/\r\n[ \t]/g, '').replace(/\?= =\?/g, '?==?').replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, b) => Buffer.from(b, 'base64').toString('utf8'));

function parts(mail) {
  const at = mail.indexOf('\r\n\r\n');
  const head = decoded(mail.slice(0, at)), body = mail.slice(at + 4);
  const of = (name) => head.match(new RegExp(`^${name}: *(.*)$`, 'mi'))?.[1].trim() ?? '';
  const text = /base64/i.test(of('Content-Transfer-Encoding')) ? Buffer.from(body, 'base64').toString('utf8') : body;
  return { whole: mail, subject: of('Subject'), replyTo: of('Reply-To').replace(/^.*<|>.*$/g, ''), id: of('Message-ID'), text };
}

let sent = 0;
let gb18030;

/** GB18030 as mail programs in China write it; the tables are those of the decoder. */
function inGb18030(text) {
  if (!gb18030) {
    const decoder = new TextDecoder('gb18030');
    gb18030 = new Map();
    for (let high = 0x81; high <= 0xfe; high++) {
      for (let low = 0x40; low <= 0xfe; low++) if (low !== 0x7f) gb18030.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
    }
  }
  return Buffer.from([...text].flatMap((c) => {
    const code = c.codePointAt(0), n = code - 0x10000;
    if (code < 0x80) return [code];
    if (n >= 0) return [0x90 + Math.floor(n / 12600), 0x30 + (Math.floor(n / 1260) % 10), 0x81 + (Math.floor(n / 10) % 126), 0x30 + (n % 10)];
    assert.ok(gb18030.has(c), `GB18030 of ${c}`);
    return gb18030.get(c);
  }));
}

const lines = (bytes) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');

const freshId = () => `${Date.now()}.${process.pid}_${sent++}.test`;

/** A mail as a mail program writes it. file: name, type, bytes. head: further lines of its head. */
function written(id, { from, name = '', to, subject = 'Re: complaint', charset = 'utf-8', text, file, head = [] }) {
  const mark = 'part-of-this-mail';
  const encoded = (value) => (charset === 'gb18030' ? inGb18030(value) : Buffer.from(value));
  const word = (value) => (/^[ -~]*$/.test(value) ? value : `=?${charset}?B?${encoded(value).toString('base64')}?=`);
  return [
    `From: ${name ? `${word(name)} ` : ''}<${from}>`, `To: <${to}>`, `Subject: ${word(subject)}`, `Message-ID: <${id}@example.org>`, ...head, 'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${mark}"`, '', `--${mark}`, `Content-Type: text/plain; charset=${charset}`, 'Content-Transfer-Encoding: base64', '', lines(encoded(text)),
    ...(file ? [`--${mark}`, `Content-Type: ${file.type}; name="${word(file.name)}"`, `Content-Disposition: attachment; filename="${word(file.name)}"`, 'Content-Transfer-Encoding: base64', '', lines(file.bytes)] : []),
    `--${mark}--`, '',
  ].join('\r\n');
}

/** Lands in the Maildir. */
export function arrive(mail) {
  const box = `${process.env.REDRESS_DIR}/mail`, id = freshId();
  writeFileSync(`${box}/tmp/${id}`, written(id, mail));
  renameSync(`${box}/tmp/${id}`, `${box}/new/${id}`);
}

/** A folder with the keys of jobs and no others, made as the README says. */
export function keysOfJobs() {
  const dir = process.env.REDRESS_DIR, to = mkdtempSync(`${tmpdir()}/keys-jobs.`);
  const list = execFileSync(`${dir}/build/redress`, ['keys', 'list', '--dir', `${dir}/keys`], { encoding: 'utf8' }).split('\n').slice(1);
  for (const [file, , , ...pools] of list.map((line) => line.trim().split(/ +/))) if (pools.includes('jobs')) copyFileSync(`${dir}/keys/${file}`, `${to}/${file}`);
  return to;
}

/** What the mail server pipes to redress mail-in; its exit status. */
export function pipe(mail, keys) {
  const dir = process.env.REDRESS_DIR;
  return spawnSync(`${dir}/build/redress`, ['mail-in', '--config', `${dir}/redress.yaml`, '--keys', keys, '--to', mail.to, '--from', mail.from], { input: written(freshId(), mail) }).status;
}

/** Files of the Maildir that name somebody. */
export function lying(address) {
  const box = `${process.env.REDRESS_DIR}/mail`;
  return readdirSync(box, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && readFileSync(`${f.path}/${f.name}`, 'latin1').includes(address))
    .map((f) => f.name);
}

/** An answer to a mail, with a picture. */
export function answer(mail, from, text, picture) {
  arrive({ from, to: mail.replyTo, text, file: { name: 'photo.jpg', type: 'image/jpeg', bytes: picture }, head: [`In-Reply-To: ${mail.id}`] });
}
