import assert from 'node:assert/strict';
import { ArchiveMachines } from '../../../services/archives/archive-machines.ts';
import { system } from '../../../services/change/aggregate.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import type { DeploymentProgress, DeploymentRequest } from '../../../services/setups/deployments.ts';
import { setupAddress, type WorkspacePlan, workspaceSetup } from '../../../services/setups/workspace-setup.ts';
import { ArchiveWorld, chief } from '../../support/archive-world.ts';
import { admin, owner } from '../../support/machine-samples.ts';
import { zone } from '../../support/machine-world.ts';
import { template } from '../../support/setup-world.ts';
import { broken } from '../../support/simulated-teardown.ts';

const plan: WorkspacePlan = {
  ...{ name: 'Oncology', purpose: 'Cells.', costCentre: 'CC-1', owner, members: [], thresholds: [90] },
  ...{ budget: { amount: '10.5', currency: 'EUR' }, endsOn: '2026-12-31', preset: 'standard' },
  machines: [{ name: 'onc-python', size: 'Standard_D4s_v5', image: 'ubuntu', environment: 'python' }],
};

describe('the machines of a workspace that is brought back', () => {
  let world: ArchiveWorld;
  const begun: DeploymentRequest[] = [];
  let polls: (DeploymentProgress | WorkspaceError)[] = [];

  beforeEach(async () => {
    begun.length = 0;
    const deployments = {
      begin: async (request: DeploymentRequest) => {
        begun.push(request);
      },
      poll: async (): Promise<DeploymentProgress> => {
        const next = polls.shift() ?? { state: 'succeeded', outputs: {} };
        if (next instanceof Error) throw next;
        return next;
      },
    };
    world = await ArchiveWorld.start({}, ({ changes, machines }) => {
      const secret = async () => Buffer.alloc(32, 7);
      return new ArchiveMachines({ changes, machines, deployments, zone, template, secret });
    });
    await world.base.changes.change(workspaceSetup, setupAddress('oncology'), {
      ...{ key: 'made', by: system, via: 'system', what: 'setup.ask' },
      decide: () => ({
        next: {
          ...{
            workspace: 'oncology',
            plan,
            askedBy: admin,
            askedAt: '2026-01-01',
            byAdmin: true,
            round: 1,
            checks: [],
          },
          ...{ steps: [], attempt: 1, followers: [], told: [], addressPrefix: '10.64.1.0/24', sshKey: 'ssh-ed25519 A' },
          budgetStart: '2026-01-01',
        },
      }),
    });
    for (const state of ['waiting', 'creating', 'ready'] as const)
      await world.base.changes.change(workspaceSetup, setupAddress('oncology'), {
        ...{ key: state, by: system, via: 'system', what: `setup.${state}`, decide: () => ({ next: { state } }) },
      });
    await world.archive();
  });
  afterEach(() => world.stop());

  const restored = async () => {
    await world.archives.restore(chief, await world.place(), { ...world.command(), round: 1 });
    const archive = await world.after(120);
    return { state: archive.state, step: archive.steps.find(({ step }) => step === 'machines')! };
  };
  const none = () => new WorkspaceError('not-found', 'There is no such deployment.');

  it('are deployed again as they were asked for, once', async () => {
    polls = [none(), { state: 'running' }, broken()];
    const { state, step } = await restored();

    assert.deepEqual([state, step.counts], ['open', { machines: 1 }]);
    assert.deepEqual(
      begun.map(({ name }) => name),
      ['labdesk-oncology-again-1'],
    );
    const { machines, groupId, budgetEnd } = begun[0]!.parameters;
    assert.deepEqual([groupId, budgetEnd], ['group-oncology', '2036-01-01']);
    assert.match(JSON.stringify(machines), /onc-python/);
  });

  it('are left out where Azure refuses, and the card has its words', async () => {
    polls = [none(), { state: 'failed', failure: new WorkspaceError('quota', 'No cores are left in this region.') }];
    const { state, step } = await restored();

    assert.deepEqual(
      [state, step.counts, step.problem],
      ['open', { machines: 0 }, 'No cores are left in this region.'],
    );
  });
});
