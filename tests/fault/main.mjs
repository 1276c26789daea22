// Runs the cases in order, the long ones last; a line for each, then the sum.
const wanted = process.argv.slice(2);
const all = [];
for (const part of ['submit', 'upload', 'headers', 'requests', 'data', 'start', 'slow', 'flood', 'crowd', 'reload', 'crash', 'canary'])
  all.push(...(await import(`./${part}.mjs`)).cases);
const chosen = all.filter((c) => wanted.length === 0 || wanted.some((word) => c.name.includes(word)));
let failed = 0;
for (const c of chosen) {
  const from = performance.now();
  let line;
  try {
    line = `ok     ${c.name}: ${await c.run()}`;
  } catch (e) {
    failed++;
    line = `FAILED ${c.name}: ${String(e.message).replace(/\s*\n\s*/g, ' | ').slice(0, 1500)}`;
    if (process.env.REDRESS_TRACE) console.log(e.stack);
  }
  console.log(`${line} (${((performance.now() - from) / 1000).toFixed(1)} s)`);
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed || chosen.length === 0 ? 1 : 0);
