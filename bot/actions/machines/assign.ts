import { button } from '../../../cards/button.ts';
import { harmless } from '../../../cards/harmless.ts';
import { machineCard } from '../../../cards/machines/machine.ts';
import { membersDataset } from '../../../cards/members/people.ts';
import { question } from '../../../cards/talk/question.ts';
import { memberTexts } from '../../../cards/texts/members.ts';
import { brief } from '../../../cards/wording.ts';
import { type Context, defineAction, type Reply } from '../action.ts';

const { asks, assigned } = memberTexts;
const nobody = 'nobody';
const mostChoices = 40;

/** Says whose machine it is: theirs is meant by "my machine"; the others of the workspace may use it as before. */
export const assignMachine = defineAction({
  name: 'machine.assign',
  summary: 'Give a machine to somebody',
  phrases: [
    'assign machine',
    'assign {machine} to {person}',
    'assign machine {machine} to {person}',
    'assign {person} to {machine}',
    'assign a machine to somebody',
    'assign a machine to a colleague',
    'give {machine} to {person}',
    'give {person} {machine}',
    'give {person} the machine {machine}',
    'give a machine to {person}',
    '{person} gets {machine}',
    '{person} should get {machine}',
    'hand over {machine} to {person}',
    'hand {machine} to {person}',
    'let {person} have {machine}',
    'let {person} use {machine}',
    'make {machine} available to {person}',
    '{machine} is for {person}',
    '{machine} belongs to {person}',
    'reserve {machine} for {person}',
    'allocate {machine} to {person}',
    'reassign {machine} to {person}',
    'transfer {machine} to {person}',
    '{person} needs {machine}',
    'allow {person} to use {machine}',
    'share {machine} with {person}',
    'give {person} access to {machine}',
    'how do I give somebody a machine',
    'give somebody a machine',
    'make {person} the user of {machine}',
    'assign {machine} to nobody',
    '{machine} belongs to nobody',
    'take {machine} away from {person}',
    'take {machine} back from {person}',
  ],
  permission: 'member.manage',
  workspace: 'needed',
  inputs: {
    machine: { kind: 'machine', ask: 'Which machine?', label: 'Machine' },
    person: { kind: 'person', ask: 'Who gets it?', label: 'Person', optional: true },
    /** Of the card: an object id, or nobody's. */
    whom: { kind: 'text', ask: 'Who gets it?', label: 'Person', optional: true },
    to: {
      kind: 'choice',
      ask: 'Shall nobody have it?',
      label: 'Nobody',
      optional: true,
      choices: {
        nobody: ['Nobody', 'to nobody', 'to no one', 'no one', 'away from', 'back from', 'take back'],
      },
    },
  },

  async run({ machine: name, person, whom, to }, context) {
    const { caller, origin, services, workspace, now } = context;
    const chosen = to ?? whom ?? person;
    if (!chosen) return await askWho(name, context);
    const { key, via } = origin;
    const assignee = chosen === nobody ? undefined : chosen;
    const machine = await services.assignments.assign(caller, workspace, name, assignee, { key, via });
    const owner = machine.record?.assignee;
    const note = owner ? assigned.to(machine.name, brief(owner.name)) : assigned.toNobody(machine.name);
    return { card: machineCard(machine, now, note) };
  },
});

async function askWho(name: string, { caller, services, workspace }: Context): Promise<Reply> {
  const [machine, people] = await Promise.all([
    services.machines.get(caller, workspace, name),
    services.members.list(caller, workspace),
  ]);
  const id = `${workspace.id}/${machine.name}`;
  const isMore = people.length > mostChoices;
  const theirs = machine.record?.assignee?.aadObjectId ?? '';
  // Whose it is stands there, also among many.
  const sorted = people.toSorted((a, b) => Number(b.aadObjectId === theirs) - Number(a.aadObjectId === theirs));
  const named = sorted.slice(0, mostChoices).map((each) => ({ title: harmless(each.name), value: each.aadObjectId }));
  const choices = [...named, { title: assigned.nobody, value: nobody }];
  const card = question({
    title: assigned.ask(machine.name),
    subtitle: brief(workspace.name),
    ...(isMore && { text: asks.more(people.length, assigned.moreToGive(brief(machine.name))) }),
    fields: [
      {
        ...{ id: 'whom', label: assigned.person, value: theirs, choices },
        ...(isMore && { dataset: membersDataset(workspace.id) }),
      },
    ],
    buttons: [button(assigned.give, 'machine.assign', { id }, { style: 'positive' })],
  });
  return { card };
}
