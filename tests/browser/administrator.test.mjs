// What an administrator who has never seen the product sets up on the first day, without JavaScript: a category with a question of its own, five working days for it, and a
// holiday with a make-up day. Then the clock moves on, past the date, and those whom it concerns find it under the bell. Runs alone and last: it moves everybody's clock.
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { act, fillForm, has, known, next, password, phone, press, reflows, send, shot, sql, staff, start, stop, track, url, visit, visitor, words } from './lib.mjs';
import { Robot } from './robot.mjs';

before(start);
after(stop);

const dir = process.env.REDRESS_DIR;
const tail = Date.now().toString(36);
const code = `online-${tail}`;
const category = `线上理赔 ${tail}`;
const limit = `线上理赔办结 ${tail}`;
const save = (page) => press(page, 'main form[method=post] button[type=submit].btn-p >> nth=0');

// ---- days ----
const DAY_MS = 86_400_000;
const noon = (day) => new Date(`${day}T12:00:00Z`);
const later = (day, n) => new Date(noon(day).getTime() + n * DAY_MS).toISOString().slice(0, 10);
const month = (day) => Number(day.slice(5, 7));
const date = (day) => `${month(day)}月${Number(day.slice(8))}日`;
const dated = (day) => `${date(day)}（周${'日一二三四五六'[noon(day).getUTCDay()]}）`;

/** The first year that the national calendar does not know yet, as it is when an administrator pastes its notice. */
const year = 1 + Number(sql("SELECT GREATEST(YEAR(NOW()), IFNULL(MAX(year), 0)) FROM calendar_year y JOIN calendar c ON c.id = y.calendar_id WHERE c.code = 'cn'"));
const first = [...Array(7).keys()].map((i) => `${year}-03-${String(9 + i).padStart(2, '0')}`).find((d) => noon(d).getUTCDay() === 1);
const holiday = { first, last: later(first, 2), madeUp: later(first, -2) }; // Monday to Wednesday; the Saturday before is worked
const filed = later(first, -4); // a Thursday
const due = later(first, 7); // Friday, the Saturday, Thursday, Friday, Monday

// ---- the test clock ----
const redress = (...args) => execFileSync(join(dir, 'build', 'redress'), [...args, '--config', join(dir, 'redress.yaml')], { encoding: 'utf8' });
const ahead = () => { const m = redress('shift').match(/ahead by (\d+) d (\d+) h (\d+) min (\d+) s/); return m ? ((Number(m[1]) * 24 + Number(m[2])) * 60 + Number(m[3])) * 60 + Number(m[4]) : 0; };
const moveTo = (day, hour) => {
  const s = Math.ceil((new Date(`${day}T${hour}:00+08:00`).getTime() - Date.now()) / 1000) - ahead();
  assert.ok(s > 0, 'the test clock only goes on');
  redress('shift', `+${s}s`);
};
const shifted = () => `FROM_UNIXTIME(UNIX_TIMESTAMP() + ${ahead()})`;
/** The jobs look at the clocks every second or so. */
const until = async (what, done) => {
  for (let i = 0; i < 240; i++) {
    if (done()) return;
    await sleep(250);
  }
  assert.fail(`${what} does not come`);
};
const swept = () => until('the end of the sweep', () => sql(`SELECT COUNT(*) FROM clock WHERE state = 1 AND next_us < (UNIX_TIMESTAMP() + ${ahead()} - 5) * 1000000`) === '0');

