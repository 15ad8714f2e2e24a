import { trainingTexts } from '../../cards/texts/trainings.ts';
import { brief } from '../../cards/wording.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import type { Members } from '../../services/roles/members.ts';
import type { Clock } from '../../services/time/clock.ts';
import { dayInWords, type Trainings, trainings, validUntil } from '../../services/trainings/training.ts';
import type { TrainingRecords } from '../../services/trainings/training-records.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Courier } from './courier.ts';

export interface TrainingNewsParts {
  readonly courier: Courier;
  readonly trainings: Pick<TrainingRecords, 'today' | 'warnedAt'>;
  readonly members: Pick<Members, 'rolesOf'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
}

type Done = EffectOutcome<Trainings>;
const done: Done = { done: true };

/** Tells somebody in a line that their training ends soon. */
export class TrainingNews {
  readonly #parts: TrainingNewsParts;

  constructor(parts: TrainingNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<Trainings>(trainings, 'training.warn', {
      maxAttempts: 1000,
      handle: async (effect, document) => await this.#warn(effect, document),
    });
  }

  async #warn({ id, data }: Effect, document: Trainings): Promise<Done> {
    const { courier, trainings: records, members, workspaces, clock } = this.#parts;
    const record = document.records.find(({ person }) => person.aadObjectId === data.to);
    const workspace = await workspaces.byId(document.workspace);
    const policy = workspace?.members?.training;
    if (!record || record.on !== data.on || !workspace || !policy || workspace.archivedAt !== undefined) return done;
    // It may be valid for longer by now.
    const at = records.warnedAt(policy, record.on);
    if (at > clock.now()) return { again: at };
    const until = validUntil(policy, record.on);
    if (until < records.today()) return done;
    const { person } = record;
    const roles = await members.rolesOf(person.aadObjectId);
    if (!roles.workspaces.has(workspace.id)) return done;
    const text = trainingTexts.line(policy.name, brief(workspace.name), dayInWords(until));
    await courier.tell(id, person, text);
    return done;
  }
}
