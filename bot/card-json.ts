import type { Activity } from 'botbuilder-core';
import type { Card } from '../cards/card.ts';
import type { Lasting } from '../cards/lasting.ts';

/** A copy of a lasting card, in which only the changing parts are others. A copy of the copy is an object like others. */
class Copy {
  readonly #card: Lasting;

  constructor(parts: Card, card: Lasting) {
    Object.assign(this, parts);
    this.#card = card;
  }

  static cardOf(content: unknown): Lasting | undefined {
    return typeof content === 'object' && content !== null && #card in content ? content.#card : undefined;
  }
}

/** The copy of a lasting card with these parts. */
export function copyOf(card: Lasting, parts: Card): Card {
  return new Copy(parts, card) as unknown as Card;
}

/** What `JSON.stringify` makes of an activity but for the order; of a lasting card only what has changed is written anew. */
export function activityJson(activity: Partial<Activity>): string | Buffer {
  const { attachments, ...rest } = activity;
  const [attachment] = attachments ?? [];
  const card = attachments?.length === 1 ? Copy.cardOf(attachment!.content) : undefined;
  if (!card) return JSON.stringify(activity);
  const { content, ...frame } = attachment!;
  const changing = JSON.stringify(Object.fromEntries(card.changing.map((name) => [name, content[name]])));
  const before = `${begun(rest)}"attachments":[${begun(frame)}"content":`;
  const after = changing === '{}' ? '}' : `,${changing.slice(1)}`;
  return Buffer.concat([Buffer.from(before), card.others.subarray(0, -1), Buffer.from(`${after}}]}`)]);
}

/** An object to which more is to be added. */
function begun(object: object): string {
  const json = JSON.stringify(object);
  return json === '{}' ? '{' : `${json.slice(0, -1)},`;
}
