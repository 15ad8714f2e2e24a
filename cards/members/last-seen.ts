import type { ListedMember } from '../../services/member-list.ts';
import { memberTexts } from '../texts/members.ts';

const { list } = memberTexts;
const dayInMs = 86_400_000;

/** "Member · onc-r · here yesterday": what is known of somebody in a workspace; a sign-in, where one is known, instead of it. */
export function lastSeen({ role, machines, lastActivity, lastSignIn }: ListedMember, now: Date): string {
  const daysSince = (at: string) => Math.round((dayOf(now.toISOString()) - dayOf(at)) / dayInMs);
  const seen = lastActivity ? list.seen(daysSince(lastActivity)) : list.unknown;
  const when = lastSignIn ? list.signedIn(daysSince(lastSignIn)) : seen;
  return [list.roles[role], machines.join(', '), when].filter(Boolean).join(' · ');
}

function dayOf(at: string): number {
  return Date.parse(at.slice(0, 10));
}
