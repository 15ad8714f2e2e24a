import { scheduleCard, scheduleForm } from '../../../cards/machines/schedule.ts';
import { scheduleTexts } from '../../../cards/texts/schedules.ts';
import type { ScheduleDays } from '../../../services/schedules/machine-schedule.ts';
import { defineAction } from '../action.ts';
import { machineInput } from './input.ts';

const time = { kind: 'time', ask: 'At what time?', label: 'Time', optional: true } as const;
const days = {
  kind: 'choice',
  ask: 'On which days?',
  label: 'Days',
  optional: true,
  choices: {
    daily: [
      'every day',
      'daily',
      'each day',
      'every night',
      'each night',
      'nightly',
      'every evening',
      'each evening',
      'all days',
      'everyday',
    ],
    weekdays: [
      'weekdays',
      'every weekday',
      'each weekday',
      'on weekdays',
      'weekday',
      'monday to friday',
      'mon to fri',
      'mon-fri',
      'monday-friday',
      'working days',
      'every working day',
      'workdays',
      'every workday',
      'week days',
      'during the week',
      'monday through friday',
    ],
    weekends: ['weekends', 'every weekend', 'on weekends', 'at weekends', 'at the weekend', 'saturday and sunday'],
    monday: ['mondays', 'every monday', 'each monday'],
    tuesday: ['tuesdays', 'every tuesday', 'each tuesday'],
    wednesday: ['wednesdays', 'every wednesday', 'each wednesday'],
    thursday: ['thursdays', 'every thursday', 'each thursday'],
    friday: ['fridays', 'every friday', 'each friday'],
    saturday: ['saturdays', 'every saturday', 'each saturday'],
    sunday: ['sundays', 'every sunday', 'each sunday'],
    once: ['once', 'only once', 'just once'],
  } satisfies Record<ScheduleDays, readonly string[]>,
} as const;

/** Where somebody wants none any more. */
const turn = {
  kind: 'choice',
  ask: 'Shall it stop by itself no more?',
  label: 'Schedule',
  optional: true,
  choices: {
    off: [
      'no more',
      'no longer',
      'remove',
      'delete',
      'cancel',
      'disable',
      'unschedule',
      'end the schedule',
      'end the daily stop',
      'no schedule',
      'get rid of',
      'turn off the schedule',
      'switch off the schedule',
      'stop the schedule',
      'not automatically',
      'off the schedule',
    ],
  },
} as const;

/** Where somebody wants it to start, which nothing does by itself here. */
const begin = {
  kind: 'choice',
  ask: 'Shall it start by itself?',
  label: 'Start',
  optional: true,
  choices: { yes: ['start', 'boot', 'turn on', 'switch on', 'power on', 'launch'] },
} as const;

const offId = /^([^/]+)\/off\.(.+)$/;

export const scheduleMachine = defineAction({
  name: 'machine.schedule',
  summary: 'Stop a machine at set times',
  phrases: [
    'schedule',
    'schedule machine',
    'schedule {machine}',
    'set a schedule for {machine}',
    'stop {machine} {days} at {time}',
    'turn off {machine} {days} at {time}',
    'shut down {machine} {days} at {time}',
    'start {machine} {days} at {time}',
    '{days} at {time} stop {machine}',
    '{days} at {time} turn off {machine}',
    'make {machine} turn off {days} at {time}',
    '{machine} goes off automatically at {time}',
    'stop {machine} automatically at {time}',
    'automatically turn off {machine} {days}',
    'turn off {machine} {days}',
    'stop {machine} {days}',
    'stop my machine {days} at {time}',
    'make my machine stop by itself {days}',
    'schedule {machine} to stop at {time}',
    'schedule a shutdown for {machine} {days}',
    'schedule {machine} to shut down at {time} {days}',
    'auto shutdown for {machine} at {time}',
    'auto stop {machine} at {time}',
    'auto stop',
    'shutdown schedule for {machine}',
    'change the schedule of {machine}',
    'plan the shutdown of {machine} at {time}',
    'stop {machine} at {time}',
    'turn off {machine} at {time}',
    'shut down {machine} at {time}',
    'regular shutdown of {machine}',
    'set up a timer for {machine}',
    'set up a schedule',
    '{machine} should be stopped {days} at {time}',
    '{machine} should stop {days} at {time}',
    'make sure {machine} is turned off {days} at {time}',
    'no more schedule for {machine}',
    'no schedule for {machine}',
    'cancel the schedule of {machine}',
    'end the schedule of {machine}',
    'turn off the schedule of {machine}',
    'stop the schedule of {machine}',
    'show the schedule of {machine}',
    'when does {machine} stop by itself',
    'when does {machine} stop',
    'unschedule {machine}',
  ],
  permission: 'machine.operate',
  workspace: 'needed',
  inputs: { machine: machineInput, time, days, turn, begin },
  target(id) {
    const [, workspace = '', machine = ''] = offId.exec(id) ?? /^([^/]+)\/(.+)$/.exec(id) ?? [];
    if (!machine) return undefined;
    return { workspace, machine: `${workspace}/${machine}`, ...(offId.test(id) && { turn: 'off' }) };
  },

  async run(
    { machine: name, time: at, days: on, turn: turned, begin: begins },
    { caller, workspace, services, origin },
  ) {
    const { schedules } = services;
    const command = { key: origin.key, via: origin.via };
    if (begins) {
      const { machine, schedule } = await schedules.get(caller, workspace, name);
      return { card: scheduleForm(machine, schedule, { note: scheduleTexts.form.onlyStops(machine.name) }) };
    }
    if (turned === 'off' && !at) {
      const { machine, schedule } = await schedules.end(caller, workspace, name, command);
      return { card: scheduleCard(machine, schedule) };
    }
    if (at && on) {
      const wish = { days: on as ScheduleDays, time: at };
      const { machine, schedule } = await schedules.set(caller, workspace, name, wish, command);
      return { card: scheduleCard(machine, schedule) };
    }
    const { machine, schedule } = await schedules.get(caller, workspace, name);
    const isAnswer = origin.via === 'card' && (at !== undefined || on !== undefined);
    const { missing } = scheduleTexts.form;
    const note = isAnswer ? (at ? missing.days : missing.time) : '';
    return { card: scheduleForm(machine, schedule, { ...(on && { days: on }), ...(at && { time: at }), note }) };
  },
});
