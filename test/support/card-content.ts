/** Any JSON that came over the wire as a card, or a part of one. */
export type Json = { readonly [key: string]: unknown };

/** Every object in a card, the card itself first, in reading order; what stands in `fallback` is not shown and left out. */
export function* parts(value: unknown): Generator<Json> {
  if (Array.isArray(value)) {
    for (const item of value) yield* parts(item);
  } else if (isObject(value)) {
    yield value;
    for (const [key, inner] of Object.entries(value)) {
      if (key !== 'fallback' && key !== 'data' && typeof inner === 'object') yield* parts(inner);
    }
  }
}

/** All that a person reads on a card, one line an element. */
export function cardText(card: unknown): string {
  const lines: string[] = [];
  for (const part of parts(card)) {
    if (part.type === 'RichTextBlock') {
      const runs = (part.inlines as readonly unknown[]).map((run) => (isObject(run) ? run.text : run));
      lines.push(runs.join(''));
    } else if (part.type !== 'TextRun') {
      for (const key of ['text', 'title', 'label', 'placeholder', 'value', 'errorMessage']) {
        if (typeof part[key] === 'string' && part[key] !== '') lines.push(part[key]);
      }
    }
  }
  return lines.join('\n');
}

/** The text of the card's badges: the state it shows. */
export function badges(card: unknown): string[] {
  return [...parts(card)].filter((part) => part.type === 'Badge').map((part) => String(part.text));
}

/** Every button, wherever it stands. */
export function buttons(card: unknown): Json[] {
  return [...parts(card)].filter((part) => typeof part.type === 'string' && part.type.startsWith('Action.'));
}

/** The ids of the card's fields with the values they are prefilled with. */
export function fields(card: unknown): Record<string, string> {
  const inputs = [...parts(card)].filter((part) => String(part.type).startsWith('Input.'));
  return Object.fromEntries(inputs.map((input) => [String(input.id), String(input.value ?? '')]));
}

/** The button with this title or verb. @throws {Error} that names the buttons there are. */
export function findButton(card: unknown, wanted: string | RegExp): Json {
  const all = buttons(card);
  const fits = (text: unknown) =>
    typeof text === 'string' && (typeof wanted === 'string' ? text === wanted : wanted.test(text));
  const found = all.find((button) => fits(button.title)) ?? all.find((button) => fits(button.verb));
  if (found) return found;
  const titles = all.map((button) => `"${button.title}" (${button.verb ?? button.type})`);
  throw new Error(`The card has no button ${wanted}; it has ${titles.join(', ') || 'none'}.`);
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The Adaptive Card of a message, if it has one. */
export function cardOf(activity: Json): Json | undefined {
  const attachments = (activity.attachments as readonly Json[] | undefined) ?? [];
  const content = attachments.find((one) => one.contentType === 'application/vnd.microsoft.card.adaptive')?.content;
  return isObject(content) ? content : undefined;
}

/** All that a person reads of a message. */
export function messageText(activity: Json): string {
  return [activity.text, cardText(cardOf(activity))].filter(Boolean).join('\n');
}
