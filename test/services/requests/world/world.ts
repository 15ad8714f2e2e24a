import { WorkspaceError } from '../../../../services/errors.ts';
import { approvedContainer, dataContainer } from '../../../../services/files/files.ts';
import type { Verification } from '../../../../services/ledger/ledger-verify.ts';
import type { RequestAnswer } from '../../../../services/requests/request-changes.ts';
import { WishError } from '../../../../services/requests/request-wish.ts';
import { Members } from '../../../../services/roles/members.ts';
import type { WorkspaceDirectory } from '../../../../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../../../../services/workspaces/workspaces.ts';
import { SimulatedDirectory } from '../../../support/simulated-directory.ts';
import { calm, type Life, type Odds, unreliable } from '../../effects/world/faults.ts';
import { MemoryQueue } from '../../effects/world/memory-queue.ts';
import { mortalClock } from '../../effects/world/mortal.ts';
import { MovedClock } from '../../effects/world/moved-clock.ts';
import { SimulatedClock } from '../../effects/world/simulated-clock.ts';
import { skewed } from '../../effects/world/skewed-clock.ts';
import { MemoryCheckpoints } from '../../ledger/memory-checkpoints.ts';
import { SimulatedBlobs } from './blobs.ts';
import { Deliveries, News } from './news.ts';
import { groups, type PersonId } from './place.ts';
import { type LabdeskProcess, startProcess } from './process.ts';
import { RecordingStore } from './record.ts';
import { signer } from './signer.ts';
import { type Appeared, carryOut, type Told, type Wish } from './wish.ts';

export const files = ['results.csv', 'cohort.csv', 'figures/figure1.png'] as const;

export interface WorldParts {
  readonly workspace: Workspace;
  readonly workspaces: WorkspaceDirectory;
  /** Who opens the first request. */
  readonly author: PersonId;
  readonly random: () => number;
}

/** Several processes of Labdesk around one store, one queue, one blob storage and one directory, in simulated time. */
export class World {
  /** Real time. */
  readonly steady = new SimulatedClock();
  /** The time by which the rules go; may jump. */
  readonly clock = new MovedClock(this.steady);
  /** Counts what happens, for what came before what: clocks are skewed. */
  #moment = 0;
  readonly store: RecordingStore;
  readonly queue = new MemoryQueue(this.steady);
  readonly directory = new SimulatedDirectory();
  readonly deliveries = new Deliveries();
  readonly checkpoints = new MemoryCheckpoints();
  readonly blobs: SimulatedBlobs;
  readonly odds = { store: calm(), queue: calm(), blobs: calm(), directory: calm() };
  /** Every command that was given, also where its process died before it answered. */
  readonly given: { readonly wish: Wish; readonly began: number }[] = [];
  readonly told: Told[] = [];
  readonly appeared: Appeared[] = [];
  /** Who was in which group, after each change of it. */
  readonly memberships: {
    readonly at: number;
    readonly owners: ReadonlySet<string>;
    readonly admins: ReadonlySet<string>;
    readonly away: ReadonlySet<string>;
  }[] = [];
  /** False once anything was interrupted or unreliable: then somebody may hear something twice. */
  isUndisturbed = true;
  readonly workspace: Workspace;
  /** One for all, since it takes long to make; each process hears it with troubles of its own. */
  readonly #members: Members;
  readonly #workspaces: WorkspaceDirectory;
  readonly #author: PersonId;
  readonly #random: () => number;
  #processes: { readonly life: Life; readonly labdesk: LabdeskProcess; asked: number }[] = [];

  constructor({ workspace, workspaces, author, random }: WorldParts) {
    this.workspace = workspace;
    this.#author = author;
    this.#workspaces = workspaces;
    const platform = { reviewers: groups.reviewers, admins: groups.admins };
    this.#members = new Members(this.directory, workspaces, platform, this.clock);
    this.#random = random;
    this.store = new RecordingStore(this.clock, () => this.moment());
    this.blobs = new SimulatedBlobs(this.steady, random, ({ container, path }, content) =>
      this.appeared.push({ at: this.moment(), container, path, content }),
    );
    for (const path of files) this.blobs.put({ container: dataContainer(workspace), path }, `first ${path}`);
    for (const owner of ['owner', 'owner2']) this.directory.owner(groups.workspace, owner);
    for (const member of ['researcher', 'member', 'owner', 'owner2']) this.directory.member(groups.workspace, member);
    this.directory.member('elsewhere', 'deputy');
    this.directory.member(groups.admins, 'admin');
    this.directory.member(groups.reviewers, 'reviewer');
    this.#note();
  }

