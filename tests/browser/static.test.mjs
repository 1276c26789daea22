// What can be judged without a browser: the stylesheet's rules, the icons that are used, the script's size and manners.
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import stylelint from 'stylelint';

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '..', '..');
const read = (path) => readFileSync(join(top, path), 'utf8');
const require = createRequire(import.meta.url);
const css = read('static/app.css');

const templates = readdirSync(join(top, 'templates'), { recursive: true }).filter((f) => f.endsWith('.html'));
const sources = readdirSync(join(top, 'src'), { recursive: true }).filter((f) => f.endsWith('.c'));
const headers = readdirSync(join(top, 'src'), { recursive: true }).filter((f) => f.endsWith('.h'));

describe('the stylesheet', () => {
  it('pleases stylelint, with the browsers of the plan', async () => {
    const config = JSON.parse(read('tests/lint/stylelint.json'));
    config.extends = require.resolve(config.extends);
    config.plugins = config.plugins.map((p) => require.resolve(p));
    const { results } = await stylelint.lint({ files: join(top, 'static/app.css'), config });
    assert.deepEqual(results.flatMap((r) => r.warnings.map((w) => `${w.line}:${w.column} ${w.text}`)), []);
  });

  it('is at most 15 KB compressed', () => assert.ok(gzipSync(css).length <= 15 * 1024));

  it('changes tokens alone in dark colours, so that layout is the same in both', () => {
    const dark = css.match(/@media screen and \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}\s*\}/);
    assert.ok(dark, 'one block, with :root alone');
    assert.equal(css.split('prefers-color-scheme').length, 2, 'and only one');
    const other = dark[1].split(';').map((d) => d.split(':')[0].trim()).filter((name) => name && !name.startsWith('--') && name !== 'color-scheme');
    assert.deepEqual(other, []);
  });

  it('fetches nothing', () => assert.doesNotMatch(css, /url\(|@import|@font-face/));

  it('knows every class that templates use', () => {
    /* A paper carries its own style, which stands beside what fills it. */
    const known = new Set([...`${css}${read('src/desk/desk_paper_sheet_view.c')}`.matchAll(/\.([a-z][\w-]*)/gi)].map((m) => m[1]));
    const script = read('static/app.js');
    const missing = new Set();
    for (const file of templates) {
      for (const [, value] of read(join('templates', file)).matchAll(/class="([^"]*)"/g)) {
        const names = value.replace(/\{\{#[A-Z_0-9]+\}\}|\{\{\/[A-Z_0-9]+\}\}/g, ' ').split(/\s+/);
        for (const name of names) if (/^[a-z][\w-]*$/i.test(name) && !known.has(name) && !script.includes(`.${name}`)) missing.add(`${file}: ${name}`);
      }
    }
    assert.deepEqual([...missing], []);
  });
});

describe('icons', () => {
  const sprite = new Set([...read('static/icons.svg').matchAll(/<symbol\b[^>]*\bid="([^"]+)"/g)].map((m) => m[1]));

  it('that templates and pages name exist', () => {
    const used = new Map();
    for (const file of templates) for (const [, name] of read(join('templates', file)).matchAll(/\[\[@([\w-]+)\]\]/g)) used.set(name, file);
    for (const file of sources) for (const [, name] of read(join('src', file)).matchAll(/(?:\.icon = |V_ICON, )"([\w-]+)"/g)) used.set(name, file);
    assert.ok(used.size > 30 && sprite.size > 30);
    assert.deepEqual([...used].filter(([name]) => !sprite.has(name)), []);
  });

  it('hold no script, style or address', () => assert.doesNotMatch(read('static/icons.svg'), /<script|<style|href=|\son\w+=|url\(/i));
});

describe('templates', () => {
  it('name parts that exist, and every page is named by a handler', () => {
    const all = new Set(templates);
    const code = sources.map((f) => read(join('src', f))).join('\n');
    const unknown = [];
    for (const file of templates) {
      for (const [, part] of read(join('templates', file)).matchAll(/\[\[>\s*([\w/.]+)\s*\]\]/g)) if (!all.has(part)) unknown.push(`${file}: ${part}`);
      const constant = `TPL_${file.replace('.html', '').replace('/', '_').toUpperCase()}`;
      if (!/^(parts|layout)\//.test(file) && !code.includes(constant)) unknown.push(`${file}: nobody answers with it`);
    }
    assert.deepEqual(unknown, []);
  });

  it('link to pages that exist', () => {
    const paths = new Set();
    const defined = (text) => [...text.matchAll(/#define ([A-Z_]+) "(\/[^"]*)"/g)].map((m) => [m[1], m[2]]);
    const shared = headers.flatMap((file) => defined(read(join('src', file))));
    for (const file of sources) {
      const text = read(join('src', file));
      const local = new Map([...shared, ...defined(text)]);
      for (const [, name, first, rest] of text.matchAll(/#define ([A-Z_]+) ([A-Z_]+) "([^"]*)"/g)) local.set(name, local.get(first) + rest);
      for (const [, first, second] of text.matchAll(/\.path = (?:([A-Z_]+)\s*)?(?:"([^"]*)")?/g)) paths.add(`${first ? local.get(first) ?? '' : ''}${second ?? ''}`);
      for (const [, name] of text.matchAll(/\bACT(?:_WITH_FILES)?\("([\w-]+)"/g)) paths.add(`/staff/complaints/:no/${name}`);
    }
    const routes = [...paths].map((p) => new RegExp(`^${p.replace(/:\w+/g, '[^/]+')}$`));
    const unknown = [];
    for (const file of templates) {
      for (const [, value] of read(join('templates', file)).matchAll(/\s(?:href|action)="(\/[^"]*)"/g)) {
        const path = value.replace(/\{\{#[A-Z_]+\}\}.*?\{\{\/[A-Z_]+\}\}/g, '').replace(/\{\{CARRY[A-Z_]*\}\}/g, '').replace(/[?#].*$/, '').replace(/\{\{[A-Z_0-9]+\}\}/g, 'x');
        // The action panel's form names the action in its last part.
        const action = path === '/staff/complaints/x/x' || path === '/staff/complaints/x/slips/x/x';
        if (!action && !routes.some((r) => r.test(path))) unknown.push(`${file}: ${value}`);
      }
    }
    assert.ok(routes.length > 60, `${routes.length} routes`);
    assert.deepEqual(unknown, []);
  });
});

describe('the script of staff pages', () => {
  const js = read('static/app.js');
  it('is at most 10 KB compressed', () => assert.ok(gzipSync(js).length <= 10 * 1024));
  it('makes no HTML, evaluates nothing and asks no other host', () => assert.doesNotMatch(js, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|https?:/));
  it('is on staff pages alone', () => {
    assert.doesNotMatch(read('templates/layout/public_top.html') + read('templates/layout/bare_top.html'), /<script/);
    assert.match(read('templates/layout/staff_top.html'), /<script type="module" src="\{\{JS\}\}">/);
  });
});
