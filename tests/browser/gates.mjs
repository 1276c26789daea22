// The gates that every page goes through: valid HTML, axe in both sizes, both colour schemes and large type, no sideways scroll.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { axeFaults, desktop, htmlFaults, phone, shots, visit } from './lib.mjs';

const DARK_ONLY = ['color-contrast', 'link-in-text-block']; // dark changes colours and nothing else: static.test.mjs sees to it
const narrow = { width: 320, height: 640 };
const all = process.env.REDRESS_SHOTS_ALL;

/** All gates on the page as it stands; faults are gathered so that one run tells them all. */
export class Gates {
  /** brief: the pages in the other language, of which only words and widths differ. */
  constructor(brief = false) {
    this.brief = brief;
    this.faults = [];
    this.seen = 0;
  }

  async wide(page, what) {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) this.faults.push(`${what}: ${wide} px too wide at ${page.viewportSize().width}`);
  }

  async check(page, what) {
    const pub = await page.evaluate(() => document.documentElement.classList.contains('pub'));
    this.seen++;
    this.faults.push(...await htmlFaults(await page.served(), what));
    for (const [size, name] of [[desktop, '1366'], [phone, '390']]) {
      await page.setViewportSize(size);
      await this.wide(page, what);
      if (this.brief && size === phone) continue; // the other language goes through the same rules once
      this.faults.push(...await axeFaults(page, `${what} ${name}`));
      if (all) await page.screenshot({ path: join(shots, `gates-${what}-${name}.png`), fullPage: true });
      if (this.brief) continue;
      await page.emulateMedia({ colorScheme: 'dark' });
      this.faults.push(...await axeFaults(page, `${what} ${name} dark`, DARK_ONLY));
      if (all) await page.screenshot({ path: join(shots, `gates-${what}-${name}-dark.png`), fullPage: true });
      await page.emulateMedia({ colorScheme: 'light' });
    }
    await page.setViewportSize(narrow);
    await this.wide(page, what);
    if (pub) {
      await page.evaluate(() => document.documentElement.classList.add('large'));
      await this.wide(page, `${what} large`);
      await page.setViewportSize(phone);
      if (!this.brief) this.faults.push(...await axeFaults(page, `${what} large`));
      if (all) await page.screenshot({ path: join(shots, `gates-${what}-390-large.png`), fullPage: true });
      await page.evaluate(() => document.documentElement.classList.remove('large'));
    }
    await page.setViewportSize(desktop);
  }

  async at(page, what, path, status = 200) {
    assert.equal(await visit(page, path), status, path);
    await this.check(page, what);
  }

  done(least) {
    if (this.faults.length > 0) assert.fail(`\n${this.faults.join('\n')}`);
    assert.ok(this.seen >= least, `${this.seen} pages`);
  }
}
