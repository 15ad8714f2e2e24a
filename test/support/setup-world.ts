import { PriceBook } from '../../services/costs/prices.ts';
import { type Money, money } from '../../services/money/money.ts';
import type { Caller, Person } from '../../services/people/people.ts';
import { AddressPool } from '../../services/setups/address-pool.ts';
import { SetupAnnouncements } from '../../services/setups/setup-announcement.ts';
import type { SetupWish } from '../../services/setups/setup-wish.ts';
import { type WorkspaceSetup, workspaceSetup } from '../../services/setups/workspace-setup.ts';
import { WorkspaceSetupCheck } from '../../services/setups/workspace-setup-check.ts';
import { WorkspaceSetupRemoval } from '../../services/setups/workspace-setup-removal.ts';
import { WorkspaceSetupRun } from '../../services/setups/workspace-setup-run.ts';
import { WorkspaceSetups } from '../../services/setups/workspace-setups.ts';
import type { WorkspacePreset } from '../../services/workspaces/landing-zone.ts';
import { workspaceTemplate } from '../infra/workspace-plan.ts';
import { admin, caller, owner, researcher } from './machine-samples.ts';
import { MachineWorld, zone } from './machine-world.ts';
import { SimulatedSubscription } from './simulated-subscription.ts';

export const second: Person = { aadObjectId: 'e7c1f2f0-9d5e-4f0e-8f54-5a3d9d4b4f11', name: 'Admin 2' };
export const guest: Person = { aadObjectId: '0d7c8b5e-5b7b-4f7c-9a3e-2f6a1d9c7e55', name: 'Guest' };
export const chief = caller(admin, {}, { admin: true });
export const deputy = caller(second, {}, { admin: true });
export const author = caller(researcher, {});
const follower = { conversationId: 'a:author', serviceUrl: 'https://smba.example/emea/', activityId: 'card' };

export const template = workspaceTemplate();

export const wish: SetupWish = {
  name: 'Lung Study',
  purpose: 'Pictures of lungs.',
  costCentre: 'CC-4711',
  owner: owner.aadObjectId,
  members: [researcher.aadObjectId],
  budget: '1500.50',
  thresholds: [],
  machines: [
    { name: 'lung-python', size: 'Standard_D4s_v5', image: 'ubuntu', environment: 'python' },
    { name: 'lung-sql', size: 'Standard_D2s_v5', image: 'windows', environment: 'sql' },
  ],
  endsOn: '2027-03-31',
  preset: 'standard',
};

/** A world in which workspaces are made: two admins, a subscription, prices, and whoever is told anything noted. */
export class SetupWorld {
  readonly base: MachineWorld;
  readonly azure = new SimulatedSubscription();
  readonly addresses: AddressPool;
  readonly setups: WorkspaceSetups;
  /** Of the landing zone; an operator may take one away. */
  readonly presets: Record<string, WorkspacePreset> = { ...zone.presets };
  /** An hour, of every size; undefined for an Azure that does not say. */
  price: Money | undefined = money('0.25', 'EUR');
  /** `<about> <as>`. */
  readonly told: string[] = [];
  /** Each state that was shown, with the step that goes on. */
  readonly shown: string[] = [];
  #keys = 0;

  private constructor(base: MachineWorld) {
    this.base = base;
    const { clock, store } = base;
    this.addresses = new AddressPool(store, zone.addressPool);
    const prices = new PriceBook({
      client: {
        machineSizes: async (_region, _currency, sizes) =>
          sizes.flatMap((what) =>
            (['Linux', 'Windows'] as const).flatMap((os) => (this.price ? [{ what, os, price: this.price }] : [])),
          ),
        disks: async (_region, currency) => [
          { what: 'Premium SSD Managed Disks/P10 LRS', price: money('20', currency) },
        ],
      },
      ...{ store, clock, log: { warn: () => {} } },
    });
    const parts = {
      ...{ ...base, template, prices, addresses: this.addresses, groups: base.entra },
      zone: { ...zone, presets: this.presets },
      ...{ deployments: this.azure, quotas: this.azure, teardown: this.azure },
      secret: async () => Buffer.alloc(32, 7),
    };
    this.setups = new WorkspaceSetups(parts);
    new SetupAnnouncements(base.members).register(base.effects);
    new WorkspaceSetupCheck(parts).register(base.effects);
    new WorkspaceSetupRun(parts).register(base.effects);
    new WorkspaceSetupRemoval(parts).register(base.effects);
    base.ledger.register(base.effects, [workspaceSetup]);
    base.hear(workspaceSetup, ['setup.show'], (_, { state, steps }) =>
      this.shown.push([state, ...steps.flatMap((each) => (each.state === 'running' ? [each.step] : []))].join(' ')),
    );
    base.hear(workspaceSetup, ['setup.tell'], ({ data }) => this.told.push(`${data.about} ${data.as}`));
  }

  static async start(): Promise<SetupWorld> {
    const base = await MachineWorld.start();
    for (const person of [admin, second]) base.directory.member('admins', person.aadObjectId);
    for (const person of [admin, second, owner, researcher]) base.directory.contacts.set(person.aadObjectId, person);
    base.directory.contacts.set(guest.aadObjectId, { ...guest, isGuest: true });
    return new SetupWorld(base);
  }

  command() {
    this.#keys += 1;
    return { key: `press-${this.#keys}`, via: 'card', follower } as const;
  }

  async ask(by: Caller = author, more: Partial<SetupWish> = {}): Promise<WorkspaceSetup> {
    return await this.setups.ask(by, { ...wish, ...more }, this.command());
  }

  /** Asked for and checked. */
  async checked(by: Caller = author, more: Partial<SetupWish> = {}): Promise<WorkspaceSetup> {
    const { workspace } = await this.ask(by, more);
    return await this.after(5, workspace);
  }

  /** Asked for, checked, and an admin has said yes. */
  async begun(more: Partial<SetupWish> = {}): Promise<WorkspaceSetup> {
    const { workspace } = await this.checked(author, more);
    return await this.setups.create(chief, workspace, this.command());
  }

  async after(seconds: number, id = 'lung-study'): Promise<WorkspaceSetup> {
    await this.base.clock.advance(seconds);
    return await this.setups.get(chief, id);
  }

  async stop(): Promise<void> {
    await this.base.stop();
  }
}

export function states({ steps }: WorkspaceSetup): string {
  return steps.map(({ step, state }) => `${step} ${state}`).join(', ');
}
