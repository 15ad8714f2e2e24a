import type { BotClock } from '../bot-clock.ts';
import type { Call, JsonObject, Reply } from '../http.ts';
import type { Router } from '../router.ts';
import type { DirectoryGroup, GroupEvent } from '../state.ts';
import { project } from './collection.ts';
import type { Directory } from './directory.ts';
import { badRequest, graphError } from './errors.ts';
import type { GroupJournal } from './group-journal.ts';
import { groupModel } from './models.ts';

type Relation = 'members' | 'owners';

/** What a `$skiptoken` or `$deltatoken` holds: the whole round, so that it outlives the process that gave it out. */
interface Round {
  /** Events from here on are news; null for everything as it is. */
  readonly since: number | null;
  readonly until: number;
  /** How many relatives were shown on earlier pages. */
  readonly shown: number;
  readonly select: string;
  /** Ids of groups; empty for all. */
  readonly only: readonly string[];
  readonly at: number;
}

interface Relative {
  readonly group: string;
  /** Absent for the group itself. */
  readonly relation?: Relation;
  readonly person?: string;
  readonly isRemoved?: boolean;
}

export interface GroupDeltaOptions {
  readonly directory: Directory;
  readonly journal: GroupJournal;
  readonly clock: BotClock;
  readonly origin: string;
  /** Members on a page, over all its groups. */
  readonly pageSize: number;
}

/** "Token duration" in "Use delta query to track changes in Microsoft Graph data". */
const tokensHoldForMs = 7 * 86_400_000;
const filteredAtMost = 50;

/**
 * "group: delta" and "Get incremental changes for groups": first everything, then what changed, page by page, as each group's
 * `members@delta` and `owners@delta`. A group with many people comes on many pages.
 */
export class GroupDelta {
  readonly #options: GroupDeltaOptions;

  constructor(options: GroupDeltaOptions) {
    this.#options = options;
  }

  register(router: Router): void {
    for (const name of ['delta', 'delta()', 'microsoft.graph.delta()'])
      router.add('GET', `/groups/${name}`, (call) => this.#answer(call));
  }

  #answer(call: Call): Reply {
    const query = new Map([...call.query].map(([name, value]) => [name.toLowerCase(), value]));
    for (const name of ['$top', '$orderby', '$expand', '$search'])
      if (query.has(name)) return badRequest(`The query option '${name}' is not supported by delta.`);
    const token = query.get('$skiptoken') ?? query.get('$deltatoken');
    if (token !== undefined && token !== 'latest') return this.#page(call, token);
    const only = idsIn(query.get('$filter'));
    if (!only) return badRequest("Unsupported filter: only 'id eq {value}' is supported, for up to 50 groups.");
    const { journal, clock } = this.#options;
    const until = journal.now;
    const select = query.get('$select') ?? '';
    const round = { since: null, until, shown: 0, select, only, at: clock.now().getTime() };
    return token === 'latest' ? this.#reply(call, round, [], false) : this.#roundFrom(call, round);
  }

