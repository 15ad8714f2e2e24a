import { z } from 'zod';
import type { Action } from './actions/action.ts';

/** What a pressed button brought along. Nothing of it is believed: names are looked up, rights are asked, the nonce is checked. */
export interface Press {
  readonly action: Action;
  readonly given: Readonly<Record<string, string>>;
  readonly version: number | undefined;
  readonly data: { readonly id?: unknown; readonly version?: unknown; readonly nonce?: unknown };
}

const value = z.object({
  action: z.object({ verb: z.string().max(100), data: z.record(z.string(), z.unknown()).nullish() }),
});
const id = z.string().regex(/^[\w.-]{1,80}(\/[\w.-]{1,80})?$/);
const version = z.number().int().nonnegative();
const longestField = 4_000;

/** Reads an `adaptiveCard/action` (Teams, Universal Actions); undefined where its verb is none of ours. Unknown fields are ignored. */
export function readPress(activityValue: unknown, actionOf: (name: string) => Action | undefined): Press | undefined {
  const parsed = value.safeParse(activityValue);
  const action = parsed.success ? actionOf(parsed.data.action.verb) : undefined;
  if (!parsed.success || !action) return undefined;
  const data = parsed.data.action.data ?? {};
  return {
    action,
    given: { ...fields(action, data), ...target(action, data.id) },
    version: version.safeParse(data.version).data,
    data,
  };
}

/** The fields of a form, by the action's own inputs. */
function fields(action: Action, data: Readonly<Record<string, unknown>>): Record<string, string> {
  const names = [...Object.keys(action.inputs), 'workspace'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const written = Object.hasOwn(data, name) ? data[name] : undefined;
      return typeof written === 'string' && written.trim() && written.length <= longestField
        ? [[name, written.trim()]]
        : [];
    }),
  );
}

/** `workspace`, `workspace/machine`, `workspace/page` or `page`: what the action of the button is about. */
function target(action: Action, said: unknown): Record<string, string> {
  const parsed = id.safeParse(said);
  if (!parsed.success) return {};
  const [first = '', second] = parsed.data.split('/');
  if (action.inputs.machine) return second ? { workspace: first, machine: parsed.data } : { machine: parsed.data };
  if (action.inputs.page && !second && /^\d+$/.test(first)) return { page: first };
  return second && action.inputs.page ? { workspace: first, page: second } : { workspace: first };
}
