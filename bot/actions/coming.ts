import type { ComingAction } from './coming/coming-action.ts';
import { comingDatasetActions } from './coming/datasets.ts';
import { comingRequestActions } from './coming/requests.ts';

export type { ComingAction } from './coming/coming-action.ts';

/** What is understood already and answered with what can be done until it comes. */
export const comingActions: readonly ComingAction[] = [...comingRequestActions, ...comingDatasetActions];