  moment(): number {
    this.#moment += 1;
    return this.#moment;
  }

  /** How many wait for an answer that is still to come. */
  get waiting(): number {
    return this.#processes.reduce((sum, { asked }) => sum + asked, 0);
  }

  start(skewSeconds: number): void {
    if (skewSeconds !== 0) this.isUndisturbed = false;
    const life: Life = { isDead: false };
    const clock = mortalClock(skewed(this.clock, skewSeconds), life);
    const steady = mortalClock(skewed(this.steady, skewSeconds), life);
    const seen = <T extends object>(part: T, odds: Odds): T => unreliable(part, life, odds, this.steady, this.#random);
    const labdesk = startProcess({
      store: seen(this.store, this.odds.store),
      queue: seen(this.queue, this.odds.queue),
      blobs: seen(this.blobs, this.odds.blobs),
      members: seen(this.#members, this.odds.directory),
      clock,
      steady,
      checkpoints: this.checkpoints,
      signer,
      workspaces: this.#workspaces,
      news: new News(this.deliveries, life, this.steady, this.#random),
    });
    this.#processes.push({ life, labdesk, asked: 0 });
  }

  /** Recomputes the ledger, by a process that lives. */
  async verify(): Promise<Verification> {
    return await this.#processes.at(-1)!.labdesk.ledger.verify(this.workspace.id);
  }

  /** The time by which the rules go moves forward, by more than any call takes. */
  jump(seconds: number): void {
    this.blobs.land();
    this.clock.move(seconds);
  }

  /** As SIGKILL does. */
  kill(place: number): void {
    this.isUndisturbed = false;
    const process = this.#processes[place];
    if (!process) return;
    process.life.isDead = true;
    this.#processes.splice(place, 1);
  }

  /** Gives the command to a process; nobody waits for the answer, but it is noted. */
  wish(place: number, { who, ...given }: Wish): void {
    const wish = { ...given, who: who === 'author' ? this.#author : who };
    const process = this.#processes[place % Math.max(this.#processes.length, 1)];
    if (!process) return;
    const began = this.moment();
    this.given.push({ wish, began });
    process.asked += 1;
    const note = (how: Told['how'], answer?: RequestAnswer) => {
      process.asked -= 1;
      const number = answer?.request.number ?? wish.number;
      this.told.push({ wish, began, ended: this.moment(), how, number, ...(answer && { answer }) });
    };
    void carryOut(process.labdesk, this.workspace, wish).then(
      (answer) => (answer ? note(answer.done ? 'done' : 'not-done', answer) : note('unverified')),
      (error: unknown) => {
        if (!(error instanceof WorkspaceError) && !(error instanceof WishError)) throw error;
        note(error instanceof WorkspaceError && error.code === 'forbidden' ? 'refused' : 'failed');
      },
    );
  }

  /** The file is another one from now on, or gone, or found malicious. */
  touch(path: string, how: 'change' | 'remove' | 'malicious' | 'not-scanned' | 'clean'): void {
    const file = { container: dataContainer(this.workspace), path };
    if (how === 'change') this.blobs.put(file, `changed ${path} ${this.moment()}`);
    else if (how === 'remove') this.blobs.remove(file);
    else this.blobs.tag(file, how);
  }

  move(id: PersonId, how: 'own' | 'leave' | 'away' | 'back' | 'administer'): void {
    if (how === 'own') this.directory.owner(groups.workspace, id);
    if (how === 'leave') for (const group of Object.values(groups)) this.directory.leave(group, id);
    if (how === 'away') this.directory.absences.set(id, {});
    if (how === 'back') this.directory.absences.delete(id);
    if (how === 'administer') this.directory.member(groups.admins, id);
    this.#note();
  }

  /** What stands where copies are made for the request, by path in it. */
  copies(number: number): { readonly released: Map<string, string>; readonly approved: Map<string, string> } {
    const name = `${this.workspace.id}-${number}`;
    const approved = [...this.blobs.contents(approvedContainer(this.workspace))].flatMap(([path, content]) =>
      path.startsWith(`${name}/`) ? [[path.slice(name.length + 1), content] as const] : [],
    );
    const released = this.blobs.contents(`${this.workspace.storage!.public}/release-${name}`);
    return { released, approved: new Map(approved) };
  }

  #note(): void {
    const { ownerships, memberships, absences } = this.directory;
    this.memberships.push({
      at: this.moment(),
      owners: new Set(ownerships.get(groups.workspace)),
      admins: new Set(memberships.get(groups.admins)),
      away: new Set(absences.keys()),
    });
  }
}
