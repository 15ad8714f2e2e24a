import type { Logger } from 'pino';
import { texts } from '../../cards/texts.ts';
import { supportId } from '../failures.ts';
import type { Patience } from '../teams-adapter.ts';

/** What is said, and noted, of turns that take too long: support finds them by the id that the person reads. */
export function slowTurns(log: Logger): Omit<Patience, 'ms'> {
  return {
    says({ id, type, from }) {
      const support = supportId();
      log.warn(
        { activity: id, type, person: from.aadObjectId, support },
        'A turn takes too long; it goes on by itself.',
      );
      return texts.talk.slow(support);
    },
    failed({ id }, error) {
      log.warn({ err: error, activity: id }, 'A turn that took too long did not end well.');
    },
  };
}
