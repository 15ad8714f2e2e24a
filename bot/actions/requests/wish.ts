import { requestForm } from '../../../cards/requests/form.ts';
import { decodeChoices } from '../../../services/files/files.ts';
import { type DataRequest, type FileUse, parseRequestName } from '../../../services/requests/request.ts';
import { type RequestWish, WishError, wishOf } from '../../../services/requests/request-wish.ts';
import type { Context, Reply } from '../action.ts';
import { files, purpose, request, use } from './inputs.ts';

/** What opens, keeps and sends a request; all of it may be said, chosen on the form, or come from a draft. */
export const wishInputs = {
  files: { ...files, optional: true },
  others: { kind: 'text', ask: 'Which other files or folders?', label: 'Other files or folders', optional: true },
  purpose: { ...purpose, optional: true },
  use,
  request: { ...request, optional: true },
} as const;

export interface WishValues {
  readonly files: string | undefined;
  readonly others: string | undefined;
  readonly purpose: string | undefined;
  readonly use: string | undefined;
  readonly request: string | undefined;
}

const choicesShown = 20;

/** True where the form's fields came along: its choice of a use always has a value. */
export function isFilledForm(values: WishValues, { origin }: Context): boolean {
  return origin.via === 'card' && values.use !== undefined;
}

/** What was said or filled in; for a draft or a returned request, under its number. */
export function wishFrom(values: WishValues, { origin }: Context): RequestWish {
  const chosen = origin.via === 'card' ? decodeChoices(values.files ?? '') : split(values.files, /, |\n/);
  return {
    number: values.request ? parseRequestName(values.request)?.number : undefined,
    files: [...chosen, ...split(values.others, /\n/)],
    purpose: values.purpose ?? '',
    use: isUse(values.use) ? values.use : 'machines',
  };
}

/** The wish to go on with: an own draft or returned request as it is, anything else as the beginning of a new one. */
export async function storedWish(name: string, { caller, services }: Context): Promise<RequestWish> {
  const stored = await services.requests.get(caller, name);
  const wish = wishOf(stored);
  return isOpen(stored) && stored.author.aadObjectId === caller.aadObjectId ? wish : { ...wish, number: undefined };
}

/** The form, prefilled; `note` says what is missing. It names files, so it is for the caller's eyes alone. */
export async function formReply(wish: RequestWish, context: Context, note = ''): Promise<Reply> {
  const { caller, services, workspace } = context;
  const [listed, chosen] = await Promise.all([
    services.files.list(caller, workspace, { size: choicesShown }),
    services.files.resolve(workspace, wish.files),
  ]);
  const paths = new Set(chosen.files.map(({ path }) => path));
  const choices = [...chosen.files, ...listed.files.filter(({ path }) => !paths.has(path))];
  const card = requestForm({
    workspace,
    number: wish.number,
    choices: choices.map(({ path, bytes }) => ({ path, bytes })),
    // What was not found stands where it can be corrected.
    chosen: [...paths, ...chosen.unknown],
    more: listed.total > choicesShown,
    purpose: wish.purpose,
    use: wish.use,
    note,
  });
  return { card, personal: true };
}

/** What `work` answers; where the wish lacks something, the form that says so. */
export async function orForm(wish: RequestWish, context: Context, work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WishError)) throw error;
    return await formReply(wish, context, error.message);
  }
}

function isOpen({ state }: DataRequest): boolean {
  return state === 'draft' || state === 'returned';
}

function isUse(said: string | undefined): said is FileUse {
  return said === 'machines' || said === 'download' || said === 'both';
}

function split(text: string | undefined, by: RegExp): string[] {
  return (text ?? '')
    .split(by)
    .map((part) => part.trim())
    .filter(Boolean);
}
