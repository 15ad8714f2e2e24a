import assert from 'node:assert/strict';
import { findMachine, findWorkspace, type NamedMachine, noSuchMachine, plainName } from '../../bot/inputs.ts';
import { WorkspaceError } from '../../services/errors.ts';
import { workspace } from '../support/machine-samples.ts';

const oncology = workspace();
const genomics = workspace('genomics');
const trials = workspace('trials', { name: 'Clinical Trials' });

const machines: readonly NamedMachine[] = [
  { workspace: genomics, name: 'gen-python' },
  { workspace: genomics, name: 'shared' },
  { workspace: oncology, name: 'onc-python' },
  { workspace: oncology, name: 'onc-r' },
  { workspace: oncology, name: 'shared' },
];

describe('the name of a machine', () => {
  const find = (said: string, current = oncology) => {
    const found = findMachine(said, machines, current);
    if (!found) return undefined;
    const { workspace: place, name } = 'found' in found ? found.found : found.near;
    return `${'found' in found ? '' : 'near '}${place.id}/${name}`;
  };

  it('is found however it is written', () => {
    for (const said of ['onc-r', 'ONC-R', 'onc r', 'Onc_R', 'oncr', 'onc.r', ' onc  r '])
      assert.equal(find(said), 'oncology/onc-r', said);
    assert.equal(plainName('Onc_Py-thon 2.0'), 'oncpython20');
  });

  it('is looked for in the current workspace first, then in the others', () => {
    assert.equal(find('shared', oncology), 'oncology/shared');
    assert.equal(find('shared', genomics), 'genomics/shared');
    assert.equal(find('gen-python', oncology), 'genomics/gen-python');
  });

  it('may say which workspace, and then means no other', () => {
    assert.equal(find('genomics/shared', oncology), 'genomics/shared');
    assert.equal(find('Oncology/ONC-R', genomics), 'oncology/onc-r');
    assert.equal(find('genomics/onc-r', oncology), undefined);
    assert.equal(find('atlantis/onc-r', oncology), undefined);
  });

  it('is asked back where it is nearly right, and only then', () => {
    assert.equal(find('onc-pyton'), 'near oncology/onc-python');
    assert.equal(find('onc-pythno'), 'near oncology/onc-python');
    assert.equal(find('onc-q'), 'near oncology/onc-r');
    assert.equal(find('xyz'), undefined);
    assert.equal(find('-'), undefined);
  });

  it('is not guessed between two that are as near', () => {
    const twins = ['gpu-1', 'gpu-2'].map((name) => ({ workspace: oncology, name }));

    assert.equal(findMachine('gpu-3', twins, oncology), undefined);
  });

  it('is answered where nobody knows it, with what to do next', () => {
    const message = (current: typeof oncology | undefined) => {
      try {
        return noSuchMachine('onc-x', current);
      } catch (error) {
        assert.ok(error instanceof WorkspaceError && error.code === 'not-found');
        return error.message;
      }
    };

    assert.equal(message(oncology), 'Oncology has no machine "onc-x". Write "machines" to see those there are.');
    assert.match(message(undefined), /^Your workspaces have no machine "onc-x"\./);
  });
});

describe('the name of a workspace', () => {
  const all = [oncology, genomics, trials];

  it('is repeated no further than a name is long', () => {
    assert.throws(
      () => findWorkspace('x'.repeat(10_000), all),
      ({ message }: Error) => message.length < 200,
    );
    assert.throws(
      () => noSuchMachine('👍'.repeat(5000), undefined),
      ({ message }: Error) => message.isWellFormed(),
    );
  });

  it('is found by id or name, however it is written, and with a typing error', () => {
    for (const said of ['oncology', 'Oncology', 'ONCOLOGY ', 'oncolgy', 'onkology'])
      assert.equal(findWorkspace(said, all).id, 'oncology', said);
    for (const said of ['trials', 'clinical trials', 'Clinical-Trials'])
      assert.equal(findWorkspace(said, all).id, 'trials', said);
  });

  it('reads the same for one that does not exist and one that somebody is not in', () => {
    const refusal = (said: string, known: readonly (typeof oncology)[]) => {
      try {
        return findWorkspace(said, known).id;
      } catch (error) {
        assert.ok(error instanceof WorkspaceError);
        return { code: error.code, message: error.message.replace(said, '…') };
      }
    };

    assert.deepEqual(refusal('cardiology', all), refusal('atlantis', all));
    assert.deepEqual(refusal('oncology', []), refusal('atlantis', []));
  });
});
