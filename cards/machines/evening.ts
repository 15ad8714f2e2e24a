import type { Money } from '../../services/money/money.ts';
import { type Evening, type MachineSchedule, plannedStop } from '../../services/schedules/machine-schedule.ts';
import { timeIn } from '../../services/schedules/stop-times.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { stateBadge } from '../badge.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { moneyText } from '../money.ts';
import { type Notice, notice } from '../talk/notice.ts';
import { scheduleTexts } from '../texts/schedules.ts';
import { texts } from '../texts.ts';
import { dayWords } from './day-words.ts';
import { type KeepOptions, keepOptions } from './keep-options.ts';

const { evening: words, actions } = scheduleTexts;

export interface EveningView {
  readonly schedule: MachineSchedule;
  readonly workspace: Workspace;
  /** The machine's own version, for what is done with it. */
  readonly version: number;
  /** What it costs an hour while it runs; undefined where nobody knows. */
  readonly perHour?: Money;
  /** aadObjectId of whoever reads it. */
  readonly reader: string;
  /** BCP 47. */
  readonly locale: string;
}

/** A stop that is near, kept off, made or missed: what it is about and, while it is to come, the price of staying. */
export function eveningCard(view: EveningView, now: Date): Card {
  const { schedule, workspace } = view;
  const { machine, days, time, evening } = schedule;
  const subtitle = `${workspace.name} · ${scheduleTexts.when(days, time)}`;
  return notice({ subtitle, ...(evening?.end ? ended(view, evening, now) : toCome(view, evening, now)) });

  function toCome({ reader, locale, perHour }: EveningView, about: Evening | undefined, at: Date): Notice {
    const plan = plannedStop(schedule);
    if (schedule.state === 'stopping' || !plan) return stopping(view);
    const options = keepOptions(schedule, workspace, perHour);
    const keep = about?.keeps.at(-1);
    const badge = stateBadge('Started');
    if (keep && !keep.until) return skipped(view, keep, about!, at);
    const stopsAt = timeIn(schedule.zone, plan.at);
    const others = (about?.people ?? []).filter(({ aadObjectId }) => aadObjectId !== reader);
    const part = partOf(schedule, plan.at);
    const leftOn =
      options?.skip?.until &&
      words.leftOn(dayWords(options.skip.until, schedule.zone, at), priced(options.skip.price, locale), part);
    const kept = keep && words.kept(keep.by.name, keep.by.aadObjectId === reader, machine, stopsAt);
    const sentences = [
      !kept && words.save,
      perHour && words.costs(moneyText(perHour, locale)),
      others.length > 0 && words.others(others.slice(0, 3).map(({ name }) => name)),
      !kept && leftOn,
      keep && options && (options.left > 0 ? words.left(options.left) : words.used(workspace.name)),
    ];
    return {
      title: kept ?? words.asked(machine, stopsAt),
      badge,
      text: sentences.filter(Boolean).join(' '),
      buttons: keepButtons(view, options, part),
    };
  }
}

function keepButtons(view: EveningView, options: KeepOptions | undefined, part: 'night' | 'day'): Button[] {
  const { schedule, workspace, version, locale } = view;
  const { machine, sequence } = schedule;
  const keep = (wish: string) => ({ id: `${workspace.id}/${wish}.${machine}`, version: sequence });
  const { hour, until, skip } = options ?? {};
  return [
    ...(hour
      ? [button(actions.hour(priced(hour.price, locale)), 'machine.keep', keep('60m'), { style: 'positive' })]
      : []),
    ...(until
      ? [
          button(
            actions.until(until.time, priced(until.price, locale)),
            'machine.keep',
            keep(`${until.time.replace(':', '')}h`),
          ),
        ]
      : []),
    ...(skip ? [button(actions.skip[part], 'machine.keep', keep('skip'))] : []),
    button(actions.stopNow, 'machine.stop', { id: `${workspace.id}/${machine}`, version }),
  ];
}

function stopping({ schedule: { machine }, workspace }: EveningView): Notice {
  return {
    title: words.stopping(machine),
    badge: stateBadge('Stopping'),
    text: texts.machine.updates,
    buttons: [button(texts.machine.actions.show(machine), 'machine.show', { id: `${workspace.id}/${machine}` })],
  };
}

function skipped(view: EveningView, keep: Evening['keeps'][number], { of }: Evening, now: Date): Notice {
  const { schedule, reader } = view;
  const part = partOf(schedule, new Date(of));
  return {
    title: words.skipped(keep.by.name, keep.by.aadObjectId === reader, schedule.machine, part),
    badge: stateBadge('Started'),
    text: nextWords(schedule, now),
    buttons: keepButtons(view, undefined, part),
  };
}

function ended(view: EveningView, { end, stopAt, problem }: Evening, now: Date): Notice {
  const { schedule, workspace, version } = view;
  const { machine, zone } = schedule;
  const data = { id: `${workspace.id}/${machine}`, version };
  const at = timeIn(zone, new Date(stopAt));
  const next = nextWords(schedule, now);
  const change = button(actions.change, 'machine.schedule', { id: `${workspace.id}/${machine}` });
  const start = button(texts.machine.actions.start(machine), 'machine.start', data, { style: 'positive' });
  const show = button(texts.machine.actions.show(machine), 'machine.show', data);
  switch (end) {
    case 'failed':
      return {
        title: words.failed(machine),
        badge: stateBadge('Failed'),
        text: [problem, next].filter(Boolean).join(' '),
        buttons: [button(texts.machine.actions.tryAgain, 'machine.stop', data, { style: 'positive' }), show],
      };
    case 'missed':
      return {
        title: words.missed(machine, at),
        text: `${words.tooLate} ${next}`,
        buttons: [button(actions.stopNow, 'machine.stop', data), change],
      };
    case 'over':
      return { title: words.over(machine), text: words.changed, buttons: [change, show] };
    default:
      return {
        title: end === 'idle' ? words.idle(machine) : words.stopped(machine, at),
        badge: stateBadge('Stopped'),
        text: `${words.free} ${next}`,
        buttons: [start, change],
      };
  }
}

function nextWords(schedule: MachineSchedule, now: Date): string {
  const plan = plannedStop(schedule);
  return plan ? words.next(dayWords(plan.at, schedule.zone, now)) : words.noNext;
}

function partOf({ zone }: MachineSchedule, at: Date): 'night' | 'day' {
  const time = timeIn(zone, at);
  return time >= '16:00' || time < '06:00' ? 'night' : 'day';
}

function priced(price: Money | undefined, locale: string): string {
  return price ? moneyText(price, locale) : '';
}
