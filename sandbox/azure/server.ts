import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Certificates } from '../certificates.ts';
import { armError } from './arm-errors.ts';
import { faultReply } from './fault-replies.ts';
import type { Faults } from './faults.ts';
import { type Call, type CallPart, CutConnection, type Reply, readCall, writeHalf, writeReply } from './http.ts';
import type { RequestLog, Service } from './request-log.ts';

export interface AzureServices {
  login(call: Call): Reply | Promise<Reply> | undefined;
  arm(call: Call): Promise<Reply>;
  graph(call: Call): Promise<Reply>;
  prices(call: Call): Reply;
  metrics(call: Call): Reply;
}

export interface AzureServerOptions {
  readonly certificates: Certificates;
  readonly faults: Faults;
  readonly requests: RequestLog;
}

/** Which of the services a path belongs to; what is neither Graph's nor the login's is Resource Manager's. */
function serviceOf(url: string): Service {
  if (/^\/(v1\.0|beta)(\/|\?|$)/i.test(url)) return 'graph';
  if (/^\/api\/retail\//i.test(url)) return 'prices';
  if (/^\/subscriptions\/[^/]+\/metrics:/i.test(url)) return 'metrics';
  const login = /^\/[^/]+\/(oauth2|discovery|v2\.0|\.well-known)\//i.test(url);
  return login && !/^\/(subscriptions|providers)\//i.test(url) ? 'login' : 'arm';
}

/** Login, Resource Manager, Graph, prices and metrics on one HTTPS port, with faults applied and every call recorded. */
export class AzureServer {
  readonly #options: AzureServerOptions;
  readonly #server: Server;
  #services: AzureServices | undefined;

  constructor(options: AzureServerOptions) {
    this.#options = options;
    const { cert, key } = options.certificates;
    this.#server = createServer({ cert, key, keepAliveTimeout: 60_000 }, (request, response) => {
      void this.#answer(request, response);
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

  /** From now on calls are answered; the services need the port, hence the second step. */
  serve(services: AzureServices): void {
    this.#services = services;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const service = serviceOf(request.url ?? '/');
    const entry = this.#options.requests.add(service, request.method ?? 'GET', request.url ?? '/');
    response.once('close', () => {
      entry.status = response.writableFinished ? response.statusCode : 0;
    });
    try {
      const parts: CallPart[] = [];
      const call = { ...(await readCall(request)), parts };
      const fault = this.#options.faults.take(service, call);
      if (fault?.delayMs) await delay(fault.delayMs);
      if (fault?.hang) return;
      if (service === 'graph' && call.path.endsWith('/$batch')) entry.parts = parts;
      if (fault?.drop === 'before') return void request.socket.destroy();
      const reply = fault?.status ? faultReply(service, fault, call.path) : await this.#route(service, call);
      if (fault?.drop === 'after') return void request.socket.destroy();
      if (fault?.drop === 'midway') return writeHalf(response, reply);
      entry.status = reply.status;
      writeReply(response, reply);
    } catch (error) {
      if (error instanceof CutConnection) return void request.socket.destroy();
      if (response.headersSent || response.destroyed) return;
      const message = error instanceof Error ? error.message : String(error);
      writeReply(response, armError(500, 'SandboxDefect', message));
    }
  }

  async #route(service: Service, call: Call): Promise<Reply> {
    const services = this.#services;
    if (!services) return { status: 503 };
    if (service === 'graph') return services.graph(call);
    if (service === 'prices' || service === 'metrics') return services[service](call);
    return (service === 'login' ? await services.login(call) : undefined) ?? services.arm(call);
  }
}
