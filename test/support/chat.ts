import assert from 'node:assert/strict';
import { importJWK, SignJWT } from 'jose';
import { installation, membersAdded, message, type Place, press } from './activities.ts';
import { cardOf, cardText, findButton, isObject, type Json, messageText } from './card-content.ts';
import type { Connector, Message } from './connector.ts';
import type { Endpoints } from './endpoints.ts';

/** How the bot answered a POST. */
export interface Posted {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** What a press is answered with: a card, or a message in plain words. */
export interface Pressed extends Posted {
  /** The message that was pressed; the answer takes its place. */
  readonly id: string | undefined;
  readonly card: Json | undefined;
  /** All that a person reads of the answer. */
  readonly text: string;
}

/** A message from the bot as it stood when it was returned. */
export interface Reply extends Message {
  readonly card: Json | undefined;
  readonly text: string;
}

/** One person in one conversation. */
export class Chat {
  readonly place: Place;
  readonly connector: Connector;
  readonly #endpoints: Endpoints;

  constructor(endpoints: Endpoints, connector: Connector, place: Place) {
    this.#endpoints = endpoints;
    this.connector = connector;
    this.place = place;
  }

  /** Writes a message and resolves with the first new message that the bot answers with. */
  async say(text: string, withinMs = 45_000): Promise<Reply> {
    const [first] = await this.sayAll(text, 1, withinMs);
    assert.ok(first);
    return first;
  }

  /** Writes a message and resolves with the first new message that shows the words, whatever else comes meanwhile. */
  async sayAndSee(text: string, words: RegExp, withinMs = 45_000): Promise<Reply> {
    const before = new Set(this.messages().map(({ id }) => id));
    const { status, body } = await this.post(message(this.place, text));
    assert.ok(status < 300, `The bot answered "${text.slice(0, 80)}" with ${status} ${JSON.stringify(body)}`);
    return await this.connector.until(
      () => this.messages().find((reply) => !before.has(reply.id) && words.test(reply.text)),
      { withinMs, what: `${words} after "${text.slice(0, 80)}"` },
    );
  }

  /** Writes a message and resolves once the bot has answered with as many. */
  async sayAll(text: string, count: number, withinMs = 45_000): Promise<Reply[]> {
    const before = new Set(this.messages().map(({ id }) => id));
    const { status, body } = await this.post(message(this.place, text));
    assert.ok(
      status >= 200 && status < 300,
      `The bot answered "${text.slice(0, 80)}" with ${status} ${JSON.stringify(body)}`,
    );
    return this.connector.until(
      () => {
        const fresh = this.messages().filter(({ id }) => !before.has(id));
        return fresh.length >= count ? fresh : undefined;
      },
      { withinMs, what: `${count} answer(s) to "${text.slice(0, 80)}"` },
    );
  }

  /** Presses the button with this title or verb on a card, with its fields filled in. */
  async press(on: Reply | Pressed, button: string | RegExp, fields: Json = {}): Promise<Pressed> {
    return this.pressButton(findButton(on.card, button), fields, on.id);
  }

  /** Sends a press as it is, forged ones too. */
  async pressButton(button: Json, fields: Json = {}, replyToId?: string): Promise<Pressed> {
    const posted = await this.post(press(this.place, button, fields, replyToId));
    const body = isObject(posted.body) ? posted.body : {};
    const card =
      body.type === 'application/vnd.microsoft.card.adaptive' && isObject(body.value) ? body.value : undefined;
    const text = card ? cardText(card) : typeof body.value === 'string' ? body.value : '';
    return { ...posted, id: replyToId, card, text };
  }

  /** Adds the bot, as a person's first visit does. */
  async install(): Promise<void> {
    assert.equal((await this.post(installation(this.place))).status < 300, true);
    assert.equal((await this.post(membersAdded(this.place))).status < 300, true);
  }

  /** The messages that stand in the conversation now. */
  messages(): Reply[] {
    return this.connector.messages(this.place.conversationId).map(readable);
  }

  /** Resolves once a message, this one or any of the conversation, shows the words. */
  async shows(
    words: RegExp,
    { on, withinMs = 45_000 }: { on?: { id: string }; withinMs?: number } = {},
  ): Promise<Reply> {
    const where = on ? { id: on.id } : { conversationId: this.place.conversationId };
    return readable(await this.connector.shows(where, words, withinMs));
  }

  /** Posts any activity to the bot, signed where the bot demands it. */
  async post(activity: Json, headers: Record<string, string> = {}): Promise<Posted> {
    const response = await fetch(this.#endpoints.bot, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await this.#authorization(activity)), ...headers },
      body: JSON.stringify(activity),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  }

  async #authorization(activity: Json): Promise<Record<string, string>> {
    const { signingKey, appId } = this.#endpoints;
    if (!signingKey || !appId) return {};
    return { authorization: `Bearer ${await token(signingKey, appId, String(activity.serviceUrl))}` };
  }
}

const tokens = new Map<string, Promise<string>>();

/** A token as the connector signs it; one a service address and key, as a real channel uses its tokens again. */
function token(key: Readonly<Record<string, string>>, appId: string, serviceUrl: string): Promise<string> {
  const known = `${key.kid} ${serviceUrl}`;
  const made =
    tokens.get(known) ??
    importJWK(key, 'RS256').then((privateKey) =>
      new SignJWT({ serviceurl: serviceUrl })
        .setProtectedHeader({ alg: 'RS256', kid: `${key.kid}`, typ: 'JWT' })
        .setIssuer('https://api.botframework.com')
        .setAudience(appId)
        .setNotBefore('-1 minute')
        .setExpirationTime('1 hour')
        .sign(privateKey),
    );
  tokens.set(known, made);
  return made;
}

function readable(found: Message): Reply {
  return { ...found, card: cardOf(found.activity), text: messageText(found.activity) };
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
