import { brief } from '../wording.ts';

/** What stands on cards about trainings and agreements, in English. */
export const trainingTexts = {
  action: 'Record a date',
  title: (workspace: string) => `Record a date in ${workspace}`,
  written: '"training of", the name and the day',
  ask: (name: string, months: number) =>
    `The day of the ${name}, which is valid for ${months === 1 ? 'a month' : `${months} months`}. Without a valid date nobody starts machines or asks for files.`,
  person: 'Person',
  date: 'Day',
  record: 'Record it',
  members: 'Show members',
  whichDay: 'Say which day it was: one day, which has come already.',
  done: (who: string, name: string) => `The ${name} of ${brief(who)} is on record`,
  doneText: (day: string) => `It is valid until ${day}. They are told 30 days before it ends.`,
  valid: (name: string, day: string) => `${name} valid until ${day}`,
  over: (name: string, day: string) => `${name} was valid until ${day}`,
  missing: (name: string) => `${name} missing`,
  row: (who: string) => `Record a date for ${brief(who)}`,
  line: (name: string, workspace: string, day: string) =>
    `Your ${name} for ${workspace} is valid until ${day}. Renew it, and have an owner of ${workspace} record the new date.`,
};
