import { type Facts, message, press } from './activities.ts';
import { measureAnnouncement } from './announce.ts';
import { measureBudgets } from './budgets.ts';
import { Decisions } from './decisions.ts';
import { median, rssMiB } from './figures.ts';
import type { Labdesk } from './labdesk.ts';
import { measureLedger } from './ledger.ts';
import { measureLists } from './lists.ts';
import { conversations, type Load, type Measured, type Turn } from './load.ts';
import { measureMembers } from './members.ts';
import { canPin, peerNames, type Running, startPeer } from './peers.ts';
import type { Results } from './report.ts';
import { researchers } from './staff.ts';

export interface BenchSettings {
  /** How long one kind of turn is measured in one round. */
  readonly seconds: number;
  readonly rounds: number;
  /** How often all conversations approve at once, in one round. */
  readonly bursts: number;
  /** How many times every bot is started for its start time. */
  readonly starts: number;
  /** Turns after which memory is read again; first after a tenth of them. */
  readonly soakTurns: number;
  say(text: string): void;
}

const warmUpMs = 2_000;
const firstWarmUpMs = 5_000;
const coldBursts = 40;

/**
 * Every bot is started once and measured in slices of half a second, in turn with the others, so that all of them are equally warm and
 * equally old and the machine is as fast for one as for the other. While one is measured the others wait.
 */
export class Bench {
  readonly #load: Load;
  readonly #labdesk: Labdesk;
  readonly #settings: BenchSettings;
  readonly #figures: Record<string, Measured[]> = {};

  constructor(load: Load, labdesk: Labdesk, settings: BenchSettings) {
    this.#load = load;
    this.#labdesk = labdesk;
    this.#settings = settings;
  }

