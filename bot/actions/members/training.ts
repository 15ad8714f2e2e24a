import { button } from '../../../cards/button.ts';
import { trainingForm } from '../../../cards/members/training.ts';
import { dayText } from '../../../cards/money.ts';
import { notice } from '../../../cards/talk/notice.ts';
import { trainingTexts as words } from '../../../cards/texts/trainings.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { parsePeriod } from '../../../services/time/period.ts';
import { dayIn } from '../../../services/time/working-time.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { targetOf } from './answer.ts';

/** Puts on record when somebody did the training, or signed the agreement, that a workspace asks for. */
export const recordTraining = defineAction({
  name: 'member.training',
  summary: 'Record when somebody did the training',
  phrases: [
    'record a training',
    'record training',
    'record the training of {person}',
    'record a training date',
    'record training of {person}',
    'training of {person}',
    'training of {person} on monday',
    'training of {person} on 2 march 2026',
    'training of {person} on 2026-03-02',
    'training of {person} was yesterday',
    'training of {person} in {workspace}',
    'training date of {person}',
    '{person} did the training',
    '{person} has done the training',
    '{person} has completed the training',
    '{person} completed the training for {workspace}',
    '{person} finished the data protection training',
    '{person} passed the training',
    '{person} was trained',
    '{person} attended the course',
    '{person} completed the data protection training',
    '{person} did the data protection course',
    '{person} has done the safety course',
    '{person} took the course on data protection',
    '{person} has a valid certificate',
    'somebody did the training',
    'somebody was trained',
    '{person} signed the agreement',
    '{person} has signed the agreement',
    '{person} signed the agreement for {workspace}',
    'agreement of {person}',
    'agreement signed by {person}',
    'certificate of {person}',
    'enter the training of {person}',
    'set the training date of {person}',
    'renew the training of {person}',
    'note that {person} did the training',
  ],
  permission: 'member.manage',
  workspace: 'needed',
  inputs: {
    person: { kind: 'person', ask: 'Whose training was it?', label: words.person, optional: true },
    date: { kind: 'period', ask: 'Which day was it?', label: words.date, optional: true },
  },

  target(id) {
    const { people, ...rest } = targetOf(id);
    return { ...rest, ...(people && { person: people }) };
  },

  async run({ person, date }, context) {
    const { caller, origin, services, workspace, now } = context;
    const on = date && dayOf(date, context);
    if (!person || !on) return await formReply(person, on, context, date && !on ? words.whichDay : '');
    try {
      const { key, via } = origin;
      const { record, standing } = await services.trainings.record(caller, workspace, { person, on }, { key, via });
      const until = dayText(standing.until ?? on, now, caller.locale);
      return {
        card: notice({
          title: words.done(record.person.name, standing.name),
          text: words.doneText(until),
          buttons: [button(words.members, 'member.list', { id: workspace.id })],
        }),
      };
    } catch (error) {
      const isTold = error instanceof WorkspaceError && error.code === 'invalid' && workspace.members?.training;
      if (!isTold) throw error;
      return await formReply(person, on, context, error.message);
    }
  },
});

/** The one day that the words name; undefined where they name none, or several. */
function dayOf(words: string, { services, now }: Context): string | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(words)) return words;
  const { timeZone } = services.trainings;
  const period = parsePeriod(words, now, timeZone);
  if (!period) return undefined;
  const [first, last] = [period.from, new Date(period.to.getTime() - 1)].map((at) => dayIn(timeZone, at));
  return first === last ? first : undefined;
}

async function formReply(
  person: string | undefined,
  day: string | undefined,
  { caller, services, workspace }: Context,
  note: string,
): Promise<Reply> {
  const policy = workspace.members?.training;
  // Says why there is nothing to record.
  if (!policy) throw services.trainings.nothingAsked(workspace);
  const people = await services.members.list(caller, workspace);
  const today = services.trainings.today();
  return { card: trainingForm({ workspace, policy, people, person, day, today, note }) };
}