describe('the first day of an administrator', () => {
  let key;
  after(() => redress('shift', '0'));

  it('adds a category with a question, led by its own messages', async () => {
    const admin = await staff('admin');
    await press(admin, '.nav a[href="/staff/admin/rules/categories"]');
    await press(admin, '.ah a.btn-p');
    assert.equal(await save(admin), 422);
    assert.ok(await has(admin, '.errs'), 'what is missing is told');
    await admin.fill('[name="name.zh"]', category);
    await admin.fill('[name="name.en"]', `Online claims ${tail}`);
    await admin.fill('[name=code]', code);
    await admin.selectOption('[name=parent]', 'service');
    await admin.selectOption('[name=function]', 'sales');
    await admin.fill('[name="definition.zh"]', '用手机应用提交的理赔申请。');
    await admin.fill('[name="definition.en"]', 'Claims sent in with the app.');
    await admin.click('details.rowset summary >> nth=0');
    await admin.fill('[name="fields.0.label.zh"]', '报案号');
    await admin.fill('[name="fields.0.label.en"]', 'Claim number');
    await admin.selectOption('[name="fields.0.kind"]', 'text');
    await admin.check('[name="fields.0.required"]');
    assert.equal(await save(admin), 200);
    assert.match(await words(admin, '.note-w'), /草稿/, 'it says that this is a draft');
    await admin.leave();
  });

  it('gives it five working days, with a warning and two steps', async () => {
    const admin = await staff('admin');
    await press(admin, '.nav a[href="/staff/admin/rules/clocks"]');
    await press(admin, '.ah a.btn-p');
    await admin.fill('[name="name.zh"]', limit);
    await admin.fill('[name="name.en"]', `Closing online claims ${tail}`);
    await admin.selectOption('[name=kind]', 'resolve');
    await admin.fill('[name=limit]', '5');
    await admin.locator('main form details').evaluateAll((all) => all.forEach((d) => { d.open = true; }));
    await admin.check(`[name="when.categories"][value="${code}"]`);
    await admin.fill('[name="warn.0.limit"]', '1');
    await admin.selectOption('[name="escalate.0.to"]', 'coordinator');
    await admin.selectOption('[name="escalate.1.to"]', 'complaint_manager');
    await admin.fill('[name="escalate.1.after"]', '1');
    await admin.check('[name=promised]');
    assert.equal(await save(admin), 200, await words(admin, '.errs'));
    await press(admin, '.note-w a[href="/staff/admin/rulebook/changes"]');
    const change = await words(admin, 'main');
    for (const text of [category, limit, '报案号', '5 个工作日']) assert.ok(change.includes(text), text);
    await press(admin, '.ah a.btn-p');
    assert.match(await words(admin, '.note-w'), /须由另一人发布.*桂泽/, 'and who that could be');
    await shot(admin, 'first-day-publish');
    await admin.leave();
  });

  it('has it published by somebody else, who sees what would change', async () => {
    const second = await staff('guize');
    await press(second, '.nav a[href="/staff/admin/rulebook"]');
    await press(second, 'main a[href="/staff/admin/rulebook/changes"]');
    assert.ok((await words(second, 'main')).includes(category));
    await press(second, '.ah a.btn-p');
    assert.equal(await save(second), 422, 'with a reason');
    await second.fill('[name=note]', '线上理赔单列，五个工作日办结。');
    assert.equal(await save(second), 200);
    assert.match(await words(second, '.flash'), /已发布/);
    await second.leave();
    await known();
  });

  it('pastes the notice of a year that nobody knows yet', async () => {
    const admin = await staff('admin');
    await press(admin, '.nav a[href="/staff/admin/calendars"]');
    await press(admin, 'main a:text-is("全国工作日历")');
    const calendar = new URL(admin.url()).pathname;
    await visit(admin, `${calendar}?year=${year}`);
    assert.ok(await has(admin, '.note'), 'the year is not known');
    await press(admin, `.ah a[href^="${calendar}/notice"]`);
    await admin.fill('[name=text]', `关于${year}年放假安排的通知\n一、踏青节：${dated(holiday.first)}至${Number(holiday.last.slice(8))}日放假调休，共3天。${dated(holiday.madeUp)}上班。`);
    await press(admin, 'button[value=read]');
    assert.equal(await admin.locator('#preview ~ section tbody tr').count(), 4, await words(admin, '.note-bad, .err'));
    if (await has(admin, '[name=sure]')) await admin.check('[name=sure]');
    assert.equal(await press(admin, 'button[value=save]'), 200);
    assert.match(await words(admin, '.cal-l'), /踏青节/);
    await shot(admin, 'first-day-calendar');
    await admin.leave();
  });

  it('the public form has the category and its question; the date steps over the holiday and counts the make-up day', async () => {
    moveTo(filed, '10:00');
    await swept();
    const person = await visitor();
    await visit(person, '/file');
    await press(person, 'form[action="/file"] button');
    const option = person.locator('.opt', { hasText: category });
    assert.ok((await option.textContent()).includes('用手机应用提交的理赔申请。'));
    await option.locator('input').check();
    await next(person);
    assert.ok((await words(person, 'main .lbl')).includes('报案号'));
    await person.fill('[name=body]', '报案以后三周没有人联系我。');
    assert.equal(await next(person), 422, 'the question has to be answered');
    const question = await person.locator('main [name^=f]').first().getAttribute('name');
    await fillForm(person, { category: code, body: '报案以后三周没有人联系我。', own: { [question]: 'BA-0001' } });
    assert.ok((await words(person, 'main')).includes(date(due)), `${date(due)} is promised: ${await words(person, '.note .kv')}`);
    await shot(person, 'first-day-check');
    key = await send(person);
    assert.ok((await words(person, 'main')).includes(date(due)), 'on the receipt as well');
    await track(person, key);
    assert.ok((await words(person, 'main')).includes(date(due)), 'and on the tracking page');
    await person.leave();
  });

  it('the case tells why this date, day by day, and which rule it was', async () => {
    const clerk = await staff('lijing');
    await visit(clerk, `/staff/complaints/${key.number}`);
    await act(clerk, 'accept');
    await visit(clerk, `/staff/complaints/${key.number}?act=assign`);
    await act(clerk, 'assign', { pick: { person: sql("SELECT id FROM app_user WHERE login = 'jn.sales2'") } });
    const strip = clerk.locator('.sla > div', { hasText: limit });
    assert.match(await strip.textContent(), /5 个工作日/);
    await visit(clerk, await strip.locator('.sla-y').getAttribute('href'));
    const why = await words(clerk, 'main');
    const days = [`${dated(holiday.madeUp)}：调休上班，计入（踏青节）`, `${dated(holiday.first)}至${dated(holiday.last)}：放假，不计（踏青节）`, `到期时间：${dated(due)}`];
    for (const text of [`适用规则“${limit}”`, ...days]) assert.ok(why.includes(text), `${text}: ${why}`);
    await shot(clerk, 'first-day-why');
    await clerk.leave();
    const admin = await staff('admin');
    await visit(admin, `/staff/admin/rules/match?no=${key.number}`);
    assert.match(await words(admin, '.t tbody tr'), new RegExp(`${limit}.*适用`));
    await admin.leave();
  });

  /** What one finds under the bell about this complaint. */
  const told = async (login) => {
    const page = await staff(login, { viewport: phone });
    assert.ok(await has(page, '.bell-n'), `${login}: the bell`);
    await press(page, '.top a.bell');
    const about = await words(page, `.nl li:has-text("${key.number}")`);
    await reflows(page, 'notices');
    await shot(page, `first-day-bell-${login}`);
    await press(page, `.nl a[href="/staff/complaints/${key.number}"] >> nth=0`);
    assert.ok((await words(page, '.sla')).includes(limit), 'it leads to the complaint');
    await page.leave();
    return about;
  };
  const notices = (kind) => Number(sql(`SELECT COUNT(*) FROM notice n JOIN complaint c ON c.id = n.complaint_id WHERE c.number = '${key.number}' AND n.kind = '${kind}'`));

  it('the handler is warned a working day before', async () => {
    moveTo(due, '08:00');
    await until('the warning', () => notices('clock_warn') > 0);
    assert.match(await told('jn.sales2'), /时限将到/);
  });

  it('past the date the handler is reminded and the coordinator told; a working day later the manager', async () => {
    moveTo(later(due, 1), '10:00');
    await until('the escalation', () => notices('clock_escalated') > 0);
    assert.match(await told('jn.sales2'), /催办/);
    assert.match(await told('wangjianguo'), /升级/);
    moveTo(later(due, 2), '10:00');
    await swept();
    assert.match(await told('zhaolei'), /升级/);
    const clerk = await staff('zhaolei');
    await visit(clerk, `/staff/complaints/${key.number}`);
    assert.match(await words(clerk, '.sla'), /超/);
    const steps = await words(clerk, '.tl');
    for (const text of ['临期预警', '催办', '升级']) assert.ok(steps.includes(text), `the record tells of ${text}`);
    await shot(clerk, 'first-day-overdue');
    await clerk.leave();
  });
});

