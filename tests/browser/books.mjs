// A second installation beside the one of REDRESS_DIR, on the next port, for one rulebook after the other: same program, keys and database server, a database, sockets and web server of its own. It has one unit
// and two departments, customer service and one more. Nobody moves its clock. Importing this file points lib.mjs and robot.mjs to it.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const site = process.env.REDRESS_DIR, first = new URL(process.env.REDRESS_URL).port, port = String(Number(first) + 1);
const dir = join(site, 'books'), program = join(site, 'build', 'redress'), config = join(dir, 'redress.yaml'), database = 'redress_books';
export const rulebooks = fileURLToPath(new URL('../../rulebooks/', import.meta.url));
process.env.REDRESS_URL = `http://localhost:${port}`;
process.env.REDRESS_DATABASE = database;
export const secret = 'Walk-Through-The-Book-9';

const redress = (args, input) => execFileSync(program, [...args, '--config', config], { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });
const client = (name) => [name, ['--no-defaults', '-u', 'root', `--socket=${join(site, 'run', 'db.sock')}`, '--default-character-set=utf8mb4']];
function root(statements, ...args) {
  const [command, options] = client('mariadb');
  return execFileSync(command, [...options, '-N', '-B', ...args], { encoding: 'utf8', input: statements, maxBuffer: 1 << 30 }).trim();
}

let empty; // the schema and what migrations put into it
const running = [];

function mine(text) {
  return text.replaceAll(`${site}/run`, dir).replaceAll(`${site}/nginx`, `${dir}/nginx`).replaceAll(`:${first}`, `:${port}`);
}

/** Configuration, web server and the schema, once. */
export function prepare() {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  cpSync(join(site, 'nginx'), join(dir, 'nginx'), { recursive: true });
  for (const name of ['nginx.conf', 'redress-local/upstreams.conf', 'redress-local/listen.conf', 'redress-local/listen-default.conf']) {
    const path = join(dir, 'nginx', name);
    writeFileSync(path, mine(readFileSync(path, 'utf8')));
  }
  const text = mine(readFileSync(join(site, 'redress.yaml'), 'utf8'));
  writeFileSync(config, text.replace(`socket: ${dir}/db.sock`, `socket: ${site}/run/db.sock`).replace('name: redress\n', `name: ${database}\n`).replace(/clock_file: .*/, `clock_file: ${dir}/clock-shift`));
  root(`DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database} CHARACTER SET utf8mb4; GRANT ALL ON ${database}.* TO redress_owner@localhost WITH GRANT OPTION;`);
  redress(['migrate', '--grants']);
  const [command, options] = client('mariadb-dump');
  empty = execFileSync(command, [...options, '--hex-blob', '--skip-comments', database], { maxBuffer: 1 << 30 });
  execFileSync('nginx', ['-c', join(dir, 'nginx', 'nginx.conf'), '-e', join(dir, 'nginx.log')]);
}

/** A fresh database with this rulebook, one unit, its customer service and another department; people: login → [roles, department]. */
export async function open(name, { category, people }) {
  await close();
  root(`DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database} CHARACTER SET utf8mb4;`);
  root(empty, database);
  redress(['rulebook', 'load', join(rulebooks, `${name}.yaml`)]);
  for (const [login, [roles]] of Object.entries(people)) {
    redress(['user', 'add', login, '--name', login, '--unit', 'HQ', '--unit-name', '总部', ...roles.flatMap((role) => ['--role', role]), '--password-stdin'], `${secret}\n`);
  }
  root(`INSERT INTO department (unit_id, function, name_zh, name_en) SELECT u.id, 'customer_service', '客户服务部', 'Customer service' FROM unit u;
    INSERT INTO department (unit_id, function, name_zh, name_en) SELECT u.id, c.department_function, '业务部门', 'Business' FROM unit u JOIN category c ON c.code = '${category}' WHERE c.department_function <> 'customer_service';
    UPDATE app_user SET department_id = (SELECT id FROM department WHERE function = 'customer_service');
    ${Object.entries(people).filter(([, [, other]]) => other).map(([login]) => `UPDATE app_user SET department_id = (SELECT MAX(id) FROM department) WHERE login = '${login}';`).join('\n')}
    UPDATE role_grant SET department_id = NULL;
    UPDATE setting SET version = version + 1 WHERE name = 'basis';`, database);
  const log = openSync(join(dir, 'serve.log'), 'a');
  for (const pool of ['public', 'staff']) running.push(spawn(program, ['serve', '--pool', pool, '--config', config], { stdio: ['ignore', log, log] }));
  for (let i = 0; i < 200; i++) {
    const ready = await Promise.all(['/readyz', '/staff/readyz'].map((path) => fetch(process.env.REDRESS_URL + path).then((r) => r.status, () => 0)));
    if (ready.every((status) => status === 200)) return;
    await sleep(50);
  }
  throw new Error(`the installation for ${name} does not answer`);
}

export async function close() {
  await Promise.all(running.splice(0).map((child) => new Promise((done) => { child.once('exit', done); child.kill('SIGTERM'); })));
}

export async function end() {
  await close();
  const pid = join(dir, 'nginx.pid');
  if (existsSync(pid)) process.kill(Number(readFileSync(pid, 'utf8')), 'SIGQUIT');
  root(`DROP DATABASE IF EXISTS ${database};`);
}

/** All that ship. */
export const shipped = readdirSync(rulebooks).filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -'.yaml'.length)).sort();
