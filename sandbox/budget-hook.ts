import { hash } from 'node:crypto';

/** What stands in the address to which the sandbox's budgets report; the same as long as the client secret is. */
export function budgetHookSecret(clientSecret: string): string {
  return hash('sha256', `budget hook ${clientSecret}`, 'hex');
}
