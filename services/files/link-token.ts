import { hash } from 'node:crypto';
import type { Address } from '../change/aggregate.ts';
import { WorkspaceError } from '../errors.ts';
import type { Clock } from '../time/clock.ts';

/** A link that somebody was given: `open` until it was used up or its time is over. */
export interface TimedLink {
  readonly state: 'open' | 'used';
  /** ISO time. */
  readonly validUntil: string;
}

export type LinkState = 'open' | 'used' | 'expired';

/** Where the link behind a token stands. A token is as good as what it gives, so only its hash is kept; the ledger knows the link by its id alone. */
export function linkAddress(kind: string, token: string): Address {
  const id = `${kind}/${hash('sha256', token, 'base64url')}`;
  return { partition: id, id };
}

export function linkState({ state, validUntil }: TimedLink, clock: Clock): LinkState {
  if (state === 'used') return 'used';
  return clock.now().getTime() < Date.parse(validUntil) ? 'open' : 'expired';
}

export function noSuchLink(): WorkspaceError {
  return new WorkspaceError('not-found', 'There is no such link. Ask for a new one in Teams.');
}

/** For a link that has done what it was for. */
export function spentLink(): WorkspaceError {
  return new WorkspaceError('conflict', 'This link has expired or was used up. Ask for a new one in Teams.');
}
