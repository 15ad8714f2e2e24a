import type { ActionName } from '../actions/action.ts';
import type { Lexicon } from './lexicon.ts';
import type { Teaching } from './phrases.ts';
import type { Token } from './tokens.ts';

/** A command whose name is nobody's. */
export interface NamedCommand {
  readonly action: ActionName;
  readonly inputs: Readonly<Record<string, string>>;
  readonly phrase: string;
}

const endsInName = /^([a-z ]+) \{(\w+)\}$/;
const nouns = /\b(?:machine|workspace)$/;

/**
 * Commands to the letter with a name that nobody knows: "use atlantis", "show workspace atlantis". Whoever hears them can say
 * that there is no such thing. Only an action's first such phrase and those that say of what kind the name is are taken, since
 * many words follow "I need".
 */
export class NamedCommands {
  readonly #commands = new Map<string, { action: ActionName; input: string; phrase: string } | undefined>();
  readonly #lexicon: Lexicon;

  constructor(teachings: readonly Teaching[], lexicon: Lexicon) {
    this.#lexicon = lexicon;
    for (const { name: action, phrases, inputs } of teachings) {
      const ending = phrases.flatMap((phrase) => {
        const [, words = '', input = ''] = endsInName.exec(phrase) ?? [];
        const kind = inputs[input]?.kind;
        return kind === 'machine' || kind === 'workspace' ? [{ words, input, phrase }] : [];
      });
      for (const [index, { words, input, phrase }] of ending.entries()) {
        if (index > 0 && !nouns.test(words)) continue;
        // What two actions say alike ("show") says nothing about a name that is neither's.
        const known = this.#commands.has(words);
        this.#commands.set(words, known ? undefined : { action, input, phrase });
      }
    }
  }

  find(tokens: readonly Token[]): NamedCommand | undefined {
    const name = tokens.at(-1)?.word;
    if (!name || !/^[a-z][a-z0-9_.-]*$/.test(name) || name.endsWith('ing') || this.#lexicon.knows(name))
      return undefined;
    const words = tokens.slice(0, -1).map(({ word }) => word);
    const command = this.#commands.get(words.join(' '));
    return command && { action: command.action, inputs: { [command.input]: name }, phrase: command.phrase };
  }
}
