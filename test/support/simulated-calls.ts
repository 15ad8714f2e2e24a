import type { WorkspaceError } from '../../services/errors.ts';

/** What is common to ports that are simulated: what they were asked, and what they fail with. */
export abstract class SimulatedCalls {
  /** Every call, as `begin rg-oncology`. */
  readonly calls: string[] = [];
  readonly failures = new Map<string, WorkspaceError[]>();

  /** The next calls of that name fail so. */
  fail(call: string, ...errors: WorkspaceError[]): void {
    this.failures.set(call, errors);
  }

  count(call: string): number {
    return this.calls.filter((each) => each === call || each.startsWith(`${call} `)).length;
  }

  protected called(call: string, ...what: string[]): void {
    this.calls.push([call, ...what].join(' '));
    const failure = this.failures.get(call)?.shift();
    if (failure) throw failure;
  }
}
