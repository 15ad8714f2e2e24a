import { requirePermission } from '../services/policy.ts';
import { Members } from '../services/roles/members.ts';
import { SqliteStore } from '../services/store/sqlite.ts';
import { SystemClock } from '../services/time/clock.ts';
import { WorkspaceDirectory } from '../services/workspaces/workspace-directory.ts';
import { SimulatedDirectory } from '../test/support/simulated-directory.ts';
import { message } from './activities.ts';
import { median, quantile } from './figures.ts';
import { Labdesk } from './labdesk.ts';
import type { Load } from './load.ts';
import { enrolCrowd, owners } from './staff.ts';

export interface MemberFigures {
  readonly members: number;
  /** HTTP requests to Graph for a list of them that nobody has seen for a minute, at most; a batch is one. */
  readonly listRequests: number;
  /** The same in a turn of somebody whose roles are a minute old, too. */
  readonly turnRequests: number;
  readonly authorisation: AuthorisationFigures;
}

export interface AuthorisationFigures {
  readonly workspaces: number;
  /** In microseconds, of somebody whose roles are known: roles, own workspaces, permission. */
  readonly medianUs: number;
  readonly p99Us: number;
}

const times = 5;

/** What it takes to list many people, with a sandbox of its own, and to know that somebody may. */
export async function measureMembers(load: Load, { members = 1_000 } = {}): Promise<MemberFigures> {
  const labdesk = await Labdesk.start(load.url, async (directory) => await enrolCrowd(directory, members));
  try {
    const { tenantId, appId } = labdesk.endpoints;
    const facts = { tenantId, appId, serviceUrl: load.url, people: owners };
    const list = message(facts, 'members of Oncology', () => owners[0]!.name);
    const whoAmI = message(facts, 'help', () => 'What can I do for you');
    await load.once(labdesk, list);
    const requests = async (isKnown: boolean): Promise<number> => {
      await labdesk.advance(61);
      if (isKnown) await load.once(labdesk, whoAmI);
      await labdesk.forgetCalls();
      await load.once(labdesk, list);
      return await labdesk.callsOf('graph');
    };
    let [listRequests, turnRequests] = [0, 0];
    for (let time = 0; time < times; time += 1) {
      listRequests = Math.max(listRequests, await requests(true));
      turnRequests = Math.max(turnRequests, await requests(false));
    }
    return { members, listRequests, turnRequests, authorisation: await measureAuthorisation() };
  } finally {
    await labdesk.stop();
  }
}

/** As every turn does for somebody who only looks: many people, each in some of many workspaces, one after the other. */
export async function measureAuthorisation({
  workspaces = 1_000,
  people = 1_000,
  rounds = 30_000,
} = {}): Promise<AuthorisationFigures> {
  const clock = new SystemClock();
  const store = new SqliteStore({ path: ':memory:', clock });
  const known = new WorkspaceDirectory(store, clock);
  const directory = new SimulatedDirectory();
  const desktop = { entraSignIn: true, clipboard: false, drives: false, printers: false };
  const named = (index: number) => ({ id: `w-${index}`, name: `W ${index}`, resourceGroup: `rg-${index}` });
  const all = Array.from({ length: workspaces }, (_, index) => ({ ...named(index), groupId: `${index}`, desktop }));
  await known.register(all);
  for (let index = 0; index < people; index += 1)
    for (let more = 0; more < 3; more += 1) directory.member(`${(7 * index + more) % workspaces}`, `person-${index}`);
  const members = new Members(directory, known, { reviewers: 'reviewers', admins: 'admins' }, clock);
  const authorise = async (aadObjectId: string) => {
    const roles = await members.rolesOf(aadObjectId);
    const caller = { aadObjectId, name: '', tenantId: 'tenant', locale: 'en', roles };
    const [own] = await known.list(caller);
    requirePermission(caller, own!, 'member.read');
  };
  const taken: number[] = [];
  for (let round = 0; round < people + rounds; round += 1) {
    const began = process.hrtime.bigint();
    await authorise(`person-${round % people}`);
    // The first time the directory is asked.
    if (round >= people) taken.push(Number(process.hrtime.bigint() - began) / 1000);
  }
  await store.close();
  return { workspaces, medianUs: median(taken), p99Us: quantile(taken, 0.99) };
}