describe('every link of the pages of administrators', () => {
  it('leads somewhere', async () => {
    const robot = new Robot();
    await robot.signIn('admin', password);
    const shape = (path) => path.replace(/\/\d+/g, '/N').replace(/(\/rules\/[a-z]+\/)[\w-]+/, '$1X').replace(/=[^&]*/g, '=');
    const seen = new Map();
    const lost = [];
    const todo = [['/staff/admin/rulebook', '']];
    while (todo.length > 0) {
      const [path, from] = todo.shift();
      const times = seen.get(shape(path)) ?? 0;
      if (times >= 2) continue;
      seen.set(shape(path), times + 1);
      await robot.go(path);
      if (robot.status !== 200) lost.push(`${robot.status} ${path} on ${from}`);
      for (const [, href] of robot.html.matchAll(/<a\b[^>]*\shref="([^"#]*)/g)) {
        const to = href.replaceAll('&amp;', '&').replace(url, '');
        if (/^\/staff\/(admin|account|calendar)/.test(to) && !/[?&]lang=/.test(to)) todo.push([to, path]);
      }
    }
    assert.deepEqual(lost, []);
    assert.ok(seen.size > 60, `${seen.size} kinds of pages`);
  });

  it('and whoever only publishes rules begins where that is done', async () => {
    const right = "FROM role_permission WHERE permission = 'see' AND role_id = (SELECT id FROM role WHERE code = 'rule_reviewer')";
    sql(`DELETE ${right}`);
    try {
      const robot = new Robot();
      await robot.signIn('guize', password);
      assert.equal(await robot.go('/staff/'), 200);
      assert.equal(robot.path, '/staff/admin/rulebook');
    } finally {
      sql("INSERT IGNORE INTO role_permission (role_id, permission) SELECT id, 'see' FROM role WHERE code = 'rule_reviewer'");
    }
  });
});
