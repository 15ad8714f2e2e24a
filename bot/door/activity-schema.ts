import { isUtf8 } from 'node:buffer';
import type { Activity } from 'botbuilder-core';
import { Refusal } from './refusal.ts';

/** Strings that become keys and headers: printable ASCII of a bounded length. */
const name = /^[\x20-\x7e]{1,1024}$/;
/** Keys that would reach into JavaScript's own objects; they mean nothing in an activity. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

const words = ['text', 'name', 'locale', 'replyToId', 'textFormat', 'deliveryMode', 'action'];
const lists = ['entities', 'attachments', 'membersAdded', 'membersRemoved', 'reactionsAdded', 'reactionsRemoved'];
const objects = ['recipient', 'channelData'];
const suspicious = /__proto__|constructor|prototype|\\u/;

const malformed = (reason: string) => new Refusal(400, 'bad-activity', reason);

/** Parses the body of a request into an object that holds no key which JavaScript would take for its own. */
export function parseJson(body: Buffer): Record<string, unknown> | Refusal {
  if (!isUtf8(body)) return new Refusal(400, 'bad-json', 'encoding');
  const text = body.toString();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return new Refusal(400, 'bad-json');
  }
  if (!isObject(parsed)) return malformed('not an object');
  // Only text that could spell such a key, escapes included, is worth the walk.
  if (suspicious.test(text) && hasReservedKey(parsed)) return malformed('reserved key');
  return parsed;
}

/**
 * Makes an activity of what has all that every one of them needs: `type`, `id`, `channelId`, `serviceUrl`, `from.id` and
 * `conversation.id` (Bot Framework activity schema); times become dates as botbuilder has them. Whose tenant it names and where it
 * wants its answer is not looked at here. Written by hand, since it runs for every turn.
 */
export function toActivity(fields: Record<string, unknown>): Activity | Refusal {
  const { serviceUrl, from, conversation } = fields;
  if (!isName(fields.type)) return malformed('type');
  if (!isName(fields.id)) return malformed('id');
  if (!isName(fields.channelId)) return malformed('channelId');
  if (typeof serviceUrl !== 'string' || serviceUrl === '') return malformed('serviceUrl');
  if (!isObject(from) || !isName(from.id)) return malformed('from');
  if (!isObject(conversation) || !isName(conversation.id)) return malformed('conversation');
  const odd = oddField(fields);
  if (odd) return malformed(odd);
  toDate(fields, 'timestamp', 'rawTimestamp');
  toDate(fields, 'localTimestamp', 'rawLocalTimestamp');
  return fields as unknown as Activity;
}

/** The first optional field that is there with a type that nobody downstream expects. */
function oddField(activity: Record<string, unknown>): string | undefined {
  for (const field of words) {
    const value = activity[field];
    if (value !== undefined && value !== null && typeof value !== 'string') return field;
  }
  for (const field of lists) {
    const value = activity[field];
    if (value !== undefined && value !== null && !(Array.isArray(value) && value.every(isObject))) return field;
  }
  for (const field of objects) {
    const value = activity[field];
    if (value !== undefined && value !== null && !isObject(value)) return field;
  }
  return undefined;
}

function toDate(activity: Record<string, unknown>, field: string, raw: string): void {
  const value = activity[field];
  if (typeof value !== 'string') return;
  activity[raw] = value;
  activity[field] = new Date(value);
}

/** The text nests no deeper than the server lets through, so recursion is bounded. */
function hasReservedKey(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasReservedKey);
  if (!isObject(value)) return false;
  return Object.keys(value).some((key) => reserved.has(key) || hasReservedKey(value[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && name.test(value);
}
