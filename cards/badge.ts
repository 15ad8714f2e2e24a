/** A state in a word with a semantic colour, and how clients that know no Badge show it. */
export interface Badge {
  readonly text: string;
  readonly style: 'Good' | 'Warning' | 'Attention' | 'Subtle';
  readonly color: 'Good' | 'Attention' | 'Default';
  readonly weight: 'Bolder' | 'Default';
  readonly isSubtle: boolean;
}

const good = { style: 'Good', color: 'Good', weight: 'Bolder', isSubtle: false } as const;
// Yellow text on white cannot be read: where the Badge is not known, a warning is bold and black.
const warning = { style: 'Warning', color: 'Default', weight: 'Bolder', isSubtle: false } as const;
const attention = { style: 'Attention', color: 'Attention', weight: 'Bolder', isSubtle: false } as const;
const subtle = { style: 'Subtle', color: 'Default', weight: 'Default', isSubtle: true } as const;

/** The same word has the same colour on every card. */
const looks: Readonly<Record<string, Omit<Badge, 'text'>>> = {
  Started: good,
  Approved: good,
  Released: good,
  Done: good,
  Passed: good,
  Ready: good,
  Starting: warning,
  Stopping: warning,
  Pending: warning,
  Checking: warning,
  Archiving: warning,
  Creating: warning,
  Removing: warning,
  Restoring: warning,
  Approving: warning,
  Returned: warning,
  Failed: attention,
  Denied: attention,
  Blocked: attention,
  Revoked: attention,
};

export function stateBadge(state: string): Badge {
  return { text: state, ...(looks[state] ?? subtle) };
}
