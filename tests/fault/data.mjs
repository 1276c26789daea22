// What lies in the database: who may read and change it, and whether a change shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { config, dir, rows, runProgram, sql, sqlAs, verify } from './site.mjs';

// ---- rights of the database users ----

const tables = () => rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'redress' AND table_type = 'BASE TABLE'").map((r) => r[0]);
const denied = (answer) => !answer.ok && /ERROR (1142|1143|1044|1227|1410|1045|1370)\b/.test(answer.text);

function grants() {
  const wrong = [];
  let tried = 0;
  const never = (who, statement) => {
    tried++;
    const answer = sqlAs(who, statement);
    if (!denied(answer)) wrong.push(`${who}: ${statement}: ${answer.text.slice(0, 80) || 'allowed'}`);
  };
  for (const table of ['app_user', 'complaint_identity', 'message', 'event', 'allegation', 'attachment', 'staff_session', 'role', 'role_grant', 'change_log', 'task', 'demand', 'complaint_field'])
    never('public', `SELECT * FROM ${table} LIMIT 1`);
  never('public', 'SELECT title FROM complaint LIMIT 1');
  never('public', 'SELECT assignee_id FROM complaint LIMIT 1');
  never('public', 'UPDATE complaint SET title = title WHERE id = 0');
  never('public', 'DELETE FROM complaint WHERE id = 0');
  never('public', 'UPDATE attachment SET name = name WHERE id = 0');
  never('public', 'DELETE FROM attachment_chunk WHERE attachment_id = 0');
  for (const who of ['public', 'staff', 'jobs']) {
    for (const table of ['event', 'change_log']) {
      never(who, `UPDATE ${table} SET data = data WHERE at_us = 0`);
      never(who, `DELETE FROM ${table} WHERE at_us = 0`);
      never(who, `REPLACE INTO ${table} SELECT * FROM ${table} WHERE at_us = 0`);
      never(who, `TRUNCATE TABLE ${table}`);
      never(who, `ALTER TABLE ${table} ADD COLUMN more INT`);
      never(who, `DROP TABLE ${table}`);
    }
    never(who, 'DELETE FROM complaint WHERE id = 0');
    never(who, 'DELETE FROM complaint_identity WHERE complaint_id = 0');
    never(who, 'DELETE FROM message WHERE id = 0');
    never(who, 'UPDATE message SET body = body WHERE id = 0');
    never(who, 'CREATE TABLE more (id INT)');
    never(who, 'CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW SET NEW.data = \'\'');
    never(who, "CREATE FUNCTION f() RETURNS INT RETURN 1");
    never(who, 'GRANT SELECT ON redress.app_user TO redress_public@localhost');
    never(who, "SELECT LOAD_FILE('/etc/passwd') INTO OUTFILE '/tmp/redress-out'");
    never(who, 'SELECT * FROM mysql.global_priv LIMIT 1');
    never(who, 'SET GLOBAL general_log = 1');
  }
  never('staff', 'UPDATE complaint_identity SET complaint_id = complaint_id WHERE complaint_id = 0');
  const visible = tables().filter((t) => sqlAs('public', `SELECT * FROM ${t} LIMIT 1`).ok).sort();
  const expected = ['calendar', 'calendar_day', 'calendar_year', 'category', 'category_field', 'content_help', 'department', 'draft', 'draft_code', 'once', 'published_figure', 'rate_limit', 'rating', 'schema_version', 'setting', 'site_file', 'track_session', 'track_sheet', 'unit', 'unit_tree'];
  assert.deepEqual(wrong, []);
  assert.deepEqual(visible, expected, 'tables that the public pool may read whole');
  return `${tried} statements refused; the public user reads ${visible.length} of ${tables().length} tables whole`;
}

// ---- tampering ----

const rest = 'at_us, actor_kind, actor_id, kind, data, key_kind, key_version, hash';
const exchange = (table, where) => `UPDATE ${table} SET seq = -2 WHERE ${where} AND seq = 2;
  UPDATE ${table} SET seq = 2 WHERE ${where} AND seq = 3; UPDATE ${table} SET seq = 3 WHERE ${where} AND seq = -2`;

