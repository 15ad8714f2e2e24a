import { stopTitle } from '../../cards/budgets/stop.ts';
import { forecastTitle, warningTitle } from '../../cards/budgets/warning.ts';
import { channelTexts } from '../../cards/texts/channels.ts';
import { type Budget, budget } from '../../services/budgets/budget.ts';
import type { Announcement } from '../../services/budgets/budget-announcement.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { Clock } from '../../services/time/clock.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import type { Courier } from './courier.ts';

export interface BudgetChannelNewsParts {
  readonly courier: Pick<Courier, 'tellIn'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
}

type Said = Pick<Announcement, 'tell' | 'key' | 'threshold' | 'stop'>;

/** Says in the channel of a workspace that a threshold is reached or everything is stopped: in a line, without sums and machines, since anybody may read it. */
export class BudgetChannelNews {
  readonly #parts: BudgetChannelNewsParts;

  constructor(parts: BudgetChannelNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<Budget>(budget, 'budget.channel', {
      maxAttempts: 20,
      handle: async (effect, current) => await this.#tell(effect, current),
    });
  }

  async #tell({ data }: Effect, current: Budget): Promise<EffectOutcome<Budget>> {
    const { courier, workspaces } = this.#parts;
    const said = data as unknown as Said;
    const workspace = await workspaces.byId(current.workspace);
    // A newer stop has lines of its own.
    if (!workspace?.channel || (said.stop !== undefined && said.stop !== current.stop?.number)) return { done: true };
    // A stop is said when it begins and when it is over, by whichever card came to it first.
    const occasion = said.tell === 'budget.stopcard' ? `${said.key}/${current.state}` : said.key;
    const line = channelTexts.budget(this.#title(said, current, workspace));
    await courier.tellIn(`${occasion}/channel`, workspace.channel, line);
    return { done: true };
  }

  #title({ tell, threshold = 100 }: Said, current: Budget, workspace: Workspace): string {
    const now = this.#parts.clock.now();
    const view = { workspace, budget: current, spending: undefined, threshold, locale: 'en', now };
    if (tell === 'budget.stopcard') return stopTitle(view);
    return tell === 'budget.forecast' ? forecastTitle(view) : warningTitle(view);
  }
}
