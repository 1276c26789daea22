// What is wrong at the start is said at the start, with file, line and what to do, and nothing is served.
import assert from 'node:assert/strict';
import { chmodSync, chownSync, cpSync, readFileSync, readdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { config, dir, redress, runProgram } from './site.mjs';
import { spawnSync } from 'node:child_process';

const scratch = `${dir}/run/start`;
const own = `${scratch}/redress.yaml`;
const good = () => readFileSync(config, 'utf8').replace(`unix:${dir}/run/public.sock`, `unix:${scratch}/p.sock`);

/** Lines of the file that hold this text, for the line that a message has to name. */
const lineOf = (text, part) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

/** Start for real: it must end by itself, with status 1 and a sentence. */
function serve(text, { pool = 'public', command = ['serve', '--pool', pool] } = {}) {
  writeFileSync(own, text);
  const r = spawnSync(redress, [...command, '--config', own], { encoding: 'utf8', timeout: 6000 });
  return { status: r.status, text: `${r.stdout}${r.stderr}` };
}

function refuses(what, text, pattern, options) {
  const { status, text: said } = serve(text, options);
  if (status !== 1) return [`${what}: status ${status}: ${said.slice(0, 200)}`];
  return pattern.test(said) ? [] : [`${what}: said "${said.slice(0, 300)}"`];
}

function afresh() {
  rmSync(scratch, { recursive: true, force: true });
  cpSync(`${dir}/keys`, `${scratch}/keys`, { recursive: true });
  cpSync(`${dir}/secrets`, `${scratch}/secrets`, { recursive: true });
  chmodSync(`${scratch}/keys`, 0o700);
  for (const folder of ['keys', 'secrets']) for (const f of readdirSync(`${scratch}/${folder}`)) chmodSync(`${scratch}/${folder}/${f}`, 0o400);
}

function configuration() {
  afresh();
  const g = good();
  const at = (text, part) => new RegExp(`line: ${lineOf(text, part)},`);
  const edit = (from, to) => {
    assert.ok(g.includes(from), from);
    return g.replace(from, to);
  };
  const unknown = edit('site:\n', 'site:\n  colour: red\n');
  const inner = edit('public_pool:\n  listen:', 'public_pool:\n  wrokers: 4\n  listen:');
  const word = edit('public_pool:\n  listen:', 'public_pool:\n  workers: many\n  listen:');
  const range = edit('public_pool:\n  listen:', 'public_pool:\n  workers: 1000\n  listen:');
  const list = [
    ['an unknown key', unknown, /colour/],
    ['the line of an unknown key', unknown, at(unknown, 'colour')],
    ['a mistyped key', inner, at(inner, 'wrokers')],
    ['a word for a number', word, at(word, 'workers: many')],
    ['a number out of bounds', range, new RegExp(`redress\\.yaml:${lineOf(range, 'workers: 1000')}: public_pool\\.workers is 1000, but must be between 1 and 256`)],
    ['a negative number', edit('public_pool:\n  listen:', 'public_pool:\n  workers: -1\n  listen:'), /line: \d+/],
    ['a section that is a word', edit('security:\n', 'limits: none\nsecurity:\n'), /line: \d+/],
    ['a bracket that is not closed', `${g}limits: [\n`, /line: \d+|libyaml/i],
    ['a key twice', edit('site:\n', 'site:\n  timezone: Asia/Shanghai\n  timezone: UTC\n'), /timezone/],
    ['an empty file', '', /redress\.yaml: .*(empty|cannot be read)/],
    ['a required key', g.replace(/  keys: .*\n/, ''), /redress\.yaml: paths\.keys is missing/],
    ['an unknown log level', `${g}log_level: loud\n`, new RegExp(`redress\\.yaml:${g.split('\n').length}: log_level is loud, but must be debug, info, warn or error`)],
    ['an unknown zone', edit('site:\n', 'site:\n  timezone: Mars/Olympus\n'), /site\.timezone: no such zone: Mars\/Olympus/],
    ['no templates', g.replace(/  templates: .*\n/, `  templates: ${scratch}/none\n`), new RegExp(`${scratch}/none`)],
    ['no translations', g.replace(/  locale: .*\n/, `  locale: ${scratch}/none\n`), /no Chinese catalogue there; build it with make/],
    ['no database server named', g.replace(/  socket: .*\n/, ''), /database needs a socket or a host/],
    ['a socket in a folder that is not there', g.replace(`${scratch}/p.sock`, `${scratch}/none/p.sock`), /cannot listen on unix:.*none\/p\.sock/],
    ['a socket with too long a name', g.replace(`${scratch}/p.sock`, `${scratch}/${'p'.repeat(120)}`), /cannot listen on .*: path: /],
    ['a socket that is in use', g.replace(`${scratch}/p.sock`, `${dir}/run/public.sock`), /another process serves it/],
    ['a port that is none', g.replace(`unix:${scratch}/p.sock`, '127.0.0.1:99999'), /cannot listen on 127\.0\.0\.1:99999: address/],
  ];
  const wrong = list.flatMap(([what, text, pattern]) => refuses(what, text, pattern));
  const absent = runProgram(['serve', '--pool', 'public', '--config', `${scratch}/none.yaml`]);
  if (absent.status !== 1 || !/none\.yaml: .*cannot be read/.test(absent.text)) wrong.push(`no file: ${absent.status} ${absent.text}`);
  for (const args of [['serve'], ['serve', '--pool', 'other'], ['serve', '--nonsense'], ['nonsense'], []]) {
    const { status, text } = runProgram(args);
    if (status !== 2 || !/usage|there is no command/.test(text)) wrong.push(`redress ${args.join(' ')}: ${status} ${text.slice(0, 100)}`);
  }
  assert.deepEqual(wrong, []);
  assert.ok(statSync(`${dir}/run/public.sock`).isSocket(), 'the socket in use is gone');
  return `${list.length + 6} refused`;
}

function keysAndSecrets() {
  const text = good().replace(/  keys: .*\n/, `  keys: ${scratch}/keys\n`).replaceAll(`${dir}/secrets/`, `${scratch}/secrets/`);
  const key = (name) => `${scratch}/keys/${name}`;
  const list = [
    ['a missing key', () => unlinkSync(key('passcode.key')), /passcode\.key/],
    ['a key that others may read', () => chmodSync(key('web.key'), 0o644), /key web\.key is open to others \(mode 0644\): chmod 0400 .*web\.key/],
    ['a key of a group', () => chmodSync(key('chain-public.key'), 0o440), /chain-public\.key is open to others/],
    ['a key of somebody else', () => chownSync(key('receipt.key'), 65534, 65534), /receipt\.key belongs to user id 65534/],
    ['a damaged key', () => { chmodSync(key('web.key'), 0o600); writeFileSync(key('web.key'), 'web.key 1 AAAA\n'); chmodSync(key('web.key'), 0o400); }, /web\.key is damaged in line 1/],
    ['an empty key', () => { chmodSync(key('web.key'), 0o600); writeFileSync(key('web.key'), ''); chmodSync(key('web.key'), 0o400); }, /web\.key is empty/],
    ['a signing key whose halves do not fit', () => {
      const bytes = readFileSync(key('receipt.key'), 'utf8').trim().split(' ');
      const secret = Buffer.from(bytes[2], 'base64url');
      secret[40] ^= 1;
      chmodSync(key('receipt.key'), 0o600);
      writeFileSync(key('receipt.key'), `${bytes[0]} ${bytes[1]} ${secret.toString('base64url')}\n`);
      chmodSync(key('receipt.key'), 0o400);
    }, /receipt\.key is damaged/],
    ['a folder of keys that others may write', () => chmodSync(`${scratch}/keys`, 0o777), /others may write to the key directory: chmod 0700/],
    ['no folder of keys', () => rmSync(`${scratch}/keys`, { recursive: true }), /cannot open the key directory/],
    ['a missing password', () => unlinkSync(`${scratch}/secrets/db-public`), /db-public: the password file cannot be read/],
    ['a password that others may read', () => chmodSync(`${scratch}/secrets/db-public`, 0o644), /db-public: others may read this password file; run: chmod 0400/],
    ['an empty password file', () => { chmodSync(`${scratch}/secrets/db-public`, 0o600); writeFileSync(`${scratch}/secrets/db-public`, ''); }, /db-public: the password file is empty/],
    ['a wrong password', () => { chmodSync(`${scratch}/secrets/db-public`, 0o600); writeFileSync(`${scratch}/secrets/db-public`, 'wrong'); }, /Access denied for user 'redress_public'/],
  ];
  const root = process.getuid() === 0;
  const wrong = [];
  for (const [what, spoil, pattern] of list) {
    if (!root && what === 'a key of somebody else') continue;
    afresh();
    spoil();
    wrong.push(...refuses(what, text, pattern));
  }
  afresh();
  unlinkSync(key('master.key'));
  wrong.push(...refuses('staff without the master key', text.replace(`unix:${dir}/run/staff.sock`, `unix:${scratch}/s.sock`), /master\.key/, { pool: 'staff' }));
  wrong.push(...refuses('jobs without the master key', text, /master\.key/, { command: ['jobs', '--once'] }));
  afresh();
  for (const name of ['master.key', 'index.key', 'intake.key', 'custody.key', 'chain-staff.key', 'anchor.key']) unlinkSync(key(name));
  writeFileSync(own, text);
  const least = runProgram(['serve', '--pool', 'public', '--check', '--config', own]);
  if (least.status !== 0) wrong.push(`the public pool needs a key that opens identities: ${least.text}`);
  assert.deepEqual(wrong, []);
  return `${list.length + 2} refused; the public pool starts without any key that opens identities`;
}

function schema() {
  afresh();
  const folder = `${scratch}/migrations`;
  const text = good().replace(/  migrations: .*\n/, `  migrations: ${folder}\n`);
  const migrations = () => {
    rmSync(folder, { recursive: true, force: true });
    cpSync(`${dir}/src/sql/migrations`, folder, { recursive: true });
    return readdirSync(folder).sort();
  };
  const wrong = [];
  migrations();
  writeFileSync(`${folder}/9999_later.sql`, 'CREATE TABLE later (id INT PRIMARY KEY)\n');
  wrong.push(...refuses('a database older than the program', text, /9999_later has not been applied.*redress migrate/));
  wrong.push(...refuses('the same for jobs', text, /redress migrate/, { command: ['jobs', '--once'] }));
  const [first] = migrations();
  writeFileSync(`${folder}/${first}`, `${readFileSync(`${folder}/${first}`, 'utf8')}-- changed\n`);
  wrong.push(...refuses('a migration that was changed', text, new RegExp(`Migration ${first.replace('.sql', '')}.* was changed after it had been applied`)));
  const all = migrations();
  unlinkSync(`${folder}/${all.at(-1)}`);
  writeFileSync(own, text);
  const older = runProgram(['serve', '--pool', 'public', '--check', '--config', own]);
  if (older.status !== 0) wrong.push(`a database newer than the program: ${older.text}`);
  wrong.push(...refuses('a database that is not there', good().replace('  name: redress\n', '  name: redress_none\n'), /redress migrate|redress_none/));
  rmSync(scratch, { recursive: true, force: true });
  assert.deepEqual(wrong, []);
  return 'older, changed and absent refused; a newer one is served, as promised for upgrades';
}

export const cases = [
  { name: 'start with a wrong configuration', run: configuration },
  { name: 'start with wrong keys and secrets', run: keysAndSecrets },
  { name: 'start with another schema', run: schema },
];
