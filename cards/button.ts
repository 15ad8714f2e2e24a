/** What a button sends back: ids and versions, nothing that is trusted. The bot adds a nonce before the card leaves. */
export interface ButtonData {
  readonly id?: string;
  readonly version?: number;
  /** True on the card that named the consequence; goes into the nonce and leaves the data. */
  readonly confirmed?: true;
}

/** An action as a card has it; made whole, since a template that puts together each of its fields takes twenty times as long. */
export interface Button {
  readonly type: 'Action.Execute';
  readonly title: string;
  /** The name of an action. */
  readonly verb: string;
  readonly style: 'default' | 'positive' | 'destructive';
  readonly mode: 'primary' | 'secondary';
  readonly data: ButtonData;
}

/** A button with Teams' defaults: plain, and shown beside the others. */
export function button(
  title: string,
  verb: string,
  data: ButtonData = {},
  look: Partial<Pick<Button, 'style' | 'mode'>> = {},
): Button {
  return { type: 'Action.Execute', title, verb, style: look.style ?? 'default', mode: look.mode ?? 'primary', data };
}
