import { availableParallelism } from 'node:os';
import { type Facts, message, press } from './activities.ts';
import { median } from './figures.ts';
import type { Labdesk } from './labdesk.ts';
import { conversations, type Load, type Measured, type Subject, type Turn } from './load.ts';
import { type Running, startPeer, unpin } from './peers.ts';
import { PendingRequests } from './pending-requests.ts';
import { owners } from './staff.ts';
import { WorkQueue } from './work-queue.ts';

export interface DecisionFigures {
  /** What an approving press asks itself, apart from what follows, median of some: calls by `store.get`, `directory.groupsOf` and the like. */
  readonly calls: Readonly<Record<string, number>>;
  /** Requests to Microsoft Graph a press: a membership check is one batch of what somebody is a member of and what they own. */
  readonly graphRequests: number;
  /** Denying decisions a second with all that follows from them, two a round. */
  readonly onOne: readonly number[];
  readonly onThree: readonly number[];
  /** Whether three bots, the load and the simulated Azure have a core each. */
  readonly hasCores: boolean;
}

export interface DecisionSettings {
  readonly rounds: number;
  /** How often all conversations press at once, in one round. */
  readonly bursts: number;
  keep(name: string, measured: Measured): void;
  say(text: string): void;
}

const counted = 10;
/** Presses of a conversation, one after the other, where decisions a second are measured. */
const pressesEach = 8;
const processes = 3;
const warmUpMs = 8_000;
const warmUpBursts = 16;

/**
 * Approving presses on the real bot: all conversations press at once, and what follows (copies, cards, the ledger) has happened
 * before the next burst. The bare echo is measured in the same bursts between them.
 */
export class Decisions {
  readonly #load: Load;
  readonly #labdesk: Labdesk;
  readonly #facts: Facts;
  readonly #settings: DecisionSettings;

  constructor(load: Load, labdesk: Labdesk, facts: Facts, settings: DecisionSettings) {
    this.#load = load;
    this.#labdesk = labdesk;
    this.#facts = { ...facts, people: owners };
    this.#settings = settings;
  }

