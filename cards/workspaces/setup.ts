import type { SetupLabels } from '../../services/setups/setup-offer.ts';
import { isBlocked, minutesLeft, type SetupStep, type WorkspaceSetup } from '../../services/setups/workspace-setup.ts';
import { stateBadge } from '../badge.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { moneyText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { setupTexts as words } from '../texts/workspace-setup.ts';
import { brief } from '../wording.ts';
import template from './setup.json' with { type: 'json' };
import { ownsIt, setupButtons } from './setup-buttons.ts';
import { checkRows, setupFacts } from './setup-facts.ts';

const render = cardTemplate(template, 20_000);
const bytes = { problem: 600, reason: 600 } as const;

/** Who reads it: an admin (also one who asked), the one who asked, the owner to be, or a member of what was made. */
export type SetupReader = 'admin' | 'author' | 'owner' | 'member';

export interface SetupView {
  readonly setup: WorkspaceSetup;
  readonly reader: SetupReader;
  /** True where it was the reader who asked. */
  readonly isYours: boolean;
  /** What sizes, images and presets are called; what is missing stands under its own name. */
  readonly names?: SetupLabels;
  readonly now: Date;
  /** What has to be known first, in finished sentences. */
  readonly note?: string;
  /** BCP 47. */
  readonly locale: string;
}

/** How the making of a workspace stands, from the checks to its opening: one card that changes in its place. */
export function setupCard(view: SetupView): Card {
  const { setup, reader, note = '' } = view;
  const { state } = setup;
  const name = brief(setup.plan.name);
  const title = titleOf(view, name);
  const isPlan = state === 'checking' || state === 'waiting';
  const text = textOf(view);
  const decides = state === 'waiting' && reader === 'admin' && !view.isYours;
  return render({
    fallbackText: `${title}. ${shorten(text || nextOf(view), 400)}`.trim(),
    ...headline(title),
    subtitle: subtitleOf(view),
    badge: stateBadge(words.badges[state]),
    note: shorten(note, 600),
    text,
    facts: isPlan || state === 'ready' ? setupFacts(view) : [],
    checks: isPlan ? checkRows(view) : [],
    steps: state === 'creating' || state === 'failed' ? setup.steps.map(stepRow) : [],
    next: nextOf(view),
    reason: decides ? [{ label: words.reason }] : [],
    updates: state === 'checking' || state === 'creating' || state === 'removing' ? words.updates : '',
    buttons: setupButtons(view),
  });
}

function titleOf({ setup, reader, isYours }: SetupView, name: string): string {
  const { state, askedBy } = setup;
  if (state !== 'waiting') return words.titles[state](name);
  if (reader === 'admin' && !isYours) return words.titles.asked(name, brief(askedBy.name));
  if (isBlocked(setup)) return words.titles.blocked(name);
  return reader === 'admin' ? words.titles.canBeMade(name) : words.titles.waiting(name);
}

function subtitleOf({ setup, isYours, now }: SetupView): string {
  const left = minutesLeft(setup, now);
  return [
    setup.workspace,
    isYours ? words.subtitle.you : words.subtitle.by(brief(setup.askedBy.name)),
    left === undefined ? '' : words.subtitle.left(left),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What it comes to, above everything else. */
function textOf(view: SetupView): string {
  const { state, decidedBy, reason } = view.setup;
  if (state === 'declined')
    return [
      decidedBy ? words.declinedBy(brief(decidedBy.name)) : '',
      reason ? words.because(shorten(reason, bytes.reason)) : '',
      words.withdrawnText,
    ]
      .filter(Boolean)
      .join(' ');
  if (state === 'withdrawn') return words.withdrawnText;
  if (state === 'removing') return words.removing;
  if (state === 'removed') return words.removed;
  if (state !== 'ready') return '';
  if (ownsIt(view)) return words.readyText.owner;
  return words.readyText[view.reader === 'member' ? 'member' : 'others'];
}

/** What comes next, below what is known. */
function nextOf(view: SetupView): string {
  const { setup, reader, locale } = view;
  const { state, plan, monthlyPrice } = setup;
  if (state === 'failed') return words.failedNext[reader === 'admin' ? 'admin' : 'others'];
  if (state === 'ready') return tookText(setup);
  if (state !== 'waiting') return '';
  if (reader !== 'admin') return words.waits;
  if (isBlocked(setup)) return words.blocked[view.isYours ? 'yours' : 'others'];
  const people = new Set([plan.owner, ...plan.members].map(({ aadObjectId }) => aadObjectId)).size;
  return words.consequence(plan.machines.length, people, monthlyPrice && moneyText(monthlyPrice, locale));
}

function tookText({ startedAt, endedAt }: WorkspaceSetup): string {
  if (!startedAt || !endedAt) return '';
  const minutes = Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 60_000);
  return minutes < 1 ? '' : words.took(minutes);
}

const signs = { done: '✓', running: '›', waiting: '·', failed: '✕' } as const;

function stepRow({ step, state, problem = '' }: SetupStep) {
  return {
    sign: signs[state],
    text: words.steps[step],
    color: state === 'failed' ? 'Attention' : state === 'done' ? 'Good' : 'Default',
    weight: state === 'running' || state === 'failed' ? 'Bolder' : 'Default',
    isSubtle: state === 'waiting',
    problem: shorten(problem, bytes.problem),
    problemColor: state === 'failed' ? 'Attention' : 'Default',
  };
}
