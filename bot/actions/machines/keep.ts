import { button } from '../../../cards/button.ts';
import { dayWords } from '../../../cards/machines/day-words.ts';
import { machineData } from '../../../cards/machines/details.ts';
import { eveningCard } from '../../../cards/machines/evening.ts';
import { scheduleCard } from '../../../cards/machines/schedule.ts';
import { notice } from '../../../cards/talk/notice.ts';
import { ghostTexts } from '../../../cards/texts/ghosts.ts';
import { scheduleTexts } from '../../../cards/texts/schedules.ts';
import { texts } from '../../../cards/texts.ts';
import { runningPrice } from '../../../services/costs/running-price.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { callerNow } from '../../../services/roles/caller-now.ts';
import { plannedStop } from '../../../services/schedules/machine-schedule.ts';
import type { Scheduled } from '../../../services/schedules/machine-schedules.ts';
import type { KeepWish } from '../../../services/schedules/schedule-decision.ts';
import type { Workspace } from '../../../services/workspaces/workspaces.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { ghostReply } from './ghost-reply.ts';
import { machineInput } from './input.ts';
import { stoppingSoon, whichCard } from './stopping-soon.ts';

const { keep: words } = scheduleTexts;
/** What the buttons of a card say besides the machine: minutes, a time, past this stop, or a week in which it is left alone. */
const wishId = /^([^/]+)\/(?:(\d{1,4})m|(\d{2})(\d{2})h|(skip)|(week))\.(.+)$/;

export const keepMachine = defineAction({
  name: 'machine.keep',
  summary: 'Keep a machine running for longer',
  phrases: [
    'keep machine running',
    'keep {machine} running',
    'keep {machine} on',
    'keep {machine} up',
    'keep {machine} alive',
    'keep {machine} running until {time}',
    'keep {machine} on for {duration}',
    'keep {machine} for {duration}',
    'keep my machine running',
    'keep it running until {time}',
    'leave {machine} on',
    'leave {machine} running',
    'leave {machine} on until {time}',
    'do not stop {machine}',
    'do not stop {machine} tonight',
    'do not stop {machine} until {time}',
    'do not turn off {machine}',
    'do not shut down {machine}',
    'do not shut down {machine} today',
    'do not stop my machine',
    'please do not turn off my machine tonight',
    'extend {machine}',
    'extend {machine} by {duration}',
    'extend {machine} until {time}',
    'I need {machine} for {duration} more',
    'I need {machine} for {duration} longer',
    'I need {machine} until {time}',
    'I need {machine} longer',
    '{duration} more',
    '{duration} more on {machine}',
    'another {duration} on {machine}',
    'give me another {duration}',
    'give me {duration} more on {machine}',
    'postpone the shutdown of {machine}',
    'postpone the shutdown of {machine} by {duration}',
    'delay the shutdown of {machine}',
    'skip the shutdown of {machine}',
    'skip the shutdown tonight',
    'let {machine} run',
    'let {machine} run until {time}',
    'let {machine} run overnight',
    '{machine} must stay on',
    '{machine} should stay up until {time}',
    'stay on',
    'my job is still running, keep {machine} on',
    'snooze {machine}',
    'leave {machine} alone',
    '{machine} must not be stopped',
    '{machine} must not be stopped tonight',
    '{machine} should not be shut down',
    'extend {machine} to {time}',
  ],
  permission: 'machine.operate',
  workspace: 'optional',
  inputs: {
    machine: { ...machineInput, optional: true },
    duration: { kind: 'duration', ask: 'For how much longer?', label: 'Minutes', optional: true },
    time: { kind: 'time', ask: 'Until when?', label: 'Until', optional: true },
    stop: {
      kind: 'choice',
      ask: 'Shall it stop tonight?',
      label: 'Tonight',
      optional: true,
      choices: {
        skip: [
          'tonight',
          'tonights',
          "tonight's",
          'not tonight',
          'not today',
          'this evening',
          'today',
          'overnight',
          'all night',
          'the whole night',
          'skip',
          'through the night',
        ],
      },
    },
    leave: {
      kind: 'choice',
      ask: 'Shall it be left alone?',
      label: 'Leave it alone',
      optional: true,
      choices: { week: ['leave it alone', 'alone', 'for a week'] },
    },
  },
  target(id) {
    const [, workspace = '', minutes, hours, past, skip, week, machine] = wishId.exec(id) ?? [];
    if (!machine) {
      const [, place = '', named] = /^([^/]+)\/(.+)$/.exec(id) ?? [];
      return named ? { workspace: place, machine: `${place}/${named}` } : undefined;
    }
    return {
      workspace,
      machine: `${workspace}/${machine}`,
      ...(minutes && { duration: minutes }),
      ...(hours && { time: `${hours}:${past}` }),
      ...(skip && { stop: 'skip' }),
      ...(week && { leave: 'week' }),
    };
  },

  async run({ machine: named, duration, time, stop, leave }, context) {
    // Where no workspace had to be known, nobody has asked the directory this moment.
    const live = { ...context, caller: await callerNow(context.services.members, context.caller) };
    if (named && leave) return await leaveAlone(live, named);
    if (named) return await keep(live, context.workspace, named, wishOf(duration, time, stop));
    const found = await stoppingSoon(live);
    const [only] = found;
    if (only && found.length === 1)
      return await keep(live, only.workspace, only.schedule.machine, wishOf(duration, time, stop));
    return { card: whichCard(found, { duration, time, stop }) };
  },
});

