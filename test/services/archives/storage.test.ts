import assert from 'node:assert/strict';
import { putAway } from '../../../services/archives/archive-storage.ts';
import type { StepPass } from '../../../services/archives/archive-work.ts';
import type { TierPage } from '../../../services/archives/storage-tiers.ts';
import type { WorkspaceArchive } from '../../../services/archives/workspace-archive.ts';
import type { JsonObject } from '../../../services/change/aggregate.ts';
import { storage } from '../../support/archive-world.ts';
import { workspace } from '../../support/machine-samples.ts';

describe('the files of a workspace that is closed', () => {
  it('are said to be in both tiers where one of its accounts has no Archive, however many pages that has', async () => {
    const tiers = {
      inventory: async () => [],
      set: async (
        account: string,
        _: string,
        { continuation = '1' }: { continuation?: string },
      ): Promise<TierPage> => ({
        ...{ blobs: 1, bytes: 10, comingBack: 0 },
        tier: account === storage.secure ? 'Archive' : 'Cold',
        ...(continuation !== '3' && { continuation: `${Number(continuation) + 1}` }),
      }),
    };
    const terms = { storage: 'archive', retentionDays: 90 };
    const pass = { archive: { terms } as WorkspaceArchive, workspace: workspace('oncology', { storage }) } as StepPass;
    let cursor: JsonObject = {};
    let outcome = await putAway(tiers, { ...pass, cursor });
    for (; !outcome.isDone; outcome = await putAway(tiers, { ...pass, cursor })) cursor = outcome.cursor!;

    assert.deepEqual(outcome.counts, { files: 6, bytes: 60, tier: 'Archive, Cold' });
  });

  it('are counted apart where Azure is still bringing them back from the archive before, and nobody waits for that', async () => {
    const tiers = {
      inventory: async () => [],
      set: async (account: string): Promise<TierPage> => ({
        ...{ blobs: 4, bytes: 40, tier: 'Archive' },
        comingBack: account === storage.secure ? 3 : 0,
      }),
    };
    const terms = { storage: 'archive', retentionDays: 90 };
    const pass = { archive: { terms } as WorkspaceArchive, workspace: workspace('oncology', { storage }) } as StepPass;
    let cursor: JsonObject = {};
    let outcome = await putAway(tiers, { ...pass, cursor });
    for (; !outcome.isDone; outcome = await putAway(tiers, { ...pass, cursor })) cursor = outcome.cursor!;

    assert.deepEqual(outcome.counts, { files: 8, bytes: 80, tier: 'Archive', comingBack: 3 });
    assert.equal(outcome.pauseInMs, undefined);
  });
});
