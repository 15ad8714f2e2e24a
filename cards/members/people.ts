import type { MemberVerb } from '../../services/members/member-record.ts';
import type { Meant } from '../../services/members/memberships.ts';
import type { Person } from '../../services/people/people.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { named, memberTexts as words } from '../texts/members.ts';
import { brief } from '../wording.ts';
import template from './people.json' with { type: 'json' };

const render = cardTemplate(template, 16_000);
const mostChoices = 40;
/** The dataset of the field that searches while somebody writes (Teams, "Typeahead search in Adaptive Cards"). */
export const peopleDataset = 'people';
/** Teams' own picker, answered by Teams alone: its values are object ids (Teams, "People Picker in Adaptive Cards"). */
const teamsDataset = 'graph.microsoft.com/users';
const membersPrefix = 'members/';

/** The same for a field that searches among the people of one workspace, where they are more than a card holds. */
export function membersDataset(workspaceId: string): string {
  return membersPrefix + workspaceId;
}

/** The workspace's id in such a name; undefined for any other. */
export function workspaceInDataset(dataset: string): string | undefined {
  return dataset.startsWith(membersPrefix) ? dataset.slice(membersPrefix.length) : undefined;
}

interface Place {
  readonly id: string;
  readonly name: string;
}

/** Somebody who may be meant. */
export type Choice = Pick<Meant, 'aadObjectId' | 'name' | 'mail' | 'isGuest'> & { readonly role?: Meant['role'] };

/** "Researcher 2 · researcher2@labdesk.example": what a choice says, and nothing that could be rendered. */
export function choiceOf(choice: Choice): { readonly title: string; readonly value: string } {
  const title = [brief(choice.name), ...aboutOf(choice)].join(' · ');
  return { title: harmless(title), value: choice.aadObjectId };
}

/** Asks who shall be added: nobody is named yet, or what was written may mean several or nobody. */
export function addForm(view: {
  readonly workspace: Place;
  /** Those who may be meant; `chosen` are clear. */
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly role: 'member' | 'owner';
  /** What was written. */
  readonly said: string;
  readonly note: string;
  /** True where Teams shows it, which has a picker of its own. Default false. */
  readonly inTeams?: boolean;
}): Card {
  const { workspace, choices, chosen, role, said, note, inTeams = false } = view;
  const title = words.asks.add(brief(workspace.name));
  const isSearch = choices.length === 0;
  return render({
    ...empty,
    fallbackText: `${title} ${note}`.trim(),
    ...headline(title),
    note,
    ...(isSearch
      ? {
          search: [
            {
              ...{ label: words.fields.found, placeholder: words.fields.placeholder, options: [] },
              dataset: peopleDataset,
            },
          ],
          name: [{ label: words.fields.name, value: said }],
          ...(inTeams && { picker: [teamsPicker] }),
        }
      : { choices: [checks(choices, chosen)] }),
    role: [roleField(role)],
    buttons: [
      button(words.actions.goOn, 'member.add', { id: workspace.id }, { style: 'positive' }),
      button(words.actions.show, 'member.list', { id: workspace.id }, { mode: 'secondary' }),
    ],
  });
}

/** Asks who shall be removed, of those who may be. */
export function removeForm(workspace: Place, members: readonly Person[]): Card {
  // That they are in it needs no saying here.
  const people = members.map(({ aadObjectId, name }) => ({ aadObjectId, name }));
  const title = words.asks.remove(brief(workspace.name));
  return render({
    ...empty,
    fallbackText: title,
    ...headline(title),
    ...(people.length > mostChoices
      ? { text: words.asks.more(people.length, words.asks.moreToRemove), search: [memberSearch(workspace, people)] }
      : { choices: [checks(people, [])] }),
    buttons: [
      button(words.actions.goOn, 'member.remove', { id: workspace.id }),
      button(words.actions.show, 'member.list', { id: workspace.id }, { mode: 'secondary' }),
    ],
  });
}

/** Names who is meant, in full, and what follows, before anything happens. */
export function confirmPeople(view: {
  readonly workspace: Place;
  readonly verb: MemberVerb;
  readonly people: readonly Choice[];
  /** Who reads it. */
  readonly you: string;
}): Card {
  const { workspace, verb, people, you } = view;
  const place = brief(workspace.name);
  const title = words.confirm.title[verb](named(people.map(({ name }) => name)), place);
  const isAdding = verb === 'add' || verb === 'appoint';
  const action = isAdding ? 'member.add' : 'member.remove';
  const only = people.length === 1 ? people[0] : undefined;
  const isYou = people.some(({ aadObjectId }) => aadObjectId === you);
  const yourself = isYou && !isAdding ? words.confirm.yourself[verb](place) : '';
  // A role that the card does not ask for comes back as it was said.
  const role = verb === 'demote' ? [{ id: 'role', label: words.fields.role, value: 'owner' }] : [];
  return render({
    ...empty,
    fallbackText: `${title} ${yourself || words.confirm.follows[verb]}`,
    ...headline(title),
    note: yourself,
    lines: only
      ? [
          {
            name: brief(only.name),
            about: aboutOf(only)
              .map((each) => ` · ${each}`)
              .join(''),
          },
        ]
      : [],
    text: words.confirm.follows[verb],
    choices: only
      ? []
      : [
          checks(
            people,
            people.map(({ aadObjectId }) => aadObjectId),
          ),
        ],
    role: isAdding ? [roleField(verb === 'appoint' ? 'owner' : 'member')] : [],
    kept: role,
    buttons: [
      button(
        words.actions.do[verb],
        action,
        { id: only ? `${workspace.id}/${only.aadObjectId}` : workspace.id, confirmed: true },
        { style: isAdding ? 'positive' : 'destructive' },
      ),
      button(words.actions.leave, 'member.list', { id: workspace.id }),
    ],
  });
}

const teamsPicker = { toggle: words.actions.pick, label: words.fields.picked, options: [], dataset: teamsDataset };
const empty = {
  subtitle: '',
  note: '',
  text: '',
  lines: [],
  choices: [],
  search: [],
  name: [],
  picker: [],
  role: [],
  kept: [],
};

/** Of many some to choose from, and all to search in. */
function memberSearch({ id }: Place, people: readonly Choice[]) {
  const options = people.slice(0, mostChoices).map(choiceOf);
  const { found: label, placeholder } = words.fields;
  return { label, placeholder, options, dataset: membersDataset(id) };
}

function checks(people: readonly Choice[], chosen: readonly string[]) {
  const options = people.slice(0, mostChoices).map(choiceOf);
  return { label: words.fields.people, value: chosen.join(','), options };
}

function roleField(value: 'member' | 'owner') {
  const { member, owner } = words.list.roles;
  const options = [
    { title: member, value: 'member' },
    { title: owner, value: 'owner' },
  ];
  return { label: words.fields.role, value, options };
}

function aboutOf({ mail, isGuest, role }: Choice): string[] {
  return [mail ?? '', isGuest ? words.confirm.guest : '', role ? words.confirm[role] : ''].filter(Boolean);
}
