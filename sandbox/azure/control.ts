import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BotClock } from './bot-clock.ts';
import type { CostControl } from './cost-control.ts';
import type { Deployments } from './deployments.ts';
import { parseFault } from './fault-schema.ts';
import type { Faults } from './faults.ts';
import { type Call, jsonBody, type Reply, readCall, writeReply } from './http.ts';
import type { QuotaControl } from './quota-control.ts';
import type { RequestLog } from './request-log.ts';
import { Router } from './router.ts';
import type { State } from './state.ts';
import type { Usage } from './usage.ts';

/** What the control tells the bot's process. */
export type BotMessage =
  | { readonly type: 'tick'; readonly now: string }
  | { readonly type: 'fault'; readonly fault: unknown }
  | { readonly type: 'clear-faults' };

export interface ControlOptions {
  readonly state: State;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly costs: CostControl;
  readonly quotas: QuotaControl;
  readonly deployments: Pick<Deployments, 'cancel'>;
  /** Read before the clock moves. */
  readonly usage: Usage | undefined;
  readonly clock: BotClock;
  /** Rejects where the bot refuses or is not there. */
  readonly send: (message: BotMessage) => Promise<unknown>;
}

function refusal(status: number, message: string): Reply {
  return { status, body: { error: message } };
}

/** The tests' own door to the sandbox: costs, faults, requests, mail, and the bot's clock. */
export class Control {
  readonly #options: ControlOptions;
  readonly #router = new Router();
  readonly #server: Server;

  constructor(options: ControlOptions) {
    this.#options = options;
    const { costs, deployments, faults, requests, state } = options;
    costs.register(this.#router);
    options.quotas.register(this.#router);
    this.#router
      .add('POST', '/faults', (call) => this.#addFault(call))
      .add('GET', '/faults', () => ({ status: 200, body: faults.list() }))
      .add('DELETE', '/faults', () => this.#clearFaults())
      .add('GET', '/requests', (call) => ({
        status: 200,
        body: requests.list(call.query.get('service') ?? undefined),
      }))
      .add('DELETE', '/requests', () => {
        requests.clear();
        return { status: 204 };
      })
      .add('GET', '/mail', () => ({ status: 200, body: state.data.mail }))
      .add('DELETE', '/mail', () => {
        state.data.mail = [];
        state.save();
        return { status: 204 };
      })
      .add('POST', '/deployments/{name}/cancel', (call) => deployments.cancel(call.params.name ?? ''))
      .add('POST', '/tick', (call) => this.#tick(call));
    this.#server = createServer(async (request, response) => {
      try {
        const call = await readCall(request);
        writeReply(response, await this.#answer(call));
      } catch (error) {
        writeReply(response, refusal(500, error instanceof Error ? error.message : String(error)));
      }
    });
  }

  /** Resolves with the port. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(call: Call): Promise<Reply> {
    const reply = await this.#router.route(call);
    if (reply === 'method') return refusal(405, `${call.path} does not take ${call.method}.`);
    return reply ?? refusal(404, `There is no ${call.path} here.`);
  }

  async #addFault(call: Call): Promise<Reply> {
    const fault = parseFault(jsonBody(call));
    if (typeof fault === 'string') return refusal(400, fault);
    if (fault.service !== 'store') return { status: 201, body: this.#options.faults.add(fault) };
    // The store is the bot's own: it injects these itself.
    return this.#tell({ type: 'fault', fault }, 201, fault);
  }

  async #clearFaults(): Promise<Reply> {
    this.#options.faults.clear();
    await this.#tell({ type: 'clear-faults' }, 204);
    return { status: 204 };
  }

  async #tick(call: Call): Promise<Reply> {
    const { now, advanceSeconds } = jsonBody(call) ?? {};
    const { clock } = this.#options;
    const target =
      typeof now === 'string'
        ? new Date(now)
        : typeof advanceSeconds === 'number'
          ? new Date(clock.now().getTime() + advanceSeconds * 1000)
          : undefined;
    if (!target || Number.isNaN(target.getTime())) {
      return refusal(400, 'A tick is { "now": "<ISO time>" } or { "advanceSeconds": 3600 }.');
    }
    this.#options.usage?.read();
    if (this.#options.usage) this.#options.state.save();
    clock.offsetInMs = target.getTime() - Date.now();
    return this.#tell({ type: 'tick', now: target.toISOString() }, 200, { now: target.toISOString() });
  }

  async #tell(message: BotMessage, status: number, body?: unknown): Promise<Reply> {
    try {
      await this.#options.send(message);
      return { status, body };
    } catch (error) {
      return refusal(502, error instanceof Error ? error.message : String(error));
    }
  }
}
