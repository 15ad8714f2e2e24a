import { button } from '../../cards/button.ts';
import { notice } from '../../cards/talk/notice.ts';
import { texts } from '../../cards/texts.ts';
import type { Action } from './action.ts';
import type { ComingAction } from './coming/coming-action.ts';

/** An action that is still to come: it says so, and what can be done meanwhile. Nothing is asked for first. */
export function toComing(coming: ComingAction): Action {
  const inputs = Object.entries(coming.inputs).map(([name, input]) => [name, { ...input, optional: true }]);
  return {
    ...coming,
    readOnly: true,
    workspace: 'none',
    inputs: Object.fromEntries(inputs),
    async run() {
      const buttons = [button(texts.talk.help, 'help'), button(texts.help.machines, 'machine.list')];
      return {
        card: notice({ title: texts.talk.coming(lowerFirst(coming.summary)), text: coming.meanwhile, buttons }),
      };
    },
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
