import assert from 'node:assert/strict';
import { actions } from '../../../bot/actions/index.ts';
import { type Press, readPress } from '../../../bot/turns/press.ts';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';

const byName = new Map(actions.map((action) => [String(action.name), action]));

function read(value: unknown): Press | undefined {
  return readPress(value, (name) => byName.get(name));
}

function given(verb: string, data: unknown): Press['given'] | undefined {
  return read({ action: { verb, data } })?.given;
}

describe('a pressed button', () => {
  it('says by its id what it is about', () => {
    const table: [verb: string, id: string, given: Record<string, string>][] = [
      ['machine.start', 'oncology/onc-r', { workspace: 'oncology', machine: 'oncology/onc-r' }],
      ['machine.list', 'oncology', { workspace: 'oncology' }],
      ['machine.list', 'oncology/2', { workspace: 'oncology', page: '2' }],
      ['machine.list', '2', { page: '2' }],
      ['workspace.use', 'oncology', { workspace: 'oncology' }],
      ['workspace.list', '1', { page: '1' }],
    ];
    for (const [verb, id, expected] of table) assert.deepEqual(given(verb, { id }), expected, `${verb} ${id}`);
  });

  it('says by its id which request or person it is about, and whatever else has no place in it', () => {
    const person = 'ae1049bd-3093-49e9-8e66-4d6816952419';
    const table: [verb: string, id: string, given: Record<string, string>][] = [
      ['request.approve', 'oncology-42', { workspace: 'oncology', request: 'oncology-42' }],
      ['request.show', 'ONCOLOGY-042', { workspace: 'ONCOLOGY-042' }],
      ['request.submit', 'my-study-7', { workspace: 'my-study', request: 'my-study-7' }],
      ['request.submit', 'oncology', { workspace: 'oncology' }],
      ['member.add', person, { people: person }],
    ];
    for (const [verb, id, expected] of table) assert.deepEqual(given(verb, { id }), expected, `${verb} ${id}`);
  });

  it('brings a request by its id, whatever a field says', () => {
    const data = { id: 'oncology-42', request: 'genomics-3', workspace: 'genomics', reason: ' too small ' };

    assert.deepEqual(given('request.deny', data), {
      workspace: 'oncology',
      request: 'oncology-42',
      reason: 'too small',
    });
  });

  it('takes many choices of files, and no more than a card can hold', () => {
    const files = (length: number) => given('request.access', { files: 'x'.repeat(length) })?.files?.length;

    assert.deepEqual([files(4_001), files(16_000), files(16_001)], [4_001, 16_000, undefined]);
  });

  it('is told from what Teams asks by itself', () => {
    const automatic = (trigger: unknown) => read({ action: { verb: 'request.show', data: {} }, trigger })?.automatic;

    assert.equal(automatic('automatic'), true);
    for (const trigger of ['manual', undefined, null, 7, { a: 1 }, 'Automatic'])
      assert.equal(automatic(trigger), false, String(trigger));
  });

  it('brings the fields of its form, trimmed, and nothing that is no field', () => {
    const data = { machine: ' onc-r ', workspace: 'oncology', confirmed: true, admin: 'yes', aadObjectId: 'x' };

    assert.deepEqual(given('machine.stop', data), { machine: 'onc-r', workspace: 'oncology' });
  });

  it('is about what its id says, whatever a field says', () => {
    const data = { id: 'oncology/onc-r', machine: 'genomics/gen-python', workspace: 'genomics' };

    assert.deepEqual(given('machine.stop', data), { workspace: 'oncology', machine: 'oncology/onc-r' });
  });

  it('takes no field that is empty, longer than a field can be, or no text', () => {
    for (const machine of ['', '   ', 'x'.repeat(4001), 7, null, ['onc-r'], { a: 1 }])
      assert.deepEqual(given('machine.stop', { machine }), {}, JSON.stringify(machine).slice(0, 20));
  });

  it('takes no id in which anything but names could stand', () => {
    const ids = ['', '/', 'a/b/c', '../x', 'a b', 'a/', '${x}', "a'b", 'a\n', 'ä', 'x'.repeat(81), 7, {}, ['oncology']];
    for (const id of ids.filter((one) => one !== '../x'))
      assert.deepEqual(given('machine.stop', { id }), {}, String(id));
  });

  it('shows a version only where it is a whole number', () => {
    const version = (value: unknown) => read({ action: { verb: 'machine.stop', data: { version: value } } })?.version;

    assert.deepEqual([version(0), version(7)], [0, 7]);
    for (const wrong of [-1, 1.5, '7', null, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, [1]])
      assert.equal(version(wrong), undefined, String(wrong));
  });

  it('is none where the verb is no action', () => {
    for (const verb of ['', 'machine.explode', 'constructor', '__proto__', 'x'.repeat(200), 7, null])
      assert.equal(read({ action: { verb, data: {} } }), undefined);
    for (const value of [undefined, null, '', [], {}, { action: null }, { action: { verb: 'help', data: [] } }])
      assert.equal(read(value), undefined);
  });

  it('may come without data, and with whatever Teams adds', () => {
    for (const data of [undefined, null, {}])
      assert.deepEqual(
        read({ action: { type: 'Action.Execute', id: null, title: 'Help', verb: 'help', data } })?.given,
        {},
      );
    assert.ok(read({ action: { verb: 'help', data: {} }, trigger: 'manual', state: '', inputs: {} }));
  });

  it('never breaks and never names more than its action takes', () => {
    const names = [
      'machine',
      'request',
      'person',
      'files',
      'reason',
      'workspace',
      'page',
      'id',
      'version',
      'nonce',
      '__proto__',
      'constructor',
      'toString',
    ];
    const data = fc.dictionary(fc.constantFrom(...names), fc.anything());
    const verb = fc.constantFrom(...byName.keys());
    fc.assert(
      fc.property(verb, data, (name, values) => {
        const found = read(JSON.parse(JSON.stringify({ action: { verb: name, data: values } }) ?? 'null'));
        const allowed = ['workspace', ...Object.keys(byName.get(name)!.inputs)];

        for (const [key, value] of Object.entries(found?.given ?? {})) {
          assert.ok(allowed.includes(key), key);
          assert.equal(typeof value, 'string');
        }
      }),
      { numRuns: runs(500) },
    );
  });
});
