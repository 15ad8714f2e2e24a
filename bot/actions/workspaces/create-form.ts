import type { Choice } from '../../../cards/members/people.ts';
import { setupTexts } from '../../../cards/texts/workspace-setup.ts';
import { type SetupFields, setupForm } from '../../../cards/workspaces/setup-form.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { may } from '../../../services/policy.ts';
import type { SetupOffer } from '../../../services/setups/setup-offer.ts';
import { type SetupProblem, SetupProblems } from '../../../services/setups/setup-wish.ts';
import type { WorkspaceSetup } from '../../../services/setups/workspace-setup.ts';
import type { Context, Reply } from '../action.ts';
import { type ReadForm, readForm } from './create-wish.ts';

const { form: words } = setupTexts;
/** Whose people are offered at once; everybody else is found by a part of their name. */
const mostWorkspaces = 4;
const mostKnown = 12;

export interface Form {
  readonly offer: SetupOffer;
  readonly fields: SetupFields;
  /** The id of what was asked for already. */
  readonly changes?: string | undefined;
}

interface Wrong {
  readonly problems?: readonly SetupProblem[];
  readonly note?: string;
  readonly found?: readonly Choice[];
}

/** The form, in the caller's own chat. */
export async function formReply({ offer, fields, changes }: Form, context: Context, wrong: Wrong = {}): Promise<Reply> {
  const { caller } = context;
  const { problems = [], note = '', found = [] } = wrong;
  const known = await knownPeople(context);
  const named = await namedPeople([fields.owner, ...fields.members], [...found, ...known], context);
  const all = distinct([...named, ...found, ...known]);
  const card = setupForm({
    ...{ offer, fields, problems, note, changes, isAdmin: caller.roles.admin, locale: caller.locale },
    owners: distinct([...named.filter(({ aadObjectId }) => aadObjectId === fields.owner), ...all]),
    people: all.filter(({ aadObjectId }) => aadObjectId !== fields.owner),
  });
  return { card, asks: true, personal: true, ownChat: { sent: words.sent, unsent: words.unsent } };
}

/**
 * Has the form asked for. What is wrong with it comes back on it, all of it at once, and so does what went wrong: nobody has to
 * fill it in again.
 */
export async function sendForm(
  form: Form,
  context: Context,
  ask: (read: ReadForm) => Promise<WorkspaceSetup>,
): Promise<WorkspaceSetup | Reply> {
  const { caller, services } = context;
  let read: ReadForm | undefined;
  try {
    read = await readForm(form.fields, form.offer, context);
    if (read.problems.length === 0) return await ask(read);
    await services.setups.validate(caller, read.wish);
    return await formReply({ ...form, fields: read.fields }, context, { problems: read.problems, found: read.found });
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error;
    const { fields, found, problems, rows } = read ?? { fields: form.fields, found: [], problems: [], rows: [] };
    const wrong =
      error instanceof SetupProblems
        ? { problems: [...problems, ...withoutTwice(error, problems, rows)], found }
        : { problems, note: error.message, found };
    return await formReply({ ...form, fields }, context, wrong);
  }
}

/** Of one field the form's own word is nearer to what was written. */
function withoutTwice(
  { problems }: SetupProblems,
  own: readonly SetupProblem[],
  rows: readonly number[],
): SetupProblem[] {
  return problems
    .filter(({ field }) => !own.some((one) => one.field === field))
    .map(({ field, machine, words: said }) => ({
      ...{ field, words: said },
      ...(machine !== undefined && { machine: rows[machine] ?? machine }),
    }));
}

/** The caller, and some of those they work with: a short list for clients that cannot search. */
async function knownPeople({ caller, services }: Context): Promise<readonly Choice[]> {
  const all = await services.workspaces.list(caller);
  const places = all.filter((workspace) => may(caller, workspace, 'member.read')).slice(0, mostWorkspaces);
  const lists = await Promise.all(
    // A form without suggestions is better than none.
    places.map(async (workspace) => await services.members.list(caller, workspace).catch(() => [])),
  );
  const people = lists.flat().map(({ aadObjectId, name }) => ({ aadObjectId, name }));
  const { aadObjectId, name } = caller;
  return distinct([{ aadObjectId, name }, ...people]).slice(0, mostKnown);
}

/** Those whose ids the fields hold, with their names. */
async function namedPeople(
  ids: readonly string[],
  known: readonly Choice[],
  { services }: Context,
): Promise<readonly Choice[]> {
  const found = await Promise.all(
    [...new Set(ids)].filter(Boolean).map(async (id) => {
      const here = known.find(({ aadObjectId }) => aadObjectId === id);
      return here ?? (await services.members.person(id).catch(() => undefined));
    }),
  );
  return found.filter((person) => person !== undefined);
}

function distinct(people: readonly Choice[]): readonly Choice[] {
  return [...new Map(people.toReversed().map((person) => [person.aadObjectId, person])).values()].toReversed();
}
