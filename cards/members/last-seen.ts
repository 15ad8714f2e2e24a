import type { ListedMember } from '../../services/member-list.ts';
import { memberTexts } from '../texts/members.ts';

const { list } = memberTexts;
const dayInMs = 86_400_000;

/** "Member · onc-r · here yesterday": what is known of somebody in a workspace. */
export function lastSeen({ role, machines, lastActivity }: ListedMember, now: Date): string {
  const days = lastActivity && Math.round((dayOf(now.toISOString()) - dayOf(lastActivity)) / dayInMs);
  const seen = typeof days === 'number' ? list.seen(days) : list.unknown;
  return [list.roles[role], machines.join(', '), seen].filter(Boolean).join(' · ');
}

function dayOf(at: string): number {
  return Date.parse(at.slice(0, 10));
}
