// What the browser tests share: Chromium, visitors that note every complaint of console and CSP, short ways through the pages, and the gates.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';
import { Robot } from './robot.mjs';

const require = createRequire(import.meta.url);
export const url = process.env.REDRESS_URL;
export const shots = process.env.REDRESS_SHOTS;
export const password = 'Demo-Complaints-26';
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1366, height: 900 };

let browser, scratch;
export async function start() {
  scratch = mkdtempSync(join(tmpdir(), 'redress-browser-'));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}
export async function stop() {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * A fresh visitor's page. script: false is how the public comes, and staff in the journeys. page.complaints collects what console and CSP had to say;
 * page.served() is the
 * HTML of the page as it came; page.leave() ends the visit and fails when there was something.
 */
export async function visitor({ viewport = desktop, locale = 'zh-CN', script = false, dark = false } = {}) {
  const context = await browser.newContext({ viewport, locale, javaScriptEnabled: script, colorScheme: dark ? 'dark' : 'light' });
  context.setDefaultTimeout(15000);
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (m) => { if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) page.complaints.push(`${page.url()}: ${m.text()}`); });
  page.on('pageerror', (e) => page.complaints.push(`${page.url()}: ${e}`));
  let answer;
  page.on('response', (r) => { if (r.request().isNavigationRequest() && r.frame() === page.mainFrame() && !(r.status() >= 300 && r.status() < 400)) answer = r; });
  page.served = () => answer.text();
  page.leave = async () => {
    const heard = page.complaints;
    await context.close();
    assert.deepEqual(heard, [], 'console and CSP have nothing to say');
  };
  return page;
}

/** Public pages may know what was published a moment late: site.texts_age_ms. */
export const known = () => new Promise((done) => setTimeout(done, 1100));

/** Send a form by its button and wait for the page that it leads to; gives the status. */
export async function press(page, selector) {
  const [response] = await Promise.all([page.waitForNavigation({ waitUntil: 'domcontentloaded' }), page.click(selector)]);
  return response.status();
}

export async function visit(page, path) {
  const response = await page.goto(path.startsWith('http') ? path : url + path);
  return response.status();
}

/** Text of all that matches, blanks collapsed. */
export async function words(page, selector) {
  return (await page.locator(selector).allTextContents()).map((t) => t.replace(/\s+/g, ' ').trim()).join(' | ');
}

export async function has(page, selector) {
  return (await page.locator(selector).count()) > 0;
}

// ---- staff ----

export async function signIn(page, login, secret = password) {
  await visit(page, '/staff/sign-in');
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', secret);
  await press(page, 'main button[type=submit]');
  assert.match(page.url(), /\/staff\/$/, `sign-in as ${login} leads to the workbench, not ${await words(page, '.errs, h1')}`);
}

export async function staff(login, options) {
  const page = await visitor(options);
  await signIn(page, login);
  return page;
}

/** Carry out an action of the case page that is open. fill: name → value of text fields; pick: name → value of radios and selects. */
export async function act(page, action, { fill = {}, pick = {}, file } = {}) {
  const panel = `#act-${action}`;
  if (!(await page.locator(panel).getAttribute('open').then((v) => v !== null))) await page.click(`${panel} > summary`);
  for (const [name, value] of Object.entries(fill)) await page.fill(`${panel} [name=${name}]`, value);
  for (const [name, value] of Object.entries(pick)) {
    if (await has(page, `${panel} select[name=${name}]`)) await page.selectOption(`${panel} select[name=${name}]`, value);
    else await page.check(`${panel} [name=${name}][value="${value}"]`);
  }
  if (file) await page.setInputFiles(`${panel} [name=files]`, file);
  return press(page, `${panel} button[type=submit]:not([name=insert])`);
}

/** Close the complaint whose page is open, as far as told: what the report and the classification lack is filled in too. */
export async function closeIt(page, { finding, basis = 'agreed', text }) {
  await press(page, '#act-close');
  if (finding) await page.check(`[name=finding][value="${finding}"]`);
  await page.selectOption('#basis', basis);
  if (await has(page, '#agreement')) await page.fill('#agreement', '电话中认可');
  await page.fill('#text', text);
  for (const id of ['cause', 'stage']) if (await has(page, `#${id}`)) await page.selectOption(`#${id}`, { index: 1 });
  for (const part of await page.locator('textarea[name^=part-]').all()) if (!(await part.inputValue())) await part.fill('已查明。');
  return press(page, 'form[action$="/close"] button.btn-p');
}

/** Which actions the case page offers. */
export async function offered(page) {
  return page.locator('#act > details, #act-close').evaluateAll((all) => all.map((d) => d.id.slice('act-'.length)));
}