/** Ways to change the past; each gets a complaint of its own with at least four events, and one of another. The event it must be found at. */
const tampers = [
  ['a text is changed', (c) => `UPDATE event SET data = '{"changed":"1"}' WHERE complaint_id = ${c} AND seq = 2`, 2],
  ['a time is changed', (c) => `UPDATE event SET at_us = at_us + 1 WHERE complaint_id = ${c} AND seq = 3`, 3],
  ['a kind is changed', (c) => `UPDATE event SET kind = 'rated' WHERE complaint_id = ${c} AND seq = 2`, 2],
  ['a person is changed', (c) => `UPDATE event SET actor_id = (SELECT MIN(id) FROM app_user WHERE id <> actor_id) WHERE complaint_id = ${c} AND seq = 2`, 2],
  ['a side is changed', (c) => `UPDATE event SET actor_kind = 3 - actor_kind WHERE complaint_id = ${c} AND seq = 1`, 1],
  ['a hash is changed', (c) => `UPDATE event SET hash = UNHEX(REPEAT('ab', 32)) WHERE complaint_id = ${c} AND seq = 2`, 2],
  ['a key kind is changed', (c) => `UPDATE event SET key_kind = 3 - key_kind WHERE complaint_id = ${c} AND seq = 2`, 2],
  ['a key version is changed', (c) => `UPDATE event SET key_version = 7 WHERE complaint_id = ${c} AND seq = 2`, 2],
  ['the first is deleted', (c) => `DELETE FROM event WHERE complaint_id = ${c} AND seq = 1`, 1],
  ['one in the middle is deleted', (c) => `DELETE FROM event WHERE complaint_id = ${c} AND seq = 2`, 2],
  ['the last is deleted', (c) => `DELETE FROM event WHERE complaint_id = ${c} ORDER BY seq DESC LIMIT 1`, 'last'],
  ['all are deleted', (c) => `DELETE FROM event WHERE complaint_id = ${c}`, 1],
  ['one is deleted and the rest renumbered', (c) => `DELETE FROM event WHERE complaint_id = ${c} AND seq = 2;
    UPDATE event SET seq = seq - 1 WHERE complaint_id = ${c} AND seq > 2 ORDER BY seq; UPDATE complaint SET events = events - 1 WHERE id = ${c}`, 2],
  ['two are exchanged', (c) => exchange('event', `complaint_id = ${c}`), 2],
  ['one is inserted', (c) => `INSERT INTO event (complaint_id, seq, at_us, actor_kind, actor_id, kind, data, key_kind, key_version, hash) SELECT complaint_id, events + 1, ${rest} FROM event e JOIN complaint c ON c.id = complaint_id
    WHERE complaint_id = ${c} AND seq = 2; UPDATE complaint SET events = events + 1 WHERE id = ${c}`, 'after'],
  ['one of another complaint is put in', (c, d) => `DELETE FROM event WHERE complaint_id = ${c} AND seq = 2;
    INSERT INTO event (complaint_id, seq, ${rest}) SELECT ${c}, seq, ${rest} FROM event WHERE complaint_id = ${d} AND seq = 2`, 2],
  ['the count of the head is lowered', (c) => `UPDATE complaint SET events = events - 1 WHERE id = ${c}`, 'last'],
  ['the hash of the head is changed', (c) => `UPDATE complaint SET chain_hash = UNHEX(REPEAT('cd', 32)) WHERE id = ${c}`, 'last'],
  ['the whole chain is signed anew without the key', (c) => `UPDATE event SET hash = UNHEX(SHA2(CONCAT(seq, data), 256)) WHERE complaint_id = ${c};
    UPDATE complaint c SET chain_hash = (SELECT hash FROM event WHERE complaint_id = ${c} ORDER BY seq DESC LIMIT 1) WHERE id = ${c}`, 1],
];

function tamper() {
  const before = verify();
  assert.equal(before.status, 0, `before: ${before.text}`);
  const long = rows('SELECT id, events FROM complaint WHERE events >= 4 ORDER BY id');
  assert.ok(long.length > tampers.length, `only ${long.length} complaints with four events`);
  sql(`DROP TABLE IF EXISTS kept_event, kept_complaint; CREATE TABLE kept_event AS SELECT * FROM event;
    CREATE TABLE kept_complaint AS SELECT id, events, chain_hash FROM complaint`);
  const missed = [];
  const restore = () => sql(`DELETE FROM event; INSERT INTO event SELECT * FROM kept_event;
    UPDATE complaint c JOIN kept_complaint k ON k.id = c.id SET c.events = k.events, c.chain_hash = k.chain_hash`);
  try {
    const [other] = long.at(-1);
    const expected = new Map();
    for (const [i, [what, change, seq]] of tampers.entries()) {
      const [id, events] = long[i];
      sql(change(id, other));
      expected.set(id, [what, seq === 'last' ? Number(events) : seq === 'after' ? Number(events) + 1 : seq]);
    }
    const { status, text } = verify();
    assert.equal(status, 1, `verify after the changes: ${text}`);
    const found = new Map([...text.matchAll(/ALTERED: complaint (\d+), from event (\d+) on/g)].map((m) => [m[1], Number(m[2])]));
    for (const [id, [what, seq]] of expected) if (found.get(id) !== seq) missed.push(`${what} in ${id}: found at ${found.get(id)}, not ${seq}`);
    for (const id of found.keys()) if (!expected.has(id)) missed.push(`${id} is named, but was not touched`);
  } finally {
    restore();
    sql('DROP TABLE kept_event, kept_complaint');
  }
  assert.deepEqual(missed, []);
  const after = verify();
  assert.equal(after.status, 0, `put back: ${after.text}`);
  return `${tampers.length} of ${tampers.length} found at their event, no other complaint named; ${/^\d+/.exec(after.text)[0]} sound before and after`;
}

