import type { Changes } from '../../services/change/change.ts';
import type { Effects } from '../../services/effects/effects.ts';
import { Files } from '../../services/files/files.ts';
import { FileLinks } from '../../services/requests/file-links.ts';
import { RequestChanges } from '../../services/requests/request-changes.ts';
import { RequestCheck } from '../../services/requests/request-check.ts';
import { RequestLists } from '../../services/requests/request-lists.ts';
import type { RequestNumbers } from '../../services/requests/request-numbers.ts';
import { RequestRelease } from '../../services/requests/request-release.ts';
import { RequestRouting } from '../../services/requests/request-routing.ts';
import { RequestTimers } from '../../services/requests/request-timers.ts';
import { Requests } from '../../services/requests/requests.ts';
import { Reviews } from '../../services/requests/reviews.ts';
import type { Services } from '../../services/services.ts';
import type { Foundation } from './foundation.ts';

interface RequestParts extends Pick<Services, 'members' | 'trainings' | 'workspaces'> {
  readonly changes: Changes;
  readonly effects: Effects;
  readonly numbers: RequestNumbers;
}

/** Files, and requests for them: asked for, checked, decided about, released and taken back. */
export function createRequests(
  { clock, config, fileClient: client, store }: Foundation,
  { changes, effects, members, numbers, trainings, workspaces }: RequestParts,
) {
  const files = new Files(client, clock);
  const requestChanges = new RequestChanges(changes, clock);
  new RequestCheck({ client, workspaces, clock }).register(effects);
  const routing = new RequestRouting({ members, workspaces, clock, timeZone: config.TIME_ZONE });
  routing.register(effects);
  new RequestRelease({ client, workspaces, clock }).register(effects);
  new RequestTimers({ routing, workspaces, clock }).register(effects);
  return {
    fileLinks: new FileLinks({ client, changes, members, workspaces, clock, trainings }),
    files,
    requestLists: new RequestLists({ store, workspaces, members }),
    requests: new Requests({ requestChanges, changes, files, numbers, clock, trainings }),
    reviews: new Reviews(requestChanges),
  };
}
