import type { Activity } from 'botbuilder-core';
import type { Lasting } from '../cards/lasting.ts';

/** Copies of lasting cards. */
const copies = new WeakMap<object, Lasting>();

/** Remembers of which card that object is a copy, in which only the changing parts are others. */
export function isCopyOf(copy: object, card: Lasting): void {
  copies.set(copy, card);
}

/** What `JSON.stringify` makes of an activity but for the order; of a lasting card only what has changed is written anew. */
export function activityJson(activity: Partial<Activity>): string {
  const { attachments, ...rest } = activity;
  const [attachment] = attachments ?? [];
  const card = attachments?.length === 1 ? copies.get(attachment!.content as object) : undefined;
  if (!card) return JSON.stringify(activity);
  const { content, ...frame } = attachment!;
  const changing = Object.fromEntries(card.changing.map((name) => [name, content[name]]));
  const written = joined(card.others, JSON.stringify(changing));
  return joined(JSON.stringify(rest), `{"attachments":[${joined(JSON.stringify(frame), `{"content":${written}}`)}]}`);
}

/** One object of two. */
function joined(some: string, others: string): string {
  if (some === '{}' || others === '{}') return some === '{}' ? others : some;
  return `${some.slice(0, -1)},${others.slice(1)}`;
}
