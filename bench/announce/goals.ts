import type { AnnounceFigures } from '../announce.ts';
import type { Goal } from '../report.ts';

/** What is promised of announcements. */
export function announceGoals({
  people,
  ratio,
  seconds,
  cpuSeconds,
  moreMiB,
  refused,
  wrong,
}: AnnounceFigures): Goal[] {
  const many = people.toLocaleString('en-GB');
  return [
    {
      what: `announcing to ${many} people, to what Teams' limits allow (scaled 20 times)`,
      wanted: '≤ 1.1 x, each once',
      measured: `${ratio.toFixed(3)} x (${Math.round(seconds)} s unscaled, ${cpuSeconds.toFixed(1)} s of CPU), ${wrong} not once, ${refused} refused`,
      met: ratio <= 1.1 && wrong === 0,
    },
    {
      what: 'its memory, from a tenth told to the most',
      wanted: '≤ 50 MiB more',
      measured: `${moreMiB.toFixed(0)} MiB`,
      met: moreMiB <= 50,
    },
  ];
}
