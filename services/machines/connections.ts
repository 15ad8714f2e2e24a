import { randomBytes } from 'node:crypto';
import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import type { Effects } from '../effects/effects.ts';
import { WorkspaceError } from '../errors.ts';
import { type LinkState, linkAddress, linkState } from '../files/link-token.ts';
import { actorOf, type Caller, type Person } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { requirePermission } from '../policy.ts';
import { personNow } from '../roles/caller-now.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import type { TrainingRule } from '../trainings/training-records.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { MachineClient } from './machine.ts';
import { firstRecord, type MachineRecord, machineRecord, recordAddress } from './machine-record.ts';
import type { Machine, Machines } from './machines.ts';
import { type DesktopAddress, rdpFile } from './rdp-file.ts';

/** A link to a connection file: for one person, once, for five minutes. */
export interface ConnectionLink extends Aggregate<'open' | 'used'> {
  readonly person: Person;
  readonly workspace: string;
  readonly machine: string;
  readonly validUntil: string;
}

export const connectionLink = defineAggregate<ConnectionLink>({
  kind: 'link',
  schema: 1,
  initial: 'open',
  transitions: { open: ['used'], used: [] },
  ledger: ({ workspace }) => workspace,
});

const validInMs = 5 * 60_000;
/** How long a used or expired link is remembered, so that it can be told from one that never was. */
const rememberedInMs = 40 * 86_400_000;
const maxConnections = 10;

/** Remote desktops: links to connection files, and the files. */
export class Connections {
  readonly #azure: MachineClient;
  readonly #machines: Machines;
  readonly #members: Members;
  readonly #workspaces: WorkspaceDirectory;
  readonly #changes: Changes;
  readonly #clock: Clock;
  readonly #gateway: string | undefined;
  readonly #training: TrainingRule | undefined;

  constructor(parts: {
    azure: MachineClient;
    machines: Machines;
    members: Members;
    workspaces: WorkspaceDirectory;
    changes: Changes;
    clock: Clock;
    /** Remote Desktop Gateway or Bastion host; undefined connects directly. */
    gateway?: string;
    trainings?: TrainingRule;
  }) {
    this.#azure = parts.azure;
    this.#machines = parts.machines;
    this.#members = parts.members;
    this.#workspaces = parts.workspaces;
    this.#changes = parts.changes;
    this.#clock = parts.clock;
    this.#gateway = parts.gateway;
    this.#training = parts.trainings;
  }

  register(effects: Effects): void {
    effects.register<ConnectionLink>(connectionLink, 'machine.connected', {
      handle: async (effect, link) => {
        await this.#remember(link, effect.id);
        return { done: true };
      },
    });
  }

  /** Makes a link for the caller. The token is nowhere else: the store keeps its hash. @throws {WorkspaceError} conflict where the machine does not run */
  async open(caller: Caller, workspace: Workspace, name: string, command: PersonCommand) {
    requirePermission(caller, workspace, 'machine.connect');
    await this.#training?.require(caller, workspace);
    const machine = await this.#machines.get(caller, workspace, name);
    if (machine.state !== 'Started') {
      throw new WorkspaceError('conflict', `${machine.name} does not run. Start it, then connect.`);
    }
    const token = randomBytes(24).toString('base64url');
    const now = this.#clock.now().getTime();
    await this.#changes.change(connectionLink, linkAddress('link', token), {
      key: command.key,
      by: actorOf(caller, workspace),
      via: command.via,
      what: 'link.open',
      decide: () => ({
        next: {
          person: { aadObjectId: caller.aadObjectId, name: caller.name },
          workspace: workspace.id,
          machine: machine.name,
          validUntil: new Date(now + validInMs).toISOString(),
          expiresAt: new Date(now + rememberedInMs).toISOString(),
        },
      }),
    });
    return { token, machine, host: await this.#host(machine) };
  }

  /** The link behind a token; undefined where there never was one. */
  async look(token: string): Promise<{ link: ConnectionLink; state: LinkState } | undefined> {
    const link = await this.#changes.get(connectionLink, linkAddress('link', token));
    return link && { link, state: linkState(link, this.#clock) };
  }

  /**
   * Spends the link and returns the connection file. Rights are asked anew, live.
   * @throws {WorkspaceError} not-found (no such link, or no right any more), conflict (used or expired), and Azure's
   */
  async use(token: string): Promise<{ fileName: string; content: string }> {
    const found = await this.look(token);
    if (!found) throw new WorkspaceError('not-found', 'There is no such link. Ask for a new one in Teams.');
    if (found.state !== 'open') throw spent();
    const { link } = found;
    const caller = await personNow(this.#members, link.person);
    const workspace = await this.#workspaces.get(caller, link.workspace);
    requirePermission(caller, workspace, 'machine.connect');
    await this.#training?.require(caller, workspace);
    const machine = await this.#machines.get(caller, workspace, link.machine);
    const content = rdpFile(await this.#address(machine), workspace.desktop);
    const key = randomBytes(12).toString('base64url');
    const now = this.#clock.now();
    await this.#changes.change(connectionLink, linkAddress('link', token), {
      key,
      by: actorOf(caller, workspace),
      via: 'page',
      what: 'link.use',
      decide: (current) => {
        if (!current || linkState(current, this.#clock) !== 'open') throw spent();
        return {
          next: { state: 'used' as const },
          effects: [{ kind: 'machine.connected', data: { at: now.toISOString() } }],
        };
      },
    });
    return { fileName: `${machine.name}.rdp`, content };
  }

  async #remember(link: ConnectionLink, key: string): Promise<void> {
    const now = this.#clock.now().toISOString();
    const workspace = await this.#workspaces.byId(link.workspace);
    if (!workspace) return;
    await this.#changes.change<MachineRecord>(machineRecord, recordAddress(link.workspace, link.machine), {
      key,
      by: { ...link.person, roles: [] },
      via: 'page',
      what: 'machine.connect',
      decide: (record) => {
        const earlier = (record?.connections ?? []).filter(
          ({ person }) => person.aadObjectId !== link.person.aadObjectId,
        );
        const connections = [{ person: link.person, at: now }, ...earlier].slice(0, maxConnections);
        return { next: { ...(record ? {} : firstRecord(workspace, link.machine)), connections } };
      },
    });
  }

  async #host(machine: Machine): Promise<string> {
    return (await this.#address(machine)).host;
  }

  /** Entra sign-in is for Windows and needs the machine's name; without it the private address is what reaches it. */
  async #address(machine: Machine): Promise<DesktopAddress> {
    const entraSignIn = machine.os === 'Windows' && machine.workspace.desktop.entraSignIn;
    const address =
      !entraSignIn && machine.networkInterfaceId
        ? await this.#azure.privateAddress(machine.networkInterfaceId)
        : undefined;
    return { host: address ?? machine.hostName, entraSignIn, gateway: this.#gateway };
  }
}

function spent(): WorkspaceError {
  return new WorkspaceError(
    'conflict',
    'This link was used or is older than five minutes. Ask for a new one in Teams.',
  );
}
