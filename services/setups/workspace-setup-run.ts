import type { BudgetCommand, Budgets } from '../budgets/budgets.ts';
import { type EffectOutcome, type Then, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { mayPass, WorkspaceError } from '../errors.ts';
import type { Machines } from '../machines/machines.ts';
import type { Caller, Person } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import type { GroupClient } from '../roles/membership.ts';
import type { Clock } from '../time/clock.ts';
import { growingPause } from '../time/growing-pause.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { AddressPool } from './address-pool.ts';
import { announcing, showing } from './setup-announcement.ts';
import { SetupDeployment, type SetupDeploymentParts } from './setup-deployment.ts';
import { nobodysSshKey } from './setup-keys.ts';
import { monthOf, resourceGroupOf } from './setup-parameters.ts';
import { azureWords, begun, done, withFailure } from './setup-steps.ts';
import { workspaceOf } from './setup-workspace.ts';
import type { TeardownClient } from './teardown.ts';
import { currentStep, type SetupStepName, type WorkspaceSetup, workspaceSetup } from './workspace-setup.ts';

export interface WorkspaceSetupRunParts extends SetupDeploymentParts {
  readonly addresses: Pick<AddressPool, 'take'>;
  readonly groups: Pick<GroupClient, 'create' | 'addMembers' | 'addOwner'>;
  readonly teardown: Pick<TeardownClient, 'isGone'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'register'>;
  readonly budgets: Pick<Budgets, 'set'>;
  readonly machines: Pick<Machines, 'forget'>;
  readonly members: Pick<Members, 'forget' | 'person'>;
  readonly clock: Clock;
}

type Outcome = EffectOutcome<WorkspaceSetup>;
type Next = Partial<Pick<WorkspaceSetup, 'steps' | 'groupId' | 'addressPrefix' | 'sshKey' | 'budgetStart' | 'outputs'>>;

const timeoutInMs = 120_000;
/** After so long a deployment counts as failed, and so does what waits for a service that does not answer. */
const patienceInMs = 90 * 60_000;
const pauses = { part: 20, shortest: 2_000, longest: 15_000 };

/**
 * Makes a workspace, step by step. Everything asked of Azure and of the directory has a name or a key of its own and may be asked again, so
 * that whoever takes over after a crash goes on where the document says.
 */
export class WorkspaceSetupRun {
  readonly #parts: WorkspaceSetupRunParts;
  readonly #deployment: SetupDeployment;

  constructor(parts: WorkspaceSetupRunParts) {
    this.#parts = parts;
    this.#deployment = new SetupDeployment(parts);
  }

  register(effects: Effects): void {
    effects.register<WorkspaceSetup>(workspaceSetup, 'setup.step', {
      ...{ maxAttempts: tireless, timeoutInMs },
      handle: async (_, setup) => (setup.state === 'creating' ? await this.#go(setup) : { done: true }),
      onDead: (_, setup) => this.#failed(setup, currentStep(setup)?.step ?? 'opening', 'It could not be gone on with.'),
    });
  }

  async #go(setup: WorkspaceSetup): Promise<Outcome> {
    const step = currentStep(setup)?.step ?? 'opening';
    try {
      if (step === 'group') return await this.#group(setup);
      if (step === 'people') return await this.#people(setup);
      if (step === 'opening') return await this.#open(setup);
      return await this.#deploy(setup);
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      const waits = mayPass(error, 'resource') || error.code === 'unverified';
      if (waits && !this.#isLate(setup)) throw error;
      const words = error.code === 'invalid' ? azureWords(error) : '';
      return this.#ends((current) => this.#failed(current, step, `${error.message}${words}`));
    }
  }

  /** The group and the network's addresses. Nothing may stand yet where the workspace shall: what was there before is nobody's to take away. */
  async #group(setup: WorkspaceSetup): Promise<Outcome> {
    const { addresses, clock, groups, teardown } = this.#parts;
    const { workspace, plan, round } = setup;
    if (!(await teardown.isGone(resourceGroupOf(workspace))))
      throw new WorkspaceError(
        'conflict',
        `Azure has a resource group ${resourceGroupOf(workspace)} that Labdesk did not make. Choose another name, or remove it.`,
      );
    const addressPrefix = await addresses.take(workspace);
    const { groupId } = await groups.create({
      key: `labdesk-${workspace}-${round}`,
      name: `Labdesk ${plan.name}`,
      description: `The people of the workspace ${plan.name}. Labdesk looks after it.`,
      mailNickname: `labdesk-${workspace}-${round}`,
      owners: [plan.owner.aadObjectId],
    });
    const now = clock.now();
    return this.#goesOn(now, setup, {
      ...{ groupId, addressPrefix, sshKey: nobodysSshKey(`labdesk-${workspace}`), budgetStart: monthOf(now) },
      steps: begun(done(setup.steps, 'group'), 'network'),
    });
  }

  async #deploy(setup: WorkspaceSetup): Promise<Outcome> {
    const found = await this.#deployment.look(setup, this.#isLate(setup));
    if (found.state === 'failed')
      return this.#ends((current) => this.#failed({ ...current, steps: found.steps }, found.step, found.problem));
    const { state: _, ...next } = found;
    return this.#goesOn(this.#parts.clock.now(), setup, next);
  }

  /** The owner is a member too, since Azure gives its rights to members alone. */
  async #people(setup: WorkspaceSetup): Promise<Outcome> {
    const { groups, members, clock } = this.#parts;
    const groupId = setup.groupId!;
    const { owner, members: others } = setup.plan;
    await groups.addOwner(groupId, owner.aadObjectId);
    const all = [owner, ...others];
    const gone: Person[] = [];
    for (const { aadObjectId, error } of await groups.addMembers(
      groupId,
      all.map((person) => person.aadObjectId),
    )) {
      if (error.code !== 'not-found' || aadObjectId === owner.aadObjectId) throw error;
      // The group may be too new to be known everywhere: then the person is there, and it is asked again.
      if (await members.person(aadObjectId))
        throw new WorkspaceError('busy', 'The directory does not know the new group everywhere yet.', { cause: error });
      gone.push(all.find((person) => person.aadObjectId === aadObjectId)!);
    }
    const names = gone.map(({ name }) => name).join(', ');
    const problem =
      gone.length === 0 ? undefined : `Left out, since the directory does not know them any more: ${names}.`;
    return this.#goesOn(clock.now(), setup, { steps: begun(done(setup.steps, 'people', problem), 'opening') });
  }

  /** From here on it is a workspace like any other. */
  async #open(setup: WorkspaceSetup): Promise<Outcome> {
    const { budgets, clock, machines, members, workspaces } = this.#parts;
    const { plan } = setup;
    const workspace = workspaceOf(setup, this.#parts.zone);
    // What was heard of Azure before is short of its machines.
    machines.forget();
    await workspaces.register([workspace]);
    const wish = {
      ...{ amount: plan.budget.amount, currency: plan.budget.currency, costCentre: plan.costCentre },
      ...{ per: 'month' as const, thresholds: plan.thresholds },
    };
    const command: BudgetCommand = { key: `setup/${setup.workspace}/${setup.round}`, via: 'system' };
    await budgets.set(this.#decider(setup), workspace, wish, command);
    members.forget(
      workspace,
      [plan.owner, ...plan.members].map(({ aadObjectId }) => aadObjectId),
    );
    const now = clock.now();
    return this.#ends((current) => ({
      what: 'setup.ready',
      next: { state: 'ready', steps: done(current.steps, 'opening'), endedAt: now.toISOString() },
      effects: [...showing(current, now), announcing('ready', now)],
      detail: { machines: plan.machines.length, people: plan.members.length + 1 },
    }));
  }

  /** The admin who said yes, with the right that they had then. */
  #decider({ decidedBy, askedBy }: WorkspaceSetup): Caller {
    const roles = { admin: true, reviewer: false, workspaces: new Map(), checkedAt: this.#parts.clock.now() };
    return { ...(decidedBy ?? askedBy), tenantId: '', locale: 'en', roles };
  }

  #isLate({ startedAt }: WorkspaceSetup): boolean {
    return this.#parts.clock.now().getTime() - Date.parse(startedAt!) >= patienceInMs;
  }

  #failed(current: WorkspaceSetup, step: SetupStepName, problem: string): Then<WorkspaceSetup> | undefined {
    if (current.state !== 'creating') return undefined;
    const now = this.#parts.clock.now();
    return {
      what: 'setup.failed',
      next: { state: 'failed', steps: withFailure(current.steps, step, problem), endedAt: now.toISOString() },
      effects: [...showing(current, now), announcing('failed', now)],
      detail: { step },
    };
  }

  #ends(change: (current: WorkspaceSetup) => Then<WorkspaceSetup> | undefined): Outcome {
    return { done: true, change: (current) => (current.state === 'creating' ? change(current) : undefined) };
  }

  /** Writes down what is new, where something is, and comes again: at once for the next step, later for the same. */
  #goesOn(now: Date, setup: WorkspaceSetup, next: Next): Outcome {
    const isSame = JSON.stringify(next.steps) === JSON.stringify(setup.steps) && Object.keys(next).length === 1;
    const isNextStep = currentStep({ steps: next.steps! })?.step !== currentStep(setup)?.step;
    const elapsed = now.getTime() - Date.parse(setup.startedAt!);
    const pause = growingPause(elapsed, pauses);
    const change = (current: WorkspaceSetup) =>
      isSame || current.state !== 'creating'
        ? undefined
        : { what: 'setup.progress', next, effects: showing(current, now) };
    return { again: isNextStep ? now : new Date(now.getTime() + pause), change };
  }
}
