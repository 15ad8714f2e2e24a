import type { MachineStop } from '../../services/machines/machine-stops.ts';
import type { PeriodKind } from '../../services/money/budget-period.ts';
import { plural } from '../wording.ts';

/** In the language of these sentences. */
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const periods = { month: 'a month', quarter: 'a quarter', year: 'a year', once: 'in all' } satisfies Record<
  PeriodKind,
  string
>;

/** What stands on the cards of budgets, in English; sums, shares and days come in the reader's locale. */
export const budgetTexts = {
  actions: {
    topUp: 'Ask for a top-up',
    set: 'Set the budget',
    change: 'Change the budget',
    show: 'Show budget',
    machines: 'Show machines',
    stopIdle: 'Stop idle machines',
    refresh: 'Refresh',
    stopShort: 'Stop',
    tryAgain: 'Try again',
    leave: 'Leave it as it is',
  },
  left: (workspace: string, left: string) => `${workspace} has ${left} left`,
  over: (workspace: string, over: string) => `${workspace} is ${over} over its budget`,
  gone: (workspace: string) => `The money of ${workspace} is gone`,
  allowed: (workspace: string, limit: string) => `${workspace} may spend ${limit}`,
  nothingAllowed: (workspace: string) => `${workspace} may spend nothing`,
  spentOnly: (workspace: string, spent: string) => `${workspace} has spent ${spent}`,
  noFigures: (workspace: string) => `There are no figures of ${workspace} yet`,
  subtitle: (period: string, of: string, costCentre: string | undefined) =>
    [period, of, costCentre ? `cost centre ${costCentre}` : ''].filter(Boolean).join(' · '),
  of: (spent: string, limit: string) => `${spent} of ${limit} spent`,
  periods,
  once: 'Whole project',
  quarter: (number: number, year: number) => `Quarter ${number} of ${year}`,
  noBudget: 'No budget is set here, so nothing is refused and nobody is warned.',
  askForBudget: 'Ask an admin to set one.',
  setBudget: 'Set one, so that its people are warned in time.',
  noFiguresWhy:
    'Azure has said nothing of its costs so far, and nothing was reckoned. New figures come every hour; refresh in a while.',
  lasts: {
    lasts: 'lasts',
    until: (day: string) => `until ${day}`,
    /** Where a budget begins anew before the money is gone. */
    toEnd: {
      month: 'to the end of the month',
      quarter: 'to the end of the quarter',
      year: 'to the end of the year',
    },
    without: (who: string) => `without ${who}`,
    forever: 'does not run out',
    itIsForever: 'it does not run out',
    thisMachine: 'this machine',
    itself: 'it',
    sentence: (lasting: string, without: string | undefined) =>
      `At what runs now the money ${lasting}${without ? `, ${without}` : ''}.`,
  },
  state: {
    open: 'Everything is spent. Nothing can be started until there is more money.',
    stopping: 'Everything is being stopped, and nothing can be started until there is more money.',
    depleted: 'Everything is stopped, and nothing can be started until there is more money.',
    exempt: (day: string) => `An admin lets it go on without money until ${day}.`,
    grace: (hours: number) =>
      `What runs is stopped ${plural(hours, 'hour')} after the money was gone. Nothing can be started until there is more.`,
  },
  facts: {
    billed: 'Billed by Azure',
    estimated: 'Estimated since',
    left: 'Left',
    rate: 'Now',
    forecast: (day: string) => `Until ${day}`,
    forecastOnce: 'Forecast',
    topUps: 'Topped up',
    foreign: 'Not counted',
    payer: 'Top-ups',
    rest: 'Everything else',
  },
  anHour: (sum: string) => `${sum} an hour`,
  costsNothing: 'nothing runs that costs',
  through: (sum: string, day: string | undefined) => (day ? `${sum}, up to ${day}` : sum),
  forecast: (likely: string, low: string, high: string) => `likely ${likely}, between ${low} and ${high}`,
  foreign: (sums: readonly string[]) => `${sums.join(', ')}, in another currency`,
  decides: (payer: string) => `${payer} or an admin decides`,
  chart: {
    billed: 'Billed',
    estimated: 'Estimated',
    left: 'Left',
    partsAlt: (billed: string, estimated: string, left: string) =>
      `Of the budget ${billed} are billed, ${estimated} are estimated and ${left} are left.`,
    days: (currency: string) => `A day, in ${currency}`,
    daysAlt: (count: number, most: string, day: string) =>
      `Spending of the last ${plural(count, 'day')}. The most was ${most} on ${day}.`,
    most: 'Most on a day',
  },
  machines: {
    title: 'Machines',
    stopped: 'Stopped',
    rest: (sum: string) => `Storage, network and everything else: ${sum}`,
    more: (count: number, sum: string) => `${plural(count, 'more machine')}, ${sum}`,
    running: 'Running now',
  },
  age: {
    asked: (ago: string) => `Azure's figures of ${ago}.`,
    refreshing: 'New figures are on their way; refresh in a minute.',
    never: 'Azure has not said yet what it billed; all of it is estimated.',
    through: (day: string) => `Azure has billed the days up to ${day}; what came since is estimated.`,
  },
  cost: {
    title: { now: 'Costs', later: 'Would cost' },
    /** "0.84 EUR an hour; 312 EUR left: lasts until 14 December, without this machine until 3 January" */
    line: (rate: string | undefined, left: string, lasting: string) =>
      `${rate ? `${rate} an hour; ` : ''}${left} left: ${lasting}`,
    gone: (rate: string | undefined) => `${rate ? `${rate} an hour; ` : ''}the money is gone`,
    rate: (rate: string) => `${rate} an hour`,
  },
  warning: {
    title: (workspace: string, percent: string) => `${workspace} has used ${percent} of its budget`,
    /** Where more than one is reached since the last look: each of them by name, lowest first. */
    reached: (percents: readonly string[]) => `${list.format(percents)} of the budget are reached at once.`,
    forecastTitle: (workspace: string) => `${workspace} will not get by with its budget`,
    forecast: (day: string | undefined, likely: string, limit: string) =>
      `${day ? `By ${day}` : 'In the end'} it will likely have spent ${likely}, and ${limit} are all it has.`,
    forecastUnknown: 'What it spends grows faster than its budget allows.',
    forecastRange: (low: string, high: string) => `It may be between ${low} and ${high}.`,
    spent: (spent: string, limit: string, left: string) => `${spent} of ${limit} are spent, ${left} are left.`,
    spentAll: (spent: string, limit: string) => `${spent} of ${limit} are spent.`,
    next: (who: string | undefined) =>
      `Stop machines that nobody needs, or ask ${who ? `${who} ` : ''}for a top-up in time.`,
    goneStops: 'What runs is being stopped. Nothing can be started until there is more money.',
    goneGrace: (hours: number) =>
      `What runs is stopped in ${plural(hours, 'hour')}, so save your work. Nothing can be started until there is more money.`,
    exempt: (day: string) => `An admin lets it go on without money until ${day}.`,
    figures: 'Billed by Azure and estimated since, together.',
  },
  /** Those of whom one can ask for a top-up. */
  askers: (names: readonly string[]) => (names.length === 0 ? 'an owner' : either.format(names)),
  askFor: (who: string) => `Ask ${who} for a top-up.`,
  refused: {
    gone: (workspace: string, limit: string, day: string | undefined) =>
      `${workspace} has used up its budget of ${limit}${day ? ` on ${day}` : ''}, so nothing can be started there.`,
    nothing: (workspace: string, limit: string) =>
      `The budget of ${workspace} is ${limit}, so nothing can be started there.`,
    next: 'Ask for a top-up, or ask an admin to raise the budget.',
  },
  stop: {
    stopping: (workspace: string) => `Everything in ${workspace} is being stopped`,
    stopped: (workspace: string) => `Everything in ${workspace} is stopped`,
    partly: (workspace: string) => `Not everything in ${workspace} could be stopped`,
    why: (spent: string, limit: string) => `The money is gone: ${spent} of ${limit} are spent.`,
    whyShort: 'The money is gone.',
    safe: 'Files on disk stay, nothing is deleted. Nothing can be started until there is more money.',
    failed: 'Admins are told of what could not be stopped, and it is tried again.',
    updates: 'This card changes by itself; you need not wait here.',
    line: (workspace: string) => `Everything in ${workspace} is stopped, since its money is gone.`,
    nothingRan: 'No machine ran',
    back: (workspace: string) => `${workspace} has money again`,
    backText: 'Machines can be started again. Nothing is started by itself.',
    states: { waiting: 'Waiting', stopping: 'Stopping', stopped: 'Stopped', failed: 'Failed' } satisfies Record<
      MachineStop['state'],
      string
    >,
    more: (count: number) => `and ${plural(count, 'more machine')}`,
  },
  escalation: {
    title: (count: number, workspace: string) => `${plural(count, 'machine')} in ${workspace} could not be stopped`,
    text: 'The money of the workspace is gone, and this still costs. Labdesk goes on trying; look in the Azure portal where it does not help.',
    over: 'It took longer than it should, and nothing costs any more.',
  },
  mail: {
    next: (workspace: string, asks: boolean) =>
      `Write "budget of ${workspace}" to Labdesk in Teams to see it${asks ? `, or "top up ${workspace}" to ask for more` : ''}.`,
    why: (workspace: string) => `You get this mail because you own ${workspace}, or because Teams did not reach you.`,
    stop: 'To get no more of these mails, write "stop the mails" to Labdesk in Teams.',
  },
  form: {
    title: (workspace: string) => `Budget of ${workspace}`,
    subtitle: (spent: string | undefined) => (spent ? `${spent} spent in this period` : 'No figures yet'),
    labels: {
      amount: 'How much may it spend?',
      currency: 'Currency',
      per: 'For how long?',
      costCentre: 'Cost centre',
      payer: 'Who decides on top-ups, beside the admins?',
      thresholds: 'Warn at, in percent',
      graceHours: 'Hours until machines stop when the money is gone',
    },
    placeholders: { amount: 'For example 1000', costCentre: 'For example CC-100' },
    noPayer: 'Admins alone',
    pers: { month: 'A month', quarter: 'A quarter', year: 'A year', once: 'The whole project' } satisfies Record<
      PeriodKind,
      string
    >,
    missing: 'Write how much it may spend.',
  },
  confirm: {
    title: (workspace: string, limit: string) => `Set the budget of ${workspace} to ${limit}?`,
    first: 'So far none is set.',
    before: (limit: string) => `So far it is ${limit}.`,
    spent: (spent: string, percent: string) => `${spent} are spent already, which is ${percent} of it.`,
    spentOfNothing: (spent: string) => `${spent} are spent already, and nothing may be.`,
    nothingSpent: 'Nothing is spent yet in this period.',
    noFigures: 'What is spent already is not known yet.',
    costCentre: (code: string) => `Cost centre ${code} pays for it.`,
    noCostCentre: 'No cost centre pays for it any more.',
    foreign: (spent: string) => `What is spent, ${spent}, is in another currency and does not count.`,
    stops: 'Open work is lost: everything that runs is stopped at once, and nothing can be started.',
    stopsLater: (hours: number) =>
      `Open work is lost: everything that runs is stopped in ${plural(hours, 'hour')}, and nothing can be started.`,
    stays: 'What is stopped stays stopped, and nothing can be started.',
    opens: 'Machines can be started again.',
    rearms: (percents: readonly string[]) => `Its people are warned anew at ${list.format(percents)}.`,
    tells: (percents: readonly string[]) => `Its people are told that ${list.format(percents)} are reached.`,
  },
  set: (limit: string) => `The budget is ${limit} from now on.`,
  exemption: {
    askDuration: 'For how long may it go on without money?',
    duration: 'For how long',
    askReason: 'Why may it go on without money?',
    reason: 'Why?',
    begun: 'It may go on without money from now on. That you said so is on record, with your reason.',
    ended: 'The exemption is over. The budget counts again, and what it cannot pay is stopped.',
  },
} as const;