/** A time says more than a length, and both more than "tonight". */
function wishOf(duration?: string, time?: string, stop?: string): KeepWish | undefined {
  if (time) return { until: time };
  if (duration) return { minutes: Number(duration) };
  return stop === 'skip' ? { skip: true } : undefined;
}

async function keep(context: Context, workspace: Workspace, name: string, wish: KeepWish | undefined): Promise<Reply> {
  const { services, caller, origin, now } = context;
  const { key, via, version: sequence } = origin;
  const command = { key, via, ...(sequence !== undefined && { sequence }) };
  try {
    if (!wish) return await show(context, await services.schedules.get(caller, workspace, name));
    const kept = await services.schedules.keep(caller, workspace, name, wish, command);
    const plan = kept.schedule && plannedStop(kept.schedule);
    if (kept.changed || !plan) return await show(context, kept);
    const next = dayWords(plan.at, kept.schedule!.zone, now);
    return {
      card: notice({
        title: words.unneeded(kept.machine.name),
        subtitle: workspace.name,
        text: words.before(next),
        buttons: [button(texts.machine.actions.show(kept.machine.name), 'machine.show', machineData(kept.machine))],
      }),
    };
  } catch (error) {
    if (!(error instanceof WorkspaceError) || error.code !== 'stale') throw error;
    return await show(context, await services.schedules.get(caller, workspace, name));
  }
}

/** What was found at night is not told again for a week. */
async function leaveAlone(context: Context, name: string): Promise<Reply> {
  const { services, caller, workspace, origin } = context;
  const answer = await services.ghosts.leave(caller, workspace, name, { key: origin.key, via: origin.via });
  const { machine } = answer;
  const said = notice({
    title: ghostTexts.kept.title(machine.name),
    subtitle: workspace.name,
    text: ghostTexts.kept.text,
    buttons: [button(texts.machine.actions.show(machine.name), 'machine.show', machineData(machine))],
  });
  return (await ghostReply(answer, context)) ?? { card: said };
}

/** How the stop stands that is to come; the schedule alone where none is. */
async function show({ services, caller, now }: Context, { machine, schedule }: Scheduled): Promise<Reply> {
  if (!schedule || (schedule.state === 'off' && !schedule.evening)) return { card: scheduleCard(machine, schedule) };
  const { workspace, version } = machine;
  const perHour = runningPrice(await services.spendings.get(workspace), machine.name);
  const view = { schedule, workspace, version, reader: caller.aadObjectId, locale: caller.locale };
  return { card: eveningCard({ ...view, ...(perHour && { perHour }) }, now) };
}