  async measure(): Promise<Results> {
    const { tenantId, appId } = this.#labdesk.endpoints;
    const facts: Facts = { tenantId, appId, serviceUrl: this.#load.url, people: researchers };
    const echo = {
      message: message(facts, undefined, (id) => id),
      invoke: press(facts, 'again', undefined, (id) => id),
    };
    const turns = {
      help: message(facts, 'help', () => 'What can I do for you'),
      machines: message(facts, 'machines', () => 'Machines in Oncology'),
      press: press(facts, 'machine.show', { id: 'oncology/onc-python', version: 0 }, () => 'onc-python'),
    };
    const use = message(facts, 'use oncology', () => 'Machines in Oncology');
    for (let conversation = 0; conversation < conversations; conversation += 1)
      await this.#load.once(this.#labdesk, use, conversation);

    const soak = await this.#soak(turns.help);
    await this.#rounds(echo, turns);
    const counts: Results['counts'] = {};
    for (const [kind, turn] of Object.entries(turns)) counts[kind] = await this.#count(turn);
    const decisions = await new Decisions(this.#load, this.#labdesk, facts, {
      rounds: this.#settings.rounds,
      bursts: this.#settings.bursts,
      keep: (name, measured) => this.#keep(name, measured),
      say: this.#settings.say,
    }).measure();
    const cold = await this.#cold(turns.machines);
    const startMs = await this.#starts();
    this.#settings.say('The ledger and the lists.');
    const [ledger, lists] = [await measureLedger(), await measureLists({ rounds: 1000 })];
    this.#settings.say('The sweep of costs.');
    const budgets = await measureBudgets();
    this.#settings.say('Members.');
    const members = await measureMembers(this.#load);
    this.#settings.say('An announcement.');
    const announcing = await measureAnnouncement();
    return {
      pinned: canPin,
      figures: this.#figures,
      counts,
      decisions,
      cold,
      startMs,
      soak,
      ledger,
      lists,
      budgets,
      announcing,
      members,
    };
  }

  async #rounds(echo: Record<string, Turn>, turns: Record<string, Turn>): Promise<void> {
    const peers: Running[] = [];
    try {
      for (const name of peerNames) {
        const peer = await startPeer(name);
        peers.push(peer);
        for (const turn of Object.values(echo)) await this.#load.run(peer, turn, firstWarmUpMs / 2);
      }
      const runs = [...peers, this.#labdesk].flatMap((subject) =>
        Object.entries(subject === this.#labdesk ? turns : echo).map(([kind, turn]) => ({
          name: `${subject.name} ${kind}`,
          subject,
          turn,
        })),
      );
      for (let round = 0; round < this.#settings.rounds; round += 1) {
        this.#settings.say(`Round ${round + 1} of ${this.#settings.rounds}.`);
        await this.#load.runSideBySide(runs, warmUpMs);
        const measured = await this.#load.runSideBySide(runs, this.#settings.seconds * 1000);
        for (const [index, { name }] of runs.entries()) this.#keep(name, measured[index]!);
      }
    } finally {
      for (const peer of peers) await peer.stop();
    }
  }

  #keep(name: string, measured: Measured): void {
    this.#figures[name] = [...(this.#figures[name] ?? []), measured];
    const { turnsPerSecond, cpuMs, p99, error } = measured;
    const rate = turnsPerSecond.toFixed(0).padStart(6);
    this.#settings.say(`  ${name.padEnd(22)} ${rate} turns/s  ${cpuMs.toFixed(3)} ms CPU  p99 ${p99.toFixed(1)} ms`);
    if (error) this.#settings.say(`    ${measured.errors} errors, the first: ${error}`);
  }

  /** Store operations and calls to Azure per turn, with warm caches. */
  async #count(turn: Turn): Promise<Results['counts'][string]> {
    await this.#load.runTurns(this.#labdesk, turn, conversations);
    await this.#labdesk.forgetCalls();
    const before = await this.#labdesk.storeOperations();
    const { turns } = await this.#load.runTurns(this.#labdesk, turn, 10 * conversations);
    const storeOperations = ((await this.#labdesk.storeOperations()) - before) / turns;
    return { storeOperations, azureCalls: (await this.#labdesk.callsOf('arm')) / turns };
  }

  /** When every cache is old: the bot's clock moves on before a turn alone, and before a turn in all conversations at once. */
  async #cold(turn: Turn): Promise<Results['cold']> {
    const forget = async () => {
      await this.#labdesk.advance(61);
      await this.#labdesk.forgetCalls();
    };
    let azureCalls = 0;
    let directoryCalls = 0;
    for (let index = 0; index < 10; index += 1) {
      await forget();
      await this.#load.once(this.#labdesk, turn);
      azureCalls = Math.max(azureCalls, await this.#labdesk.callsOf('arm'));
      directoryCalls = Math.max(directoryCalls, await this.#labdesk.callsOf('graph'));
    }
    this.#keep('labdesk machines, cold', await this.#load.runBursts(this.#labdesk, turn, coldBursts, forget));
    return { azureCallsAtMost: azureCalls, directoryCallsAtMost: directoryCalls };
  }

  async #starts(): Promise<Results['startMs']> {
    const all: Record<string, number[]> = {};
    const keep = (name: string, startMs: number) => {
      all[name] = [...(all[name] ?? []), startMs];
    };
    for (let start = 0; start < this.#settings.starts; start += 1) {
      for (const name of ['labdesk', ...peerNames] as const) {
        const bot = await (name === 'labdesk' ? this.#labdesk.another() : startPeer(name));
        keep(name, bot.startMs);
        await bot.stop();
      }
    }
    return Object.fromEntries(Object.entries(all).map(([name, times]) => [name, median(times)]));
  }

  /** Memory of a bot that was just started, after a tenth of so many turns and after all of them. */
  async #soak(turn: Turn): Promise<Results['soak']> {
    const turns = this.#settings.soakTurns;
    // Memory swings with every collection: the median of what it was along the last stretch.
    const along = async (last: number) => {
      const seen: number[] = [];
      for (let part = 0; part < 10; part += 1) {
        await this.#load.runTurns(this.#labdesk, turn, Math.ceil(last / 10));
        seen.push(rssMiB(this.#labdesk.pid));
      }
      return median(seen);
    };
    const stretch = turns / 20;
    await this.#load.runTurns(this.#labdesk, turn, turns / 10 - stretch);
    const early = await along(stretch);
    await this.#load.runTurns(this.#labdesk, turn, turns - turns / 10 - stretch);
    const soak = { turns, early, late: await along(stretch) };
    this.#settings.say(
      `Memory ${soak.early.toFixed(0)} MiB after ${turns / 10} turns, ${soak.late.toFixed(0)} after ${turns}.`,
    );
    return soak;
  }
}
