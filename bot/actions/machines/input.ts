import type { Input } from '../action.ts';

/** A machine of a workspace the caller works in. */
export const machineInput = {
  kind: 'machine',
  ask: 'Which machine?',
  label: 'Machine',
  own: true,
} as const satisfies Input;