  #page(call: Call, token: string): Reply {
    const round = roundIn(token);
    if (!round) return badRequest('Badly formed token.');
    const { journal, clock } = this.#options;
    const now = clock.now().getTime();
    if (now - round.at > tokensHoldForMs) {
      const message =
        'The sync state generation is not found. The delta token is expired and data must be synchronized again.';
      return graphError(400, 'syncStateNotFound', message);
    }
    return this.#roundFrom(call, round.shown > 0 ? round : { ...round, until: journal.now, at: now });
  }

  #roundFrom(call: Call, round: Round): Reply {
    const { directory, journal, origin, pageSize } = this.#options;
    const events = journal.between(round.since ?? round.until, round.until);
    const later = journal.between(round.until, journal.now);
    if (!events || !later) {
      const message = 'Resync required. Replace any local items with the server version.';
      const location = `${origin}${call.path}?$deltatoken=`;
      return graphError(410, 'resyncRequired', message, { Location: location });
    }
    const isWanted = ({ group }: { group: string }) => round.only.length === 0 || round.only.includes(group);
    const relatives =
      round.since === null
        ? directory.state.data.groups
            .filter(({ id }) => isWanted({ group: id }))
            .flatMap((group) => this.#everybody(group, later, round))
        : news(events.filter(isWanted), round);
    const page = relatives.slice(round.shown, round.shown + pageSize);
    return this.#reply(call, round, page, round.shown + page.length < relatives.length);
  }

  #reply(call: Call, round: Round, page: readonly Relative[], hasMore: boolean): Reply {
    const { directory } = this.#options;
    const next = hasMore ? { ...round, shown: round.shown + page.length } : { ...round, since: round.until, shown: 0 };
    const link = `${directory.root(call)}/groups/delta?${hasMore ? '$skiptoken' : '$deltatoken'}=${tokenOf(next)}`;
    const fields = round.select ? `(${round.select})` : '';
    return {
      status: 200,
      body: {
        '@odata.context': `${directory.root(call)}/$metadata#groups${fields}`,
        [hasMore ? '@odata.nextLink' : '@odata.deltaLink']: link,
        value: [...Map.groupBy(page, ({ group }) => group)].map(([id, relatives]) => this.#shown(id, relatives, round)),
      },
    };
  }

  #shown(id: string, relatives: readonly Relative[], { select }: Round): JsonObject {
    const group = this.#options.directory.group(id);
    if (!group) return { id, '@removed': { reason: 'changed' } };
    const of = (relation: Relation) => {
      const entries = relatives.filter((each) => each.relation === relation).map((each) => this.#entryOf(each));
      return entries.length > 0 ? { [`${relation}@delta`]: entries } : {};
    };
    return { id, ...project(groupModel(group), select, undefined), ...of('members'), ...of('owners') };
  }

  #entryOf({ person, isRemoved }: Relative): JsonObject {
    return {
      '@odata.type': this.#options.directory.group(person) ? '#microsoft.graph.group' : '#microsoft.graph.user',
      id: person,
      ...(isRemoved && { '@removed': { reason: 'deleted' } }),
    };
  }

  /** Everybody who was in it when the round began, in an order that changes meanwhile do not touch. */
  #everybody(group: DirectoryGroup, later: readonly GroupEvent[], round: Round): Relative[] {
    return relationsOf(round).flatMap((relation): Relative[] => {
      const ids = new Set(group[relation]);
      for (const event of later.toReversed()) {
        if (event.group !== group.id || event.relation !== relation || !event.person) continue;
        if (event.what === 'added') ids.delete(event.person);
        else ids.add(event.person);
      }
      const entries = [...ids].sort().map((person) => ({ group: group.id, relation, person }));
      return relation === 'members' ? [{ group: group.id }, ...entries] : entries;
    });
  }
}

/** What is different at the end from how it was at the beginning: who came and left again is no news. */
function news(events: readonly GroupEvent[], round: Round): Relative[] {
  const relations = relationsOf(round);
  const found: Relative[] = [];
  const touched = Map.groupBy(events, ({ group, relation, person }) => `${group} ${relation} ${person}`);
  for (const [{ group, relation, person, what }, ...rest] of touched.values() as Iterable<
    [GroupEvent, ...GroupEvent[]]
  >) {
    const last = rest.at(-1)?.what ?? what;
    if (!relation || !person) found.push({ group });
    else if (relations.includes(relation) && last === what)
      found.push({ group, relation, person, isRemoved: what === 'removed' });
  }
  return found;
}

/** Members are told where nothing was selected, too. */
function relationsOf({ select }: Round): Relation[] {
  const wanted = select.split(',').map((name) => name.trim().toLowerCase());
  return (['members', 'owners'] as const).filter(
    (relation) => wanted.includes(relation) || (select === '' && relation === 'members'),
  );
}

function idsIn(filter: string | undefined): string[] | undefined {
  if (filter === undefined) return [];
  const ids = filter.split(/\s+or\s+/i).map((each) => /^\s*id\s+eq\s+'([^']*)'\s*$/i.exec(each)?.[1]?.toLowerCase());
  return ids.length <= filteredAtMost && ids.every((id) => id !== undefined) ? ids : undefined;
}

function tokenOf(round: Round): string {
  return Buffer.from(JSON.stringify(round)).toString('base64url');
}

function roundIn(token: string): Round | undefined {
  try {
    const round = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Round;
    return typeof round.until === 'number' && Array.isArray(round.only) ? round : undefined;
  } catch {
    return undefined;
  }
}
