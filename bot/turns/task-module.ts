import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import type { Action } from '../actions/action.ts';
import { type Press, readPress } from './press.ts';

/**
 * What Teams asks while a dialog opens, and when it is sent: from a card's button (Teams, "Use dialogs with bots") or from a command of
 * the message extension (Teams, "Create and send dialogs", "Respond to the dialog submit action").
 */
const invokes: Readonly<Record<string, 'open' | 'submit'>> = {
  'task/fetch': 'open',
  'task/submit': 'submit',
  'composeExtension/fetchTask': 'open',
  'composeExtension/submitAction': 'submit',
};

/** Somebody opens the dialog of an action, or sends what stands in it. */
export interface TaskCall {
  readonly action: Action;
  /** Undefined where it opens. */
  readonly press?: Press;
}

const word = z.string().max(100);
const value = z.object({ commandId: word.nullish(), data: z.record(z.string(), z.unknown()).nullish() });

export function isTaskInvoke(name: string | undefined): boolean {
  return name !== undefined && Object.hasOwn(invokes, name);
}

/** Reads such an invoke; undefined where it is about no action that has a dialog. Unknown fields are ignored. */
export function readTask(
  name: string,
  activityValue: unknown,
  actionOf: (name: string) => Action | undefined,
): TaskCall | undefined {
  const parsed = value.safeParse(activityValue);
  if (!parsed.success) return undefined;
  const { commandId, data } = parsed.data;
  const verb = word.safeParse(data?.verb).data ?? commandId ?? '';
  const action = actionOf(verb);
  if (!action?.dialog) return undefined;
  if (invokes[name] === 'open') return { action };
  const press = readPress({ action: { verb, data } }, actionOf);
  return press && { action, press };
}

/** A dialog that shows a card, sealed already; its buttons send what stands in it. */
export function dialogWith(title: string, card: Card): object {
  const content = { ...asDialog(card), refresh: undefined };
  return {
    task: {
      type: 'continue',
      value: {
        ...{ title, height: 'large', width: 'medium' },
        card: { contentType: 'application/vnd.microsoft.card.adaptive', content },
      },
    },
  };
}

/** A dialog that says so much and has nothing to send. */
export function dialogSaying(text: string): object {
  return { task: { type: 'message', value: text } };
}

/** In a dialog only Action.Submit is sent; it has no verb of its own, so that goes along as data, and the seal holds for it as before. */
function asDialog<T>(node: T): T {
  if (Array.isArray(node)) return node.map(asDialog) as T;
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, each]) => [key, asDialog(each)]));
  if (copy.type !== 'Action.Execute') return copy as T;
  const { verb, data, ...rest } = copy;
  return { ...rest, type: 'Action.Submit', data: { ...(data as object), verb } } as T;
}
