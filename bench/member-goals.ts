import type { MemberFigures } from './members.ts';
import type { Goal } from './report.ts';

/** What is promised of lists of people, and of knowing who may. */
export function memberGoals({ members, listRequests, turnRequests, authorisation }: MemberFigures): Goal[] {
  const { workspaces, medianUs, p99Us } = authorisation;
  return [
    {
      what: `a list of ${members.toLocaleString('en-GB')} members, requests to Graph, cold`,
      wanted: '≤ 2',
      measured: `${listRequests} (${turnRequests} in a turn where the caller's roles are cold, too)`,
      met: listRequests <= 2,
    },
    {
      what: `authorising a cached caller, of ${workspaces.toLocaleString('en-GB')} workspaces`,
      wanted: '< 50 µs',
      measured: `${medianUs.toFixed(1)} µs (p99 ${p99Us.toFixed(1)} µs)`,
      met: medianUs < 50,
    },
  ];
}
