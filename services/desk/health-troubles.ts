import type { HealthReport } from './health.ts';

/** How many things somebody should look at; that a right is too many is one, and that something could not be asked is another. */
export function troublesIn({ probes, queued, letters, sweeps, costs, azureRights, graphRights }: HealthReport): number {
  const rights = [azureRights, graphRights];
  return [
    ...probes.map(({ trouble }) => trouble !== undefined),
    ...(sweeps ?? []).map(({ isLate }) => isLate),
    ...rights.map((found) => found !== undefined && found.lacks.length + found.excess.length > 0),
    (letters?.letters.length ?? 0) > 0,
    costs?.isOld ?? false,
    // Said once, however much of it there is.
    [queued, letters, sweeps, costs, ...rights].includes(undefined),
  ].filter(Boolean).length;
}
