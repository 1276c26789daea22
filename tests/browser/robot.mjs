// A visitor without a browser, for what a test needs to be there but is not about: reads a page's forms and sends them as a browser would.
import assert from 'node:assert/strict';

const url = process.env.REDRESS_URL;
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);
const attribute = (tag, name) => { const m = tag.match(new RegExp(`\\s${name}="([^"]*)"`)); return m && plain(m[1]); };

export class Robot {
  constructor(language = 'zh-CN') {
    this.language = language;
    this.cookies = new Map();
  }

  /** Follows redirects; leaves status, path and html of where it ended. */
  async go(path, options = {}) {
    for (let hop = 0; hop < 5; hop++) {
      const cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
      const response = await fetch(url + path, { redirect: 'manual', ...options, headers: { 'accept-language': this.language, cookie, ...options.headers } });
      for (const set of response.headers.getSetCookie()) {
        const [, name, value] = set.match(/^([^=]+)=([^;]*)/);
        if (value === '') this.cookies.delete(name);
        else this.cookies.set(name, value);
      }
      this.status = response.status;
      this.path = path;
      this.html = await response.text();
      if (response.status < 300 || response.status >= 400) return this.status;
      path = response.headers.get('location').replace(url, '');
      options = {};
    }
    throw new Error(`too many redirects at ${path}`);
  }

  /** What a form of this page would send as it stands, but for its texts; of several the one that has this button. */
  hidden(action, button) {
    const all = (this.html.match(/<form\b[^]*?<\/form>/g) ?? []).filter((f) => attribute(f.match(/^<form[^>]*>/)[0], 'action') === action);
    const whole = all.find((f) => f.includes(`name="do" value="${button}"`)) ?? all[0];
    assert.ok(whole, `there is a form ${action} at ${this.path} (${this.status}): ${this.html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').slice(0, 300)}`);
    const fields = (whole.match(/<input\b[^>]*type="hidden"[^>]*>/g) ?? []).map((tag) => [attribute(tag, 'name'), attribute(tag, 'value') ?? '']);
    return { fields, multipart: /^<form[^>]*multipart/.test(whole) };
  }

  /** Fields may hold lists, and stand before hidden ones of the form; files are { field: { name, type, bytes } }. */
  async submit(action, fields = {}, files = {}) {
    const form = this.hidden(action, fields.do);
    const body = form.multipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of form.fields) if (!(name in fields)) body.append(name, value);
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
    for (const [name, { name: fileName, type, bytes }] of Object.entries(files)) body.append(name, new Blob([bytes], { type }), fileName);
    return this.go(action, { method: 'POST', body });
  }

  /** All steps of the public form and the receipt: { number, passcode }. */
  async file(answers) {
    const a = { body: '8月2日我报了案，至今没有人联系我。', demand: 'explanation', mode: 'named', kind: 'customer', name: '张伟', prefer: 'phone', phone: '13812345678', ...answers };
    const some = (...names) => Object.fromEntries(names.filter((n) => a[n] !== undefined).map((n) => [n, a[n]]));
    await this.go('/file');
    await this.submit('/file');
    await this.submit('/file/category', { category: a.category });
    await this.submit('/file/what', { ...some('title', 'body', 'occurred', 'place', 'persons', 'reference'), ...a.own });
    await this.submit('/file/wish', { [`want_${a.demand}`]: '1', ...some('amount', 'note') });
    for (const file of a.files ?? []) await this.submit('/file/files', { do: 'add' }, { file });
    await this.submit('/file/files');
    await this.submit('/file/who', some('mode', 'kind', 'head_count'));
    if (this.path === '/file/contact') await this.submit('/file/contact', a.mode === 'anonymous' ? {} : some('name', 'prefer', 'phone', 'prefer_time', 'email', 'address'));
    if (this.path === '/file/party') await this.submit('/file/party', a.party ?? { name_1: '李建国', contact_1: '13900001111', for_name: '王桂芳', for_relation: '女儿', authority_later: '1', members_later: '1' });
    await this.submit('/file/send');
    const [, number] = this.html.match(/class="code">([^<]+)</) ?? [];
    assert.ok(number, `the receipt stands at ${this.path}`);
    const passcode = [...this.html.match(/<dd class="code"><span>.*?<\/dd>/)[0].matchAll(/<span>([^<]+)/g)].map((m) => m[1]).join(' ');
    return { number, passcode };
  }

  async track({ number, passcode }) {
    await this.go('/track');
    await this.submit('/track', { number, code: passcode });
    assert.equal(this.path, '/track/case');
  }

  async signIn(login, password) {
    await this.go('/staff/sign-in');
    await this.submit('/staff/sign-in', { login, password });
    assert.doesNotMatch(this.path, /sign-in/, `${login} is signed in`);
  }

  /** An action on a complaint; closing has a page of its own, whose report and classes are filled in where the test says nothing of them. */
  async act(number, action, fields, files) {
    if (action === 'close') {
      await this.go(`/staff/complaints/${number}/close`);
      const parts = [...this.html.matchAll(/name="(part-[^"]+)"/g)].map((m) => [m[1], '已查明。']);
      const last = (id) => [...(this.html.match(new RegExp(`<select[^>]*id="${id}"[^]*?</select>`))?.[0] ?? '').matchAll(/<option value="([^"]*)"/g)].at(-1)?.[1] ?? '';
      return this.submit(`/staff/complaints/${number}/close`, { agreement: '电话中认可', cause: last('cause'), stage_code: last('stage'), ...Object.fromEntries(parts), ...fields }, files);
    }
    await this.go(`/staff/complaints/${number}`);
    /* An answer is given in a way that the tracking page can tell. */
    return this.submit(`/staff/complaints/${number}/${action}`, action === 'reply' ? { given: 'telephone', ...fields } : fields, files);
  }
}
