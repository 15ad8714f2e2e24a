import { createHash } from 'node:crypto';
import { Changes } from '../../services/change/change.ts';
import { releaseContainer } from '../../services/files/files.ts';
import type { Caller } from '../../services/people/people.ts';
import { FileLinks, type OpenedLinks } from '../../services/requests/file-links.ts';
import { type DataRequest, dataRequest, requestAddress } from '../../services/requests/request.ts';
import { Members } from '../../services/roles/members.ts';
import { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import { MemoryQueue } from '../services/effects/world/memory-queue.ts';
import { MemoryStore } from '../services/effects/world/memory-store.ts';
import { SimulatedClock } from '../services/effects/world/simulated-clock.ts';
import { caller, researcher, workspace as workspaceOf } from './machine-samples.ts';
import { SimulatedDirectory } from './simulated-directory.ts';
import { SimulatedFiles } from './simulated-files.ts';

export const author = caller(researcher, { oncology: 'member' });
export const workspace = workspaceOf('oncology', {
  storage: { public: 'https://pub.example', secure: 'https://sec.example' },
  requests: { downloadAddresses: '203.0.113.0-203.0.113.255' },
});

const files = ['results.csv', 'figures/figure 1.png'];
const dayInMs = 86_400_000;
let commands = 0;

/** Links over simulated time, store, directory and storage; `oncology-42` is approved for download until in 30 days. */
export class FileLinkWorld {
  readonly clock = new SimulatedClock();
  readonly store = new MemoryStore(this.clock);
  readonly queue = new MemoryQueue(this.clock);
  readonly directory = new SimulatedDirectory();
  readonly client = new SimulatedFiles();
  readonly changes = new Changes({ store: this.store, queue: this.queue, clock: this.clock });
  readonly workspaces = new WorkspaceDirectory(this.store, this.clock);
  readonly members = new Members(this.directory, this.workspaces, { reviewers: 'r', admins: 'a' }, this.clock);
  readonly fileLinks = new FileLinks(this);

  static async start(): Promise<FileLinkWorld> {
    const world = new FileLinkWorld();
    await world.workspaces.register([workspace]);
    world.directory.member(workspace.groupId, researcher.aadObjectId);
    for (const path of files) world.client.put(releaseContainer(workspace, 'oncology-42'), path);
    await world.put({});
    return world;
  }

  /** Changes the request, whatever its rules say: the links are what is tested. */
  async put(more: Partial<DataRequest>): Promise<DataRequest> {
    const { partition, id } = requestAddress('oncology', 42);
    const before = await this.store.get<DataRequest>(partition, id);
    const now = this.clock.now();
    const fresh: DataRequest = {
      ...{ partition, id, kind: dataRequest.kind, schema: 1, version: 1, state: 'approved' },
      ...{ history: [], archived: 0, effects: [], deadLetters: [] },
      ...{ type: 'access', workspace: 'oncology', number: 42, author: researcher },
      files: files.map((path) => ({ path, bytes: path.length, etag: '"1"', sha256: sha256(path) })),
      ...{ purpose: 'The interim analysis', use: 'download', round: 1, openedAt: now.toISOString() },
      ...{ approvers: [], comments: [], standing: [] },
      accessUntil: new Date(now.getTime() + 30 * dayInMs).toISOString(),
    };
    const request = { ...(before?.document ?? fresh), ...more };
    await (before ? this.store.replace(request, before.etag) : this.store.create(request));
    return request;
  }

  async request(): Promise<DataRequest> {
    const { partition, id } = requestAddress('oncology', 42);
    return (await this.store.get<DataRequest>(partition, id))!.document;
  }

  async open(minutes?: number, who: Caller = author): Promise<OpenedLinks> {
    commands += 1;
    return await this.fileLinks.open(await this.request(), who, minutes, { key: `open-${commands}`, via: 'chat' });
  }
}

export function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
