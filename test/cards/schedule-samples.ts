import type { Card } from '../../cards/card.ts';
import { eveningCard } from '../../cards/machines/evening.ts';
import { ghostQuestion } from '../../cards/machines/ghost-question.ts';
import { ghostsCard } from '../../cards/machines/ghosts.ts';
import { idleCard } from '../../cards/machines/idle.ts';
import { scheduleCard, scheduleForm } from '../../cards/machines/schedule.ts';
import type { Ghosts } from '../../services/ghosts/ghosts.ts';
import type { Money } from '../../services/money/money.ts';
import { type EveningEnd, type MachineSchedule, scheduleDays } from '../../services/schedules/machine-schedule.ts';
import { machine, owner, researcher, workspace } from '../support/machine-samples.ts';
import { beforeStop, evening, ghost, ghosts, price, schedule } from '../support/schedule-samples.ts';

const oncology = workspace();
const tomorrow = new Date('2026-03-03T19:00:00Z');
const ends: readonly EveningEnd[] = ['stopped', 'failed', 'idle', 'missed', 'over'];

function shown(document: MachineSchedule, perHour: Money | undefined = price, locale = 'en-GB'): Card {
  const view = { schedule: document, workspace: oncology, version: 3, reader: researcher.aadObjectId, locale };
  return eveningCard({ ...view, ...(perHour && { perHour }) }, beforeStop);
}

function found(document: Ghosts): Card {
  const view = { ghosts: document, workspace: oncology, versions: { 'onc-r': 3 }, reader: owner.aadObjectId };
  return ghostsCard({ ...view, locale: 'en-GB' }, beforeStop);
}

const keep = (hour: number) => {
  const until = new Date(Date.UTC(2026, 2, 2, hour)).toISOString();
  return { by: owner, at: beforeStop.toISOString(), until };
};

/** So many that run for nobody. */
function idle(count: number, more: { readonly note?: string } = {}): Card {
  const machines = Array.from({ length: count }, (_, index) => ({
    machine: machine(`onc-${index + 1}`, { since: new Date('2026-02-28T19:00:00Z') }),
    isLeft: index === 1,
    ...(index < 3 && { perHour: price }),
  }));
  return idleCard({ workspace: oncology, idle: machines, locale: 'en-GB', now: beforeStop, ...more });
}

/** Machines that stop by themselves, and what costs money for nobody. */
export const scheduleSamples: Readonly<Record<string, Card>> = {
  ...Object.fromEntries(
    (Object.keys(scheduleDays) as (keyof typeof scheduleDays)[]).map((days) => [
      `a schedule for ${days}`,
      scheduleCard(machine(), schedule({ days })),
    ]),
  ),
  'machines that run for nobody': idle(3),
  'machines that run for nobody, after a mistake': idle(1, { note: 'Tick at least one of them.' }),
  'very many machines that run for nobody': idle(45),
  'no machine that runs for nobody': idle(0),
  'no schedule': scheduleCard(machine(), undefined),
  'a schedule that ended': scheduleCard(machine(), schedule({ state: 'off' }, undefined)),
  'a form for a schedule': scheduleForm(machine(), undefined, { note: '' }),
  'a form for a schedule that is set': scheduleForm(machine(), schedule(), { time: '20:30', note: 'Choose the days.' }),
  'a stop to come': shown(schedule({ evening: evening() })),
  'a stop to come, without a price': shown(schedule({ evening: evening({ people: [researcher] }) }), undefined),
  'a stop to come, in German': shown(schedule({ evening: evening() }), price, 'de-DE'),
  'a stop put off': shown(schedule({ evening: evening({ keeps: [keep(20)] }) }, new Date('2026-03-02T20:00:00Z'))),
  'a stop put off as often as may be': shown(
    schedule({ evening: evening({ keeps: [keep(20), keep(21), keep(22)] }) }, new Date('2026-03-02T22:00:00Z')),
  ),
  'a stop left out': shown(
    schedule({ evening: evening({ keeps: [{ by: researcher, at: beforeStop.toISOString() }] }) }, tomorrow),
  ),
  'a stop that is made': shown(schedule({ state: 'stopping', evening: evening() }, undefined)),
  ...Object.fromEntries(
    ends.map((end) => [
      `a stop that ended ${end}`,
      shown(
        schedule(
          {
            evening: evening({ end, ...(end === 'failed' && { problem: 'Azure did not finish within 20 minutes.' }) }),
          },
          tomorrow,
        ),
      ),
    ]),
  ),
  'a last stop that was made': shown(schedule({ state: 'off', evening: evening({ end: 'stopped' }) }, undefined)),
  'what costs money for nobody': found(ghosts()),
  'what costs money for nobody, with answers': found(
    ghosts({
      found: [
        ghost({ answer: { what: 'left', by: researcher } }),
        ghost({ name: 'onc-2', answer: { what: 'asked', by: owner } }),
      ],
    }),
  ),
  'what costs money for nobody, more than fits': found(
    ghosts({ found: Array.from({ length: 40 }, (_, index) => ghost({ name: `onc-${index}`, perDay: undefined })) }),
  ),
  'whether a machine is needed': ghostQuestion({ name: 'onc-r', version: 3, perDay: '20.16 EUR' }, oncology, 'Owner'),
  'whether a machine of unknown cost is needed': ghostQuestion({ name: 'onc-r', version: 3 }, oncology, 'Owner'),
};
