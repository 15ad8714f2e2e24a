import type { Input } from '../action.ts';

export const machine: Input = { kind: 'machine', ask: 'Which machine?', label: 'Machine' };
export const workspace: Input = { kind: 'workspace', ask: 'Which workspace?', label: 'Workspace' };
export const person: Input = { kind: 'person', ask: 'Who?', label: 'Person' };
export const people: Input = { kind: 'people', ask: 'Who?', label: 'People' };
export const request: Input = { kind: 'request', ask: 'Which request?', label: 'Request' };
export const files: Input = { kind: 'files', ask: 'Which files?', label: 'Files' };
export const amount: Input = { kind: 'amount', ask: 'How much?', label: 'Amount' };
export const purpose: Input = { kind: 'text', ask: 'What is it for?', label: 'Purpose' };
export const reason: Input = { kind: 'text', ask: 'Why?', label: 'Reason' };
export const dataset: Input = { kind: 'text', ask: 'Which dataset?', label: 'Dataset' };

/** The same input where the action can do without it. */
export function optional(input: Input): Input {
  return { ...input, optional: true };
}