/** As if this session's password had been given long ago. */
export async function forgetPassword(page) {
  const { value } = (await page.context().cookies()).find((c) => c.name === 'session');
  sql(`UPDATE staff_session SET reauth_us = reauth_us - 86400000000 WHERE token_hash = UNHEX('${createHash('sha256').update(value).digest('hex')}')`);
}

export async function confirmPassword(page, secret = password) {
  assert.match(page.url(), /\/staff\/confirm(\?|$)/, 'the password is asked for again');
  await page.fill('[name=password]', secret);
  return press(page, 'main button[type=submit]');
}

// ---- the public ----

/** All steps of the form; answers may override. Ends on the check page. */
export async function fillForm(page, answers = {}) {
  const a = { category: 'claim', body: '8月2日我报了案，至今没有人联系我。', demand: 'explanation', mode: 'named', kind: 'customer', name: '张伟', prefer: 'phone', phone: '13812345678', ...answers };
  await visit(page, '/file');
  await press(page, 'form[action="/file"] button');
  await page.check(`[name=category][value="${categoryId(a.category)}"]`);
  await next(page);
  for (const name of ['title', 'body', 'occurred', 'place', 'persons', 'reference']) if (a[name] !== undefined) await page.fill(`[name=${name}]`, a[name]);
  for (const [name, value] of Object.entries(a.own ?? {})) await page.fill(`[name=${name}]`, value);
  for (const [label, value] of Object.entries(a.asked ?? {})) await page.getByLabel(label).fill(value);
  await next(page);
  await page.check(`[name=want_${a.demand}]`);
  for (const name of ['amount', 'note']) if (a[name] !== undefined) await page.fill(`[name=${name}]`, a[name]);
  await next(page);
  for (const file of a.files ?? []) {
    await page.setInputFiles('[name=file]', file);
    await press(page, 'button[name=do][value=add]');
  }
  await next(page);
  await page.check(`[name=mode][value=${a.mode}]`);
  await page.check(`[name=kind][value=${a.kind}]`);
  if (a.head_count) await page.fill('[name=head_count]', a.head_count);
  await next(page);
  if (a.mode !== 'anonymous') {
    for (const name of ['name', 'phone', 'prefer_time', 'email', 'address']) if (a[name] !== undefined) await page.fill(`[name=${name}]`, a[name]);
    await page.check(`[name=prefer][value=${a.prefer}]`);
    if (a.tell) await page.check(`[name=tell_${a.tell}]`);
    await next(page);
    if (page.url().endsWith('/file/party')) {
      for (const [name, value] of Object.entries(a.party ?? { name_1: '李建国', contact_1: '13900001111', for_name: '王桂芳', for_relation: '女儿' })) if (await has(page, `[name=${name}]`)) await page.fill(`[name=${name}]`, value);
      for (const later of ['authority_later', 'members_later']) if (await has(page, `[name=${later}]`)) await page.check(`[name=${later}]`);
      await next(page);
    }
  } else if (page.url().endsWith('/file/contact')) {
    assert.ok(!(await has(page, '[name=name], [name=prefer]')), 'who it is is not asked');
    await next(page);
  }
  assert.match(page.url(), /\/file\/check$/, `the form is filled in: ${await words(page, '.errs')}`);
}

/** The button that leads on to the next topic. */
export async function next(page) {
  return press(page, 'main button.btn-p.btn-full[type=submit]:not([form])');
}

/** Send from the check page; gives what the receipt shows. */
export async function send(page) {
  await press(page, 'form[action="/file/send"] button');
  assert.match(page.url(), /\/receipt$/, `the complaint is sent: ${await words(page, '.errs, h1')}`);
  return receipt(page);
}

export async function receipt(page) {
  const [number, passcode] = await page.locator('.codes .code').evaluateAll((all) => [all[0].textContent.trim(), [...all[1].children].map((c) => c.textContent).join(' ')]);
  return { number, passcode };
}

/** A complaint that is simply there; see Robot.file. */
export async function file(answers = {}) {
  return new Robot().file({ ...answers, category: categoryId(answers.category ?? 'claim') });
}

export async function track(page, { number, passcode }) {
  await visit(page, '/track');
  await page.fill('[name=number]', number);
  await page.fill('[name=code]', passcode);
  return press(page, 'form[action="/track"] button');
}

// ---- outside the browser ----

/** The database's answer, its days those of the organisation. */
export function sql(statement) {
  return execFileSync('mariadb', ['--no-defaults', '-u', 'root', `--socket=${process.env.REDRESS_DIR}/run/db.sock`, '-N', '-B', '--default-character-set=utf8mb4', "--init-command=SET time_zone = '+08:00'", process.env.REDRESS_DATABASE ?? 'redress'],
    { encoding: 'utf8', input: statement }).trim();
}

