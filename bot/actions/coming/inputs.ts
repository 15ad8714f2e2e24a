import type { Input } from '../action.ts';

export { files, purpose, reason, request } from '../requests/inputs.ts';

export const workspace: Input = { kind: 'workspace', ask: 'Which workspace?', label: 'Workspace' };
export const person: Input = { kind: 'person', ask: 'Who?', label: 'Person' };
export const dataset: Input = { kind: 'text', ask: 'Which dataset?', label: 'Dataset' };

/** The same input where the action can do without it. */
export function optional(input: Input): Input {
  return { ...input, optional: true };
}
