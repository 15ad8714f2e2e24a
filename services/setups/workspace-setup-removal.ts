import { type EffectOutcome, type Then, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { mayPass, WorkspaceError } from '../errors.ts';
import type { GroupClient } from '../roles/membership.ts';
import type { Clock } from '../time/clock.ts';
import { growingPause } from '../time/growing-pause.ts';
import type { AddressPool } from './address-pool.ts';
import type { DeploymentClient } from './deployments.ts';
import { announcing, showing } from './setup-announcement.ts';
import { deploymentName, resourceGroupOf } from './setup-parameters.ts';
import { noStepDone, withFailure } from './setup-steps.ts';
import type { TeardownClient } from './teardown.ts';
import { type SetupStepName, type WorkspaceSetup, workspaceSetup } from './workspace-setup.ts';

export interface WorkspaceSetupRemovalParts {
  readonly addresses: Pick<AddressPool, 'giveBack'>;
  readonly groups: Pick<GroupClient, 'remove'>;
  readonly deployments: Pick<DeploymentClient, 'cancel' | 'poll'>;
  readonly teardown: Pick<TeardownClient, 'begin' | 'isGone'>;
  readonly clock: Clock;
}

type Outcome = EffectOutcome<WorkspaceSetup>;

const timeoutInMs = 120_000;
/** Deleting a resource group takes minutes to an hour. */
const patienceInMs = 4 * 3_600_000;
const pauses = { part: 10, shortest: 2_000, longest: 30_000 };

/** Takes away what a failed setup made: the resource group, then the Entra group, then its addresses. Each may be asked again. */
export class WorkspaceSetupRemoval {
  readonly #parts: WorkspaceSetupRemovalParts;

  constructor(parts: WorkspaceSetupRemovalParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<WorkspaceSetup>(workspaceSetup, 'setup.remove', {
      ...{ maxAttempts: tireless, timeoutInMs },
      handle: async (_, setup) => (setup.state === 'removing' ? await this.#go(setup) : { done: true }),
      onDead: (_, setup) => this.#stuck(setup, 'network', 'It could not be taken away in time.'),
    });
  }

  async #go(setup: WorkspaceSetup): Promise<Outcome> {
    const { addresses, clock, groups } = this.#parts;
    const now = clock.now();
    const elapsed = now.getTime() - Date.parse(setup.startedAt!);
    const isLate = elapsed >= patienceInMs;
    let step: SetupStepName = 'network';
    try {
      // Without a group of its own nothing was deployed: what stands under that name is not Labdesk's.
      if (setup.groupId !== undefined && !(await this.#isTakenDown(setup))) {
        if (isLate)
          return this.#ends((current) => this.#stuck(current, step, 'Azure has not taken it away within four hours.'));
        return { again: new Date(now.getTime() + growingPause(elapsed, pauses)) };
      }
      step = 'group';
      if (setup.groupId !== undefined) await groups.remove(setup.groupId);
      await addresses.giveBack(setup.workspace);
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      if (mayPass(error, 'resource') && !isLate) throw error;
      return this.#ends((current) => this.#stuck(current, step, error.message));
    }
    return this.#ends((current) => ({
      what: 'setup.removed',
      next: {
        ...{ state: 'removed', endedAt: clock.now().toISOString(), steps: noStepDone },
        ...{ groupId: undefined, addressPrefix: undefined, sshKey: undefined },
        ...{ budgetStart: undefined, outputs: undefined },
      },
      effects: [...showing(current, now), announcing('removed', now)],
    }));
  }

  /** Begins again at each look: Azure gives up silently where something could not be deleted at once. */
  async #isTakenDown(setup: WorkspaceSetup): Promise<boolean> {
    const { deployments, teardown } = this.#parts;
    const name = deploymentName(setup);
    if (!(await this.#isOver(name))) {
      // It would go on making what is being taken away.
      await deployments.cancel(name);
      return false;
    }
    const resourceGroup = resourceGroupOf(setup.workspace);
    if (await teardown.isGone(resourceGroup)) return true;
    await teardown.begin(resourceGroup);
    return await teardown.isGone(resourceGroup);
  }

  async #isOver(name: string): Promise<boolean> {
    try {
      return (await this.#parts.deployments.poll(name)).state !== 'running';
    } catch (error) {
      if (error instanceof WorkspaceError && error.code === 'not-found') return true;
      throw error;
    }
  }

  /** What stays of it can be taken away again, or made anew. */
  #stuck(current: WorkspaceSetup, step: SetupStepName, problem: string): Then<WorkspaceSetup> | undefined {
    if (current.state !== 'removing') return undefined;
    const now = this.#parts.clock.now();
    const words = `It could not be taken away. ${problem}`;
    return {
      what: 'setup.stuck',
      next: { state: 'failed', steps: withFailure(current.steps, step, words), endedAt: now.toISOString() },
      effects: [...showing(current, now), announcing('failed', now)],
      detail: { step },
    };
  }

  #ends(change: (current: WorkspaceSetup) => Then<WorkspaceSetup> | undefined): Outcome {
    return { done: true, change: (current) => (current.state === 'removing' ? change(current) : undefined) };
  }
}
