import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { Person } from '../people/people.ts';

/** Of many, those who are named. */
export interface Noticed {
  readonly count: number;
  /** The first few, as the directory names them; nobody is left out of the count for being forgotten. */
  readonly people: readonly Person[];
}

/** What was seen to have changed in a workspace's group, and was not asked for here. */
export interface MemberNotice {
  readonly id: string;
  readonly at: string;
  readonly added: Noticed;
  readonly removed: Noticed;
  /** Who was made an owner and who is none any more; undefined where nobody. */
  readonly appointed?: Noticed;
  readonly demoted?: Noticed;
  /** The owners of that moment, who are told. */
  readonly people: readonly Person[];
}

/** What others changed in a workspace's group. One document a workspace; who is in the group is in member-watch-known.ts. */
export interface MemberWatchRecord extends Aggregate<'watching'> {
  readonly workspace: string;
  /** The last ten, and those that somebody has still to be told of; newest first. */
  readonly notices: readonly MemberNotice[];
}

const noticesKept = 10;

export const memberWatchRecord = defineAggregate<MemberWatchRecord>({
  kind: 'member-watch',
  schema: 1,
  initial: 'watching',
  transitions: { watching: [] },
  ledger: ({ workspace }) => workspace,
});

export function memberWatchAddress(workspace: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: 'member-watch' };
}

/** What of it stays when one more comes. */
export function keptNotices(record: MemberWatchRecord | undefined): readonly MemberNotice[] {
  const untold = new Set(record?.effects.map(({ data }) => data.notice));
  return record?.notices.filter(({ id }, index) => index < noticesKept - 1 || untold.has(id)) ?? [];
}
