import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { type Button, button } from '../cards/button.ts';
import type { Card } from '../cards/card.ts';
import { notice } from '../cards/talk/notice.ts';
import { texts } from '../cards/texts.ts';
import { type ErrorCode, WorkspaceError } from '../services/errors.ts';
import { supportIdOf } from '../services/text/support-id.ts';

/** A short id that people can read out: `7K2-9QF`. */
export function supportId(): string {
  return supportIdOf(randomUUID());
}

/** Those where the person did nothing that writing differently would mend: support may want to find them. */
const traced: ReadonlySet<ErrorCode> = new Set([
  'capacity',
  'quota',
  'refused',
  'throttled',
  'timeout',
  'unavailable',
  'unverified',
]);

/** The card for whatever went wrong, and its line in the log: static words and metadata, never what a person wrote. */
export function failureCard(error: unknown, log: Logger, metadata: object): Card {
  const known = error instanceof WorkspaceError ? error : undefined;
  const support = known && !traced.has(known.code) ? undefined : supportId();
  if (!known) log.error({ ...metadata, support, err: error }, 'A turn failed unexpectedly.');
  else if (support)
    log.warn({ ...metadata, support, code: known.code, cause: causeOf(known) }, 'A turn met a dependency that failed.');
  return notice({
    title: known ? texts.talk.errors[known.code] : texts.talk.failed,
    text: known?.message ?? texts.talk.failedText,
    support,
    buttons: usualButtons(),
  });
}

function usualButtons(): Button[] {
  return [button(texts.help.machines, 'machine.list'), button(texts.talk.help, 'help', {}, { mode: 'secondary' })];
}

/** What leads to the cause without repeating a message, which could carry names or tokens. */
function causeOf({ cause }: WorkspaceError): object | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const { name, code, statusCode } = cause as { name?: string; code?: string; statusCode?: number };
  return { name, code, statusCode };
}
