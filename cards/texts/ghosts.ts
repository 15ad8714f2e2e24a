import type { GhostKind } from '../../services/ghosts/ghosts.ts';
import { brief, plural } from '../wording.ts';

/** What is said about what costs money for nobody. */
export const ghostTexts = {
  title: (workspace: string) => `Paid for and not used in ${workspace}`,
  /** "2 things cost 41 EUR a day" */
  summary: (count: number, perDay: string) =>
    `${plural(count, 'thing')} ${count === 1 ? 'costs' : 'cost'} ${perDay ? `${perDay} a day` : 'money'}`,
  kinds: {
    idle: 'Running, and not used for 4 hours',
    stuck: 'Not running, but not deallocated either',
    disk: 'A disk without a machine',
  } satisfies Record<GhostKind, string>,
  since: (span: string) => `since ${span}`,
  perDay: (price: string) => `${price} a day`,
  startedBy: (name: string) => `started by ${brief(name)}`,
  left: (name: string, self: boolean) => `${self ? 'You keep' : `${brief(name)} keeps`} it for a week`,
  asked: (name: string, self: boolean) => `${self ? 'You asked' : `${brief(name)} asked`} whether it is needed`,
  stopped: (name: string, self: boolean) => `${self ? 'You' : brief(name)} stopped it`,
  more: (count: number) => `and ${count} more`,
  disks: 'Labdesk deletes nothing. Whoever administers Azure finds these disks in the portal under Disks, Unattached.',
  actions: {
    stop: 'Stop',
    keep: 'Keep',
    ask: 'Ask',
    keepWeek: 'Keep it for a week',
    stopNamed: (machine: string) => `Stop ${machine}`,
  },
  kept: {
    title: (machine: string) => `${machine} is left alone for a week`,
    text: 'You hear no more of it until then, unless its schedule stops it.',
  },
  ask: {
    done: (name: string, machine: string) => `I asked ${brief(name)} about ${machine}`,
    doneText: 'Their answer shows on the machine: they can stop it or keep it.',
    already: (name: string) => `${brief(name)} was asked already`,
    alreadyText: 'That was less than a day ago. Give them some time, or stop the machine.',
    title: (machine: string) => `Do you still need ${machine}?`,
    text: (who: string, machine: string) => `${brief(who)} asks, since ${machine} runs and nobody came to it of late.`,
  },
} as const;
