// Has Labdesk forget a person: npm run forget -- <object id>; without an id it says what is under way. See docs/operate.md.
import { randomUUID } from 'node:crypto';
import { createFoundation } from '../bot/composition/foundation.ts';
import { type Config, ConfigError, loadConfig } from '../bot/config.ts';
import { createLog } from '../bot/log.ts';
import { Changes } from '../services/change/change.ts';
import { WorkspaceError } from '../services/errors.ts';
import { RetentionOrders } from '../services/retention/retention-orders.ts';

/** As in sysexits.h: EX_USAGE, EX_TEMPFAIL, EX_CONFIG. */
const exits = { usage: 64, later: 75, misconfigured: 78 } as const;
const objectId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const usage = `npm run forget -- <object id>   has Labdesk forget the person with this object id in Entra ID
npm run forget                  says who is being forgotten now`;
const promise = `Labdesk forgets this person; any running instance carries it out, and goes on where another stopped.
- What they asked for and nobody decided is withdrawn. Access that was approved stays until it ends.
- In the records, in requests, on machines, in schedules and budgets their name becomes "Former member", their object id a
  random one, and what they wrote is removed. The records still verify.
- What Labdesk knows to reach them, their Monday digest and their own conversation are deleted.
It begins at once and takes minutes. "npm run forget" says what is under way; when it is done, each workspace where something
was removed has an entry in its records, without the name. Messages that stand in Teams and in mailboxes are not Labdesk's.`;

const [named, ...more] = process.argv.slice(2);
if (more.length > 0 || (named !== undefined && !objectId.test(named))) {
  console.error(usage);
  process.exit(exits.usage);
}
const { store, queue, clock } = createFoundation(read(), createLog('fatal'));
// Without Effects: this process only puts it on record.
const orders = new RetentionOrders(new Changes({ store, queue, clock }));
try {
  const before = await orders.underWay();
  const isKnown = before.some(({ aadObjectId }) => aadObjectId === named?.toLowerCase());
  if (named && !isKnown) await orders.pseudonymise(named.toLowerCase(), randomUUID());
  if (named) console.log(isKnown ? 'This person is being forgotten already.' : promise);
  else if (before.length === 0) console.log('Nobody is being forgotten: all that was asked for is done.');
  for (const { aadObjectId, next } of named ? [] : before)
    console.log(`${aadObjectId} is being forgotten; it goes on at ${next.toISOString()}.`);
} catch (error) {
  if (!(error instanceof WorkspaceError)) throw error;
  console.error(error.message);
  process.exitCode = exits.later;
} finally {
  await store.close();
}

function read(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(exits.misconfigured);
  }
}
