// Browsers and less well-behaved clients, on plain sockets.
import http from 'node:http';
import net from 'node:net';
import { port, sleep, staffPassword } from './site.mjs';

export const host = `localhost:${port}`;
export const origin = `http://${host}`;

/** One request on a connection of its own, or on one of agent's; from: another address of this machine. */
export function request(method, path, { headers = {}, body, agent = false, timeoutMs = 30000, from } = {}) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const all = { Host: host, ...headers };
    if (body !== undefined) all['Content-Length'] = Buffer.byteLength(body);
    const req = http.request({ host: '127.0.0.1', port, method, path, headers: all, agent, timeout: timeoutMs, localAddress: from }, (res) => {
      const parts = [];
      res.on('data', (bytes) => parts.push(bytes));
      res.on('error', reject);
      res.on('end', () => {
        const bytes = Buffer.concat(parts);
        resolve({ status: res.statusCode, headers: res.headers, raw: res.rawHeaders, bytes, body: bytes.toString('utf8'), ms: performance.now() - began });
      });
    });
    req.on('timeout', () => req.destroy(new Error(`no answer to ${method} ${path} within ${timeoutMs} ms`)));
    req.on('error', reject);
    req.end(body);
  });
}

function isWhole(text) {
  const head = text.indexOf('\r\n\r\n');
  const length = /^content-length: (\d+)/im.exec(text.slice(0, Math.max(head, 0)));
  return head >= 0 && length !== null && text.length >= head + 4 + Number(length[1]);
}

/** Bytes as they are: what came back until the server closed the connection or nothing more came. */
export function raw(bytes, { waitMs = 10000, half = false } = {}) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let text = '';
    let over = false;
    const end = (how) => {
      if (over) return;
      over = true;
      socket.destroy();
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(text);
      resolve({ how, text, status: status ? Number(status[1]) : 0 });
    };
    socket.setEncoding('latin1');
    socket.setTimeout(waitMs, () => end('silence'));
    socket.on('data', (part) => {
      text += part;
      if (isWhole(text)) end('answer');
    });
    socket.on('error', () => end('reset'));
    socket.on('close', () => end('closed'));
    socket.on('connect', () => {
      socket.write(bytes);
      if (half) socket.end();
    });
  });
}

export const encode = (fields) => new URLSearchParams(fields).toString();

