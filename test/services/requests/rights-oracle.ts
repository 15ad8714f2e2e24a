import type { RequestState } from '../../../services/requests/request.ts';

/** Who looks at the request or presses; what they are in the workspace and to the request. */
export const viewers = [
  'author',
  'author who owns',
  'author who administers',
  'author who left',
  'owner',
  'member',
  'deputy',
  'deputy from elsewhere',
  'admin',
  'reviewer',
  'outsider',
] as const;
export type Viewer = (typeof viewers)[number];

export const verbs = ['show', 'claim', 'approve', 'deny', 'return', 'revoke', 'withdraw', 'comment', 'submit'] as const;
export type Verb = (typeof verbs)[number];

/** What must become of it: the state it then has, `unchanged`, or how it is refused. */
export type Expected = RequestState | 'unchanged' | 'seen' | 'forbidden' | 'not-found' | 'conflict';

export interface Cell {
  readonly state: RequestState;
  readonly verb: Verb;
  readonly viewer: Viewer;
  /** Whether somebody was asked in the owners' place. */
  readonly standIn: boolean;
}

/**
 * What the rules say, written from what was promised: owners decide, never the author; where no owner can, the deputy or an
 * admin; the author withdraws while nobody has decided; people outside read nothing, drafts are their author's alone.
 */
export function expected(cell: Cell): Expected {
  const { state, verb, viewer } = cell;
  if (!seesIt(cell)) return 'not-found';
  switch (verb) {
    case 'show':
      return 'seen';
    case 'withdraw':
      if (!isAuthor(viewer)) return 'forbidden';
      return ['draft', 'submitted', 'in_review', 'returned'].includes(state) ? 'withdrawn' : 'unchanged';
    case 'comment':
      if (!isAuthor(viewer) && !decides(cell)) return 'forbidden';
      if (isAuthor(viewer) && state === 'returned') return mayOpen(viewer) ? 'submitted' : leaver(viewer);
      return state;
    case 'submit':
      if (!mayOpen(viewer)) return leaver(viewer);
      if (!isAuthor(viewer)) return 'forbidden';
      return state === 'draft' || state === 'returned' ? 'submitted' : 'conflict';
    case 'revoke':
      if (!decides(cell) && viewer !== 'admin') return 'forbidden';
      return state === 'approved' || state === 'approving' ? 'revoked' : 'unchanged';
    default:
      return decided(cell, verb);
  }
}

/** Refused attempts to decide are on record while a decision is awaited. */
export function isRecorded(cell: Cell): boolean {
  const isPending = cell.state === 'submitted' || cell.state === 'in_review';
  const isDecision = ['claim', 'approve', 'deny', 'return', 'revoke'].includes(cell.verb);
  return isPending && isDecision && expected(cell) === 'forbidden' && cell.viewer !== 'outsider';
}

function decided(cell: Cell, verb: 'claim' | 'approve' | 'deny' | 'return'): Expected {
  const { state } = cell;
  if (!decides(cell)) return 'forbidden';
  if (verb === 'claim') return state === 'submitted' || state === 'in_review' ? state : 'unchanged';
  if (state !== 'in_review') return 'unchanged';
  return ({ approve: 'approving', deny: 'denied', return: 'returned' } as const)[verb];
}

function decides({ viewer, standIn }: Cell): boolean {
  if (viewer === 'owner') return true;
  return standIn && ['deputy', 'deputy from elsewhere', 'admin'].includes(viewer);
}

function seesIt({ viewer, state, standIn, verb }: Cell): boolean {
  // To submit is to open: whoever may not is told so before anything is looked at.
  if (verb === 'submit' && ['admin', 'reviewer'].includes(viewer)) return true;
  if (isAuthor(viewer)) return true;
  if (state === 'draft' || viewer === 'outsider') return false;
  return viewer !== 'deputy from elsewhere' || standIn;
}

function isAuthor(viewer: Viewer): boolean {
  return viewer.startsWith('author');
}

function mayOpen(viewer: Viewer): boolean {
  return ['author', 'author who owns', 'author who administers', 'owner', 'member', 'deputy'].includes(viewer);
}

/** Outside the workspace there is nothing; inside, others may. */
function leaver(viewer: Viewer): 'not-found' | 'forbidden' {
  return ['author who left', 'deputy from elsewhere', 'outsider'].includes(viewer) ? 'not-found' : 'forbidden';
}
