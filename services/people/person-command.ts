/** What every command of a person comes with, whatever it is about. */
export interface PersonCommand {
  /** The same command again has the same key and gets the same answer. */
  readonly key: string;
  readonly via: 'chat' | 'card';
}
