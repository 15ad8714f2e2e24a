import type { Machine } from '../../services/machines/machines.ts';
import { type MachineSchedule, plannedStop, type ScheduleDays } from '../../services/schedules/machine-schedule.ts';
import { stateBadge } from '../badge.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { fact } from '../fact.ts';
import { headline } from '../headline.ts';
import { moment } from '../moment.ts';
import { cardTemplate } from '../render.ts';
import { notice } from '../talk/notice.ts';
import { scheduleTexts } from '../texts/schedules.ts';
import { texts } from '../texts.ts';
import { brief } from '../wording.ts';
import { machineData } from './details.ts';
import machineTemplate from './machine.json' with { type: 'json' };
import template from './schedule.json' with { type: 'json' };

const { card: words, form, actions } = scheduleTexts;
const render = cardTemplate(machineTemplate);
const renderForm = cardTemplate(template);
const suggested = { days: 'weekdays', time: '19:00' } as const;

/** When a machine stops by itself, or that it does not. */
export function scheduleCard(machine: Machine, schedule: MachineSchedule | undefined): Card {
  const plan = schedule && plannedStop(schedule);
  const id = idOf(machine);
  if (!schedule || !plan) {
    return notice({
      title: schedule ? words.ended(machine.name) : words.none(machine.name),
      subtitle: machine.workspace.name,
      badge: stateBadge(machine.state),
      text: words.noneText,
      buttons: [
        button(actions.schedule, 'machine.schedule', { id }, { style: 'positive' }),
        button(texts.machine.actions.show(machine.name), 'machine.show', machineData(machine)),
      ],
    });
  }
  const title = words.title(machine.name, schedule.days, schedule.time);
  return render({
    fallbackText: `${title}. ${words.note}`,
    ...headline(title),
    subtitle: machine.workspace.name,
    badge: stateBadge(machine.state),
    facts: [
      { title: words.facts.next, value: moment(plan.at.toISOString()) },
      ...fact(words.facts.zone, schedule.zone.replaceAll('_', ' ')),
      ...fact(words.facts.by, brief(schedule.by.name)),
    ],
    note: words.note,
    buttons: [
      button(actions.change, 'machine.schedule', { id }),
      removeButton(machine),
      button(texts.machine.actions.show(machine.name), 'machine.show', machineData(machine), { mode: 'secondary' }),
    ],
  });
}

/** What is known of a schedule that somebody is about to set; `note` says what is missing. */
export interface ScheduleForm {
  readonly days?: string;
  readonly time?: string;
  readonly note?: string;
}

/** Asks on which days and when, prefilled with what was said, else with what is set. */
export function scheduleForm(machine: Machine, schedule: MachineSchedule | undefined, said: ScheduleForm): Card {
  const isSet = schedule !== undefined && plannedStop(schedule) !== undefined;
  const known = isSet ? schedule : suggested;
  const title = form.title(machine.name);
  return renderForm({
    fallbackText: title,
    ...headline(title),
    subtitle: isSet
      ? `${machine.workspace.name} · ${scheduleTexts.when(schedule.days, schedule.time)}`
      : machine.workspace.name,
    note: said.note ?? '',
    daysLabel: form.days,
    timeLabel: form.time,
    choose: texts.talk.choose,
    days: said.days ?? known.days,
    time: said.time ?? known.time,
    choices: (Object.keys(scheduleTexts.days) as ScheduleDays[]).map((value) => ({
      value,
      title: capital(scheduleTexts.days[value]),
    })),
    buttons: [
      button(form.set, 'machine.schedule', { id: idOf(machine) }, { style: 'positive' }),
      ...(isSet ? [removeButton(machine)] : []),
    ],
  });
}

function removeButton(machine: Machine) {
  return button(actions.remove, 'machine.schedule', { id: `${machine.workspace.id}/off.${machine.name}` });
}

function idOf({ workspace, name }: Machine): string {
  return `${workspace.id}/${name}`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
