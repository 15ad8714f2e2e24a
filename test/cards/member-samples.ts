import type { Card } from '../../cards/card.ts';
import { memberChangeCard } from '../../cards/members/change.ts';
import { memberListCard } from '../../cards/members/list.ts';
import { addForm, type Choice, confirmPeople, removeForm } from '../../cards/members/people.ts';
import { trainingForm } from '../../cards/members/training.ts';
import type { ListedMember } from '../../services/members/member-list.ts';
import type { MemberTask, MemberVerb } from '../../services/members/member-record.ts';
import { standingOf } from '../../services/trainings/training.ts';
import type { TrainingPolicy } from '../../services/workspaces/workspaces.ts';
import { now, owner, researcher, workspace } from '../support/machine-samples.ts';

const oncology = workspace();
const verbs: readonly MemberVerb[] = ['add', 'appoint', 'demote', 'remove'];
const newcomer: Choice = {
  aadObjectId: '97d48953-b00a-4ea6-86c6-44732221397c',
  name: 'Researcher 2',
  mail: 'researcher2@labdesk.example',
};
const guest: Choice = {
  aadObjectId: 'guest',
  name: 'Researcher 3',
  mail: 'researcher3@partner.example',
  isGuest: true,
};
const many = Array.from({ length: 60 }, (_, index) => ({
  aadObjectId: `person-${index}`,
  name: `Researcher ${index}`,
}));

const training: TrainingPolicy = { name: 'data protection training', validMonths: 12 };
const known = new Map([
  ['person-1', standingOf(training, { on: '2025-10-01' }, '2026-03-02')],
  ['person-2', standingOf(training, { on: '2025-02-01' }, '2026-03-02')],
]);
const trainingView = { workspace: oncology, policy: training, people: [newcomer, owner], today: '2026-03-02' };

/** A page of so many people, the first an owner. */
export function listed(
  count: number,
  more: { readonly page?: number; readonly manages?: boolean; readonly policy?: TrainingPolicy } = {},
): Card {
  const { page = 0, manages = true, policy } = more;
  const members: ListedMember[] = many.slice(0, count).map((person, index) => ({
    ...person,
    role: index === 0 ? 'owner' : 'member',
    machines: index === 1 ? ['onc-r', 'onc-python'] : [],
    ...(index < 5 && { lastActivity: `2026-0${index === 4 ? 2 : 3}-0${index === 4 ? 9 : Math.max(1, 2 - index)}` }),
  }));
  const shown = members.slice(page * 10, (page + 1) * 10);
  const you = 'person-1';
  return memberListCard({
    ...{ workspace: oncology, members: shown, owners: 1, count, page, manages, now, you, locale: 'en-GB' },
    ...(policy && { trainings: { policy, known } }),
  });
}

function changed(verb: MemberVerb, tasks: readonly MemberTask[]): Card {
  return memberChangeCard({ key: 'key', verb, by: owner, at: now.toISOString(), tasks }, oncology);
}

const task = (state: MemberTask['state'], name = 'Researcher 2'): MemberTask => ({
  person: { aadObjectId: newcomer.aadObjectId, name },
  state,
  ...(state === 'failed' && { problem: 'Labdesk may not change this group. Tell an admin.' }),
});

const form = { workspace: oncology, choices: [], chosen: [], role: 'member', said: '', note: '' } as const;

export const memberSamples: Readonly<Record<string, Card>> = {
  'members of a workspace': listed(4),
  'members, the first of many pages': listed(35),
  'members, a page in the middle': listed(35, { page: 1 }),
  'members as a member sees them': listed(4, { manages: false }),
  'members of nobody': listed(0),
  'members who need a training': listed(35, { page: 1, policy: training }),
  'members who need a training, as one of them sees them': listed(4, { manages: false, policy: training }),
  'a form for the date of a training': trainingForm({ ...trainingView, person: newcomer.aadObjectId }),
  'a form for a date that does not fit': trainingForm({
    ...{ ...trainingView, day: '2031-03-02' },
    note: '2 March 2031 is still to come. Record it when it is done.',
  }),
  'adding people, an empty form': addForm(form),
  'adding people, an empty form in Teams': addForm({ ...form, inTeams: true }),
  'adding somebody whom nobody knows': addForm({
    ...form,
    role: 'owner',
    said: 'Nobody',
    note: 'Nobody in the directory is called Nobody. Write more of the name, or the address.',
  }),
  'adding one of several who may be meant': addForm({
    ...{ ...form, choices: [newcomer, guest, { ...researcher, role: 'member' }], chosen: [newcomer.aadObjectId] },
    note: 'Several people may be meant. Choose whom you mean.',
  }),
  'removing people, an empty form': removeForm(oncology, many),
  ...Object.fromEntries(
    verbs.flatMap((verb) => [
      [
        `${verb}: a question about one`,
        confirmPeople({ workspace: oncology, verb, people: [guest], you: owner.aadObjectId }),
      ],
      [
        `${verb}: a question about several`,
        confirmPeople({
          workspace: oncology,
          verb,
          people: [newcomer, guest, owner, researcher],
          you: owner.aadObjectId,
        }),
      ],
      [`${verb}: under way`, changed(verb, [task('pending')])],
      [`${verb}: done`, changed(verb, [task('done')])],
      [`${verb}: failed`, changed(verb, [task('failed')])],
      [`${verb}: some failed`, changed(verb, [task('done'), task('failed', 'Researcher 3')])],
    ]),
  ),
};
