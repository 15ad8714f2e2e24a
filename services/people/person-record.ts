import type { Document } from '../store/store.ts';

/** Where somebody's own chat with Labdesk is. */
export interface PersonalChat {
  readonly conversationId: string;
  readonly serviceUrl: string;
}

/** Why Teams does not take messages to somebody, and since when (ISO). */
export interface Unreachable {
  readonly reason: 'blocked' | 'not-installed';
  readonly since: string;
}

/** `always`: mails beside the cards in Teams; `never`: none at all; undefined: where Teams does not reach. */
export type MailPreference = 'always' | 'never';

/** What Labdesk remembers of somebody, to reach them and to speak their language. */
export interface PersonRecord {
  readonly aadObjectId: string;
  readonly chat?: PersonalChat;
  /** `29:...`, of this bot alone. */
  readonly teamsId?: string;
  readonly name?: string;
  /** BCP 47. */
  readonly locale?: string;
  /** IANA. */
  readonly timeZone?: string;
  readonly tenantId?: string;
  readonly unreachable?: Unreachable;
  readonly mail?: MailPreference;
  /** The day, in UTC, as `2026-11-02`. */
  readonly lastSeenAt?: string;
}

/** In which language somebody is written to: English where they have not said one. BCP 47. */
export function localeOf(record: Pick<PersonRecord, 'locale'> | undefined): string {
  return record?.locale ?? 'en';
}

/** What an activity tells about whoever sent it. */
export interface Meeting {
  readonly aadObjectId: string;
  readonly teamsId?: string | undefined;
  readonly name?: string | undefined;
  readonly locale?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly serviceUrl: string;
  /** Set where it came from their own chat. */
  readonly conversationId?: string | undefined;
  /** True where the app has just been removed. */
  readonly leaving?: boolean;
}

/** As the store has it; the chat's two fields stood there before there were others. */
export interface PersonDocument extends Document, Omit<PersonRecord, 'aadObjectId' | 'chat'> {
  readonly kind: 'person';
  readonly conversationId?: string;
  readonly serviceUrl?: string;
}

export function personAddress(aadObjectId: string): { readonly partition: string; readonly id: string } {
  return { partition: `person/${aadObjectId}`, id: 'person' };
}

export function toRecord(document: PersonDocument): PersonRecord {
  const { partition, conversationId, serviceUrl, teamsId, name, locale, timeZone, tenantId } = document;
  const { unreachable, mail, lastSeenAt } = document;
  return compact({
    aadObjectId: partition.slice('person/'.length),
    chat: conversationId && serviceUrl ? { conversationId, serviceUrl } : undefined,
    ...{ teamsId, name, locale, timeZone, tenantId, unreachable, mail, lastSeenAt },
  });
}

export function toDocument({ aadObjectId, chat, ...rest }: PersonRecord): PersonDocument {
  const { conversationId, serviceUrl } = chat ?? {};
  return compact({
    ...personAddress(aadObjectId),
    kind: 'person' as const,
    schema: 1,
    ...{ conversationId, serviceUrl },
    ...rest,
  });
}

/** The record after the meeting; the very same object where it has nothing new. Whoever speaks is reachable again. */
export function afterMeeting(before: PersonRecord | undefined, meeting: Meeting, now: Date): PersonRecord {
  const { aadObjectId, teamsId, name, locale, timeZone, tenantId, serviceUrl, conversationId, leaving } = meeting;
  const today = now.toISOString().slice(0, 10);
  // Nearly every activity tells what is known already.
  if (before && !leaving && tellsNothing(before, meeting, today)) return before;
  const known = before ?? { aadObjectId };
  const chat = conversationId ? { conversationId, serviceUrl } : known.chat;
  const after: PersonRecord = compact({
    ...known,
    chat: isSameChat(chat, known.chat) ? known.chat : chat,
    teamsId: teamsId || known.teamsId,
    name: name || known.name,
    locale: locale || known.locale,
    timeZone: timeZone || known.timeZone,
    tenantId: tenantId || known.tenantId,
    unreachable: leaving ? (known.unreachable ?? removed(now)) : undefined,
    lastSeenAt: today,
  });
  return before && isSame(before, after) ? before : after;
}

function tellsNothing(known: PersonRecord, meeting: Meeting, today: string): boolean {
  const isKnown = (name: 'teamsId' | 'name' | 'locale' | 'timeZone' | 'tenantId') =>
    !meeting[name] || meeting[name] === known[name];
  const { conversationId, serviceUrl } = meeting;
  return (
    known.lastSeenAt === today &&
    known.unreachable === undefined &&
    (!conversationId || isSameChat({ conversationId, serviceUrl }, known.chat)) &&
    isKnown('teamsId') &&
    isKnown('name') &&
    isKnown('locale') &&
    isKnown('timeZone') &&
    isKnown('tenantId')
  );
}

function removed(now: Date): Unreachable {
  return { reason: 'not-installed', since: now.toISOString() };
}

function isSameChat(a: PersonalChat | undefined, b: PersonalChat | undefined): boolean {
  return a?.conversationId === b?.conversationId && a?.serviceUrl === b?.serviceUrl;
}

function isSame(a: PersonRecord, b: PersonRecord): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof PersonRecord>;
  return [...names].every((name) => a[name] === b[name]);
}

function compact<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
