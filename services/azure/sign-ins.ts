import { GraphError } from '@microsoft/microsoft-graph-client';
import type { SignInAnswer, SignInClient, SignInProblem } from '../access-reviews/sign-ins.ts';
import type { TokenSource } from '../credentials/tokens.ts';
import { toWorkspaceError } from './errors.ts';
import { Graph } from './graph.ts';
import { beforeTheSecondTry, mayPass } from './second-try.ts';

/** For all of them; the card is not held up for longer. */
const timeoutInMs = 2_000;
/** Graph, "Combine multiple HTTP requests using JSON batching", "Batch size limitations". */
const atOnce = 20;
/** Where Graph names no time. */
const retryAfterSeconds = 60;

interface User {
  /** Graph, "signInActivity resource type"; missing for whoever has never signed in. */
  readonly signInActivity?: { readonly lastSuccessfulSignInDateTime?: string | null } | null;
}

/**
 * When people last signed in, by Microsoft Graph's `signInActivity`, which answers to object ids alone. Needs the application permission
 * AuditLog.Read.All and a tenant with Microsoft Entra ID P1 or P2. `lastSuccessfulSignInDateTime` counts sign-ins of either kind since
 * December 2023; the other times of the resource are those of attempts, failed ones too. No more than the day is taken from it.
 */
export class GraphSignIns implements SignInClient {
  readonly #graph: Graph;

  /** `endpoint` without a version, for example `https://graph.microsoft.com`. */
  constructor(tokens: TokenSource, endpoint: string) {
    this.#graph = new Graph(tokens, endpoint);
  }

  /** Twenty with a request. What may pass is tried once more; where Graph refuses or asks to slow down, nothing more is asked. */
  async lastDays(aadObjectIds: readonly string[]): Promise<SignInAnswer> {
    const deadline = Date.now() + timeoutInMs;
    const ids = [...new Set(aadObjectIds)];
    const days = new Map<string, string>();
    for (let at = 0; at < ids.length; at += atOnce) {
      const failure = await this.#add(ids.slice(at, at + atOnce), days, deadline);
      if (failure !== undefined) return { days, ...answerTo(failure) };
    }
    return { days };
  }

  /** The failure that tells most, where there is one. */
  async #add(ids: readonly string[], days: Map<string, string>, deadline: number): Promise<unknown> {
    let failed = await this.#ask(ids, days, deadline);
    if (failed.size > 0 && [...failed.values()].every((failure) => mayPass(failure, deadline))) {
      await beforeTheSecondTry();
      failed = await this.#ask([...failed.keys()], days, deadline);
    }
    const failures = [...failed.values()];
    return failures.find((failure) => answerTo(failure).retryAfterSeconds !== undefined) ?? failures[0];
  }

  async #ask(ids: readonly string[], days: Map<string, string>, deadline: number): Promise<Map<string, unknown>> {
    const failed = new Map<string, unknown>();
    const paths = ids.map((id) => `/users/${encodeURIComponent(id)}?$select=id,signInActivity`);
    try {
      const answers = await this.#graph.batch<User>(paths, deadline - Date.now());
      for (const [index, answer] of answers.entries()) {
        const id = ids[index]!;
        if (!(answer instanceof GraphError)) {
          const day = dayOf(answer);
          if (day !== undefined) days.set(id, day);
        } else if (answer.statusCode !== 404) failed.set(id, answer);
      }
    } catch (error) {
      for (const id of ids) failed.set(id, error);
    }
    return failed;
  }
}

/** Some tenants have year 1 for never. */
function dayOf({ signInActivity }: User): string | undefined {
  const day = /^(\d{4}-\d{2}-\d{2})T/.exec(signInActivity?.lastSuccessfulSignInDateTime ?? '')?.[1];
  return day !== undefined && day > '2000' && !Number.isNaN(Date.parse(day)) ? day : undefined;
}

function answerTo(failure: unknown): { problem: SignInProblem; retryAfterSeconds?: number } {
  const { code } = failure as { code?: string | null };
  if (code === 'Authentication_RequestFromNonPremiumTenantOrB2CTenant') return { problem: 'licence' };
  const error = toWorkspaceError(failure);
  if (error.code === 'refused') return { problem: 'permission' };
  if (error.code !== 'throttled') return { problem: 'silent' };
  return { problem: 'silent', retryAfterSeconds: error.retryAfterSeconds ?? retryAfterSeconds };
}