function tamperChangeLog() {
  for (const action of ['disable', 'enable', 'disable', 'enable']) assert.equal(runProgram(['user', action, 'yxzhang', '--config', config]).status, 0, `user ${action}`);
  const [[id]] = rows("SELECT entity_id FROM change_log WHERE entity = 'user' GROUP BY entity_id HAVING COUNT(*) >= 4 ORDER BY entity_id LIMIT 1");
  const where = `entity = 'user' AND entity_id = ${id}`;
  const changes = [
    ['a text is changed', `UPDATE change_log SET data = '{}' WHERE ${where} AND seq = 2`],
    ['a time is changed', `UPDATE change_log SET at_us = at_us + 1 WHERE ${where} AND seq = 2`],
    ['a person is changed', `UPDATE change_log SET actor_id = (SELECT MIN(id) FROM app_user), actor_kind = 2 WHERE ${where} AND seq = 2`],
    ['the first is deleted', `DELETE FROM change_log WHERE ${where} AND seq = 1`],
    ['one in the middle is deleted', `DELETE FROM change_log WHERE ${where} AND seq = 2`],
    ['two are exchanged', exchange('change_log', where)],
  ];
  assert.equal(verify().status, 0, 'before');
  sql('DROP TABLE IF EXISTS kept_change; CREATE TABLE kept_change AS SELECT * FROM change_log');
  const missed = [];
  try {
    for (const [what, change] of changes) {
      sql(change);
      const { status, text } = verify();
      if (status !== 1 || !/ALTERED: change log/.test(text)) missed.push(`${what}: ${text}`);
      sql('DELETE FROM change_log; INSERT INTO change_log SELECT * FROM kept_change');
    }
  } finally {
    sql('DELETE FROM change_log; INSERT INTO change_log SELECT * FROM kept_change; DROP TABLE kept_change');
  }
  assert.deepEqual(missed, []);
  assert.equal(verify().status, 0, 'put back');
  return `${changes.length} of ${changes.length} found`;
}

// ---- tampering that leaves every chain whole ----

function tamperAnchors() {
  const file = `${dir}/anchors.txt`;
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  assert.ok(lines.length > 0, 'no anchor was written');
  const [[complaint, last]] = rows('SELECT h.complaint_id, h.seq FROM anchor_head h JOIN complaint c ON c.id = h.complaint_id AND c.events = h.seq WHERE h.seq >= 2 LIMIT 1');
  const where = `complaint_id = ${complaint}`;
  const changes = [
    ['the end of a chain is cut off together with its head', `DELETE FROM event WHERE ${where} AND seq = ${last}; UPDATE complaint SET events = ${last - 1},
      chain_hash = (SELECT hash FROM event WHERE ${where} AND seq = ${last - 1}) WHERE id = ${complaint}`, new RegExp(`complaint ${complaint}: event ${last} `)],
    ['what an anchor holds is taken out', `DELETE FROM anchor_head WHERE ${where}`, /anchor of \d+: what it holds/],
    ['its figures are changed', 'UPDATE anchor SET timelines = timelines + 1', /not signed by the anchor key/],
    ['its signature is changed', "UPDATE anchor SET signature = REPEAT('A', 86)", /not signed by the anchor key/],
    ['all anchors are taken out', 'DELETE FROM anchor_head; DELETE FROM anchor', /the database has not the anchor/],
  ];
  const look = () => runProgram(['verify', '--config', config, '--anchors', file]);
  const sound = look();
  assert.equal(sound.status, 0, `before: ${sound.text}`);
  sql('DROP TABLE IF EXISTS kept_event, kept_complaint, kept_anchor, kept_head; CREATE TABLE kept_event AS SELECT * FROM event; CREATE TABLE kept_complaint AS SELECT id, events, chain_hash FROM complaint; CREATE TABLE kept_anchor AS SELECT * FROM anchor; CREATE TABLE kept_head AS SELECT * FROM anchor_head');
  const restore = () => sql(`DELETE FROM event; INSERT INTO event SELECT * FROM kept_event; DELETE FROM anchor_head; DELETE FROM anchor; INSERT INTO anchor SELECT * FROM kept_anchor;
    INSERT INTO anchor_head SELECT * FROM kept_head; UPDATE complaint c JOIN kept_complaint k ON k.id = c.id SET c.events = k.events, c.chain_hash = k.chain_hash`);
  const missed = [];
  try {
    for (const [what, change, expected] of changes) {
      sql(change);
      const { status, text } = look();
      if (status !== 1 || !expected.test(text)) missed.push(`${what}: ${text}`);
      restore();
    }
  } finally {
    restore();
    sql('DROP TABLE kept_event, kept_complaint, kept_anchor, kept_head');
  }
  assert.deepEqual(missed, []);
  assert.equal(look().status, 0, 'put back');
  return `${changes.length} of ${changes.length} found`;
}

export const cases = [
  { name: 'rights of the database users', run: grants },
  { name: 'tampering with timelines', run: tamper },
  { name: 'tampering with the change log', run: tamperChangeLog },
  { name: 'tampering that leaves every chain whole', run: tamperAnchors },
];
