import PostalMime, { type Address } from 'postal-mime';
import { asObject, type JsonObject } from '../http.ts';

/** A mail as whoever looks at it reads it. */
export interface Letter {
  /** Undefined where the message leaves it to the mailbox. */
  readonly from?: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  /** The Adaptive Card of an actionable message, as Outlook finds it in the head. */
  readonly card?: unknown;
  readonly messageId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** MIME in base64; undefined where it is none. */
export async function readMime(base64: string): Promise<Letter | undefined> {
  const packed = base64.replace(/\s/g, '');
  if (packed === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined;
  const mail = await PostalMime.parse(Buffer.from(packed, 'base64'));
  const from = mail.from && 'address' in mail.from ? mail.from.address : undefined;
  return {
    ...(from && { from }),
    to: addressesOf(mail.to),
    cc: addressesOf(mail.cc),
    bcc: addressesOf(mail.bcc),
    subject: mail.subject ?? '',
    ...(mail.text !== undefined && { text: mail.text }),
    ...(mail.html !== undefined && { html: mail.html, ...cardIn(mail.html) }),
    ...(mail.messageId && { messageId: mail.messageId }),
    headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
  };
}

/** Graph's `message`. */
export function readJson(message: JsonObject): Letter {
  const { contentType, content = '' } = (asObject(message.body) ?? {}) as { contentType?: string; content?: string };
  const isHtml = contentType?.toLowerCase() === 'html';
  return {
    to: recipients(message.toRecipients),
    cc: recipients(message.ccRecipients),
    bcc: recipients(message.bccRecipients),
    subject: String(message.subject ?? ''),
    ...(isHtml ? { html: content, ...cardIn(content) } : { text: content }),
  };
}

function cardIn(html: string): { card?: unknown } {
  const json = /<script type="application\/adaptivecard\+json">([\s\S]*?)<\/script>/i.exec(html)?.[1];
  if (json === undefined) return {};
  try {
    return { card: JSON.parse(json) };
  } catch {
    return {};
  }
}

function addressesOf(list: readonly Address[] | undefined): string[] {
  return (list ?? []).flatMap((each) =>
    each.address ? [each.address] : (each.group ?? []).flatMap(({ address }) => address ?? []),
  );
}

/** The addresses in a list of Graph's `recipient`. */
function recipients(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((recipient) => {
    const address = asObject(asObject(recipient)?.emailAddress)?.address;
    return typeof address === 'string' ? [address] : [];
  });
}