/** The body of a form with files; a part is [name, value] or [name, bytes, file name, type]. */
export function multipart(parts, boundary = 'fault-boundary-7d1') {
  const out = [];
  for (const [name, value, file, type] of parts) {
    const named = file === undefined ? '' : `; filename="${file}"\r\nContent-Type: ${type ?? 'application/octet-stream'}`;
    out.push(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${named}\r\n\r\n`, value, '\r\n');
  }
  out.push(`--${boundary}--\r\n`);
  return { body: Buffer.concat(out.map((o) => Buffer.from(o))), type: `multipart/form-data; boundary=${boundary}` };
}

/** A browser: cookies, the tokens of the last form, and as much patience as it is given. */
export class Visitor {
  cookies = new Map([['lang', 'en']]);
  tokens = {};
  again = 0; // requests that had to be made again
  constructor({ agent = false, patienceMs = 0, from, times = [] } = {}) {
    this.agent = agent;
    this.from = from;
    this.times = times;
    this.patienceMs = patienceMs;
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async #send(method, path, headers, body) {
    const till = performance.now() + this.patienceMs;
    for (;;) {
      let answer;
      let failure;
      try {
        const all = { 'Accept-Language': 'en', ...headers };
        if (this.cookie) all.Cookie = this.cookie;
        answer = await request(method, path, { headers: all, body, agent: this.agent, from: this.from });
        this.times.push(answer.ms);
      } catch (e) {
        failure = e;
      }
      if (answer && answer.status < 500) return this.#take(answer);
      if (performance.now() > till) {
        if (failure) throw failure;
        return this.#take(answer);
      }
      this.again++;
      await sleep(50 + Math.random() * 100);
    }
  }

  #take(answer) {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    for (const name of ['csrf', 'once']) {
      const found = new RegExp(`name="${name}" value="([^"]*)"`).exec(answer.body);
      if (found) this.tokens[name] = found[1];
    }
    return answer;
  }

  get(path) {
    return this.#send('GET', path, {});
  }

  post(path, fields = {}) {
    return this.#send('POST', path, { Origin: origin, 'Content-Type': 'application/x-www-form-urlencoded' }, encode({ ...this.tokens, ...fields }));
  }

  upload(path, parts) {
    const { body, type } = multipart([...Object.entries(this.tokens), ...parts]);
    return this.#send('POST', path, { Origin: origin, 'Content-Type': type }, body);
  }

  /** Over this step of the form, or an error that tells where the form stopped. */
  async step(path, fields) {
    const answer = await this.post(path, fields);
    if (answer.status !== 303) throw new Error(`POST ${path} gave ${answer.status}`);
    return answer;
  }

  /** The whole form up to the check page, through its real pages. */
  async draft({ title, body = '排队两个小时没有人引导。', mode = 'named', name = '王芳', phone = '13800001111', email = '', address = '', preferTime = '', photo = null }) {
    await this.get('/file');
    await this.step('/file');
    const category = /name="category"[^>]* value="(\d+)"/.exec((await this.get('/file/category')).body);
    await this.step('/file/category', { category: category[1] });
    await this.step('/file/what', { title, body });
    await this.step('/file/wish', { want_explanation: '1' });
    if (photo) {
      const answer = await this.upload('/file/files', [['file', photo, 'photo.jpg', 'image/jpeg'], ['do', 'add']]);
      if (answer.status !== 303) throw new Error(`the photograph gave ${answer.status}`);
    }
    await this.step('/file/files', { next: '1' });
    await this.step('/file/who', { mode, kind: 'customer' });
    if (mode !== 'anonymous') await this.step('/file/contact', { name, phone, email, address, prefer_time: preferTime, prefer: email ? 'email' : 'phone' });
    const check = await this.get('/file/check');
    if (check.status !== 200) throw new Error(`the check page gave ${check.status}`);
    return this;
  }

  /** Number and passcode of the receipt, or null when this browser has none. */
  async receipt() {
    const page = await this.get('/receipt');
    const codes = [...page.body.matchAll(/<dd class="code">(.*?)<\/dd>/gs)].map((m) => m[1].replace(/<[^>]*>/g, ' ').trim().replace(/\s+/g, ' '));
    return page.status === 200 && codes.length === 2 ? { number: codes[0], passcode: codes[1] } : null;
  }

  /** To the tracking page of a complaint of one's own. */
  async track({ number, passcode }) {
    await this.get('/track');
    await this.step('/track', { number, code: passcode });
    return this.get('/track/case');
  }

  async signIn(login) {
    await this.get('/staff/sign-in');
    const answer = await this.post('/staff/sign-in', { login, password: staffPassword });
    if (answer.status !== 303) throw new Error(`sign-in as ${login} gave ${answer.status}`);
    await this.get('/staff/');
    return this;
  }
}

/** A POST of visitor of which only a part is sent, and whose connection is cut after ms, whatever the server was about to say. */
export function cutPost(visitor, path, fields, ms, part = 1) {
  const body = encode({ ...visitor.tokens, ...fields });
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', resolve);
    socket.on('close', resolve);
    socket.on('connect', () => {
      socket.write(`POST ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nCookie: ${visitor.cookie}\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, body.length * part)}`, () => setTimeout(() => socket.destroy(), ms));
    });
  });
}

/** The value below which the part p of the figures lies. */
export function quantile(figures, p) {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] : 0;
}

/** n clients that make the requests of make(client, count, agent) one after the other until end(); each answer or failure goes to note. */
export function load(n, make, note) {
  let going = true;
  let count = 0;
  const clients = Array.from({ length: n }, async (_, i) => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let k = 0; going; k++) {
      try {
        note(await make(i, k, agent), null);
      } catch (e) {
        note(null, e);
      }
      count++;
    }
    agent.destroy();
  });
  return {
    async end() {
      going = false;
      await Promise.all(clients);
      return count;
    },
  };
}