/** The day of the organisation, so many days from now: "2026-11-23". */
export const day = (n) => new Date(Date.now() + n * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

export function categoryId(code) {
  return sql(`SELECT id FROM category WHERE code = '${code}'`);
}

/** The kinds of a complaint's events, oldest first. */
export function events(number) {
  return sql(`SELECT e.kind FROM event e JOIN complaint c ON c.id = e.complaint_id WHERE c.number = '${number}' ORDER BY e.seq`).split('\n');
}

/** A photograph: a JPEG of some real size, different for every text. */
export async function photograph(text) {
  const context = await browser.newContext({ viewport: { width: 320, height: 240 } });
  const page = await context.newPage();
  await page.setContent(`<body style="background: linear-gradient(45deg, teal, gold)"><h1>${text}</h1>`);
  const bytes = await page.screenshot({ type: 'jpeg' });
  await context.close();
  return bytes;
}

/** What a QR code in a picture says. */
export function readQr(png) {
  const path = join(scratch, 'qr.png');
  writeFileSync(path, png);
  return execFileSync('zbarimg', ['--raw', '--quiet', '--set', '*.enable=0', '--set', 'qrcode.enable=1', path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

/** A picture for people to look at. On a loaded machine Chromium sometimes cannot take a long one at once, so it is asked again. */
export async function shot(page, name) {
  const picture = { path: join(shots, `${name}.png`), fullPage: true };
  await page.screenshot(picture).catch(() => page.screenshot(picture));
}

// ---- gates ----

/** No sideways scroll of the page at its present width. */
export async function reflows(page, what) {
  const [inner, wide] = [page.viewportSize().width, await page.evaluate(() => document.documentElement.scrollWidth)];
  assert.ok(wide <= inner, `${what}: ${wide} px wide in a window of ${inner}`);
}

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    'doctype-style': 'off', 'no-trailing-whitespace': 'off', 'long-title': 'off', 'no-inline-style': 'error', 'require-sri': 'off', 'void-style': 'off',
    'attribute-boolean-style': 'off', 'no-raw-characters': 'off', 'prefer-native-element': 'off', 'tel-non-breaking': 'off', 'wcag/h30': 'error', 'wcag/h32': 'off',
    'attribute-empty-style': 'off',
  },
});
/** What is wrong with the HTML as the server sent it. */
export async function htmlFaults(html, what) {
  const report = await validator.validateString(html);
  return report.results.flatMap((r) => r.messages.map((m) => `${what}:${m.line}:${m.column}: ${m.ruleId}: ${m.message}`));
}

const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations', 'incomplete'] };
/** What axe finds: violations, and contrast that it could not judge. Scripts of a page's own never see it. */
export async function axeFaults(page, what, only) {
  await page.evaluate(axeSource);
  const result = await page.evaluate((options) => window.axe.run(document, options), only ? { ...RULES, runOnly: { type: 'rule', values: only } } : RULES);
  // Arrows (of the sorted column, between was and is in the change log) are no text to axe and hidden from readers: they have the colour of the words beside
  // them, and aria-sort or hidden words say the same. Letters of a path's drawing stand beside lines and bars, which axe takes for what is behind them; they have
  // a rim of the surface's colour, and the list below the drawing says the same.
  const unjudged = result.incomplete.filter((v) => v.id === 'color-contrast').map((v) => ({ ...v, nodes: v.nodes.filter((n) => !/>[↑↓→]<\/span>$|^<text class="pth-/.test(n.html)) }));
  const tell = (list) => list.flatMap((v) => v.nodes.map((n) => `${what}: ${v.id}: ${n.target.join(' ')}: ${n.failureSummary ?? ''}`.replace(/\s+/g, ' ').slice(0, 400)));
  return [...tell(result.violations), ...tell(unjudged).map((t) => `incomplete: ${t}`)];
}

/** Weight of a page as a first visitor gets it: bytes gzipped in all, requests, bytes of each kind. */
export async function weigh(page, path) {
  const seen = [];
  const waiting = [];
  const note = (response) => waiting.push(response.body().catch(() => Buffer.alloc(0)).then((body) => seen.push({ type: response.request().resourceType(), bytes: gzipSync(body).length })));
  page.on('response', note);
  await page.goto(url + path, { waitUntil: 'networkidle' });
  page.off('response', note);
  await Promise.all(waiting);
  const sum = (type) => seen.filter((s) => !type || s.type === type).reduce((n, s) => n + s.bytes, 0);
  return { requests: seen.length, bytes: sum(), script: sum('script'), css: sum('stylesheet'), html: sum('document') };
}
