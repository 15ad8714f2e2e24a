import assert from 'node:assert/strict';
import {
  findMachine,
  findPerson,
  findRequest,
  findWorkspace,
  type NamedMachine,
  noSuchMachine,
  plainName,
} from '../../bot/inputs.ts';
import { WorkspaceError } from '../../services/errors.ts';
import { cpuMsOf } from '../support/cpu-time.ts';
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

describe('the name of a request', () => {
  const all = [oncology, genomics, trials];
  const find = (said: string, current: typeof oncology | undefined = oncology, known = all) => {
    const found = findRequest(said, known, current);
    if (!found) return 'which workspace';
    return 'found' in found ? found.found.name : `near ${found.near.name}`;
  };
  const refusal = (said: string, known = all) => {
    try {
      return find(said, undefined, known);
    } catch (error) {
      assert.ok(error instanceof WorkspaceError);
      return { code: error.code, message: error.message.replace(said, '…') };
    }
  };

  it('is found however it is written', () => {
    for (const said of [
      'oncology-42',
      'ONCOLOGY-42',
      'Oncology 42',
      'oncology #42',
      'oncology-042',
      'request oncology-42',
      'onc-42',
      'Onco 42',
    ])
      assert.equal(find(said, genomics), 'oncology-42', said);
    for (const said of ['trials-7', 'Clinical Trials 7', 'clinical-trials-7', 'clinical 7'])
      assert.equal(find(said), 'trials-7', said);
  });

  it('is one of the workspace that is spoken of, where it is a number alone', () => {
    for (const said of ['42', '#42', '# 42', 'request 42', '042']) assert.equal(find(said), 'oncology-42', said);
    assert.equal(find('#42', undefined, all), 'oncology-42');
    assert.equal(findRequest('#42', all, undefined), undefined);
  });

  it('is asked back where it is nearly right', () => {
    assert.equal(find('oncolgy-42'), 'near oncology-42');
    assert.equal(find('genomcis-3'), 'near genomics-3');
  });

  it('belongs to nobody where several workspaces begin so', () => {
    const twins = [workspace('heart-a'), workspace('heart-b')];

    assert.deepEqual(refusal('heart-7', twins), refusal('atlantis-7', twins));
  });

  it('reads the same for a workspace that is not there and for one that is not the caller’s', () => {
    assert.deepEqual(refusal('cardiology-7'), refusal('atlantis-7'));
    assert.deepEqual(refusal('oncology-42', []), refusal('atlantis-7', []));
    for (const said of ['', 'oncology', '0', 'oncology-0', 'oncology-1234567890', '-', '${x}-1'])
      assert.equal((refusal(said) as { code?: string }).code, 'not-found', said);
  });

  it('takes no time to be refused, however long it is', async () => {
    const milliseconds = await cpuMsOf(() => {
      for (const said of ['1 '.repeat(5_000), '-'.repeat(10_000), `${'9'.repeat(10_000)}x`, ' '.repeat(10_000)])
        assert.equal((refusal(said) as { code?: string }).code, 'not-found');
    });

    assert.ok(milliseconds < 500, `${milliseconds} ms`);
  });
});

describe('the name of a person', () => {
  const people = ['Xenia Quist', 'Yann Quist', 'Zoe Marten'].map((name, index) => ({
    aadObjectId: `id-${index}`,
    name,
  }));
  const me = { aadObjectId: 'id-me', name: 'Researcher' };
  const find = (said: string) => {
    const found = findPerson(said, people, me);
    if (!found) return undefined;
    if ('several' in found) return found.several.map(({ name }) => name).join(' or ');
    return 'found' in found ? found.found.aadObjectId : `near ${found.near.name}`;
  };

  it('is found whole, by a part that is theirs alone, as oneself, or by object id', () => {
    const id = '3211C93B-F3DA-41A8-B591-3903C5D401CD';
    assert.deepEqual(['xenia quist', 'Zoe', 'MARTEN', 'me', 'myself'].map(find), [
      'id-0',
      'id-2',
      'id-2',
      'id-me',
      'id-me',
    ]);
    assert.equal(find(id), id.toLowerCase());
  });

  it('is asked about where several are called so, and asked back where it is nearly right', () => {
    assert.equal(find('Quist'), 'Xenia Quist or Yann Quist');
    assert.equal(find('Zoe Martin'), 'near Zoe Marten');
    assert.equal(find('Martin'), 'near Zoe Marten');
    assert.equal(find('Somebody'), undefined);
  });
});
