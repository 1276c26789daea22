// The installation under test: its processes, its database, its programs.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { openSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };
export const dir = process.env.REDRESS_DIR;
export const port = Number(process.env.REDRESS_PORT);
export const top = process.env.REDRESS_TOP;
export const redress = `${dir}/build/redress`;
export const config = `${dir}/redress.yaml`;
/** In every title that is filed, so that an installation can be tested again. */
export const mark = Date.now().toString(36);
export const staffPassword = 'Demo-Complaints-26';

/** Wait until test() is true; says what did not come true in time. Returns the seconds that it took. */
export async function until(what, test, seconds = 10, everyMs = 25) {
  const from = performance.now();
  for (;;) {
    if (await test()) return (performance.now() - from) / 1000;
    if (performance.now() - from > seconds * 1000) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(everyMs);
  }
}

// ---- processes ----

export function pidOf(name) {
  return Number(readFileSync(`${dir}/run/${name}.pid`, 'utf8'));
}

export function runs(pid) {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** "S", "R", "T" (stopped) of each thread. */
export function threadStates(pid) {
  return readdirSync(`/proc/${pid}/task`).map((t) => /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/task/${t}/status`, 'utf8'))[1]);
}

/** Program and arguments of a process, to start it again. */
export function commandOf(pid) {
  const [, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  return [readlinkSync(`/proc/${pid}/exe`), ...args];
}

/** The workers of a pool, without the child by which the master tries a new configuration. */
export function workersOf(pool) {
  const master = pidOf(pool);
  const isWorker = (pid) => {
    try {
      return runs(pid) && !commandOf(pid).includes('--check');
    } catch {
      return false;
    }
  };
  try {
    return readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').split(' ').filter(Boolean).map(Number).filter(isWorker);
  } catch {
    return [];
  }
}

export function kill(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Start what ran with this command line again, with its log. */
export function startAgain(command, log) {
  const out = openSync(`${dir}/log/${log}.log`, 'a');
  const child = spawn(command[0], command.slice(1), { detached: true, stdio: ['ignore', out, out] });
  child.unref();
  return child.pid;
}

export function notePid(name, pid) {
  writeFileSync(`${dir}/run/${name}.pid`, `${pid}\n`);
}

export const log = (name) => readFileSync(`${dir}/log/${name}.log`, 'utf8');

/** A program of the installation: its status and what it said. */
export function runProgram(args, options = {}) {
  const r = spawnSync(redress, args, { encoding: 'utf8', timeout: 60000, ...options });
  return { status: r.status, text: `${r.stdout}${r.stderr}` };
}

// ---- database ----

function client(user, environment) {
  return ['mariadb', ['--no-defaults', '-u', user, `--socket=${dir}/run/db.sock`, '-N', '-B', '--default-character-set=utf8mb4', 'redress'],
    { encoding: 'utf8', env: { ...process.env, ...environment }, maxBuffer: 1 << 28, stdio: 'pipe' }];
}

/** As the server's administrator; many statements may stand in one text. */
export function sql(statements) {
  const [program, args, options] = client('root', {});
  return execFileSync(program, args, { ...options, input: statements }).trim();
}

export function rows(statement) {
  const text = sql(statement);
  return text === '' ? [] : text.split('\n').map((line) => line.split('\t'));
}

/** As one of the four users of the program: what the server said, and whether it obeyed. */
export function sqlAs(who, statement) {
  const [program, args, options] = client(`redress_${who}`, { MYSQL_PWD: readFileSync(`${dir}/secrets/db-${who}`, 'utf8').trim() });
  const r = spawnSync(program, args, { ...options, input: statement });
  return { ok: r.status === 0, text: `${r.stdout}${r.stderr}`.trim() };
}

/** A session of its own that stays open while statements are fed to it, for locks. */
export function session() {
  const [program, args, options] = client('root', {});
  const child = spawn(program, [...args, '--unbuffered'], { env: options.env, stdio: ['pipe', 'pipe', 'inherit'] });
  let heard = '';
  child.stdout.on('data', (bytes) => { heard += bytes; });
  let asked = 0;
  return {
    async run(statement) {
      asked++;
      child.stdin.write(`${statement}; SELECT 'done ${asked}';\n`);
      await until(statement, () => heard.includes(`done ${asked}`));
    },
    end: () => new Promise((resolve) => { child.on('close', resolve); child.stdin.end(); }),
  };
}

export const databaseAnswers = () =>
  spawnSync('mariadb-admin', ['--no-defaults', '-u', 'root', `--socket=${dir}/run/db.sock`, 'ping'], { stdio: 'ignore' }).status === 0;

export function verify() {
  return runProgram(['verify', '--config', config]);
}
