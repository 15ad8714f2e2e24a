import type { ScheduleDays } from '../../services/schedules/machine-schedule.ts';
import { brief, listing, plural } from '../wording.ts';

const days: Readonly<Record<ScheduleDays, string>> = {
  daily: 'every day',
  weekdays: 'every weekday',
  weekends: 'at weekends',
  monday: 'every Monday',
  tuesday: 'every Tuesday',
  wednesday: 'every Wednesday',
  thursday: 'every Thursday',
  friday: 'every Friday',
  saturday: 'every Saturday',
  sunday: 'every Sunday',
  once: 'once',
};

const who = (name: string, self: boolean) => (self ? 'You' : brief(name));

/** What is said about machines that stop by themselves. */
export const scheduleTexts = {
  days,
  /** "every weekday at 19:00" */
  when: (on: ScheduleDays, time: string) => `${days[on]} at ${time}`,
  card: {
    title: (machine: string, on: ScheduleDays, time: string) => `${machine} stops ${days[on]} at ${time}`,
    none: (machine: string) => `${machine} has no schedule`,
    noneText: 'Nothing stops it by itself: it runs until somebody stops it.',
    ended: (machine: string) => `${machine} stops no more by itself`,
    note: 'Half an hour before, whoever uses it is asked and can keep it running. Files on disk stay; open work is lost.',
    facts: { next: 'Next stop', zone: 'Time zone', by: 'Set by' },
  },
  form: {
    title: (machine: string) => `When shall ${machine} stop?`,
    days: 'Days',
    time: 'Time',
    set: 'Set the schedule',
    onlyStops: (machine: string) =>
      `Nothing starts by itself here: start ${machine} when you need it. It can stop by itself.`,
    missing: { days: 'Choose the days.', time: 'Say at what time.' },
  },
  actions: {
    change: 'Change',
    remove: 'No more schedule',
    hour: (price: string) => withPrice('Keep 1 h', price),
    until: (time: string, price: string) => withPrice(`Until ${time}`, price),
    skip: { night: 'Not tonight', day: 'Not today' },
    stopNow: 'Stop now',
    schedule: 'Set a schedule',
  },
  evening: {
    asked: (machine: string, time: string) => `${machine} stops at ${time}`,
    kept: (name: string, self: boolean, machine: string, time: string) =>
      `${who(name, self)} ${self ? 'keep' : 'keeps'} ${machine} until ${time}`,
    skipped: (name: string, self: boolean, machine: string, part: 'night' | 'day') =>
      `${who(name, self)} ${self ? 'keep' : 'keeps'} ${machine} on ${part === 'night' ? 'tonight' : 'today'}`,
    stopping: (machine: string) => `${machine} is stopping`,
    stopped: (machine: string, time: string) => `${machine} stopped at ${time}`,
    failed: (machine: string) => `${machine} could not stop`,
    idle: (machine: string) => `${machine} is stopped already`,
    missed: (machine: string, time: string) => `${machine} was not stopped at ${time}`,
    over: (machine: string) => `${machine} does not stop as planned`,
    save: 'Save your work, or keep it running.',
    costs: (price: string) => `It costs ${price} an hour.`,
    others: (names: readonly string[]) => `${listing(names.map(brief))} ${names.length === 1 ? 'uses' : 'use'} it too.`,
    left: (count: number) =>
      count === 0 ? '' : `It can be kept ${count === 1 ? 'once' : plural(count, 'time')} more.`,
    used: (workspace: string) => `It was kept as often as ${workspace} allows; an owner can keep it on.`,
    leftOn: (next: string, price: string, part: 'night' | 'day') =>
      `${part === 'night' ? 'Not tonight' : 'Not today'} means that it runs on until ${next}${price ? `, for ${price} more` : ''}.`,
    next: (next: string) => `The next stop is ${next}.`,
    noNext: 'It is not stopped by itself any more.',
    free: 'It costs nothing while it is stopped.',
    tooLate: 'Labdesk was not there at that time and did not want to stop it in the middle of your work.',
    changed: 'Its schedule was changed or taken away.',
  },
  keep: {
    unneeded: (machine: string) => `${machine} stays on anyway`,
    before: (next: string) => `Nothing stops it before ${next}.`,
    which: 'Which machine should stay?',
    whichText: 'Nothing that you use is about to stop. Name the machine, for example "keep onc-r until 22:00".',
    several: 'Several machines stop soon. Which one should stay?',
    row: (machine: string, time: string) => `${machine}, stops at ${time}`,
  },
} as const;

function withPrice(words: string, price: string): string {
  return price ? `${words}, ${price}` : words;
}
