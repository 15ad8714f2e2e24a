import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Chat, Pressed, Reply } from '../../support/chat.ts';
import type { PersonKey } from '../../support/endpoints.ts';
import { sharedSandbox, type TestSandbox } from '../../support/sandbox.ts';
import { SandboxAzure } from '../../support/sandbox-azure.ts';
import { eventually } from '../eventually.ts';
import { insist } from './insist.ts';

export interface Wish {
  /** Default oncology. */
  readonly workspace?: string;
  /** Default results.csv. */
  readonly files?: readonly string[];
  readonly purpose?: string;
  /** Default download. */
  readonly use?: 'machines' | 'download' | 'both';
}

export interface Asked {
  /** `oncology-7`. */
  readonly name: string;
  /** The author's card, as the answer to the press showed it. */
  readonly card: Pressed;
}

/** What the history of a request says, oldest first. */
export interface Entry {
  readonly what: string;
  readonly by: { readonly aadObjectId: string; readonly name: string; readonly roles: readonly string[] };
  readonly from: string;
  readonly to: string;
  readonly why?: string;
  readonly via: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** People who ask for files and decide about it, in chats that belong to one suite. */
export class RequestWorld {
  readonly sandbox: TestSandbox;
  readonly azure: SandboxAzure;
  readonly #subject: string;
  #chats = 0;

  constructor(sandbox: TestSandbox, subject: string) {
    this.sandbox = sandbox;
    this.azure = new SandboxAzure(sandbox.endpoints);
    this.#subject = subject;
  }

  /** In the sandbox that suites share, or another one. */
  static async open(subject: string, sandbox: Promise<TestSandbox> = sharedSandbox()): Promise<RequestWorld> {
    return new RequestWorld(await sandbox, subject);
  }

  /** A chat of their own, with nothing in it but a greeting; what Labdesk says unasked comes there, where they spoke last. */
  async chat(person: PersonKey): Promise<Chat> {
    this.#chats += 1;
    const chat = this.sandbox.chat(person, { name: `${this.#subject} ${this.#chats}` });
    await chat.say('hello');
    return chat;
  }

  async chats<const People extends readonly PersonKey[]>(
    ...people: People
  ): Promise<{ readonly [Index in keyof People]: Chat }> {
    const chats = await Promise.all(people.map((person) => this.chat(person)));
    return chats as unknown as { readonly [Index in keyof People]: Chat };
  }

  /** Asks for files by way of the form. */
  async ask(author: Chat, { workspace = 'oncology', files = ['results.csv'], ...wish }: Wish = {}): Promise<Asked> {
    const { purpose = 'the interim analysis', use = 'download' } = wish;
    const form = await author.sayAndSee(`request files in ${workspace}`, /^Ask for files\n/);
    const fields = { files: files.map(asChoice).join(','), purpose, use };
    const card = await insist(async () => await author.press(form, 'request.submit', fields));
    return { name: nameIn(card), card };
  }

  /** Asks, and resolves with the card that came to the one who decides. */
  async askAndWait(author: Chat, approver: Chat, wish: Wish = {}): Promise<Asked & { readonly toDecide: Reply }> {
    const asked = await this.ask(author, wish);
    return { ...asked, toDecide: await stands(approver, asked.name, 'Pending') };
  }

  /** Asks, has it approved, and resolves when the files are there. */
  async askAndGet(author: Chat, approver: Chat, wish: Wish = {}): Promise<Asked & { readonly own: Reply }> {
    const asked = await this.askAndWait(author, approver, wish);
    await insist(async () => await approver.press(asked.toDecide, 'request.approve'));
    return { ...asked, own: await stands(author, asked.name, 'Approved') };
  }

  /** The request as the store has it. */
  stored(name: string): { state: string; history: Entry[]; [field: string]: unknown } {
    const [, workspace, number] = /^(.+)-(\d+)$/.exec(name) ?? [];
    const [row] = this.#query(
      'SELECT body FROM documents WHERE partition = ? AND id = ?',
      ...[`workspace/${workspace}`, `request/${number}`],
    );
    assert.ok(row, `There is no ${name} in the store.`);
    return JSON.parse(row);
  }

  /** Resolves when all that was done is sealed in the record, which happens some seconds later; the clock moves on. */
  async sealed(): Promise<void> {
    await this.sandbox.control.tick({ advanceSeconds: 30 });
    const isSealed = async () => {
      const bodies = this.#query(`SELECT body FROM documents WHERE body LIKE '%"ledger.append"%'`);
      return bodies.length === 0 || undefined;
    };
    await eventually(isSealed, { withinMs: 50_000, what: 'an end of sealing' });
  }

  #query(sql: string, ...values: readonly string[]): string[] {
    const store = new DatabaseSync(join(this.sandbox.directory, 'labdesk.db'), { readOnly: true });
    try {
      return store
        .prepare(sql)
        .all(...values)
        .map(({ body }) => String(body));
    } finally {
      store.close();
    }
  }

  history(name: string): Entry[] {
    return this.stored(name).history;
  }
}

/** Resolves with the card of that request in a chat, once it shows that state. */
export async function stands(chat: Chat, name: string, state: string): Promise<Reply> {
  return await chat.shows(new RegExp(`^[^\\n]*\\n${name} · [^\\n]*\\n${state}\\n`));
}

/** The number that a card is about. @throws {AssertionError} with all it says, where it is about none */
export function nameIn({ text }: { readonly text: string }): string {
  const name = /\b(?:oncology|cardiology|genomics)-\d+\b/.exec(text)?.[0];
  assert.ok(name, text);
  return name;
}

/** A path as the value of one choice among several. */
export function asChoice(path: string): string {
  return path.replace(/[%,]/g, encodeURIComponent);
}
