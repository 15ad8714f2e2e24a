import { WorkspaceError } from '../errors.ts';

/** Somebody who is no admin wanted what admins alone may do; to be told from other refusals, since it goes on record. */
export class AdminsOnly extends WorkspaceError {
  constructor(message: string) {
    super('forbidden', message);
  }
}
