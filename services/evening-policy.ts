import type { EveningPolicy } from './workspaces.ts';

/** How long machines may stay when their schedule stops them, with Labdesk's defaults. */
export function eveningPolicy({ evenings }: { readonly evenings?: EveningPolicy }): Required<EveningPolicy> {
  return { keeps: evenings?.keeps ?? 3, until: evenings?.until ?? '06:00', skips: evenings?.skips ?? 3 };
}
