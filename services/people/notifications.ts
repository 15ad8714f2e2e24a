import type { Caller } from './people.ts';
import type { PersonDirectory } from './person-directory.ts';

export interface NotificationsParts {
  readonly people: Pick<PersonDirectory, 'preferMail'>;
  /** False where Labdesk has no mailbox to send from. */
  readonly sendsMail: boolean;
}

/** How somebody wants to hear of what concerns them: `mail` too, beside Teams; `teams` alone, without any mail. */
export type NotifyBy = 'mail' | 'teams';

/** How people hear of what concerns them, by their own choice. */
export class Notifications {
  readonly #parts: NotificationsParts;

  constructor(parts: NotificationsParts) {
    this.#parts = parts;
  }

  /** Keeps the caller's choice; false where they want mails and none can be sent. @throws {WorkspaceError} unavailable */
  async choose({ aadObjectId }: Caller, by: NotifyBy): Promise<boolean> {
    const { people, sendsMail } = this.#parts;
    await people.preferMail(aadObjectId, by === 'mail' ? 'always' : 'never');
    return by === 'teams' || sendsMail;
  }
}
