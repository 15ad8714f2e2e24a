import type { Action } from './action.ts';

/** Every action Labdesk knows: the only list. Help, understanding, routing and the Teams manifest derive from it. */
export const actions: readonly Action[] = [];