  async measure(): Promise<DecisionFigures> {
    await using stack = new AsyncDisposableStack();
    const queue = await WorkQueue.start(this.#labdesk.directory);
    stack.defer(() => queue.close());
    const pending = await PendingRequests.open(this.#labdesk, this.#load, this.#facts);
    stack.defer(() => pending.close());
    const echo = await startPeer('echo');
    stack.defer(() => echo.stop());
    const bots: Running[] = [];
    for (let index = 0; index < processes; index += 1) {
      const bot = await this.#labdesk.another({ QUEUE_URL: queue.url });
      stack.defer(() => bot.stop());
      bots.push(bot);
      await this.#warm(bot, pending);
    }
    const counts = await this.#count(bots[0]!, pending);
    await this.#heat(bots[0]!, pending);
    await this.#bursts(echo, bots[0]!, pending);
    for (const { pid } of bots) unpin(pid);
    const rates = await this.#rates(bots, pending);
    return { ...counts, ...rates, hasCores: availableParallelism() >= processes + 2 };
  }

  async #warm(bot: Running, pending: PendingRequests): Promise<void> {
    const hello = message(this.#facts, 'use oncology', () => 'Machines in Oncology');
    for (let conversation = 0; conversation < conversations; conversation += 1)
      await this.#load.once(bot, hello, conversation);
    await this.#burst(bot, pending, 1);
    // What follows takes long; the same press again makes a process as fast as it gets, too.
    await this.#load.run(bot, pending.again(), warmUpMs);
    await this.#burst(bot, pending, 1);
  }

  /** The echo has had thousands of turns by then; a decision is only made once, so that many have to be made. */
  async #heat(bot: Running, pending: PendingRequests): Promise<void> {
    await this.#burst(bot, pending, 1, warmUpBursts);
  }

  /** What a press asks: the median of some, one after the other. */
  async #count(bot: Running, pending: PendingRequests): Promise<Pick<DecisionFigures, 'calls' | 'graphRequests'>> {
    await pending.make(counted);
    await this.#labdesk.forgetCalls();
    const approve = pending.approve();
    const seen: Map<string, number>[] = [await callsIn(bot)];
    for (let index = 0; index < counted; index += 1) {
      await this.#load.once(bot, approve, index);
      seen.push(await callsIn(bot));
    }
    const graphRequests = (await this.#labdesk.callsOf('graph')) / counted;
    await pending.settled(counted);
    const each = (call: string) =>
      seen.slice(1).map((now, turn) => (now.get(call) ?? 0) - (seen[turn]!.get(call) ?? 0));
    const calls = [...seen.at(-1)!.keys()].map((call) => [call, median(each(call))] as const);
    return { calls: Object.fromEntries(calls.filter(([, count]) => count > 0)), graphRequests };
  }

  async #bursts(echo: Running, bot: Running, pending: PendingRequests): Promise<void> {
    const { rounds, bursts, keep, say } = this.#settings;
    const answers: [string, Turn][] = [
      ['deciding: echo invoke', press(this.#facts, 'again', undefined, (id) => id)],
      ['deciding: echo message', message(this.#facts, undefined, (id) => id)],
    ];
    for (const [, turn] of answers) await this.#load.run(echo, turn, 2_000);
    for (let round = 0; round < rounds; round += 1) {
      say(`Decisions, round ${round + 1} of ${rounds}.`);
      const mine = async () => keep('deciding: approve', await this.#burst(bot, pending, 1, bursts));
      const theirs = async () => {
        for (const [name, turn] of answers)
          keep(name, await this.#load.runBursts(echo, turn, bursts, async () => undefined));
      };
      for (const measure of round % 2 === 0 ? [theirs, mine] : [mine, theirs]) await measure();
    }
  }

  /**
   * The same decisions on one process and on three, in turn: until everything that follows has happened, since a decision that
   * only waits to be told is not done. They deny, so that the bots are measured and not how fast the storage copies.
   */
  async #rates(
    bots: readonly Running[],
    pending: PendingRequests,
  ): Promise<Pick<DecisionFigures, 'onOne' | 'onThree'>> {
    const spread: Subject = { ...bots[0]!, urlOf: (conversation) => bots[conversation % bots.length]!.url };
    const rates = { onOne: [] as number[], onThree: [] as number[] };
    for (let round = 0; round < 2 * this.#settings.rounds; round += 1) {
      const order = [
        // Each in its turn, so that all of them are equally warm.
        ['onOne', bots[round % bots.length]!],
        ['onThree', spread],
      ] as const;
      for (const [name, subject] of round % 2 === 0 ? order : order.toReversed()) {
        const count = pressesEach * conversations;
        await pending.make(count, 'request.deny');
        const began = performance.now();
        const measured = await this.#load.runBursts(subject, pending.deny(), 1, async () => undefined, pressesEach);
        await pending.settled(count);
        rates[name].push((count / (performance.now() - began)) * 1000);
        // What goes wrong is counted with all other wrong answers.
        this.#settings.keep(name === 'onOne' ? 'deciding: one process' : 'deciding: three', measured);
      }
    }
    this.#settings.say(
      `  decisions/s: ${median(rates.onOne).toFixed(0)} on one process, ${median(rates.onThree).toFixed(0)} on three`,
    );
    return rates;
  }

  async #burst(subject: Subject, pending: PendingRequests, each: number, bursts = 1): Promise<Measured> {
    const count = each * conversations;
    const prepare = async () => {
      await pending.settled(count);
      await pending.make(count);
    };
    const measured = await this.#load.runBursts(subject, pending.approve(), bursts, prepare, each);
    await pending.settled(count);
    return measured;
  }
}

/** What turns of presses have asked so far, by call. */
async function callsIn({ url }: Subject): Promise<Map<string, number>> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const lines = text.matchAll(/^labdesk_turn_calls_total\{turn="invoke",call="([^"]+)"\} (\d+)$/gm);
  return new Map([...lines].map(([, call = '', count]) => [call, Number(count)]));
}
