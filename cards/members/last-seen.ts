import type { ListedMember } from '../../services/members/member-list.ts';
import { memberTexts } from '../texts/members.ts';

const { list } = memberTexts;
const dayInMs = 86_400_000;

/**
 * "Member · onc-r · here yesterday": what is known of somebody in a workspace. A sign-in, where one is known, stands there instead, and
 * beside it where Labdesk saw them on a later day: the directory tells of sign-ins hours late.
 */
export function lastSeen({ role, machines, lastActivity, lastSignIn }: ListedMember, now: Date): string {
  const daysSince = (at: string) => Math.round((dayOf(now.toISOString()) - dayOf(at)) / dayInMs);
  const signedIn = lastSignIn ? list.signedIn(daysSince(lastSignIn)) : '';
  const isLater = !lastSignIn || (lastActivity !== undefined && dayOf(lastActivity) > dayOf(lastSignIn));
  const seen = lastActivity ? list.seen(daysSince(lastActivity)) : list.unknown;
  return [list.roles[role], machines.join(', '), signedIn, isLater ? seen : ''].filter(Boolean).join(' · ');
}

function dayOf(at: string): number {
  return Date.parse(at.slice(0, 10));
}
