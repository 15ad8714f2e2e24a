import type { BotClock } from '../bot-clock.ts';
import type { Faults } from '../faults.ts';
import type { State } from '../state.ts';
import type { Tokens } from '../tokens.ts';
import { Apps } from './apps.ts';
import { Directory } from './directory.ts';
import { DirectoryObjects } from './directory-objects.ts';
import { Graph } from './graph.ts';
import { GroupDelta } from './group-delta.ts';
import { GroupJournal } from './group-journal.ts';
import { Groups } from './groups.ts';
import { Mail } from './mail.ts';
import { Mailboxes } from './mailboxes.ts';
import { Users } from './users.ts';

export interface GraphOptions {
  readonly origin: string;
  readonly state: State;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly clock: BotClock;
  readonly pageSize: number;
}

/** Microsoft Graph with all that it serves here. */
export function createGraph({ origin, state, tokens, faults, clock, pageSize }: GraphOptions): Graph {
  const directory = new Directory(state, origin, pageSize);
  const journal = new GroupJournal(state);
  return new Graph({ tokens, state, faults }, [
    new Users(directory),
    new DirectoryObjects(directory),
    // Before the groups, since `delta` would be one.
    new GroupDelta({ directory, journal, clock, origin, pageSize: 10 * pageSize }),
    new Groups(directory, journal),
    new Mail(directory),
    new Mailboxes(directory),
    new Apps(directory),
  ]);
}
