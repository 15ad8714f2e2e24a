import { z } from 'zod';
import { isObjectId } from '../../services/people/people.ts';
import { parseRequestName } from '../../services/requests/request.ts';
import type { Action, InputKind } from '../actions/action.ts';

/** What a pressed button brought along. Nothing of it is believed: names are looked up, rights are asked, the nonce is checked. */
export interface Press {
  readonly action: Action;
  readonly given: Readonly<Record<string, string>>;
  readonly version: number | undefined;
  /**
   * True where nobody pressed: Teams asks by itself for the view of whoever looks at a card (Universal Actions, `refresh`).
   * Then only what changes nothing may run.
   */
  readonly automatic: boolean;
  readonly data: { readonly id?: unknown; readonly version?: unknown; readonly nonce?: unknown };
}

const value = z.object({
  action: z.object({ verb: z.string().max(100), data: z.record(z.string(), z.unknown()).nullish() }),
  trigger: z.unknown().optional(),
});
const id = z.string().regex(/^[\w.-]{1,80}(\/[\w.-]{1,80})?$/);
const version = z.number().int().nonnegative();
const longestField = 4_000;
/** The values of all choices that were made, with commas between them. */
const longestChoices = 16_000;

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
    automatic: parsed.data.trigger === 'automatic',
    data,
  };
}

/** The fields of a form, by the action's own inputs. */
function fields(action: Action, data: Readonly<Record<string, unknown>>): Record<string, string> {
  const names = [...Object.keys(action.inputs), 'workspace'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const written = Object.hasOwn(data, name) ? data[name] : undefined;
      const longest = action.inputs[name]?.kind === 'files' ? longestChoices : longestField;
      return typeof written === 'string' && written.trim() && written.length <= longest ? [[name, written.trim()]] : [];
    }),
  );
}

/**
 * What the action of the button is about: `workspace`, `workspace/machine`, `workspace/page`, `page`, `oncology-42` (a request)
 * or a person's object id.
 */
function target(action: Action, said: unknown): Record<string, string> {
  const parsed = id.safeParse(said);
  if (!parsed.success) return {};
  if (action.target) return action.target(parsed.data) ?? {};
  const [first = '', second] = parsed.data.split('/');
  const page: Record<string, string> = action.inputs.page && second && /^\d+$/.test(second) ? { page: second } : {};
  const request = inputOf(action, 'request');
  const named = request && (!second || page.page) ? parseRequestName(first) : undefined;
  if (request && named) return { workspace: named.workspace, [request]: `${named.workspace}-${named.number}`, ...page };
  const person = inputOf(action, 'person') ?? inputOf(action, 'people');
  if (person && isObjectId(parsed.data)) return { [person]: parsed.data.toLowerCase() };
  if (page.page) return { workspace: first, ...page };
  const machine = inputOf(action, 'machine');
  if (machine) return second ? { workspace: first, [machine]: parsed.data } : { [machine]: parsed.data };
  if (action.inputs.page && !second && /^\d+$/.test(first)) return { page: first };
  return { workspace: first };
}

function inputOf({ inputs }: Action, kind: InputKind): string | undefined {
  return Object.keys(inputs).find((name) => inputs[name]!.kind === kind);
}
