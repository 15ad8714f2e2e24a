import { pino } from 'pino';
import { Changes } from '../../../../services/change/change.ts';
import type { WorkQueue } from '../../../../services/change/work-queue.ts';
import { Effects } from '../../../../services/effects/effects.ts';
import type { FileClient } from '../../../../services/files/file.ts';
import { Files } from '../../../../services/files/files.ts';
import { Ledger, sealInto } from '../../../../services/ledger/ledger.ts';
import type { CheckpointStore, Signer } from '../../../../services/ledger/ledger-checkpoint.ts';
import { LedgerWriter } from '../../../../services/ledger/ledger-writer.ts';
import { dataRequest } from '../../../../services/requests/request.ts';
import { RequestChanges } from '../../../../services/requests/request-changes.ts';
import { RequestCheck } from '../../../../services/requests/request-check.ts';
import { RequestNumbers } from '../../../../services/requests/request-numbers.ts';
import { RequestRelease } from '../../../../services/requests/request-release.ts';
import { RequestRouting } from '../../../../services/requests/request-routing.ts';
import { RequestTimers } from '../../../../services/requests/request-timers.ts';
import { Requests } from '../../../../services/requests/requests.ts';
import { Reviews } from '../../../../services/requests/reviews.ts';
import type { Members } from '../../../../services/roles/members.ts';
import type { Store } from '../../../../services/store/store.ts';
import type { Clock } from '../../../../services/time/clock.ts';
import type { WorkspaceDirectory } from '../../../../services/workspaces/workspace-directory.ts';
import type { News } from './news.ts';

/** What one process has of the world: each as it sees it, with its own troubles. */
export interface ProcessParts {
  readonly store: Store;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly steady: Clock;
  readonly blobs: FileClient;
  readonly members: Members;
  readonly checkpoints: CheckpointStore;
  readonly signer: Signer;
  readonly workspaces: WorkspaceDirectory;
  readonly news: News;
}

export interface LabdeskProcess {
  readonly requests: Requests;
  readonly reviews: Reviews;
  readonly members: Members;
  readonly ledger: Ledger;
  readonly effects: Effects;
}

const log = pino({ level: 'silent' });

/** One process of Labdesk with all that requests need, wired as bot/index.ts does it. */
export function startProcess(parts: ProcessParts): LabdeskProcess {
  const { store, queue, clock, steady, blobs: client, members, workspaces, checkpoints, signer, news } = parts;
  const writer = new LedgerWriter(store, clock);
  const seal = sealInto(writer, store, [dataRequest]);
  const changes = new Changes({ store, queue, clock, seal });
  const effects = new Effects({ store, changes, queue, clock, steady, log, seal, recheckSeconds: 30 });
  const requestChanges = new RequestChanges(changes, clock);
  const files = new Files(client, clock);
  const numbers = new RequestNumbers(store, clock);
  const requests = new Requests({ requestChanges, changes, files, numbers, clock });
  const reviews = new Reviews(requestChanges);
  const routing = new RequestRouting({ members, workspaces, clock, timeZone: 'Europe/Amsterdam' });
  const ledger = new Ledger({ store, writer, changes, checkpoints, signer, clock });
  new RequestCheck({ client, workspaces, clock }).register(effects);
  routing.register(effects);
  new RequestRelease({ client, workspaces, clock }).register(effects);
  new RequestTimers({ routing, workspaces, clock }).register(effects);
  ledger.register(effects, [dataRequest]);
  news.register(effects);
  effects.start();
  return { requests, reviews, members, ledger, effects };
}
