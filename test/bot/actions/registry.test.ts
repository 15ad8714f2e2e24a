import assert from 'node:assert/strict';
import { actions } from '../../../bot/actions/index.ts';

/** The names that outsiders rely on: card verbs, `npm run understand`, the manifest. */
const promised: Readonly<Record<string, string>> = {
  workspace: 'list show use bind create archive',
  machine: 'list show start stop restart connect schedule keep ask idle assign',
  file: 'list',
  request: 'import access export list show submit withdraw claim approve deny return revoke link comment',
  dataset: 'search show publish',
  member: 'list add remove notify review training me',
  budget: 'show set topup report exempt insist',
  audit: 'show verify export',
  admin: 'pending stopall health announce',
};
const built =
  'help workspace.create workspace.archive workspace.list workspace.show workspace.use machine.list machine.show machine.start machine.stop machine.restart machine.connect file.list audit.show audit.verify audit.export request.access request.submit request.list request.show request.withdraw request.comment request.link request.claim request.approve request.deny request.return request.revoke machine.assign member.notify member.me member.review member.training workspace.bind member.list member.add member.remove machine.schedule machine.keep machine.ask machine.idle budget.show budget.set budget.topup budget.report budget.exempt budget.insist admin.announce admin.stopall admin.pending admin.health';

describe('the registry of actions', () => {
  const names = actions.map(({ name }) => String(name));

  it('has every promised action, each once, and no other', () => {
    const wanted = Object.entries(promised).flatMap(([noun, verbs]) =>
      verbs.split(' ').map((verb) => `${noun}.${verb}`),
    );

    assert.deepEqual([...names].sort(), ['help', ...wanted].sort());
  });

  it('says of those to come what can be done meanwhile, in finished sentences', () => {
    const coming = actions.filter(({ meanwhile }) => meanwhile !== undefined);

    assert.deepEqual(names.filter((name) => !coming.some((one) => one.name === name)).sort(), built.split(' ').sort());
    for (const { name, meanwhile } of coming) assert.match(meanwhile ?? '', /^\p{Lu}[^!]+\.$/u, name);
  });

  it('sums every action up in a few words that fit a menu', () => {
    for (const { name, summary } of actions) {
      assert.match(summary, /^\p{Lu}[^.!?]*$/u, name);
      assert.ok(summary.length <= 60, `${name}: ${summary.length}`);
    }
    assert.equal(new Set(actions.map(({ summary }) => summary)).size, actions.length);
  });

  it('has phrases enough to be understood by', () => {
    for (const { name, phrases } of actions) {
      assert.ok(phrases.length >= 10, name);
      assert.equal(new Set(phrases).size, phrases.length, name);
    }
  });

  it('asks for inputs in finished sentences and labels their fields', () => {
    for (const { name, inputs } of actions)
      for (const [key, { ask, label, kind, choices }] of Object.entries(inputs)) {
        assert.match(ask, /^\p{Lu}.*[?.]$/u, `${name} ${key}`);
        assert.match(label, /^\p{Lu}[^.?!:]*\??$/u, `${name} ${key}`);
        assert.equal(kind === 'choice', choices !== undefined, `${name} ${key}`);
      }
  });

  it('lets nobody change anything without a permission, but for asking for a workspace, which admins decide', () => {
    for (const { name, permission, readOnly } of actions)
      assert.ok(permission || readOnly || name === 'workspace.create', name);
  });

  it('confirms what costs people their work', () => {
    for (const name of ['machine.stop', 'machine.restart'])
      assert.ok(actions.find((action) => action.name === name)?.confirm, name);
  });
});
