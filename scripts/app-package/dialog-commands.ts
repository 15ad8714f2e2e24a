import type { Action } from '../../bot/actions/action.ts';

/** App manifest 1.29, `composeExtensions.commands`: one that opens a dialog, which the bot fills (`composeExtension/fetchTask`). */
export interface DialogCommand {
  /** The action's name. */
  readonly id: string;
  readonly type: 'action';
  readonly title: string;
  readonly description: string;
  readonly context: readonly ('compose' | 'commandBox')[];
  readonly fetchTask: true;
}

const mostCommands = 10;
const longestTitle = 32;
const longestDescription = 128;

/** The actions whose form opens as a dialog, too. @throws {Error} naming an action whose words do not fit on Teams' menu */
export function dialogCommands(actions: readonly Action[]): DialogCommand[] {
  const commands = actions.flatMap(({ name, dialog }) => (dialog ? [toCommand(name, dialog)] : []));
  if (commands.length > mostCommands) throw new Error(`Teams takes ${mostCommands} commands that open a dialog.`);
  return commands;
}

function toCommand(name: string, { title, description }: NonNullable<Action['dialog']>): DialogCommand {
  if (title.length > longestTitle || description.length > longestDescription)
    throw new Error(
      `${name}'s dialog has a title of over ${longestTitle} or a text of over ${longestDescription} characters.`,
    );
  return { id: name, type: 'action', title, description, context: ['compose', 'commandBox'], fetchTask: true };
}
