// The pages of deciding, closing and learning, each as the person it is for and with something on it, through the gates; and their papers as A4 has them.
import { after, before, beforeEach, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { decide } from './decided.mjs';
import { Gates } from './gates.mjs';
import { has, press, reflows, shots, sql, staff, start, stop, url, visit, visitor, words } from './lib.mjs';

before(start);
after(stop);

let made;
before(async () => { made = await decide(); });

for (const locale of ['zh-CN', 'en']) {
  const lang = locale === 'en' ? 'en' : 'zh';

  describe(`deciding, closing, learning (${locale})`, () => {
    let gates;
    beforeEach(() => { gates = new Gates(locale === 'en'); });
    /** As somebody: pages by name. */
    const as = async (login, pages) => {
      const page = await staff(login, { locale, script: true });
      await visit(page, `/staff/?lang=${lang}`);
      for (const [name, path] of Object.entries(pages)) await gates.at(page, `${lang}-${name}`, path);
      return page;
    };
    /** A form sent with nothing in it. */
    const wrong = async (page, name, path, button, clear = '') => {
      await visit(page, path);
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      if (clear) await page.fill(clear, '');
      assert.equal(await press(page, button), 422, `${name}: ${await words(page, 'h1')}`);
      await gates.check(page, `${lang}-${name}-error`);
    };

    it('what waits for agreement, and what was agreed to', async () => {
      const page = await as('zhaolei', { approvals: '/staff/approvals', approval: made.openApproval, 'approval-given': made.letterApproval });
      await wrong(page, 'approval', made.openApproval, 'button[value=send-back]');
      await page.leave();
      await (await as('wumin', { 'approvals-none': '/staff/approvals' })).leave();
      gates.done(5);
    });

    it('the committee', async () => {
      const page = await as('zhengwei', {
        committee: '/staff/committee', meeting: made.meeting, 'meeting-change': `${made.meeting}/change`, 'meeting-new': '/staff/committee/new', agenda: `${made.meeting}/agenda`, minutes: `${made.meeting}/minutes`,
        joint: made.joint, pack: `${made.joint}/pack`, 'item-decided': made.item, 'item-planned': made.planned, 'item-waiting': made.waiting, vexatious: '/staff/committee/vexatious',
      });
      await wrong(page, 'meeting', '/staff/committee/new', 'button[value=call]', '#title');
      await wrong(page, 'item', made.planned, 'button[value=motion]');
      await page.leave();
      await (await as('zhaolei', { 'committee-case': `${made.other}/committee` })).leave();
      gates.done(15);
    });

    it('compensation', async () => {
      const page = await as('lijing', { compensation: `${made.path}/compensation`, 'compensation-asked': `${made.other}/compensation` });
      await wrong(page, 'compensation', `${made.other}/compensation`, 'button[value=propose]');
      await page.leave();
      await (await as('zhaolei', { ledger: '/staff/compensation', 'ledger-paid': '/staff/compensation?state=paid', 'ledger-none': '/staff/compensation?kind=reward' })).leave();
      gates.done(6);
    });

    it('investigation, papers and closing', async () => {
      const page = await as('lijing', {
        investigation: `${made.other}/investigation`, 'investigation-over': `${made.path}/investigation`, papers: `${made.path}/papers`, letter: made.letter, settlement: made.settlement,
        close: made.close, 'closing-report': `${made.path}/closing-report`, case: made.path, 'case-open': made.other,
      });
      await wrong(page, 'investigation', `${made.other}/investigation`, 'form[action$="/investigation/1"] button.btn-p');
      await wrong(page, 'settlement', made.settlement, 'button[value=finish]', '#s-terms');
      await visit(page, made.close);
      await page.fill('#text', '');
      assert.equal(await press(page, 'form[action$="/close"] button.btn-p'), 422);
      await gates.check(page, `${lang}-close-error`);
      await page.leave();
      gates.done(12);
    });

    it('callbacks, samples and spot checks', async () => {
      const caller = await as('chenchen', { callbacks: '/staff/callbacks', callback: made.callback });
      await wrong(caller, 'callback', made.callback, 'button[value=done]');
      await caller.leave();
      const page = await as('hexun', {
        checks: '/staff/checks', check: made.check, 'check-done': made.falseCheck, 'check-case': `${made.plain}/check`, samples: '/staff/samples', sample: made.sample, false: '/staff/complaints?view=all&only=false',
      });
      await wrong(page, 'check', made.check, 'button[value=decide]');
      await page.leave();
      gates.done(11);
    });

    it('measures, rewards and penalties, the library', async () => {
      const page = await as('zhaolei', {
        measures: '/staff/measures?whose=units', 'measures-done': '/staff/measures?whose=units&state=check', measure: made.measure, 'measure-open': made.openMeasure, 'measure-new': '/staff/measures/new',
        'measures-case': `${made.path}/measures`, merits: '/staff/accountability', 'merits-appealed': '/staff/accountability?view=appealed', 'merits-totals': '/staff/accountability?view=totals', merit: made.proposed,
        'merit-appealed': made.penalty, 'merit-new': '/staff/accountability/new', library: '/staff/library', 'library-drafts': '/staff/library?view=drafts', 'library-story': made.story, 'library-doubtful': made.doubtful,
        'library-paper': `${made.story}?paper=1`, 'library-case': `${made.other}/library`, 'library-new': `/staff/library/new?complaint=${made.number}`,
      });
      await wrong(page, 'measure', '/staff/measures/new', 'main form button.btn-p');
      await wrong(page, 'merit', '/staff/accountability/new', 'main form button.btn-p');
      await wrong(page, 'library', `/staff/library/new?complaint=${made.number}`, 'main form button.btn-p', '#title');
      await page.leave();
      await (await as('wangjianguo', { 'merits-mine': '/staff/accountability/mine', 'merit-mine': made.penalty, 'measures-mine': '/staff/measures' })).leave();
      gates.done(25);
    });

    it('records, packs, disclosures, and what was erased', async () => {
      const page = await as('zhaolei', {
        records: '/staff/records', 'records-erased': '/staff/records?view=erased', disclosures: '/staff/records/disclosures', 'case-pack': `${made.path}/pack`, 'case-disclosures': `${made.path}/disclosures`, slip: made.slip,
        erased: made.erased, 'erased-record': `${made.erased}/record`, 'erased-pack': `${made.erased}/pack`,
      });
      await visit(page, made.erased);
      assert.ok(!(await has(page, 'a[href*="/reveal"], form[action$="/reveal"]')), 'nobody is there to be shown any more');
      await wrong(page, 'hold', '/staff/records', '#hold button');
      await wrong(page, 'case-disclosures', `${made.other}/disclosures`, '#ask button.btn-p');
      await visit(page, `${made.path}/pack`);
      await page.check('[name=copy][value=shown]');
      assert.equal(await press(page, 'form[action$="/pack"] button.btn-p'), 422);
      await gates.check(page, `${lang}-case-pack-error`);
      await page.leave();
      gates.done(12);
    });

    it('what administrators read of it', async () => {
      const page = await as('admin', { changes: '/staff/admin/changes?entity=meeting' });
      assert.match(await words(page, 'main table'), locale === 'en' ? /A meeting of the committee/ : /委员会会议/);
      await page.leave();
      gates.done(1);
    });
  });
}

describe('papers on A4', () => {
  const paper = { width: 658, height: 971 }; // what stands between the margins of a sheet, in CSS pixels
  /** On paper: nothing wider than the sheet, nothing that is only for the screen; and so many sheets at most. */
  const prints = async (page, name, path, sheets, texts) => {
    if (path) assert.equal(await visit(page, path), 200);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize(paper);
    await reflows(page, name);
    for (const gone of ['.top', '.nav', '.crumb', '.skip', 'button']) {
      for (const one of await page.locator(gone).all()) assert.ok(!(await one.isVisible()) || gone === '.skip', `${name}: ${gone} is printed`);
    }
    const shown = await page.locator('body').innerText();
    for (const text of texts) assert.ok(shown.includes(text), `${name} lacks ${text}: ${shown.slice(0, 300)}`);
    const pdf = await page.pdf({ path: join(shots, `paper-${name}.pdf`), format: 'A4', preferCSSPageSize: true });
    const count = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g).length;
    assert.ok(count >= 1 && count <= sheets, `${name}: ${count} sheets`);
    await page.emulateMedia({ media: 'screen' });
  };

  it('of the manager', async () => {
    const page = await staff('zhaolei', { locale: 'zh-CN', script: true });
    await visit(page, '/staff/?lang=zh');
    await prints(page, 'letter', `${made.letter}/print`, 2, ['处理意见书', `${made.number}-01`, '（盖章）']);
    await prints(page, 'letter-copy', `${made.letter}/copy`, 2, ['处理意见书', `${made.number}-01`, '（盖章）']);
    await prints(page, 'settlement', `${made.settlement}/print`, 2, ['和解协议书', '投诉人（签字）']);
    await prints(page, 'management', `${made.report}/print`, 2, ['总结报告', made.number]);
    await prints(page, 'closing', `${made.path}/closing-report`, 2, ['办结报告', made.number, '（盖章）']);
    await prints(page, 'agenda', `${made.meeting}/agenda`, 1, ['议程', '评议会']);
    await prints(page, 'minutes', `${made.meeting}/minutes`, 2, ['会议纪要', '签名', '（盖章）']);
    await prints(page, 'joint', `${made.joint}/pack`, 12, ['联席会议']);
    await prints(page, 'slip', made.slip, 1, [made.number, '（盖章）']);
    await prints(page, 'story', `${made.story}?paper=1`, 2, ['三年期理财']);
    await prints(page, 'merits', '/staff/accountability?view=totals&as=paper', 2, ['（盖章）']);
    const pack = sql(`SELECT MIN(p.id) FROM pack p JOIN complaint c ON c.id = p.complaint_id WHERE c.number = '${made.number}'`);
    const file = await (await page.request.get(`${url}${made.path}/pack/${pack}/file`)).text();
    const alone = await visitor({ script: true });
    await alone.setContent(file);
    await prints(alone, 'pack', null, 20, [made.number]);
    await alone.leave();
    await page.leave();
  });
});
