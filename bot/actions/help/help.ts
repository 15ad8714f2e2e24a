import { LRUCache } from 'lru-cache';
import type { Card } from '../../../cards/card.ts';
import { type HelpGroup, helpCard } from '../../../cards/help/help.ts';
import { lasting } from '../../../cards/lasting.ts';
import { texts } from '../../../cards/texts.ts';
import { may } from '../../../services/policy.ts';
import { type Action, type Context, defineAction } from '../action.ts';

const examplesPerNoun = 3;
const cards = new LRUCache<string, Card>({ max: 100 });

export const help = defineAction({
  name: 'help',
  summary: 'Show what you can do here',
  phrases: [
    'help',
    'help me',
    'hello',
    'hi',
    'hey',
    'good morning',
    'good afternoon',
    'good evening',
    'what can you do',
    'what can you do for me',
    'what can I do here',
    'how does this work',
    'how do I use this',
    'how to use labdesk',
    'what are you for',
    'what is this bot for',
    'who are you',
    'show commands',
    'which commands are there',
    'what commands do you know',
    'I need help',
    'I am lost',
    'I am new here',
    'menu',
    'options',
    'get started',
    'what is possible here',
    'I do not know what to do',
    'what do you know',
    'what is labdesk',
    'what can I ask',
    'are you there',
    'how do I begin',
    'explain this to me',
    'explain how this works',
    'I have no idea',
    'I am confused',
    'list of commands',
    'which features do you have',
    'what do I do now',
    'what should I do',
    'what can you help me with',
    'how can you help me',
    'show help',
    'what is it that you do',
    'where do I start',
    'I am new, where do I start',
    'which commands do you understand',
    'explain this tool',
  ],
  readOnly: true,
  workspace: 'none',
  inputs: {},

  async run(_values, context) {
    const key = keyOf(context);
    const known = cards.get(key);
    if (known) return { card: known };
    const { actions, caller, current } = context;
    const mine = actions.filter(
      ({ name, permission }) => name !== 'help' && (!permission || may(caller, current, permission)),
    );
    const built = mine.filter(({ meanwhile }) => meanwhile === undefined);
    const nouns = [...new Set(built.map(nounOf))];
    const later = [...new Set(mine.map(nounOf))].filter((noun) => !nouns.includes(noun));
    const groups = nouns.map((noun) => groupOf(noun, built, context));
    const title = context.origin.greeting ? texts.help.welcome : undefined;
    const card = lasting(helpCard({ title, subtitle: subtitle(context), groups, later }));
    cards.set(key, card);
    return { card };
  },
});

/** Everything that the card depends on; most people who ask share one. */
function keyOf({ caller, current, knownMachine, origin }: Context): string {
  const { admin, reviewer, workspaces } = caller.roles;
  const roles = current ? [workspaces.get(current.id)] : [...new Set(workspaces.values())].sort();
  return JSON.stringify([
    admin,
    reviewer,
    roles,
    workspaces.size > 0,
    current?.name,
    knownMachine,
    origin.greeting,
    caller.roles.unverified?.code,
  ]);
}

function nounOf({ name }: Action): string {
  return name.split('.')[0] ?? name;
}

function groupOf(noun: string, actions: readonly Action[], context: Context): HelpGroup {
  const ofNoun = actions.filter((action) => nounOf(action) === noun);
  return { noun, examples: ofNoun.slice(0, examplesPerNoun).map((action) => example(action, context)) };
}

/** The action's first phrase as somebody here would write it. */
function example({ phrases }: Action, { current, knownMachine }: Context): string {
  const names: Record<string, string> = {
    machine: knownMachine ?? 'onc-r',
    workspace: current?.name ?? 'Oncology',
    request: `${current?.id ?? 'oncology'}-1`,
    amount: '1000 EUR',
    time: '19:00',
  };
  const slots = (phrase: string) => [...phrase.matchAll(/\{(\w+)\}/g)].map(([, input]) => input!);
  const isTelling = (phrase: string) => slots(phrase).length > 0 && slots(phrase).every((input) => names[input]);
  const isPlain = (phrase: string) => slots(phrase).length === 0;
  const phrase = phrases.find(isTelling) ?? phrases.find(isPlain) ?? phrases[0] ?? '';
  return phrase.replace(/\{(\w+)\}/g, (_, input: string) => names[input] ?? input);
}

function subtitle({ caller, current }: Context): string {
  if (caller.roles.unverified) return texts.help.unverified;
  if (current) return texts.help.working(current.name);
  const belongs = caller.roles.admin || caller.roles.reviewer || caller.roles.workspaces.size > 0;
  return belongs ? texts.help.own : texts.help.stranger;
}
