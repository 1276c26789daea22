// A complaint is filed exactly once, however often and however badly it is sent.
import assert from 'node:assert/strict';
import { Visitor, cutPost } from './client.mjs';
import { mark, rows, sleep } from './site.mjs';

const label = `F1 ${mark}`;

const filed = (title) => rows(`SELECT number FROM complaint WHERE title = '${title}'`).map((r) => r[0]);

async function prepare(n, kind) {
  const drafts = [];
  for (let i = 0; i < n; i++) {
    const title = `${label} ${kind} ${i}`;
    drafts.push({ title, visitor: await new Visitor().draft({ title }) });
  }
  return drafts;
}

async function fiveTimes() {
  const drafts = await prepare(12, 'five');
  for (const { title, visitor } of drafts) {
    const sendings = [0, 1, 2, 3, 4].map((k) => (k % 2 ? cutPost(visitor, '/file/send', {}, k === 1 ? 0 : 3 + Math.random() * 10) : visitor.post('/file/send')));
    const answers = (await Promise.all(sendings)).filter((a) => a && a.status);
    assert.equal(answers.length, 3, `${title}: answers to the connections that were not cut`);
    for (const a of answers) assert.equal(`${a.status} ${a.headers.location}`, '303 /receipt', title);
    const numbers = filed(title);
    assert.equal(numbers.length, 1, `${title} became ${numbers.length} complaints`);
    const receipt = await visitor.receipt();
    assert.equal(receipt.number, numbers[0], `${title}: number of the receipt`);
    await visitor.post('/file/send');
    assert.deepEqual(await visitor.receipt(), receipt, `${title}: the receipt after one more sending`);
  }
  return `${drafts.length} drafts sent 6 times each, 2 of them cut: ${drafts.length} complaints`;
}

/** Nobody heard an answer: the person presses the button once more later. */
async function allCut() {
  const drafts = await prepare(8, 'cut');
  let before = 0;
  for (const [i, { title, visitor }] of drafts.entries()) {
    await Promise.all([0, 1, 2].map(() => cutPost(visitor, '/file/send', {}, Math.random() * 6, i % 2 ? 1 : 0.9)));
    await sleep(100);
    before += filed(title).length;
    const answer = await visitor.post('/file/send');
    assert.equal(`${answer.status} ${answer.headers.location}`, '303 /receipt', title);
    const numbers = filed(title);
    assert.equal(numbers.length, 1, `${title} became ${numbers.length} complaints`);
    assert.equal((await visitor.receipt()).number, numbers[0], title);
  }
  return `${drafts.length} drafts cut 3 times and sent again: ${drafts.length} complaints, ${before} of them filed by what was cut`;
}

/** The same message with the same key twice at once is one message. */
async function messageTwice() {
  const visitor = await new Visitor().draft({ title: `${label} message` });
  await visitor.step('/file/send');
  const receipt = await visitor.receipt();
  await visitor.track(receipt);
  const text = 'One message that is sent three times at once.';
  const answers = await Promise.all([0, 1, 2].map(() => visitor.upload('/track/message', [['text', text]])));
  for (const a of answers) assert.equal(`${a.status} ${a.headers.location}`, '303 /track/case');
  const [[count]] = rows(`SELECT COUNT(*) FROM message m JOIN complaint c ON c.id = m.complaint_id WHERE c.number = '${receipt.number}' AND m.body = '${text}'`);
  assert.equal(count, '1', 'messages');
  return '3 sendings, 1 message';
}

export const cases = [
  { name: 'double submit, half of the connections cut', run: fiveTimes },
  { name: 'double submit, all connections cut', run: allCut },
  { name: 'double submit of a message', run: messageTwice },
];
