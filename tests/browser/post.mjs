// A mail server for the journeys: takes what the outbox sends at the port of the test installation, and puts answers into its Maildir.
import { createServer } from 'node:net';
import { renameSync, writeFileSync } from 'node:fs';
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

/** An answer to a mail, as a mail program writes it, with a picture; lands in the Maildir. */
export function answer(mail, from, text, picture) {
  const mark = 'part-of-this-mail', name = `${Date.now()}.${process.pid}_${sent++}.test`;
  const whole = [
    `From: <${from}>`, `To: <${mail.replyTo}>`, `Subject: Re: complaint`, `Message-ID: <${name}@example.org>`, `In-Reply-To: ${mail.id}`, 'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${mark}"`, '', `--${mark}`, 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64', '', Buffer.from(text).toString('base64'),
    `--${mark}`, 'Content-Type: image/jpeg; name="photo.jpg"', 'Content-Disposition: attachment; filename="photo.jpg"', 'Content-Transfer-Encoding: base64', '', picture.toString('base64').replace(/.{76}/g, '$&\r\n'),
    `--${mark}--`, '',
  ].join('\r\n');
  const box = `${process.env.REDRESS_DIR}/mail`;
  writeFileSync(`${box}/tmp/${name}`, whole);
  renameSync(`${box}/tmp/${name}`, `${box}/new/${name}`);
}
