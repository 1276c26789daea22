// Administration without JavaScript: a category with a question of its own, a department, a person with a role; switched off again; the log says who did what.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { Robot } from './robot.mjs';
import { confirmPassword, forgetPassword, has, known, next, password, press, reflows, shot, sql, staff, start, stop, url, visit, visitor, words } from './lib.mjs';

before(start);
after(stop);

const save = (page) => press(page, 'main form[method=post] button[type=submit].btn-p >> nth=0');
const tail = Date.now().toString(36);

describe('administration', () => {
  let admin;
  before(async () => { admin = await staff('admin'); });
  after(() => admin?.leave());

  it('asks for the password again before it lets anybody change something', async () => {
    await forgetPassword(admin);
    await visit(admin, '/staff/admin/people/new');
    await confirmPassword(admin, 'a wrong password');
    assert.ok(await has(admin, '#password-e'));
    await confirmPassword(admin);
    assert.match(admin.url(), /\/people\/new$/, 'and then leads on');
  });

  const rules = '/staff/admin/rules/categories';
  const shop = `shop-${tail}`;
  // Whoever drafts does not publish: a second person does.
  const publish = async (why) => {
    const second = await staff('guize');
    await visit(second, '/staff/admin/rulebook/changes');
    await shot(second, 'admin-what-would-change');
    await visit(second, '/staff/admin/rulebook/publish');
    await second.fill('[name=note]', why);
    assert.equal(await press(second, 'main form[method=post] button.btn-p'), 200);
    await shot(second, 'admin-rulebook');
    await second.leave();
    await known();
  };

  it('adds a category with a question, which the public form asks once somebody else has published it', async () => {
    const name = `网上商城 ${tail}`;
    await visit(admin, rules);
    await press(admin, '.ah a.btn-p');
    await admin.selectOption('[name=parent]', 'service');
    await admin.fill('[name="name.zh"]', name);
    await admin.fill('[name=code]', shop);
    await admin.fill('[name="definition.zh"]', '网上商城的订单与配送。');
    await admin.fill('[name="definition.en"]', 'Orders and delivery of the online shop.');
    await admin.click('details.rowset summary >> nth=0');
    await admin.fill('[name="fields.0.label.zh"]', '订单号');
    await admin.fill('[name="fields.0.label.en"]', 'Order number');
    await admin.selectOption('[name="fields.0.kind"]', 'text');
    await admin.check('[name="fields.0.required"]');
    assert.equal(await save(admin), 422, 'no English name, and no department');
    await shot(admin, 'admin-category-error');
    assert.equal(await admin.inputValue('[name="fields.0.label.zh"]'), '订单号');
    await admin.fill('[name="name.en"]', `Online shop ${tail}`);
    await admin.selectOption('[name=function]', 'sales');
    assert.equal(await save(admin), 200);
    assert.ok(await has(admin, '.flash'));
    await visit(admin, `${rules}?q=${encodeURIComponent(name)}`);
    assert.ok((await words(admin, '.t tbody')).includes(name));
    await visit(admin, '/staff/admin/rulebook/publish');
    assert.ok(!(await has(admin, '[name=note]')), 'not the one who drafted');
    await publish('网上商城上线');

    const person = await visitor();
    await visit(person, '/file');
    await press(person, 'form[action="/file"] button');
    const option = person.locator('.opt', { hasText: name });
    assert.ok((await option.textContent()).includes('网上商城的订单与配送。'));
    await option.locator('input').check();
    await next(person);
    assert.ok((await words(person, 'main .lbl')).includes('订单号'));
    await person.fill('[name=body]', '订单三周没有发货。');
    assert.equal(await next(person), 422, 'the question has to be answered');
    await person.fill('main [name^=f]', 'D-2026-1');
    await next(person);
    assert.match(person.url(), /\/file\/wish$/);
    await person.leave();
  });

  it('refuses a code that is taken', async () => {
    await visit(admin, `${rules}/new`);
    await admin.fill('[name=code]', 'claim');
    await admin.fill('[name="name.zh"]', '重复');
    await admin.fill('[name="name.en"]', 'Twice');
    assert.equal(await save(admin), 422);
    assert.ok(await has(admin, '#code-e'));
    assert.equal(await admin.inputValue('[name="name.zh"]'), '重复');
  });

  it('shows both versions when two change the same category', async () => {
    const other = await staff('admin');
    for (const page of [admin, other]) await visit(page, `${rules}/callcentre`);
    await admin.fill('[name="examples.zh"]', `排队太久 ${tail}`);
    await save(admin);
    await other.fill('[name="examples.zh"]', `态度不好 ${tail}`);
    assert.equal(await save(other), 409);
    assert.equal(await other.inputValue('[name="examples.zh"]'), `态度不好 ${tail}`, 'one’s own stays');
    assert.ok((await words(other, '.note-w')).includes(`排队太久 ${tail}`), 'with the other’s beside it');
    await shot(other, 'admin-stale');
    assert.equal(await save(other), 200);
    await visit(other, `${rules}/callcentre`);
    assert.equal(await other.inputValue('[name="examples.zh"]'), `态度不好 ${tail}`);
    await other.leave();
  });

  const login = `xu.${tail}`;
  const first = {};

  it('adds a department and a person, whose first password has to be changed', async () => {
    await visit(admin, '/staff/admin/departments/new');
    await admin.selectOption('[name=unit]', sql("SELECT id FROM unit WHERE code = 'jz'"));
    await admin.fill('[name=name_zh]', `客户体验部 ${tail}`);
    await admin.selectOption('[name=function]', 'custom');
    assert.equal(await save(admin), 200);
    await visit(admin, '/staff/admin/people/new');
    await admin.fill('[name=name]', '徐新');
    await admin.fill('[name=login]', login.toUpperCase());
    await admin.selectOption('[name=unit]', sql("SELECT id FROM unit WHERE code = 'jz'"));
    await admin.selectOption('[name=department]', sql(`SELECT id FROM department WHERE name_zh = '客户体验部 ${tail}'`));
    assert.equal(await save(admin), 200);
    await reflows(admin, 'first password');
    first.password = await words(admin, '.code');
    assert.match(first.password, /^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
    const html = await (await admin.request.get(admin.url())).text();
    assert.ok(!html.includes(first.password), 'shown once');

    const person = await visitor();
    await visit(person, '/staff/sign-in');
    await person.fill('[name=login]', login);
    await person.fill('[name=password]', first.password);
    await press(person, 'main button[type=submit]');
    assert.match(person.url(), /\/staff\/account/);
    assert.ok(await has(person, '.note-w'), 'with the reason');
    await visit(person, '/staff/account/authenticator');
    assert.match(person.url(), /\/staff\/account$/, 'nothing else before that');
    await shot(person, 'admin-first-sign-in');
    const change = async (old, fresh, again = fresh) => {
      await person.fill('[name=current_password]', old);
      await person.fill('[name=new_password]', fresh);
      await person.fill('[name=again_password]', again);
      return press(person, '#password button');
    };
    assert.equal(await change(first.password, 'password1234'), 422, 'a well-known one');
    assert.equal(await change(first.password, '云溪河边有三棵老槐树', '云溪河边有两棵老槐树'), 422, 'not the same twice');
    assert.equal(await change('wrong', '云溪河边有三棵老槐树啊啊'), 422);
    assert.equal(await change(first.password, '云溪河边有三棵老槐树啊啊'), 200);
    first.own = '云溪河边有三棵老槐树啊啊';
    assert.ok(!(await has(person, '.note-w')));
    assert.equal(await visit(person, '/staff/complaints?view=all'), 403, 'no role, nothing to see');
    await person.leave();
  });

  it('grants a role over a unit, which shows its complaints at once, and revokes it', async () => {
    const number = sql("SELECT c.number FROM complaint c JOIN unit u ON u.id = c.unit_id WHERE u.code = 'jz' LIMIT 1");
    const id = sql(`SELECT id FROM app_user WHERE login = '${login}'`);
    const person = await visitor();
    await visit(person, '/staff/sign-in');
    await person.fill('[name=login]', login);
    await person.fill('[name=password]', first.own);
    await press(person, 'main button[type=submit]');
    const sees = async () => (await person.request.get(`${url}/staff/complaints/${number}`)).status() === 200;
    assert.equal(await sees(), false);
    await visit(admin, `/staff/admin/people/${id}`);
    assert.equal(await press(admin, 'form[action$="/grant"] button'), 422, 'role and place have to be chosen');
    await visit(admin, `/staff/admin/people/${id}`);
    const custodian = sql("SELECT id FROM role WHERE code = 'identity_custodian'");
    assert.ok(!(await has(admin, `[name=role] option[value="${custodian}"]`)), 'whoever may not unseal may not grant it');
    await admin.selectOption('[name=role]', sql("SELECT id FROM role WHERE code = 'complaint_handler'"));
    await admin.selectOption('[name=over]', `u${sql("SELECT id FROM unit WHERE code = 'jz'")}`);
    assert.equal(await press(admin, 'form[action$="/grant"] button'), 200);
    assert.equal(await admin.locator('#grants tbody tr').count(), 1);
    assert.equal(await sees(), true, 'at once');
    await press(admin, 'form[action$="/revoke"] button');
    assert.ok(!(await has(admin, '#grants tbody tr')));
    assert.equal(await sees(), false, 'at once');
    await person.leave();
  });

  it('switches a person off, who is signed out at once and cannot come back', async () => {
    const id = sql(`SELECT id FROM app_user WHERE login = '${login}'`);
    const person = new Robot();
    await person.signIn(login, first.own);
    await visit(admin, `/staff/admin/people/${id}`);
    await press(admin, 'a[href$="/switch"]');
    await shot(admin, 'admin-switch');
    await press(admin, 'main form button.btn-d');
    assert.ok(await has(admin, '.flash'));
    await person.go('/staff/');
    assert.match(person.path, /^\/staff\/sign-in/);
    await person.submit('/staff/sign-in', { login, password: first.own });
    assert.equal(person.status, 422);
  });

  it('switches a category off, which then cannot be chosen any more', async () => {
    const id = sql(`SELECT id FROM category WHERE code = '${shop}'`);
    await visit(admin, `${rules}/${shop}/switch`);
    await press(admin, 'main form button.btn-d');
    await publish('网上商城停用');
    const person = await visitor();
    await visit(person, '/file');
    await press(person, 'form[action="/file"] button');
    assert.ok(!(await has(person, `[name=category][value="${id}"]`)));
    await person.leave();
  });

  it('keeps a log of what was and what is', async () => {
    await visit(admin, '/staff/admin/changes');
    const log = await words(admin, '.t tbody');
    for (const text of [`网上商城 ${tail}`, `客户体验部 ${tail}`, '徐新', '管理员']) assert.ok(log.includes(text), text);
    await visit(admin, '/staff/admin/changes?entity=rulebook');
    const rows = admin.locator('.t tbody tr', { hasText: `排队太久 ${tail}` });
    assert.ok((await rows.locator('del').allTextContents()).some((t) => t.includes(`排队太久 ${tail}`)));
    assert.ok((await rows.locator('ins').allTextContents()).some((t) => t.includes(`态度不好 ${tail}`)));
    await shot(admin, 'admin-changes');
    assert.ok(!(await admin.content()).includes(first.password), 'passwords are in no log');
    const auditor = await staff('shenji');
    assert.equal(await visit(auditor, '/staff/admin/changes'), 200);
    assert.equal(await visit(auditor, '/staff/admin/people'), 403);
    await auditor.leave();
  });

  it('is for administrators alone', async () => {
    const clerk = new Robot();
    await clerk.signIn('lijing', password);
    for (const what of ['rulebook', 'rules/categories', 'units', 'departments', 'people', 'roles', 'changes']) assert.equal(await clerk.go(`/staff/admin/${what}`), 403, what);
  });
});
