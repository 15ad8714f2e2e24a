import { failedStep, type SetupNews, type WorkspaceSetup } from '../../services/setups/workspace-setup.ts';
import { setupTexts } from '../texts/workspace-setup.ts';
import { brief } from '../wording.ts';

const { lines } = setupTexts;

/** What is said besides the card, in a line; undefined where the card says it. */
export function setupLine(setup: WorkspaceSetup, about: SetupNews): string | undefined {
  const { plan, decidedBy, reason = '' } = setup;
  const name = brief(plan.name);
  if (about === 'ready') return lines.ready(name);
  if (about === 'failed') return lines.failed(name, failedStep(setup)?.problem ?? '');
  if (about === 'declined') return lines.declined(name, brief(decidedBy?.name ?? ''), reason.slice(0, 300));
  return about === 'removed' ? lines.removed(name) : undefined;
}
