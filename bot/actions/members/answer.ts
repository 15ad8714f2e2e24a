import { memberChangeCard } from '../../../cards/members/change.ts';
import type { MemberVerb } from '../../../services/members/member-record.ts';
import { isObjectId } from '../../../services/people/people.ts';
import type { Context, Reply } from '../action.ts';

/** What the id of a button says: `oncology`, or about one person `oncology/<object id>`, or `<object id>` alone. */
export function targetOf(id: string): Readonly<Record<string, string>> {
  const [person = '', workspace] = id.split('/', 2).toReversed();
  if (!isObjectId(person)) return { workspace: id };
  return { ...(workspace && { workspace }), people: person.toLowerCase() };
}

/** The ids in an input of people. */
export function idsOf(people: string): readonly string[] {
  return people.split(/\s*,\s*/).filter(Boolean);
}

/** Has it done, and answers with the card that follows it. */
export async function changeReply(verb: MemberVerb, people: readonly string[], context: Context): Promise<Reply> {
  const { caller, origin, services, workspace } = context;
  const { key, via, conversation: follower } = origin;
  const change = await services.memberships.change(caller, workspace, { verb, people }, { key, via, follower });
  const card = memberChangeCard(change, workspace);
  const posted = async (activityId: string) => await services.postedCards.remember(key, activityId);
  return follower.activityId ? { card } : { card, posted };
}
