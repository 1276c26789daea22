// Working time without JavaScript: a calendar of a branch, the pasted notice with its preview, a half day, and why a date falls where it does. Every page through the gates.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { axeFaults, desktop, has, htmlFaults, phone, press, signIn, start, stop, visit, visitor, words } from './lib.mjs';

before(start);
after(stop);

const tail = Date.now().toString(36);
const notice = [
  '关于2031年放假安排的通知',
  '一、元旦：1月1日（周三）放假1天。',
  '二、春节：1月22日（周三）至28日（周二）放假调休，共7天。1月19日（周日）、2月1日（周六）上班。',
].join('\n');

describe('calendars', () => {
  let page, calendar;
  before(async () => {
    page = await visitor();
    await signIn(page, 'admin');
    await visit(page, '/staff/account?lang=zh');
  });
  after(() => page?.leave());

  const save = () => press(page, 'main form[method=post] button.btn-p >> nth=0');

  it('a branch builds upon the national one and keeps its own hours', async () => {
    await visit(page, '/staff/admin/calendars/new');
    await page.fill('[name=code]', `b-${tail}`);
    await page.fill('[name=name_zh]', `分公司 ${tail}`);
    await page.selectOption('[name=parent]', { label: '全国工作日历' });
    await page.fill('[name=monday]', '九点到五点');
    assert.equal(await save(), 422);
    assert.ok(await has(page, '#monday-e'));
    await page.fill('[name=monday]', '9：00－12：00、13：00－17：00');
    for (const day of ['tuesday', 'wednesday', 'thursday', 'friday']) await page.fill(`[name=${day}]`, '09:00-12:00 13:00-17:00');
    assert.equal(await save(), 200);
    await page.click(`a:text-is("分公司 ${tail}")`);
    calendar = new URL(page.url()).pathname;
    await visit(page, `${calendar}?year=2026`);
    assert.match(await words(page, '.cal-l'), /春节/, 'the national holidays hold');
    assert.match(await words(page, '.kv'), /09:00-12:00 13:00-17:00/);
  });

  it('the notice is shown day by day before it is saved', async () => {
    await visit(page, `${calendar}?year=2031`);
    assert.ok(await has(page, '.note'), 'a year without holidays is told of');
    await visit(page, `${calendar}/notice`);
    await page.fill('[name=text]', notice.replace('共7天', '共8天'));
    await press(page, 'button[value=read]');
    assert.match(await words(page, '.note-bad li'), /第3行/);
    await page.fill('[name=text]', notice);
    await press(page, 'button[value=read]');
    assert.equal(await page.locator('#preview ~ section tbody tr').count(), 10);
    assert.equal(await press(page, 'button[value=save]'), 200);
    assert.match(await words(page, '.cal-l'), /1月22日（周三）至1月28日（周二）/);
  });

  it('a day is clicked and becomes a half day', async () => {
    await press(page, '.cd a[href$="date=2031-01-21"]');
    await page.selectOption('[name=kind]', 'hours');
    await page.fill('[name=hours]', '09:00-12:00');
    await page.fill('[name=name_zh]', '除夕前半天');
    assert.equal(await save(), 200);
    assert.match(await words(page, '.cal-l'), /除夕前半天 09:00-12:00/);
  });

  it('the calculator steps over all that and says why', async () => {
    const id = calendar.split('/').pop();
    await visit(page, '/staff/calendar');
    await page.fill('[name=date]', '2031-01-17');
    await page.fill('[name=time]', '10:00');
    await page.fill('[name=number]', '4');
    await page.selectOption('[name=unit]', 'wd');
    await page.selectOption('[name=calendar]', id);
    await press(page, 'main form button.btn-p');
    // From Friday: Sunday made up, Monday, the half day, then a week off.
    assert.match(await words(page, '.cal-due'), /2031年1月29日 17:00/);
    const why = await words(page, '.both > section:first-child tbody tr');
    for (const part of [/1月19日（周日）\s*班 春节/, /除夕前半天/, /1月22日（周三）至1月28日（周二）\s*休 春节/, /1月29日（周三）\s*工作日\s*1 天\s*4 天/]) assert.match(why, part);
    assert.match(await words(page, '.cal-due'), /2031年1月21日 24:00/, 'natural days beside it');
  });

  it('every page is valid, accessible and fits a telephone', async () => {
    const faults = [];
    const seen = await visitor({ script: true }); // axe needs timers
    await signIn(seen, 'admin');
    for (const lang of ['zh', 'en']) {
      await visit(seen, `/staff/account?lang=${lang}`);
      for (const path of ['/staff/admin/calendars', calendar, `${calendar}/edit`, `${calendar}/day?date=2031-01-21`, `${calendar}/notice`, '/staff/admin/calendar-units',
        '/staff/admin/calendar-units/2', '/staff/calendar?date=2026-02-12&time=10:00&number=8&unit=wd']) {
        assert.equal(await visit(seen, path), 200, path);
        faults.push(...await htmlFaults(await seen.served(), path));
        for (const size of [desktop, phone, { width: 320, height: 640 }]) {
          await seen.setViewportSize(size);
          const wide = await seen.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          if (wide > 0) faults.push(`${lang} ${path}: ${wide} px too wide at ${size.width}`);
          if (size !== desktop && lang === 'en') continue;
          if (size.width > 320) faults.push(...await axeFaults(seen, `${lang} ${path} ${size.width}`));
        }
        await seen.setViewportSize(desktop);
      }
    }
    assert.deepEqual([...new Set(faults)], []);
    await seen.leave();
  });
});
