import { pino } from 'pino';
import { ArchiveClosing } from '../../services/archives/archive-closing.ts';
import { ArchiveDeleting } from '../../services/archives/archive-deleting.ts';
import { ArchiveRecording } from '../../services/archives/archive-recording.ts';
import { ArchiveRestoring, type ArchiveRestoringParts } from '../../services/archives/archive-restoring.ts';
import { type WorkspaceArchive, workspaceArchive } from '../../services/archives/workspace-archive.ts';
import { WorkspaceArchiveRun } from '../../services/archives/workspace-archive-run.ts';
import { WorkspaceArchiveTimers } from '../../services/archives/workspace-archive-timers.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { admin, caller } from './machine-samples.ts';
import { MachineWorld } from './machine-world.ts';

export const second = { aadObjectId: 'e7c1f2f0-9d5e-4f0e-8f54-5a3d9d4b4f11', name: 'Admin 2' };
export const chief = caller(admin, {}, { admin: true });
export const deputy = caller(second, {}, { admin: true });
const dayInSeconds = 86_400;
export const storage = { secure: 'https://secure.example', public: 'https://public.example' };

/** A world in which a workspace can be closed: two admins, storage with seven files, and whoever is told anything noted. */
export class ArchiveWorld {
  /** `line <what> <to>`, `card <state> <to>`. */
  readonly told: string[] = [];
  readonly base: MachineWorld;
  #keys = 0;

  private constructor(base: MachineWorld, remaking: ArchiveRestoringParts['remaking']) {
    this.base = base;
    const parts = { ...base, tiers: base.teardown, groups: base.entra };
    new WorkspaceArchiveTimers(parts).register(base.effects);
    new WorkspaceArchiveRun({
      ...parts,
      closing: new ArchiveClosing(parts),
      recording: new ArchiveRecording(parts),
      restoring: new ArchiveRestoring({ ...parts, ...(remaking && { remaking }) }),
      deleting: new ArchiveDeleting(parts),
      log: pino({ level: 'silent' }),
    }).register(base.effects);
    base.hear(workspaceArchive, ['archive.show'], ({ data }, { state }) => this.told.push(`card ${state} ${data.to}`));
    base.hear(workspaceArchive, ['archive.line'], ({ data }) => this.told.push(`line ${data.what} ${data.to}`));
  }

  static async start(
    ending: Workspace['ending'] = {},
    remaking?: (base: MachineWorld) => ArchiveRestoringParts['remaking'],
  ): Promise<ArchiveWorld> {
    const base = await MachineWorld.start();
    const world = new ArchiveWorld(base, remaking?.(base));
    for (const { aadObjectId } of [admin, second]) base.directory.member('admins', aadObjectId);
    await base.workspaces.amend('oncology', { storage, ending });
    world.teardown.blobs.set(storage.secure, { count: 5, tier: 'Hot' });
    world.teardown.blobs.set(storage.public, { count: 2, tier: 'Hot' });
    return world;
  }

  get teardown() {
    return this.base.teardown;
  }

  get certificates() {
    return this.base.certificates;
  }

  get archives() {
    return this.base.archives;
  }

  get signer() {
    return this.base.signer;
  }

  command() {
    this.#keys += 1;
    return { key: `press-${this.#keys}`, via: 'card' } as const;
  }

  async place(): Promise<Workspace> {
    return (await this.base.workspaces.byId('oncology'))!;
  }

  async document(): Promise<WorkspaceArchive> {
    return (await this.archives.of('oncology'))!;
  }

  async propose(by = chief): Promise<WorkspaceArchive> {
    return await this.archives.propose(by, await this.place(), { ...this.command(), word: ' oncology ' });
  }

  async confirm(by = deputy, round = 1): Promise<WorkspaceArchive> {
    return await this.archives.confirm(by, await this.place(), { ...this.command(), round });
  }

  /** Both keys, and time until it is closed. */
  async archive(seconds = 120): Promise<WorkspaceArchive> {
    await this.propose();
    await this.confirm();
    return await this.after(seconds);
  }

  async after(seconds: number): Promise<WorkspaceArchive> {
    await this.base.clock.advance(seconds);
    return await this.document();
  }

  /** So many days pass at once, and two minutes as they come. */
  async afterDays(days: number): Promise<WorkspaceArchive> {
    this.base.clock.leap(days * dayInSeconds);
    await this.base.clock.advance(120);
    return await this.document();
  }

  async stop(): Promise<void> {
    await this.base.stop();
  }
}
